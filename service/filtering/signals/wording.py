"""Signals of wording: what the comment talks about, and whether it could stand under any post."""

from math import log2

from service.filtering import lexicon
from service.filtering.lexicon import WordGroup
from service.filtering.reading import Reading
from service.filtering.signals.signal import Measure, Signal, where_there_is
from service.filtering.submission import Submission

_TECHNICAL = lexicon.MARKETING.words | lexicon.DOCUMENTS.words
"""In the links of a text they are as often those of manuals, searches and downloads."""
_MIN_GENERIC_WORDS = 12
_GENERIC_SHARE = 0.75


_NUMBERS = {id(group): number for number, group in enumerate(lexicon.GROUPS)}


def _found(group: WordGroup, reading: Reading) -> int:
    return reading.mentions[_NUMBERS[id(group)]]


def _mentions(group: WordGroup) -> Measure:
    """A measure of how densely a text speaks of one group: doublings over its length.

    Five words of a group count the same in ten words as fifteen in ninety.
    """

    def measure(_: Submission, reading: Reading) -> float:
        if not reading.words:
            return 0.0
        count = _found(group, reading)
        return log2(1 + 4 * count / (len(reading.words) + 6) ** 0.5) if count else 0.0

    return measure


def _in_name(*groups: WordGroup) -> Measure:
    """A measure of the share of the author name's words that belong to any of the groups."""
    words = frozenset().union(*(group.words for group in groups))

    def measure(_: Submission, reading: Reading) -> float:
        if not reading.name:
            return 0.0
        named = lexicon.words_of(reading.name)
        return sum(map(words.__contains__, named)) / len(named) if named else 0.0

    return measure


def _in_links(*groups: WordGroup) -> Measure:
    """A measure of how many words of the links and the author's link belong to the groups."""
    words = frozenset().union(*(group.words for group in groups))

    def measure(_: Submission, reading: Reading) -> float:
        if not reading.link_text and not reading.address:
            return 0.0
        linked = lexicon.words_of(reading.address)
        if reading.link_text:
            linked += [
                word for word in lexicon.words_of(reading.link_text) if word not in _TECHNICAL
            ]
        return log2(1 + len(words.intersection(linked)))

    return measure


def _generic_share(reading: Reading) -> float:
    if len(reading.words) < _MIN_GENERIC_WORDS:
        return 0.0
    return sum(map(lexicon.GENERIC.__contains__, reading.words)) / len(reading.words)


def _generic(_: Submission, reading: Reading) -> float:
    """How much longer than a line a text is that says nothing of its own."""
    share = _generic_share(reading)
    if share < _GENERIC_SHARE:
        return 0.0
    return (share - _GENERIC_SHARE) * 4 * log2(len(reading.words) / 6)


def _flattery(_: Submission, reading: Reading) -> float:
    """Praise that names the blog and nothing else: both groups together, over the length."""
    if not reading.words:
        return 0.0
    meta, praise = _found(lexicon.META, reading), _found(lexicon.PRAISE, reading)
    both = min(meta, praise)
    return log2(1 + 6 * both / (len(reading.words) + 6) ** 0.5) if both else 0.0


def _flattery_with_link(submission: Submission, reading: Reading) -> float:
    if not (reading.links or reading.address):
        return 0.0
    return _flattery(submission, reading)


def _pitch(_: Submission, reading: Reading) -> float:
    """Marketing talk addressed to the owner."""
    if not reading.words:
        return 0.0
    talk = min(_found(lexicon.MARKETING, reading), _found(lexicon.META, reading) + 2)
    return log2(1 + 4 * talk / (len(reading.words) + 6) ** 0.5) if talk > 1 else 0.0


_DENSITY = "log2(1 + 4 words / √length)"
_KEYWORDS = (
    lexicon.COMMERCE,
    lexicon.MEDICINE,
    lexicon.GAMBLING,
    lexicon.SEX,
    lexicon.MONEY,
    lexicon.MARKETING,
    lexicon.DOCUMENTS,
)

WORDING_SIGNALS = (
    *where_there_is(
        "words",
        Signal("words_blog", _DENSITY, "talks about the blog itself", _mentions(lexicon.META), 4.0),
        Signal(
            "words_flattery",
            _DENSITY,
            "set phrases of flattery",
            _mentions(lexicon.FLATTERY),
            4.0,
        ),
        Signal("words_praise", _DENSITY, "full of praise", _mentions(lexicon.PRAISE), 4.0),
        Signal(
            "words_blogging",
            _DENSITY,
            "small talk about running a blog",
            _mentions(lexicon.BLOGGING),
            4.0,
        ),
        Signal(
            "words_elsewhere", _DENSITY, "asks to go elsewhere", _mentions(lexicon.OWN_SITE), 4.0
        ),
        Signal(
            "words_trade", _DENSITY, "words of shops and brands", _mentions(lexicon.COMMERCE), 4.0
        ),
        Signal(
            "words_medicine",
            _DENSITY,
            "words of medicine and cures",
            _mentions(lexicon.MEDICINE),
            4.0,
        ),
        Signal("words_gambling", _DENSITY, "words of gambling", _mentions(lexicon.GAMBLING), 4.0),
        Signal("words_sex", _DENSITY, "words of sex and dating", _mentions(lexicon.SEX), 4.0),
        Signal(
            "words_money",
            _DENSITY,
            "words of loans, money and investing",
            _mentions(lexicon.MONEY),
            4.0,
        ),
        Signal(
            "words_marketing", _DENSITY, "words of marketing", _mentions(lexicon.MARKETING), 4.0
        ),
        Signal(
            "words_documents",
            _DENSITY,
            "words of papers, spells, cracks and help lines",
            _mentions(lexicon.DOCUMENTS),
            4.0,
        ),
    ),
    *where_there_is(
        "name",
        Signal("name_keywords", "share of words", "a name made of keywords", _in_name(*_KEYWORDS)),
    ),
    Signal(
        "link_keywords", "log2(1 + words)", "links made of keywords", _in_links(*_KEYWORDS), 4.0
    ),
    Signal("generic", "share beyond three quarters", "would fit under any post", _generic, 4.0),
    Signal("flattery", _DENSITY, "praises the blog and says nothing else", _flattery, 4.0),
    Signal(
        "flattery_with_link",
        _DENSITY,
        "praises the blog and leaves a link",
        _flattery_with_link,
        4.0,
    ),
    Signal("pitch", _DENSITY, "offers services to the site's owner", _pitch, 4.0),
)
