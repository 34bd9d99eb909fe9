"""How many phrases of each stock stand in a text: all stocks in one pass over its words."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from service.filtering.stock.begging import BEGGING_STOCK
from service.filtering.stock.offers import OFFER_STOCK
from service.filtering.stock.praise import PRAISE_STOCK
from service.filtering.stock.questions import QUESTION_STOCK
from service.filtering.stock.testimony import TESTIMONY_STOCK

STOCKS = (PRAISE_STOCK, QUESTION_STOCK, OFFER_STOCK, TESTIMONY_STOCK, BEGGING_STOCK)


def _by_first_words() -> Mapping[tuple[str, str], tuple[tuple[int, str], ...]]:
    """Phrases, each with its stock's number, by their first two words.

    Of these pairs a text has few, and sets find them at once.
    """
    found: dict[tuple[str, str], tuple[tuple[int, str], ...]] = {}
    for number, stock in enumerate(STOCKS):
        for phrase in stock:
            first, second = phrase.split()[:2]
            found[first, second] = (*found.get((first, second), ()), (number, phrase))
    return found


_PHRASES = _by_first_words()
_BEGINNINGS = frozenset(_PHRASES)


def stock_in(words: Sequence[str]) -> tuple[int, ...]:
    """How many different phrases of each of ``STOCKS`` a text's words hold; () of none at all."""
    begun = _BEGINNINGS.intersection(pairwise(words))
    if not begun:
        return ()
    counts = [0] * len(STOCKS)
    text = f" {' '.join(words)} "
    for pair in begun:
        for number, phrase in _PHRASES[pair]:
            counts[number] += phrase in text
    return tuple(counts) if any(counts) else ()
