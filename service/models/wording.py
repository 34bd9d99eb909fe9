"""The weight of a submission's texts, and the words that carry most of it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.filtering.evidence import Evidence
from service.filtering.ngrams import Channel, Piece, grams, shares

_SHOWN_WORDS = 3
_SHOWN_CHARACTERS = 40
_FEW = 16
_NO_PART_OF_A_WORD = " .,:;!?\"'()\ue000"
_SPACE = np.uint32(ord(" "))

_REASONS = {
    "text": ("wording seen in spam", "wording seen in genuine comments"),
    "link_text": ("links like those in spam", "links like those in genuine comments"),
    "author_name": ("a name like spammers use", "a name like genuine authors use"),
    "author_address": (
        "an author's link like those of spammers",
        "an author's link like those of genuine authors",
    ),
}


def text_evidence(texts: Sequence[Piece], weights: NDArray[np.float32]) -> list[Evidence]:
    """Evidence of each text of one batch; ``weights`` as ``shares`` takes them.

    The weight of an n-gram counts for the word in which it starts.
    """
    found = grams(texts)
    heavy = shares(found, weights)
    totals = np.add.reduceat(heavy, found.bounds[:-1]).tolist()
    spaces = (found.codes == _SPACE).nonzero()[0]
    by_word = np.add.reduceat(heavy, spaces)
    firsts = [0, len(spaces)]
    if len(texts) > 1:
        firsts = spaces.searchsorted(found.bounds).tolist()
    pieces = []
    for number, (piece, total) in enumerate(zip(texts, totals, strict=True)):
        channel = piece.channel
        of_text = slice(firsts[number], firsts[number + 1])
        words = _strongest(found.joined, spaces[of_text], by_word[of_text], spam=total > 0)
        pieces.append(Evidence(channel.name, total, _reason(channel, words, spam=total > 0), words))
    return pieces


def _reason(channel: Channel, words: tuple[tuple[str, float], ...], *, spam: bool) -> str:
    reason = _REASONS[channel.name][0 if spam else 1]
    if not words:
        return reason
    return f"{reason}: “{'”, “'.join([word for word, _ in words])}”"


def _strongest(
    joined: str, spaces: NDArray[np.int64], weights: NDArray[np.float64], *, spam: bool
) -> tuple[tuple[str, float], ...]:
    """Up to three words with the largest share of the weight in one direction.

    ``spaces`` are those before each word, and the one that closes the text.
    """
    words: dict[str, float] = {}
    for at in _first(weights, 2 * _SHOWN_WORDS, largest=spam):
        weight = weights.item(at)
        if (weight > 0) is not spam or not weight:
            break
        stop = spaces.item(at + 1) if at + 1 < len(spaces) else len(joined)
        word = joined[spaces.item(at) : stop].strip(_NO_PART_OF_A_WORD)[:_SHOWN_CHARACTERS]
        if word:
            words[word] = words.get(word, 0.0) + weight
    return tuple(words.items())[:_SHOWN_WORDS]


def _first(weights: NDArray[np.float64], most: int, *, largest: bool) -> list[int]:
    """Places of the largest or smallest weights, the best first; of equals the earlier one."""
    if len(weights) <= _FEW:  # sorted by hand is three times as fast
        values: list[float] = weights.tolist()
        return sorted(range(len(values)), key=values.__getitem__, reverse=largest)[:most]
    places: list[int] = (-weights if largest else weights).argsort(kind="stable")[:most].tolist()
    return places
