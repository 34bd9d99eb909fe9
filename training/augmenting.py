"""Augmentation: the same comments as other blogs would have sent them.

A model must not learn which fields one blog happens to send, nor take a disguise for a word.
Each example is taught as it came and once more in another guise: without its author fields, with
those of another example of its label, disguised (spam), cut short, or with a genuine
comment in front (spam hides behind one).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from service.filtering.submission import Author, Page
from service.filtering.verdict import Label
from training.dataset import Example
from training.disguises import DISGUISES

_Change = Callable[[Example, Sequence[Example], random.Random], Example]


def augmented(examples: Sequence[Example], *, seed: int, copies: int = 1) -> list[Example]:
    """The examples followed by ``copies`` changed ones of each, with half the weight each."""
    rng = random.Random(seed)  # noqa: S311 (reproducible, no secret)
    by_label = {label: [one for one in examples if one.label is label] for label in Label}
    changed = [_changed(example, by_label, rng) for _ in range(copies) for example in examples]
    return [*examples, *changed]


def _changed(example: Example, by_label: dict[Label, list[Example]], rng: random.Random) -> Example:
    changes = _SPAM_CHANGES if example.label is Label.SPAM else _HAM_CHANGES
    change = rng.choices([change for change, _ in changes], [share for _, share in changes])[0]
    others = by_label[Label.HAM] if change is _hidden_behind else by_label[example.label]
    if not others:
        change = _without_fields
    return replace(change(example, others, rng), weight=example.weight * 0.5)


def _without_fields(example: Example, _: Sequence[Example], __: random.Random) -> Example:
    submission = replace(example.submission, author=Author(), page=Page())
    return replace(example, submission=submission)


def _name_only(example: Example, others: Sequence[Example], rng: random.Random) -> Example:
    name = example.submission.author.name or rng.choice(others).submission.author.name
    return replace(example, submission=replace(example.submission, author=Author(name=name)))


def _with_fields_of_another(
    example: Example, others: Sequence[Example], rng: random.Random
) -> Example:
    """Fields of another example of the same label and language, if some are found quickly."""
    if example.submission.author.url or example.submission.author.name:
        return _without_fields(example, others, rng)
    for _ in range(20):
        other = rng.choice(others)
        if other.submission.author.name and other.lang == example.lang:
            return replace(
                example, submission=replace(example.submission, author=other.submission.author)
            )
    return example


def _disguised(example: Example, _: Sequence[Example], rng: random.Random) -> Example:
    return replace(example, submission=rng.choice(DISGUISES).applied(example.submission, rng))


def _cut(example: Example, _: Sequence[Example], rng: random.Random) -> Example:
    words = example.submission.body.split(" ")
    if len(words) < 16:  # noqa: PLR2004 (half of less is no comment any more)
        return _without_fields(example, (), rng)
    at = len(words) // 2
    half = words[:at] if rng.random() < 0.5 else words[at:]  # noqa: PLR2004 (either half)
    return replace(example, submission=replace(example.submission, body=" ".join(half)))


def _joined(example: Example, others: Sequence[Example], rng: random.Random) -> Example:
    other = rng.choice(others).submission.body
    body = f"{example.submission.body}\n{other}"
    return replace(example, submission=replace(example.submission, body=body))


def _hidden_behind(example: Example, others: Sequence[Example], rng: random.Random) -> Example:
    return replace(
        example,
        submission=replace(
            example.submission,
            body=f"{rng.choice(others).submission.body} {example.submission.body}",
        ),
    )


_HAM_CHANGES: tuple[tuple[_Change, float], ...] = (
    (_without_fields, 4),
    (_name_only, 2),
    (_with_fields_of_another, 3),
    (_cut, 1),
    (_joined, 1),
)
_SPAM_CHANGES: tuple[tuple[_Change, float], ...] = (
    (_without_fields, 4),
    (_name_only, 2),
    (_with_fields_of_another, 3),
    (_disguised, 2),
    (_hidden_behind, 1),
    (_joined, 0.5),
)
