"""The disguise suite: what each of thirteen disguises costs in recall on the same spam."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.dataset import Example
from training.deduplicate import unique
from training.disguises import DISGUISES, Disguise, has_link
from training.learners import Model
from training.measures import Rate

SPAM_PER_DISGUISE = 200
MIN_LETTERS = 12
"""Shorter spam has too little in it to be disguised."""


@dataclass(frozen=True, slots=True)
class DisguiseFigures:
    """One disguise: the same spam caught plain and disguised, at one threshold."""

    name: str
    plain: Rate
    disguised: Rate

    @property
    def relative(self) -> float:
        """Give disguised recall over plain recall; NaN where plain catches nothing."""
        return self.disguised.hits / self.plain.hits if self.plain.hits else float("nan")


def judge_disguises(
    model: Model, examples: Sequence[Example], *, threshold: float, seed: int = 0
) -> tuple[DisguiseFigures, ...]:
    """Figures of every disguise over up to 200 spam, drawn evenly from the sources."""
    spam = [example for example in examples if _usable(example)]
    spam = unique(spam)
    return tuple(_judged(model, disguise, spam, threshold, seed) for disguise in DISGUISES)


def _judged(
    model: Model, disguise: Disguise, spam: Sequence[Example], threshold: float, seed: int
) -> DisguiseFigures:
    fitting = [each for each in spam if has_link(each.submission) or not disguise.needs_link]
    drawn = drawn_evenly(fitting, SPAM_PER_DISGUISE, seed)
    dressed = [
        replace(
            each,
            submission=disguise.applied(each.submission, random_for(seed, disguise.name, place)),
        )
        for place, each in enumerate(drawn)
    ]
    return DisguiseFigures(
        disguise.name, _caught(model, drawn, threshold), _caught(model, dressed, threshold)
    )


def random_for(seed: int, name: str, place: int) -> random.Random:
    """Make a source of randomness of one text's own: adding a text changes no other."""
    return random.Random(f"{seed}/{name}/{place}")  # noqa: S311 (repeatable, guards nothing)


def drawn_evenly(examples: Sequence[Example], count: int, seed: int) -> list[Example]:
    """Draw up to ``count`` examples, in turn from each source: no big one drowns the rest."""
    piles: dict[str, list[Example]] = {}
    for example in sorted(examples, key=lambda each: _shuffled(each, seed)):
        piles.setdefault(example.source, []).append(example)
    ranked = [
        (place, source, example)
        for source, pile in piles.items()
        for place, example in enumerate(pile[:count])
    ]
    ranked.sort(key=lambda each: each[:2])
    return [example for _, _, example in ranked[:count]]


def _shuffled(example: Example, seed: int) -> bytes:
    text = f"{seed}/{example.submission.body}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=8).digest()


def _usable(example: Example) -> bool:
    letters = sum(map(str.isalpha, example.submission.body))
    return example.label == "spam" and letters >= MIN_LETTERS


def _caught(model: Model, examples: Sequence[Example], threshold: float) -> Rate:
    if not examples:
        return Rate(0, 0)
    return Rate(int(np.count_nonzero(model.scores(examples) >= threshold)), len(examples))
