"""Signals of stock phrases: sentences that spam shares, and the way it signs off."""

import re
from math import log2

from service.filtering.reading import LINK_MARK, Reading
from service.filtering.signals.signal import Measure, Signal, where_there_is
from service.filtering.stock.begging import BEGGING_STOCK
from service.filtering.stock.counting import STOCKS
from service.filtering.stock.offers import OFFER_STOCK
from service.filtering.stock.phrases import Stock
from service.filtering.stock.praise import PRAISE_STOCK
from service.filtering.stock.questions import QUESTION_STOCK
from service.filtering.stock.testimony import TESTIMONY_STOCK
from service.filtering.submission import Submission

_END_CHARACTERS = 140
"""Where people sign off."""
_MIN_WORDS = 4
_SITE = (
    r"(?:(?:web|home|internet|blog) ?-?)?"
    r"(?:site|page|blog|log|weblog|homepage|post|website|webpage)"
)
_SIGN_OFF = re.compile(
    rf"\b(?:my|our) (?:own |personal |new |latest )?{_SITE}(?: ?-? ?(?:post|site|page))?\b"
    r"|\b(?:visit|surf|stop by|check(?:ing)? out|look at|look into|review|see|browse|here is|heres"
    r"|here's|also)(?: to| at)? (?:my|our|also my)\b|\bfeel free to\b|\bmy web\b"
)
_SIGN_OFF_HINTS = ("my ", "our ", "feel free")


def _phrases(stock: Stock) -> Measure:
    number = STOCKS.index(stock)

    def measure(_: Submission, reading: Reading) -> float:
        return log2(1 + reading.stock[number]) if reading.stock else 0.0

    return measure


def _signs_off(_: Submission, reading: Reading) -> float:
    """An invitation to one's own site at the end of a text, louder with the address to it."""
    end = reading.text[-_END_CHARACTERS:]
    if not any(hint in end for hint in _SIGN_OFF_HINTS) or not _SIGN_OFF.search(end):
        return 0.0
    return 2.0 if LINK_MARK in end else 1.0


def _ends_in_link(_: Submission, reading: Reading) -> float:
    ends = len(reading.words) >= _MIN_WORDS and reading.text.endswith(LINK_MARK)
    return 1.0 if ends and reading.links else 0.0


def _opens_with_link(_: Submission, reading: Reading) -> float:
    opens = bool(reading.words) and reading.text.startswith(LINK_MARK)
    return 1.0 if opens and reading.links else 0.0


STOCK_SIGNALS = (
    *where_there_is(
        "stock",
        Signal(
            "stock_praise",
            "log2(1 + phrases)",
            "praise in phrases that spam shares",
            _phrases(PRAISE_STOCK),
            4.0,
        ),
        Signal(
            "stock_questions",
            "log2(1 + phrases)",
            "questions and help that spam offers to every blog",
            _phrases(QUESTION_STOCK),
            4.0,
        ),
        Signal(
            "stock_offers",
            "log2(1 + phrases)",
            "offers in phrases that spam shares",
            _phrases(OFFER_STOCK),
            4.0,
        ),
        Signal(
            "stock_testimony",
            "log2(1 + phrases)",
            "testimony for healers, hackers, lenders or traders",
            _phrases(TESTIMONY_STOCK),
            4.0,
        ),
        Signal(
            "stock_begging",
            "log2(1 + phrases)",
            "begs for an audience in phrases that spam shares",
            _phrases(BEGGING_STOCK),
            4.0,
        ),
    ),
    *where_there_is(
        "words",
        Signal(
            "signs_off", "1, with a link 2", "signs off with a site of its own", _signs_off, 2.0
        ),
    ),
    *where_there_is(
        "links",
        Signal("link_last", "yes or no", "ends in a link", _ends_in_link),
        Signal("link_first", "yes or no", "opens with a link", _opens_with_link),
    ),
)
