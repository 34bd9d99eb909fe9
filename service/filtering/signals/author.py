"""Signals of the author: what stands in the name, address and e-mail fields.

A field that is missing measures 0 everywhere: many sites do not ask for it.
"""

import re

from service.filtering.links import host_of
from service.filtering.reading import Reading
from service.filtering.signals.links import CHEAP_ENDINGS, SHORTENERS
from service.filtering.signals.signal import Signal, where_there_is
from service.filtering.submission import Submission

_DOT_ENDING = re.compile(r"\.[a-z]{2,6}\b|https?:")
_DIGIT = re.compile(r"\d")
_WORDY_PATH = re.compile(r"(?<![a-z0-9])[a-z0-9]{2,}(?:[-_+][a-z0-9]{2,}){2,}")
_FILE_ENDING = re.compile(r"/.*\.(?:php|html?|aspx?|cfm|jsp|cgi)\b")
_MANY_WORDS = 3
_LONG_NAME_CHARACTERS = 25
_LONG_WORD_CHARACTERS = 4
_ONE_WORD = 0.3
_SIGNATURE_CHARACTERS = 60
"""The end of a text, where people sign with their name."""


def _name_words(_: Submission, reading: Reading) -> float:
    words = reading.name.count(" ") + 1
    return float(words - _MANY_WORDS + 1) if words >= _MANY_WORDS else 0.0


def _name_long(_: Submission, reading: Reading) -> float:
    return 1.0 if len(reading.name) > _LONG_NAME_CHARACTERS else 0.0


def _name_address(_: Submission, reading: Reading) -> float:
    return 1.0 if "." in reading.name and _DOT_ENDING.search(reading.name) else 0.0


def _name_digits(_: Submission, reading: Reading) -> float:
    return 1.0 if len(_DIGIT.findall(reading.name)) > 1 else 0.0


def _name_lower(submission: Submission, reading: Reading) -> float:
    name = submission.author.name
    return 1.0 if " " in reading.name and name.islower() else 0.0


def _name_in_text(_: Submission, reading: Reading) -> float:
    words = [word for word in reading.name.split() if len(word) >= _LONG_WORD_CHARACTERS]
    if not words or len(reading.text) <= _SIGNATURE_CHARACTERS:
        return 0.0
    text = reading.text[:-_SIGNATURE_CHARACTERS]
    # people say their own first name, or one like it
    loudness = 1.0 if len(words) > 1 else _ONE_WORD
    return loudness * sum(word in text for word in words) / len(words)


def _name_in_path(_: Submission, reading: Reading) -> float:
    if not reading.address:
        return 0.0
    path = reading.address.partition("/")[2]
    words = [word for word in reading.name.split() if len(word) >= _LONG_WORD_CHARACTERS]
    return sum(word in path for word in words) / len(words) if words and path else 0.0


def _name_heads_text(_: Submission, reading: Reading) -> float:
    return 1.0 if len(reading.name) > 3 and reading.text.startswith(reading.name) else 0.0  # noqa: PLR2004


def _name_in_host(_: Submission, reading: Reading) -> float:
    host = reading.address.partition("/")[0]
    words = [word for word in reading.name.split() if len(word) >= _LONG_WORD_CHARACTERS]
    return 1.0 if host and any(word in host for word in words) else 0.0


def _address_depth(_: Submission, reading: Reading) -> float:
    if not reading.address:
        return 0.0
    return float(reading.address.rstrip("/").count("/") + 2 * ("?" in reading.address))


def _address_keywords(_: Submission, reading: Reading) -> float:
    return 1.0 if "-" in reading.address and _WORDY_PATH.search(reading.address) else 0.0


def _address_cheap(submission: Submission, reading: Reading) -> float:
    if not reading.address:
        return 0.0
    host = host_of(submission.author.url)
    return 1.0 if host.rpartition(".")[2] in CHEAP_ENDINGS or host in SHORTENERS else 0.0


def _address_file(_: Submission, reading: Reading) -> float:
    return 1.0 if "." in reading.address and _FILE_ENDING.search(reading.address) else 0.0


def _email_own_domain(submission: Submission, reading: Reading) -> float:
    if not reading.email or not reading.address:
        return 0.0
    return 1.0 if host_of(submission.author.url) == reading.email else 0.0


AUTHOR_SIGNALS = (
    *where_there_is(
        "name",
        Signal("name_words", "words beyond two", "a name of many words", _name_words, 4.0),
        Signal("name_long", "yes or no", "a very long name", _name_long),
        Signal("name_is_address", "yes or no", "a name that is a web address", _name_address),
        Signal("name_digits", "yes or no", "digits in the name", _name_digits),
        Signal(
            "name_lower_case", "yes or no", "a name of several words without capitals", _name_lower
        ),
        Signal(
            "name_in_text", "share of words", "the name's words return in the text", _name_in_text
        ),
        Signal("name_heads_text", "yes or no", "the text opens with the name", _name_heads_text),
        Signal(
            "name_in_path", "share of words", "a link whose path spells the name", _name_in_path
        ),
        Signal("name_in_host", "yes or no", "the author's link bears the name", _name_in_host),
    ),
    *where_there_is(
        "address",
        Signal(
            "address_depth",
            "path parts",
            "the author's link leads deep into a site",
            _address_depth,
            5.0,
        ),
        Signal(
            "address_file",
            "yes or no",
            "the author's link leads to a single file",
            _address_file,
        ),
        Signal(
            "address_keywords",
            "yes or no",
            "the author's link is made of keywords",
            _address_keywords,
        ),
        Signal(
            "address_cheap_ending",
            "yes or no",
            "the author's link has an ending that spammers favour",
            _address_cheap,
        ),
        Signal("email_own_domain", "yes or no", "e-mail and link of one domain", _email_own_domain),
    ),
)
