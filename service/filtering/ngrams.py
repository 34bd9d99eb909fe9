"""Hashed n-grams of characters and words, by vectorised numpy, for one comment or a corpus.

One long array of code points holds every text of a batch, each closed by a zero. Serving hands in
one comment, training a few hundred at a time: the same code, hence the same numbers.

A text is several *channels* (body, links, author's name …), each hashed with a salt of its own,
so that "casino" as a name and as a word are two features. Every family of n-grams in a channel is
worth (n + damping)^-0.75 apiece, n being how many there are: long texts do not outweigh short
ones, and a text of one word, of which little can be known, stays near the prior. (The square root
of cosine normalisation let small leanings add up over long texts: of a blog's spam it caught 0.66
at 0.5 % false positives where 0.75 caught 0.74 and 1 as much, with more of another's ham lost.)

Scripts without spaces (Han, Kana, Thai, Lao, Khmer, Burmese) count every character as a word; the
word 2-grams then are their 2-character words.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.filtering.hashing import (
    CHARACTER_SIZES,
    MAX_CODES,
    Codes,
    Places,
    hash_characters,
    hash_pairs,
    hash_words,
    salted,
    to_buckets,
    word_places,
)

BUCKET_BITS = 20
BUCKETS = 1 << BUCKET_BITS
NOTHING = BUCKETS
"""Stands where an n-gram would reach into the next text: a bucket of weight 0."""

CHARACTER_DAMPING = 30
WORD_DAMPING = 4
"""Added to the number of n-grams: what a text needs to be believed by half."""

_LENGTH_POWER = -0.75
_SCALE = 2.5
"""Brings the values to the size that a penalty of the order of 0.1 to 1 suits."""

_AROUND = 3
"""Code points put around a text: a space on either side, and the closing zero."""

_ONE = np.uint32(1)
_ENCODING = f"utf-32-{sys.byteorder[0]}e"
_UPPER_HALVES = slice(1 if sys.byteorder == "little" else 0, None, 2)

_LONGEST = max(CHARACTER_SIZES)
_LOST_TO_ENDS = sum(CHARACTER_SIZES) - len(CHARACTER_SIZES)
_FEW = 4
"""Texts up to which a loop costs less than one pass over an array made for them."""

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
CHANNELS = (BODY, LINKS, NAME, ADDRESS)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with its channel and the row of the corpus it belongs to."""

    row: int
    channel: Channel
    text: str


@dataclass(frozen=True, slots=True)
class Grams:
    """All n-grams of a batch of texts.

    ``codes`` are the code points of ``joined``, of which text k has those from ``bounds[k]`` to
    ``bounds[k + 1]``. ``buckets`` holds a bucket for each size of character n-gram at each place
    (size by size), then for each word, then for each word with the next one; a word starts at
    ``starts``, and text k has those from ``word_bounds[k]`` to ``word_bounds[k + 1]``.
    """

    joined: str
    codes: Codes
    bounds: Sequence[int]
    buckets: Codes
    starts: Places
    word_bounds: Sequence[int]
    characters: Codes
    """The buckets of characters, as (sizes, places): a view, as are the next two."""
    words: Codes
    pairs: Codes
    """Each word with the next, with one too many at the end."""

    def worths(self) -> list[tuple[int, float, float]]:
        """Number, worth of a character n-gram and worth of a word n-gram of each text."""
        found = []
        for number in range(len(self.bounds) - 1):
            length = self.bounds[number + 1] - self.bounds[number] - 1
            words = self.word_bounds[number + 1] - self.word_bounds[number]
            characters = len(CHARACTER_SIZES) * length - _LOST_TO_ENDS
            if length < _LONGEST:
                characters = sum([length - size + 1 for size in CHARACTER_SIZES if size <= length])
            pairs = words - 1 if words else 0
            found.append(
                (
                    number,
                    _worth(characters + CHARACTER_DAMPING),
                    _worth(words + pairs + WORD_DAMPING),
                )
            )
        return found


def _worth(damped_count: int) -> float:
    """What one n-gram is worth where there are so many."""
    worth: float = damped_count**_LENGTH_POWER * _SCALE
    return worth


def grams(pieces: Sequence[Piece]) -> Grams:
    """N-grams of pieces whose texts have at most ``MAX_CODES`` code points, three more a piece."""
    joined = "".join([f" {piece.text} \0" for piece in pieces])
    codes = np.frombuffer(joined.encode(_ENCODING, "surrogatepass"), dtype=np.uint32)
    bounds = [0]
    for piece in pieces:
        bounds.append(bounds[-1] + len(piece.text) + _AROUND)
    edges, which = word_places(codes, is_ascii=joined.isascii())
    starts = edges[which]
    found = _room(joined, codes, bounds, starts)
    _fill(found, edges, which)
    _salt(found, [piece.channel.salt for piece in pieces])
    to_buckets(found.buckets, BUCKET_BITS)
    _blank(found)
    return found


