"""Hashes of all n-grams of an array of code points, without a loop over them.

Rolling polynomial hashes give the n-grams of characters; sums of the same kind, shifted back by
the inverse of a power, give the hash of any word, whatever its length and place.

Everything is written into arrays made once and worked on in place: for a comment of 300
characters the price of numpy is its number of calls, about half a microsecond each.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

MAX_CODES = 60_000
"""Code points hashed at once."""
CHARACTER_SIZES = (3, 4, 5)

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Wide = NDArray[np.uint64]

_MULTIPLIER = np.uint32(0x9E3779B1)
_FINISHER = np.uint32(0x85EBCA6B)
_WORD_BASE = 0x9E3779B97F4A7C15
_WORD_STEP = np.uint64(0xD6E8FEB86659FD93)
_FIFTEEN, _SIXTEEN, _THIRTEEN = np.uint32(15), np.uint32(16), np.uint32(13)
_TWENTY_NINE, _ONE = np.uint64(29), np.uint64(1)
_SIZES = np.array(CHARACTER_SIZES, dtype=np.uint32)[:, None]
_TABLE_SIZE = 0x110000
_OTHER, _LETTER, _SINGLE = 0, 1, 2
_SINGLE_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Kana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x10FFFF),
)
_INDIC_MARKS = ((0x0900, 0x0963), (0x0981, 0x09E3), (0x0A01, 0x0DF3))
"""Vowel signs of Devanagari to Sinhala are marks to Unicode and parts of words to readers."""


@cache
def _classes() -> NDArray[np.uint8]:
    """Class of every code point: other, letter of a word, word by itself."""
    table = np.zeros(_TABLE_SIZE, dtype=np.uint8)
    for point in range(_SINGLE_RANGES[-1][0]):
        if chr(point).isalnum() or 0x300 <= point < 0x370:  # noqa: PLR2004 (combining marks)
            table[point] = _LETTER
    for first, last in (*_INDIC_MARKS, (0xE000, 0xE000)):
        table[first : last + 1] = _LETTER
    for first, last in _SINGLE_RANGES:
        table[first : last + 1] = _SINGLE
    return table


@cache
def _powers() -> tuple[Wide, Wide]:
    """Powers of the word base and of its inverse modulo 2^64; the latter times the step."""
    inverse = pow(_WORD_BASE, -1, 1 << 64)
    powers = np.full(MAX_CODES, _WORD_BASE, dtype=np.uint64)
    inverses = np.full(MAX_CODES, inverse, dtype=np.uint64)
    powers[0] = inverses[0] = 1
    return np.multiply.accumulate(powers), np.multiply.accumulate(inverses) * _WORD_STEP


@cache
def salted(salt: int) -> np.uint32:
    """What is added to the hashes of a channel."""
    return np.uint32(salt * int(_FINISHER) & 0xFFFFFFFF)


def hash_characters(ones: Codes, out: Codes) -> None:
    """Hashes of the n-grams of each size at each place, into ``out`` (sizes, places).

    ``ones`` are code points plus one. The last places of each row, where no n-gram has room,
    are left as they are.
    """
    mixed = ones * _MULTIPLIER
    added = mixed >> _FIFTEEN
    added ^= mixed
    count = len(ones)
    hashed = mixed[:-1] * _MULTIPLIER
    hashed += added[1:]
    for row, size in enumerate(CHARACTER_SIZES):
        longer = out[row, : count - size + 1] if count >= size else out[row, :0]
        np.multiply(hashed[: len(longer)], _MULTIPLIER, out=longer)
        longer += added[size - 1 :]
        hashed = longer
    out += _SIZES


def word_places(codes: Codes, *, is_ascii: bool) -> tuple[Places, slice | Places]:
    """Where runs of one class begin, and which of them are words; the first code is no letter."""
    kinds = _classes().take(codes)
    edge = kinds[1:] != kinds[:-1]
    if not is_ascii:
        edge |= kinds[1:] == _SINGLE
    edges = edge.nonzero()[0]
    edges += 1
    # where there is no word by itself, words and what is between them take turns
    return edges, slice(None, None, 2) if is_ascii else kinds[edges].nonzero()[0]


def hash_words(ones: Codes, edges: Places, which: slice | Places) -> Wide:
    """Hashes of the words among runs."""
    powers, inverses = _powers()
    terms = np.multiply(ones, powers[: len(ones)])
    words: Wide = np.add.reduceat(terms, edges)[which]
    return words * inverses.take(edges[which])


def hash_pairs(words: Wide) -> Wide:
    """Hashes of each word with the next one."""
    pairs = words[:-1] >> _TWENTY_NINE
    pairs ^= words[:-1]
    pairs *= _WORD_STEP
    pairs += words[1:]
    pairs += _ONE
    return pairs


def to_buckets(hashes: Codes, bits: int) -> None:
    """Hashes to their well-mixed top bits, in place."""
    shifted = hashes >> _SIXTEEN
    hashes ^= shifted
    hashes *= _FINISHER
    np.right_shift(hashes, _THIRTEEN, out=shifted)
    hashes ^= shifted
    hashes *= _MULTIPLIER
    hashes >>= np.uint32(32 - bits)
