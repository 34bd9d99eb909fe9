"""Sketches of texts, by which near copies find each other however they were reworded.

A sketch is four bands, each made of four minima of hashes over the text's telling words
(MinHash). Two texts that share the part *s* of their telling words have a given band in
common with chance s⁴: exact copies have all four, nine words in ten 2.6 of them, six in ten
one or none. Unrelated comments share one word in twenty: one pair in 40,000 has a band in
common. Courtesies and the commonest words tell nothing: a text of little else has no sketch, so
that thank-yous are never taken for a campaign. 30 µs for a comment of 60 words.
"""

from hashlib import sha256
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.filtering.lexicon import GENERIC
from service.filtering.reading import LINK_MARK, Reading

BANDS = 4
ROWS = 4
"""Minima of a band."""

LEAST_WORDS = 8
LEAST_TELLING_WORDS = 6
MOST_WORDS = 1_000
_WITHOUT_SPACES = "\u0e00"
"""From here on most scripts put none between words."""

LEAST_LETTERS = 4
"""Of a word in the Latin alphabet; other scripts need half as many."""

_COMMON = frozenset(
    (  # noqa: SIM905 (word lists read best as text)
        "this that with have from they what your will would there their about which when were been "
        "more some them than then into just only also other could very really much such these "
        "those here where does doing being because after before most many make made know think "
        "like well even keep work share sharing shared thank thanks hello everyone someone always "
        "danke vielen dank schon auch nicht eine einen einer sehr aber wenn noch gracias mucho "
        "muchas para como pero esta este merci beaucoup pour vous avec dans cette obrigado muito "
        "спасибо очень большое это как что для grazie molto sono della"
    ).split()
)
_IDLE = _COMMON | GENERIC | {LINK_MARK}

_FACTORS: NDArray[np.uint64] = np.array(
    [int.from_bytes(sha256(b"row %d" % row).digest()[:8]) | 1 for row in range(BANDS * ROWS)],
    dtype=np.uint64,
)[:, None]
_SHIFT, _ONE = np.uint64(32), np.uint64(1)


def telling_words(reading: Reading) -> frozenset[str]:
    """The words of a text that set it apart; none where it has but few."""
    words = reading.words[:MOST_WORDS]
    pieces = [] if reading.text.isascii() else _pieces(words)
    if len(words) + len(pieces) < LEAST_WORDS:
        return frozenset()
    telling = {word for word in set(words) - _IDLE if _is_long(word)}
    telling.update(pieces)
    return frozenset(telling) if len(telling) >= LEAST_TELLING_WORDS else frozenset()


def sketch(telling: frozenset[str]) -> tuple[str, ...]:
    """The bands of a text by its telling words, 16 hex digits each; none where there are none."""
    if not telling:
        return ()
    hashes = np.array(
        [crc32(word.encode("utf-8", "surrogatepass")) for word in telling], dtype=np.uint64
    )
    # Multiply and shift: the upper half of a product modulo 2^64 is a hash of its own.
    minima = np.minimum.reduce((hashes + _ONE) * _FACTORS >> _SHIFT, axis=1)
    mixed = _mixed(minima.reshape(BANDS, ROWS).tolist())
    return tuple(f"{number}{band:015x}" for number, band in enumerate(mixed))


def _mixed(rows: list[list[int]]) -> list[int]:
    """One number of 60 bits for each band."""
    found = []
    for row in rows:
        value = 0
        for minimum in row:
            value = (value ^ minimum) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
            value ^= value >> 29
        found.append(value >> 4)
    return found


def _is_long(word: str) -> bool:
    if word.isascii():
        return len(word) >= LEAST_LETTERS
    return len(word) >= LEAST_LETTERS // 2 and word[0] < _WITHOUT_SPACES


def _pieces(words: tuple[str, ...]) -> list[str]:
    """Neighbouring characters of what is written without spaces: Thai, Han, Kana, Hangul."""
    joined = "".join([word for word in words if word[0] >= _WITHOUT_SPACES and word != LINK_MARK])
    return [one + two for one, two in pairwise(joined[:MOST_WORDS])]
