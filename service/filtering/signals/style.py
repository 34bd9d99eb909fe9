"""Signals of style: shouting, repetition, decoration."""

import math
import re
import string
from math import log2

from service.filtering.hints import count_of, has_part, holds_runs
from service.filtering.reading import Reading
from service.filtering.signals.signal import Signal
from service.filtering.submission import Submission

_CAPITALS = string.ascii_uppercase.encode()
_UPPER = re.compile("[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]")
_LETTER = re.compile("[A-Za-zÀ-ÖØ-öø-ÿΑ-ωА-я]")
_EXCLAIMED = re.compile("[!！¡]")
_PICTURES = re.compile("[\u2600-\u27bf\u2b50-\u2bff\U0001f300-\U0001faff]")
_RUN = re.compile(r"(\w)\1{4,}")
_MONEY = re.compile(
    r"[$€£₽₹₦¥฿₫₩]\s?\d|\d\s?(?:[$€£₽₹₦¥฿₫₩]|usd|eur|dollars?|euros?|руб|btc|usdt)\b|\d{2,3}\s?%"
)
_MONEY_SIGNS = tuple("$%€£₽₹₦¥฿₫₩")
_MONEY_WORDS = frozenset({
    "usd", "eur", "dollar", "dollars", "euro", "euros", "руб", "btc", "usdt",
})  # fmt: skip
_MIN_LETTERS = 12
_MIN_WORDS = 8


def _shouting(_: Submission, reading: Reading) -> float:
    seen = reading.seen
    upper = count_of(seen.encode(), _CAPITALS) if seen.isascii() else len(_UPPER.findall(seen))
    if upper < _MIN_LETTERS:
        return 0.0
    share = upper / len(_LETTER.findall(reading.seen))
    return share if share > 0.3 else 0.0  # noqa: PLR2004 (title case reaches 0.3)


def _exclaimed(_: Submission, reading: Reading) -> float:
    if "!" not in reading.seen and "！" not in reading.seen:
        return 0.0
    return log2(1 + len(_EXCLAIMED.findall(reading.seen)))


def _pictures(_: Submission, reading: Reading) -> float:
    if reading.seen.isascii():
        return 0.0
    count = len(_PICTURES.findall(reading.seen))
    return log2(1 + count) if count else 0.0


def _repeated_words(_: Submission, reading: Reading) -> float:
    count = len(reading.parts)
    if count < _MIN_WORDS:
        return 0.0
    return max(0.0, 1 - len(set(reading.parts)) / math.pow(count, 0.9))


def _runs(_: Submission, reading: Reading) -> float:
    return 1.0 if holds_runs(reading.text) and _RUN.search(reading.text) else 0.0


def _money(_: Submission, reading: Reading) -> float:
    if not reading.digits or (
        _MONEY_WORDS.isdisjoint(reading.vocabulary) and not has_part(reading.text, _MONEY_SIGNS)
    ):
        return 0.0
    count = len(_MONEY.findall(reading.text))
    return log2(1 + count) if count else 0.0


def _long_word(_: Submission, reading: Reading) -> float:
    if not reading.text.isascii():
        return 0.0
    longest = max(map(len, reading.parts), default=0)
    return 1.0 if longest > 40 else 0.0  # noqa: PLR2004 (beyond any language's words)


STYLE_SIGNALS = (
    Signal("shouting", "share of capitals", "{percent}% of the letters are capitals", _shouting),
    Signal("exclamation", "log2(1 + marks)", "exclamation marks", _exclaimed, 4.0),
    Signal("emoji", "log2(1 + emoji)", "many emoji", _pictures, 4.0),
    Signal("repeated_words", "share of words", "the same words again and again", _repeated_words),
    Signal("character_runs", "yes or no", "one letter repeated over and over", _runs),
    Signal("money", "log2(1 + sums)", "sums of money and percentages", _money, 4.0),
    Signal("long_word", "yes or no", "a word longer than any language has", _long_word),
)
