"""What is learned from and what is judged: splits by source, language or order, never by row.

Ten-fold over rows mixes one campaign into both sides and flatters everything; a split
here is always by something that an unseen blog would differ in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.dataset import Example
from training.deduplicate import text_key

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Split:
    """One fold: positions in a list of examples to learn from and to judge."""

    name: str
    train: Indices
    test: Indices


def leave_one_source_out(examples: Sequence[Example]) -> list[Split]:
    """One split a source: it is judged, everything else is learned from."""
    return _leave_one_out(examples, lambda example: example.source)


def leave_one_language_out(examples: Sequence[Example], languages: Sequence[str]) -> list[Split]:
    """One split for each of ``languages``: its comments are judged, and never learned from."""
    splits = _leave_one_out(examples, lambda example: example.lang)
    return [split for split in splits if split.name in languages]


def trained_elsewhere(train: Sequence[Example], test: Sequence[Example]) -> Split:
    """One split of ``[*train, *test]``: learn from the first list, judge the second."""
    keys = _keys([*train, *test])
    middle = len(train)
    order = np.arange(keys.size)
    return _split("judged", order[:middle], order[middle:], keys)


def halves(examples: Sequence[Example], source: str) -> Split:
    """One split of a source alone: its earlier half is learned from, the later judged.

    Earlier by date, then by id: a campaign's neighbours stay on one side.
    """
    own = [index for index, example in enumerate(examples) if example.source == source]
    own.sort(key=lambda index: (examples[index].date, examples[index].id))
    keys = _keys(examples)
    order = np.array(own, dtype=np.intp)
    middle = order.size // 2
    return _split(f"{source}, later half", order[:middle], order[middle:], keys)


def _leave_one_out(examples: Sequence[Example], group_of: Callable[[Example], str]) -> list[Split]:
    groups = np.array([group_of(example) for example in examples], dtype=np.str_)
    keys = _keys(examples)
    return [
        _split(str(name), np.flatnonzero(groups != name), np.flatnonzero(groups == name), keys)
        for name in np.unique(groups)
    ]


def _split(name: str, train: Indices, test: Indices, keys: NDArray[np.str_]) -> Split:
    """Make a split without the test rows whose text occurs in training."""
    unseen = test[~np.isin(keys[test], keys[train])]
    return Split(name, train, unseen)


def _keys(examples: Sequence[Example]) -> NDArray[np.str_]:
    """Text keys as hex: fixed width, so that numpy compares them (bytes would lose zeros)."""
    return np.array([text_key(example.submission.body).hex() for example in examples], np.str_)
