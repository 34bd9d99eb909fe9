"""Signals of the page: does the comment speak to what it stands under, or merely quote it?"""

import re
from collections.abc import Iterable

from service.filtering.lexicon import words_of
from service.filtering.reading import Reading
from service.filtering.signals.signal import Signal, where_there_is
from service.filtering.submission import Submission

_LONG_WORD_CHARACTERS = 4
_MIN_TITLE_CHARACTERS = 12
_PINGS = frozenset({"trackback", "pingback"})
_ELLIPSES = re.compile(r"\[(?:\.\.\.|…)\]|…\s*$|^\s*(?:\.\.\.|…)")


def _title_words(_: Submission, reading: Reading) -> float:
    if not reading.title:
        return 0.0
    title = _long_words(words_of(reading.title))
    if not title:
        return 0.0
    rest: Iterable[str] = reading.vocabulary
    if _quoted(reading):
        rest = words_of(reading.text.replace(reading.title, " "))
    return len(title.intersection(rest)) / len(title)


def _long_words(words: Iterable[str]) -> set[str]:
    return {word for word in words if len(word) >= _LONG_WORD_CHARACTERS}


def _quoted(reading: Reading) -> bool:
    return len(reading.title) >= _MIN_TITLE_CHARACTERS and reading.title in reading.text


def _title_quoted(_: Submission, reading: Reading) -> float:
    return 1.0 if _quoted(reading) else 0.0


def _excerpt_words(_: Submission, reading: Reading) -> float:
    if not reading.excerpt:
        return 0.0
    words = _long_words(reading.vocabulary)
    return len(words.intersection(words_of(reading.excerpt))) / (len(words) + 3) if words else 0.0


def _ping(submission: Submission, _: Reading) -> float:
    return 1.0 if submission.type in _PINGS else 0.0


def _ellipses(_: Submission, reading: Reading) -> float:
    return (
        1.0
        if ("…" in reading.text or "..." in reading.text) and _ELLIPSES.search(reading.text)
        else 0.0
    )


PAGE_SIGNALS = (
    *where_there_is(
        "title",
        Signal(
            "title_words", "share of words", "speaks about what the page is about", _title_words
        ),
        Signal("title_quoted", "yes or no", "quotes the page's title word for word", _title_quoted),
    ),
    *where_there_is(
        "excerpt",
        Signal("excerpt_words", "share of words", "shares its words with the page", _excerpt_words),
    ),
    Signal("ping", "yes or no", "a trackback or pingback", _ping),
    Signal("cut_quotation", "yes or no", "a quotation cut off at both ends", _ellipses),
)
