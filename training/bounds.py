"""What a signal may mean: which way each may speak, and how loudly.

Left alone, a fit gives a signal whatever sign our few thousand comments suggest: that links to
many hosts are a sign of ham, say, since the people who wrote them linked so. A signal made to see
spam may therefore only speak for spam, and none may outweigh everything else by itself.
"""

import numpy as np
from numpy.typing import NDArray

from service.filtering.ngrams import BUCKETS
from service.filtering.signals import SIGNALS

SPEAK_FOR_HAM = frozenset(
    {
        "email_own_domain",
        "excerpt_words",
        "link_to_author",
        "link_to_page",
        "name_in_host",
        "staff",
        "title_words",
    }
)
"""All others speak for spam."""

LOUDEST = 2.0
"""Log-odds a unit of any signal; 2 was as good as none at all on unseen spam, 1 worse."""
LOUDEST_FOR_HAM = 1.0
"""Less, since whoever writes spam knows these signals too."""

AT_LEAST = {
    "flattery_with_link": 0.5,
    "garbled": 0.7,
    "link_html": 1.2,
    "link_keyword_path": 0.4,
    "link_odd_host": 0.8,
    "link_random": 3.0,
    "name_in_path": 0.5,
    "signs_off": 1.2,
    "stock_begging": 0.4,
    "stock_offers": 0.5,
    "stock_praise": 0.9,
    "stock_questions": 0.8,
    "stock_testimony": 0.6,
    "title_quoted": 1.0,
}
"""Where we know better than our own comments: their genuine praise leaves links far too often."""

AT_MOST = {
    "address_file": 3.0,
    "address_keywords": 3.0,
    "cut_quotation": 0.8,
    "emoji": 0.3,
    "exclamation": 0.3,
    "link_density": 1.0,
    "link_html": 1.5,
    "link_last": 1.0,
    "link_random": 4.0,
    "mail_address": 1.0,
    "money": 0.4,
    "name_heads_text": 2.5,
    "name_in_text": 2.5,
    "name_keywords": 3.0,
    "phone_number": 1.2,
    "stock_begging": 1.0,
    "words_blog": 0.6,
    "words_elsewhere": 1.0,
}
"""Other bounds than ``LOUDEST``: lower where long or lively genuine comments have it too, higher
where hardly any has."""

FIXED_SIGNALS = {
    "honeypot": 4.0,
    "hasty": 1.5,
    "typed_too_fast": 0.7,
    "robot": 1.2,
    "stale_form": 0.8,
    "no_languages": 0.8,
    "staff": -3.0,
    "foreign_to_site": 0.7,
    "hidden_characters": 0.6,
    "turned_text": 1.0,
}
"""Log-odds set by hand where no public data has the field; a fit on data with it may move them."""

Vector = NDArray[np.float64]


def weight_bounds() -> tuple[Vector, Vector]:
    """Lowest and highest weight of every column, each of shape (COLUMNS,); n-grams are free."""
    speaks_for_ham = np.array([signal.name in SPEAK_FOR_HAM for signal in SIGNALS])
    floors = np.array([AT_LEAST.get(signal.name, 0.0) for signal in SIGNALS])
    lowest = np.where(speaks_for_ham, -LOUDEST_FOR_HAM, floors)
    ceilings = np.array([AT_MOST.get(signal.name, LOUDEST) for signal in SIGNALS])
    highest = np.where(speaks_for_ham, 0.0, ceilings)
    free = np.full(BUCKETS, np.inf)
    return np.concatenate((-free, lowest)), np.concatenate((free, highest))
