"""Signals of obfuscation: what had to be undone to read the text."""

import re
from math import log2

from service.filtering.reading import Reading
from service.filtering.signals.signal import Measure, Signal
from service.filtering.submission import Submission


def _undone(disguise: str) -> Measure:
    """A measure of how often one disguise had to be undone, in doublings."""

    def measure(_: Submission, reading: Reading) -> float:
        count: int = getattr(reading.disguises, disguise)
        return log2(1 + count) if count else 0.0

    return measure


_HIGH_LATIN = re.compile("[\u0080-\u00ff]")
_LATIN = re.compile("[A-Za-z\u0080-\u00ff]")
_BROKEN = re.compile("\ufffd|[ÃÂ][\u0080-\u00bf]|â€|Ð[\u0080-\u00bf]|[äåæçèéêëìíîïñòóôõö]{4,}")
_MIN_BROKEN = 4


def _garbled(_: Submission, reading: Reading) -> float:
    """Text decoded with the wrong character set, as sent by programs that do not care."""
    if reading.seen.isascii():
        return 0.0
    broken = len(_BROKEN.findall(reading.seen))
    high = len(_HIGH_LATIN.findall(reading.seen))
    mostly_high = high >= _MIN_BROKEN and high * 2 > len(_LATIN.findall(reading.seen))
    return log2(1 + broken + (_MIN_BROKEN if mostly_high else 0))


_UNIT = "log2(1 + times)"

OBFUSCATION_SIGNALS = (
    Signal("garbled", _UNIT, "text in a broken character set", _garbled, 4.0),
    Signal(
        "hidden_characters", _UNIT, "invisible characters inside words", _undone("invisible"), 4.0
    ),
    Signal(
        "turned_text", _UNIT, "text written backwards by control characters", _undone("turned"), 2.0
    ),
    Signal(
        "odd_alphabets",
        _UNIT,
        "letters from mathematical, circled or full-width alphabets",
        _undone("alphabets"),
        5.0,
    ),
    Signal("stacked_marks", _UNIT, "combining marks stacked on letters", _undone("marks"), 4.0),
    Signal(
        "lookalike_letters",
        _UNIT,
        "words that mix look-alike letters of several scripts",
        _undone("twins"),
        3.0,
    ),
    Signal("leetspeak", _UNIT, "digits and signs in place of letters", _undone("leet"), 3.0),
    Signal("spaced_letters", _UNIT, "words with their letters set apart", _undone("spaced"), 3.0),
    Signal("encoded_letters", _UNIT, "letters written as codes", _undone("encoded"), 4.0),
)
