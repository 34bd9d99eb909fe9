"""Hashed n-grams of characters and words, by vectorised numpy, for one comment or a corpus.

One long array of code points holds every text of a batch, each closed by a zero. Rolling
polynomial hashes over it give all character n-grams at once; prefix sums of the same kind give
the hash of any word, whatever its length, without a loop. Serving hands in one comment, training
a few hundred at a time: the same code, hence the same numbers.

A text is several *channels* (body, links, author's name …), each hashed with a salt of its own,
so that "casino" as a name and as a word are two features. Every family of n-grams in a channel is
worth (n + damping)^-0.75 apiece, n being how many there are: long texts do not outweigh short
ones, and a text of one word, of which little can be known, stays near the prior. (The square root
of cosine normalisation let small leanings add up over long texts: of a blog's spam it caught 0.66
at 0.5 % false positives where 0.75 caught 0.74 and 1 as much, with more of another's ham lost.)

Scripts without spaces (Han, Kana, Thai, Lao, Khmer, Burmese) count every character as a word; the
word 2-grams then are their 2-character words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

BUCKET_BITS = 20
BUCKETS = 1 << BUCKET_BITS

CHARACTER_SIZES = (3, 4, 5)
WORD_SIZES = (1, 2)
DAMPING = {"character": 30.0, "word": 4.0}
"""Added to the number of n-grams: what a text needs to be believed by half."""

_LENGTH_POWER = -0.75
_SCALE = 2.5
"""Brings the values to the size that a penalty of the order of 0.1 to 1 suits."""

_MULTIPLIER = np.uint32(0x9E3779B1)
_FINISHER = np.uint32(0x85EBCA6B)
_WORD_BASE = 0x9E3779B97F4A7C15
_WORD_STEP = np.uint64(0xD6E8FEB86659FD93)
_TABLE_SIZE = 0x30000
_MAX_BATCH_CHARACTERS = 60_000
_SINGLE_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Kana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2FFFF),
)
_OTHER, _LETTER, _SINGLE = 0, 1, 2

Indices = NDArray[np.int64]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of text of a submission."""

    name: str
    salt: int