def _room(joined: str, codes: Codes, bounds: Sequence[int], starts: Places) -> Grams:
    """N-grams whose buckets are still to be written."""
    inner = starts.searchsorted(bounds[1:-1]).tolist() if len(bounds) > 2 else []  # noqa: PLR2004 (more than one text)
    places, words = len(codes), len(starts)
    sizes = len(CHARACTER_SIZES)
    buckets = np.empty(sizes * places + 2 * words, dtype=np.uint32)
    return Grams(
        joined,
        codes,
        bounds,
        buckets,
        starts,
        [0, *inner, words],
        buckets[: sizes * places].reshape(sizes, places),
        buckets[sizes * places : sizes * places + words],
        buckets[sizes * places + words :],
    )


def _fill(found: Grams, edges: Places, which: slice | Places) -> None:
    """Write the hashes of all n-grams, unsalted."""
    ones = found.codes + _ONE
    hash_characters(ones, found.characters)
    if len(found.words):
        wide = hash_words(ones, edges, which)
        found.words[:] = _upper(wide)
        found.pairs[:-1] = _upper(hash_pairs(wide))


def _upper(hashes: NDArray[np.uint64]) -> Codes:
    """The upper halves of hashes, which are the better mixed ones."""
    return hashes.view(np.uint32)[_UPPER_HALVES]


def _salt(found: Grams, salts: Sequence[int]) -> None:
    """Make the hashes of each text those of its channel."""
    if len(salts) > _FEW:
        by_text = np.array([salted(salt) for salt in salts])
        by_word = by_text.repeat(_lengths(found.word_bounds))
        found.characters[:] += by_text.repeat(_lengths(found.bounds))
        found.words[:] += by_word
        found.pairs[:] += by_word
        return
    for number, salt in enumerate(salts):
        if salt:
            added = salted(salt)
            found.characters[:, found.bounds[number] : found.bounds[number + 1]] += added
            found.words[found.word_bounds[number] : found.word_bounds[number + 1]] += added
            found.pairs[found.word_bounds[number] : found.word_bounds[number + 1]] += added


def _lengths(bounds: Sequence[int]) -> list[int]:
    return [stop - start for start, stop in pairwise(bounds)]


def _blank(found: Grams) -> None:
    """Write ``NOTHING`` where an n-gram would reach beyond its text."""
    rows = [(row, size) for row, size in zip(found.characters, CHARACTER_SIZES, strict=True)]
    for stop in found.bounds[1:]:
        for row, size in rows:
            row[max(stop - size, 0) : stop] = NOTHING
    for stop in found.word_bounds[1:]:
        if stop:
            found.pairs[stop - 1] = NOTHING


def shares(found: Grams, weights: NDArray[np.float32]) -> Values:
    """How much weight starts at each place: all n-grams that begin there, shape (places,).

    ``weights`` has one for each bucket, and a last one of 0.
    """
    places, words = len(found.codes), len(found.starts)
    picked = weights.take(found.buckets)
    heavy: Values = np.add(picked[:places], picked[places : 2 * places], dtype=np.float64)
    heavy += picked[2 * places : 3 * places]
    by_word = (
        np.add(picked[3 * places : -words], picked[-words:], dtype=np.float64)
        if words
        else picked[:0].astype(np.float64)
    )
    for number, character, word in found.worths():
        heavy[found.bounds[number] : found.bounds[number + 1]] *= character
        by_word[found.word_bounds[number] : found.word_bounds[number + 1]] *= word
    heavy[found.starts] += by_word
    return heavy


def entries(found: Grams) -> tuple[Places, Values, Places]:
    """Every n-gram of a batch as bucket, value and number of its text."""
    places, words = np.diff(found.bounds), np.diff(found.word_bounds)
    worths = found.worths()
    by_place = np.repeat([worth for _, worth, _ in worths], places)
    by_word = np.repeat([worth for _, _, worth in worths], words)
    numbers = np.arange(len(worths))
    of_places, of_words = np.repeat(numbers, places), np.repeat(numbers, words)
    sizes = len(CHARACTER_SIZES)
    values = np.concatenate((np.tile(by_place, sizes), by_word, by_word))
    owners = np.concatenate((np.tile(of_places, sizes), of_words, of_words))
    real = np.flatnonzero(found.buckets != NOTHING)
    return found.buckets[real].astype(np.int64), values[real], owners[real]


def batches(pieces: Iterable[Piece]) -> Iterable[list[Piece]]:
    """Pieces in lists that ``grams`` takes, rows kept in order."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        length = len(piece.text) + _AROUND
        if batch and size + length > MAX_CODES:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += length
    if batch:
        yield batch
