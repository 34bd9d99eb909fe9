"""How much each example counts: large one-sided sets must not drown the small."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.filtering.verdict import Label
from training.dataset import Example

SEED = "seed"
SOURCE_CAP = {SEED: 1_000_000.0, "youtube_id_judol": 600.0, "aux_sms_uci": 400.0}
"""Most that all rows of one source together count; the seed counts in full."""
_DEFAULT_CAP = 1_500.0


MOST_ROWS = 6_000
"""Of a source beyond our own: more rows of one kind teach nothing and cost time."""


def thinned(examples: Sequence[Example], most: int = MOST_ROWS) -> list[Example]:
    """The examples with every large source cut to ``most`` rows, evenly over its order."""
    sizes = Counter(example.source for example in examples)
    seen: Counter[str] = Counter()
    kept = []
    for example in examples:
        size, number = sizes[example.source], seen[example.source]
        seen[example.source] += 1
        if size <= most or (number + 1) * most // size > number * most // size:
            kept.append(example)
    return kept


def example_weights(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Weight of each example, shape (len(examples),): its own, scaled down to its source's cap.

    Labels of a source share its cap in proportion to the square root of their numbers, so
    that the rarer one is heard. In our own comments they then count alike in every language,
    lest a language look like spam.
    """
    scaled = _capped(examples)
    totals: dict[tuple[str, Label], float] = defaultdict(float)
    for example, weight in zip(examples, scaled, strict=True):
        if example.source == SEED:
            totals[example.lang, example.label] += weight
    return np.array(
        [
            weight * _evened(totals, example) if example.source == SEED else weight
            for example, weight in zip(examples, scaled, strict=True)
        ]
    )


def _evened(totals: dict[tuple[str, Label], float], example: Example) -> float:
    """The factor that gives both labels of a language half of its weight."""
    mine = totals[example.lang, example.label]
    both = sum(totals.get((example.lang, label), 0.0) for label in Label)
    return both / 2 / mine if mine and mine < both else 1.0


def _capped(examples: Sequence[Example]) -> list[float]:
    counts = Counter((example.source, example.label) for example in examples)
    scale = {}
    for source in {source for source, _ in counts}:
        mine = {key: count for key, count in counts.items() if key[0] == source}
        cap = min(sum(mine.values()), SOURCE_CAP.get(source, _DEFAULT_CAP))
        roots = sum(count**0.5 for count in mine.values())
        for key, count in mine.items():
            scale[key] = min(1.0, cap * count**0.5 / roots / count)
    return [example.weight * scale[example.source, example.label] for example in examples]