BODY = Channel("text", 0)
LINKS = Channel("link_text", 1)
NAME = Channel("author_name", 2)
ADDRESS = Channel("author_address", 3)
EMAIL = Channel("author_email", 4)
CHANNELS = (BODY, LINKS, NAME, ADDRESS, EMAIL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with its channel and the row of the corpus it belongs to."""

    row: int
    channel: Channel
    text: str


@dataclass(frozen=True, slots=True)
class Grams:
    """All n-grams of a batch, family by family.

    ``indices`` are buckets (0 … BUCKETS-1), ``values`` what each occurrence is worth, ``pieces``
    the piece it stands in, ``starts`` the offset of its first character in ``joined``.
    """

    indices: Indices
    values: Values
    pieces: Indices
    starts: Indices
    joined: str


@cache
def _classes() -> NDArray[np.uint8]:
    """Class of every code point below ``_TABLE_SIZE``: other, letter of a word, word by itself."""
    table = np.zeros(_TABLE_SIZE, dtype=np.uint8)
    for point in range(_TABLE_SIZE):
        if chr(point).isalnum() or 0x300 <= point < 0x370:  # noqa: PLR2004 (combining marks)
            table[point] = _LETTER
    for first, last in (*_INDIC_MARKS, (0xE000, 0xE000)):
        table[first : last + 1] = _LETTER
    for first, last in _SINGLE_RANGES:
        table[first : last + 1] = _SINGLE
    return table


_INDIC_MARKS = ((0x0900, 0x0963), (0x0981, 0x09E3), (0x0A01, 0x0DF3))
"""Vowel signs of Devanagari to Sinhala are marks to Unicode and parts of words to readers."""


@cache
def _powers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of the word base and of its inverse modulo 2^64."""
    size = _MAX_BATCH_CHARACTERS + 2
    inverse = pow(_WORD_BASE, -1, 1 << 64)
    powers = np.full(size, _WORD_BASE, dtype=np.uint64)
    inverses = np.full(size, inverse, dtype=np.uint64)
    powers[0] = inverses[0] = 1
    return np.multiply.accumulate(powers), np.multiply.accumulate(inverses)


def grams(pieces: Sequence[Piece]) -> Grams:
    """N-grams of pieces whose texts have at most ``_MAX_BATCH_CHARACTERS`` characters in all."""
    joined = "".join([f" {piece.text} \0" for piece in pieces])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.flatnonzero(codes == 0)
    lengths = np.diff(ends, prepend=-1)
    numbers = np.repeat(np.arange(len(pieces)), lengths)
    left = np.repeat(ends, lengths) - np.arange(len(codes))
    salts = np.array([piece.channel.salt for piece in pieces], dtype=np.uint32)
    families = [
        _character_grams(codes, left, lengths - 1, numbers, salts),
        _word_grams(codes, numbers, salts),
    ]
    indices, values, owners, starts = (
        np.concatenate(parts) for parts in zip(*families, strict=True)
    )
    return Grams(indices, values, owners, starts, joined)


def _worth(counts: Indices, family: str) -> Values:
    """What one n-gram of a family is worth in a piece that has so many."""
    worth: Values = np.power(counts + DAMPING[family], _LENGTH_POWER) * _SCALE
    return worth


_Family = tuple[Indices, Values, Indices, Indices]


def _character_grams(
    codes: NDArray[np.uint32],
    left: Indices,
    lengths: Indices,
    numbers: Indices,
    salts: NDArray[np.uint32],
) -> _Family:
    """Character n-grams of all sizes that do not cross the end of a piece."""
    counts = np.add.reduce([np.maximum(lengths - size + 1, 0) for size in CHARACTER_SIZES])
    worth = _worth(counts, "character")
    salt = (salts * _FINISHER)[numbers]
    hashed = mixed = (codes + np.uint32(1)) * _MULTIPLIER
    buckets, starts = [], []
    for size in range(2, CHARACTER_SIZES[-1] + 1):
        hashed = hashed[:-1] * _MULTIPLIER + (
            mixed[size - 1 :] ^ (mixed[size - 1 :] >> np.uint32(15))
        )
        if size in CHARACTER_SIZES:
            whole = np.flatnonzero(left[: len(hashed)] >= size)
            buckets.append(_bucket(hashed[whole] + salt[whole] + np.uint32(size)))
            starts.append(whole)
    start = np.concatenate(starts)
    owner = numbers[start]
    return np.concatenate(buckets), worth[owner], owner, start


def _word_grams(codes: NDArray[np.uint32], numbers: Indices, salts: NDArray[np.uint32]) -> _Family:
    """Words and pairs of neighbouring words of one piece."""
    kinds = _classes()[np.minimum(codes, _TABLE_SIZE - 1)]
    kinds[0] = _OTHER  # every piece opens with a space
    single = kinds == _SINGLE
    inside = (kinds[1:] == kinds[:-1]) & ~single[1:]
    edges = np.flatnonzero(~inside) + 1
    starts = edges[kinds[edges] != _OTHER]
    stops = edges[np.searchsorted(edges, starts, side="right")] if len(starts) else starts
    powers, inverses = _powers()
    sums = np.concatenate(
        (
            [np.uint64(0)],
            np.add.accumulate((codes.astype(np.uint64) + np.uint64(1)) * powers[: len(codes)]),
        )
    )
    words = (sums[stops] - sums[starts]) * inverses[starts] * _WORD_STEP
    owners = numbers[starts]
    pairs = np.flatnonzero(owners[1:] == owners[:-1])
    paired = (words[pairs] ^ (words[pairs] >> np.uint64(29))) * _WORD_STEP + words[pairs + 1]
    counts = np.bincount(owners, minlength=len(salts)) + np.bincount(
        owners[pairs], minlength=len(salts)
    )
    worth = _worth(counts, "word")
    hashes = np.concatenate((words, paired + np.uint64(1)))
    owner = np.concatenate((owners, owners[pairs]))
    short = (hashes >> np.uint64(32)).astype(np.uint32) + (salts * _FINISHER)[owner]
    return _bucket(short), worth[owner], owner, np.concatenate((starts, starts[pairs]))


def _bucket(hashes: NDArray[np.uint32]) -> Indices:
    """Well-mixed top bits of hashes."""
    mixed = (hashes ^ (hashes >> np.uint32(16))) * _FINISHER
    mixed = (mixed ^ (mixed >> np.uint32(13))) * _MULTIPLIER
    return (mixed >> np.uint32(32 - BUCKET_BITS)).astype(np.int64)


def batches(pieces: Iterable[Piece]) -> Iterable[list[Piece]]:
    """Pieces in lists that ``grams`` takes, rows kept in order."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        length = len(piece.text) + 3
        if batch and size + length > _MAX_BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += length
    if batch:
        yield batch
