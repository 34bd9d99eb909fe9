"""Signals of random letters: hosts and names that nobody would choose."""

import re

from service.filtering.links import Link
from service.filtering.reading import Reading
from service.filtering.signals.signal import Signal, where_there_is
from service.filtering.submission import Submission

_ONE_SOUND = re.compile("ght|sch|tch|[cszt][hz]|rz|ck|ph|th|sh|ll|ss|tt|nn|rr")
"""Consonants that are spelled with several letters somewhere in Europe."""
_CONSONANTS = re.compile("[bcdfghjklmnpqrstvwxz]{5}")
_ALTERNATION = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_MANY_ALTERNATIONS = 4
_CASE_CHANGE = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_MANY_CASE_CHANGES = 3
_SPELLED = re.compile(
    "html?|https?|xml|ftp|mvc|sql|php|css|wp|www|pdf|mp3|jpg|png|dvd|vps|vpn|cms|crm|gps"
)
"""What hosts spell out in consonants."""
_NO_VOWEL_CHARACTERS = 6
_VOWEL = re.compile("[aeiouy]")


def random_host(host: str) -> bool:
    """Whether a lower-case host looks drawn at random: five consonants on end, digits within."""
    body = host.removeprefix("www.").rpartition(".")[0] or host
    if any(len(_ALTERNATION.findall(label)) >= _MANY_ALTERNATIONS for label in body.split(".")):
        return True
    if not _CONSONANTS.search(body):
        return False
    return bool(_CONSONANTS.search(_ONE_SOUND.sub("t", _SPELLED.sub(".", body))))


def _random_link(link: Link) -> bool:
    if random_host(link.host):
        return True
    as_written = link.url.partition("://")[2].partition("/")[0]
    return not as_written.islower() and any(
        len(_CASE_CHANGE.findall(label)) >= _MANY_CASE_CHANGES for label in as_written.split(".")
    )


def _link_random(_: Submission, reading: Reading) -> float:
    return 1.0 if any(_random_link(link) for link in reading.links) else 0.0


def _address_random(_: Submission, reading: Reading) -> float:
    return 1.0 if random_host(reading.address.partition("/")[0]) else 0.0


def _name_random(_: Submission, reading: Reading) -> float:
    if not reading.name.isascii():
        return 0.0
    for word in reading.name.split():
        if len(word) < _NO_VOWEL_CHARACTERS or not word.isalpha():
            continue
        if not _VOWEL.search(word) or _CONSONANTS.search(_ONE_SOUND.sub("t", word)):
            return 1.0
    return 0.0


LETTER_SIGNALS = (
    *where_there_is(
        "links",
        Signal("link_random", "yes or no", "a link to a host of random letters", _link_random),
    ),
    *where_there_is(
        "address",
        Signal(
            "address_random",
            "yes or no",
            "the author's link leads to a host of random letters",
            _address_random,
        ),
    ),
    *where_there_is(
        "name", Signal("name_random", "yes or no", "a name of random letters", _name_random)
    ),
)
