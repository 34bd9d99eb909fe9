"""Labelled examples for tests of training, and a model whose scores a test decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from service.filtering.submission import Author, Page, Submission
from service.filtering.verdict import Label, Thresholds
from training.dataset import Example
from training.measures import Scores


def example(text: str, label: str = "ham", source: str = "blog", **fields: Any) -> Example:
    """Make an example; author, url, email and title go into the submission."""
    author = Author(
        name=fields.pop("author", ""), url=fields.pop("url", ""), email=fields.pop("email", "")
    )
    submission = Submission(text, author=author, page=Page(title=fields.pop("title", "")))
    return Example(submission, Label(label), source, **fields)


@dataclass(frozen=True)
class ModelOf:
    """A model that scores a body with a function."""

    score: Callable[[str], float]
    name: str = "stub"
    thresholds: Thresholds = field(default=Thresholds(hold=0.5, spam=0.9, blatant=0.999))

    def scores(self, examples: Sequence[Example]) -> Scores:
        """Score every body."""
        return np.array([self.score(each.submission.body) for each in examples], dtype=np.float64)
