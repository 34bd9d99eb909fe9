"""Disguises off: what a reader sees in text that was written past a filter.

Each step undoes one way of writing a word so that people read it and programs do not, and
counts how often it had to. The order matters: what cannot be seen goes first, then alphabets
are folded, then look-alike letters, then spelling games inside words.

The fold is made so that honest text of any script is left alone: a letter of another script
becomes Latin only inside a word that mixes scripts, or in a word made wholly of look-alikes
that stands in a Latin text (``сасе`` among English words). Accents are dropped from Latin and
Greek letters, where writers drop them too, and kept where they make another letter (й, ї).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from service.filtering.confusables import (
    BOXED,
    INVISIBLE,
    TWIN,
    boxed_table,
    latin_table,
    twin_table,
)
from service.filtering.hints import Classes, class_table, classes_in
from service.filtering.leet import may_be_leet, unleeted


@dataclass(frozen=True, slots=True)
class Disguises:
    """How often each disguise had to be undone in one text."""

    invisible: int = 0
    turned: int = 0
    alphabets: int = 0
    marks: int = 0
    twins: int = 0
    leet: int = 0
    spaced: int = 0
    encoded: int = 0

    def __bool__(self) -> bool:
        return self is not PLAIN and self != PLAIN


PLAIN = Disguises()

_ON_ONE_LINE = str.maketrans("\n\r\t", "   ")
_RIGHT_TO_LEFT = re.compile(
    "[\u202e\u2067]([^\u202c\u2069\u202e\u2067\n]*)(?:[\u202c\u2069]|\\Z|(?=\n))"
)
_MARKS_ON_PLAIN = re.compile(
    "[\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff](?<=[a-z0-9α-ω].)"
    "[\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]*"
)
_LOOSE_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]+"
)
_ODD_MARKS = re.compile(
    "[a-z](?:[\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{2,}"
    "|[\u0332-\u0338\u033d-\u0362\u0489\u20d0-\u20ff])"
    "|(?![ẹọ][\u0300\u0301\u0304](?![\u0300-\u036f]))"
    "[\u00df-\u024f\u1e00-\u1eff][\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
"""Marks that no letter has, in composed text: ế of Vietnamese is one letter, ẹ́ of Yoruba is
spelling."""
_SCRIPT_MATHS = re.compile(
    "[\U0001d400-\U0001d7ff\uff21-\uff36\uff38-\uff3a\uff41-\uff56\uff58-\uff5a\u249c-\u24e9"
    "\U0001f100-\U0001f189]"
)
"""Letters alone: full-width marks and digits are how Chinese and Japanese are typed, and ｗｗｗ
is laughter; circled numbers count items."""
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_LETTER = re.compile("[a-z]")
_GAP = r"[ \t.\-_*·•~|/\\'\u2000-\u200a\u3000]"
_SPACED = re.compile(rf"(?<![^\W_])(?:[^\W\d_]{_GAP}{{1,2}}){{3,}}[^\W\d_](?![^\W_])")
_SPACED_HINT = re.compile(rf"{_GAP}[^\W\d_]{_GAP}{{1,2}}[^\W\d_]{_GAP}")
"""The middle of any spaced word: it starts at a gap, of which there are few."""
_GAPS = re.compile(_GAP + "+")
_EMOJI = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001f0ff\U0001f200-\U0001faff"
_EMOJI_BETWEEN = re.compile(
    rf"(?<![^\W_])(?:[^\W\d_][{_EMOJI}]+){{2,}}[^\W\d_](?![^\W_])|(?<=[a-z])[{_EMOJI}](?=[a-z])",
    re.IGNORECASE,
)
_EMOJI_RUN = re.compile(f"[{_EMOJI}]+")
_EMOJI_LETTERS = str.maketrans(
    {"⭕": "o", "❌": "x", "❎": "x", "✝": "t", "✖": "x", "💲": "s", "ℹ": "i", "Ⓜ": "m", "🔞": "18"}
)
_UNIT = re.compile("μ[a-z]{1,3}")
"""Micro in front of a unit (μm): the compatibility fold makes a Greek letter of its sign."""
_IS_CASED_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


_HIDDEN, _ALPHABETS, _PICTURES, _MARKS, _LATIN = (1 << bit for bit in range(5))


@cache
def _classes() -> Classes:
    """Which steps a character may have need of, in the order of the bits above."""
    letters = "".join(map(chr, latin_table()))
    pictures = "".join(map(chr, _EMOJI_LETTERS))
    return class_table(
        (
            INVISIBLE,
            re.compile(f"{_SCRIPT_MATHS.pattern}|{BOXED.pattern}"),
            re.compile(f"[{_EMOJI}{pictures}]"),
            _LOOSE_MARKS,
            re.compile(f"[{letters}]"),
        )
    )


def visible(text: str) -> tuple[str, int, int]:
    """Text without what cannot be seen, in reading order; with the counts of both."""
    if text.isascii():
        if text.isprintable() or text.translate(_ON_ONE_LINE).isprintable():
            return text, 0, 0
        return INVISIBLE.sub("", text), 0, 0
    if not classes_in(text, _classes()) & _HIDDEN:
        return text, 0, 0
    turned = 0
    if "\u202e" in text or "\u2067" in text:
        text, turned = _RIGHT_TO_LEFT.subn(lambda found: _reversed_latin(found.group(1)), text)
    hidden = sum(1 for found in INVISIBLE.finditer(text) if _between_letters(text, found))
    return INVISIBLE.sub("", text), hidden, turned


def _reversed_latin(run: str) -> str:
    """A run under a right-to-left override, in the order a reader sees it."""
    return run[::-1]


def _between_letters(text: str, found: re.Match[str]) -> bool:
    """Whether something invisible splits a Latin, Greek or Cyrillic word.

    Joiners are spelling in Persian and Indic scripts and part of emoji: no disguise there.
    """
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    return before.isalpha() and after.isalpha() and before < "\u0530" and after < "\u0530"


def folded(text: str, encoded: int = 0, hidden: int = 0, turned: int = 0) -> tuple[str, Disguises]:
    """Lower-case text as a reader takes it in, with how much was disguised."""
    alphabets = marks = twins = 0
    if not text.isascii():
        text, alphabets, marks, twins = _folded_letters(text)
    else:
        text = text.lower()
    leet = 0
    if may_be_leet(text):
        text, leet = unleeted(text)
    text, spaced = _SPACED.subn(_joined, text) if _SPACED_HINT.search(text) else (text, 0)
    if not (alphabets or marks or twins or leet or spaced or encoded or hidden or turned):
        return text, PLAIN
    return text, Disguises(hidden, turned, alphabets, marks, twins, leet, spaced, encoded)


def _folded_letters(text: str) -> tuple[str, int, int, int]:
    """Compatibility alphabets, emoji letters, accents and look-alikes folded, and counted."""
    table, alphabets, marks = _classes(), 0, 0
    kinds = classes_in(text, table)
    if kinds & _ALPHABETS:
        alphabets = len(_SCRIPT_MATHS.findall(text)) + len(BOXED.findall(text))
        text = text.translate(boxed_table())
    if kinds & _PICTURES:
        text = text.translate(_EMOJI_LETTERS)
    text = unicodedata.normalize("NFKC", text).casefold()
    kinds = classes_in(text, table)
    if kinds & _PICTURES:
        text, between = _EMOJI_BETWEEN.subn(_without_emoji, text)
        alphabets += between
    apart = unicodedata.normalize("NFD", text)
    if kinds & _MARKS:
        marks = len(_ODD_MARKS.findall(unicodedata.normalize("NFC", apart)))
    if kinds & _MARKS or apart != text:
        text = unicodedata.normalize("NFC", _MARKS_ON_PLAIN.sub("", apart))
    if kinds & _MARKS:
        text = _LOOSE_MARKS.sub("", text)
    if kinds & _LATIN:
        text = text.translate(latin_table())
    text, twins = _untwinned(text)
    return text, alphabets, marks, twins


def _without_emoji(found: re.Match[str]) -> str:
    return _EMOJI_RUN.sub("", found.group())


def _untwinned(text: str) -> tuple[str, int]:
    """Look-alikes in mixed words, and in foreign-looking words of a Latin text, made Latin."""
    if not TWIN.search(text) or not _LATIN_LETTER.search(text):
        return text, 0
    words = _WORD.findall(text)
    latin = sum(1 for word in words if _LATIN_LETTER.search(word))
    mostly_latin = latin * 2 > len(words)
    count = 0

    def folded_word(found: re.Match[str]) -> str:
        nonlocal count
        word = found.group()
        if word.isascii():  # most words of a Latin text, and none has a look-alike
            return word
        has_latin = _LATIN_LETTER.search(word) is not None
        rest = TWIN.sub("", word)
        if has_latin != bool(_LATIN_LETTER.search(rest)):
            return word
        if not TWIN.search(word) or not (
            has_latin or (mostly_latin and not rest and len(word) > 1)
        ):
            return word
        if has_latin and (_IS_CASED_CJK.search(word) or _UNIT.fullmatch(word)):
            return word
        count += 1
        return word.translate(twin_table())

    return _WORD.sub(folded_word, text), count


def _joined(found: re.Match[str]) -> str:
    """Letters set apart, joined to the word they spell."""
    return _GAPS.sub("", found.group())
