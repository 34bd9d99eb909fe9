"""Signals of obfuscation: what had to be undone to read the text."""

import re
import string
from math import log2

from service.filtering.hints import count_of, has_part
from service.filtering.reading import Reading
from service.filtering.signals.signal import Measure, Signal, where_there_is
from service.filtering.submission import Submission


def _undone(disguise: str) -> Measure:
    """A measure of how often one disguise had to be undone, in doublings."""

    def measure(_: Submission, reading: Reading) -> float:
        count: int = getattr(reading.disguises, disguise)
        return log2(1 + count) if count else 0.0

    return measure


_HIGH = bytes(range(0x80, 0x100))
_LETTERS = string.ascii_letters.encode()
_BROKEN = re.compile("\ufffd|[ÃÂ][\u0080-\u00bf]|â€|Ð[\u0080-\u00bf]|[äåæçèéêëìíîïñòóôõö]{4,}")
_BROKEN_HINTS = ("\ufffd", "Ã", "Â", "â€", "Ð")
_HEIGHTS = bytes(128) + b"\1" * 128
_FOUR_HIGH = b"\1" * 4
_MIN_BROKEN = 4


def _garbled(_: Submission, reading: Reading) -> float:
    """Text decoded with the wrong character set, as sent by programs that do not care."""
    if reading.seen.isascii():
        return 0.0
    raw = reading.seen.encode("latin-1", "ignore")
    high = count_of(raw, _HIGH)
    may_be_broken = has_part(reading.seen, _BROKEN_HINTS) or _FOUR_HIGH in raw.translate(_HEIGHTS)
    broken = len(_BROKEN.findall(reading.seen)) if may_be_broken else 0
    mostly_high = high >= _MIN_BROKEN and high * 2 > count_of(raw, _HIGH + _LETTERS)
    return log2(1 + broken + (_MIN_BROKEN if mostly_high else 0))


_UNIT = "log2(1 + times)"

OBFUSCATION_SIGNALS = (
    Signal("garbled", _UNIT, "text in a broken character set", _garbled, 4.0),
    *where_there_is(
        "disguises",
        Signal(
            "hidden_characters",
            _UNIT,
            "invisible characters inside words",
            _undone("invisible"),
            4.0,
        ),
        Signal(
            "turned_text",
            _UNIT,
            "text written backwards by control characters",
            _undone("turned"),
            2.0,
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
        Signal(
            "spaced_letters", _UNIT, "words with their letters set apart", _undone("spaced"), 3.0
        ),
        Signal("encoded_letters", _UNIT, "letters written as codes", _undone("encoded"), 4.0),
    ),
)
