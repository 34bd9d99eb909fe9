"""By what a report is broken down: the table of groups, and each example's place in them."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.dataset import Example

UNKNOWN = "unknown"

LENGTHS: tuple[tuple[int, str], ...] = (
    (20, "1: under 20 characters"),
    (100, "2: under 100"),
    (400, "3: under 400"),
    (1500, "4: under 1,500"),
)
LONGEST = "5: longer"


def field_pattern(example: Example) -> str:
    """Which fields a submission filled in: ``name+url``, or ``none``.

    A model that reads “no e-mail” as a label shows here, as rates that differ by pattern.
    """
    author = example.submission.author
    fields = {
        "name": author.name,
        "email": author.email,
        "url": author.url,
        "title": example.submission.page.title,
    }
    return "+".join(name for name, value in fields.items() if value) or "none"


def length_band(example: Example) -> str:
    """How long the body is; a model that judges by length shows here."""
    length = len(example.submission.body)
    return next((name for limit, name in LENGTHS if length < limit), LONGEST)


GROUPS: dict[str, Callable[[Example], str]] = {
    "source": lambda example: example.source,
    "language": lambda example: example.lang or UNKNOWN,
    "kind": lambda example: f"{example.label}: {example.kind}" if example.kind else UNKNOWN,
    "fields": field_pattern,
    "length": length_band,
}


def group_keys(examples: Sequence[Example]) -> dict[str, NDArray[np.str_]]:
    """For each way to group, one key an example."""
    return {
        name: np.array([key_of(example) for example in examples], dtype=np.str_)
        for name, key_of in GROUPS.items()
    }


def labels_of(examples: Sequence[Example]) -> NDArray[np.bool_]:
    """Give True where an example is spam."""
    return np.array([example.label == "spam" for example in examples], dtype=np.bool_)
