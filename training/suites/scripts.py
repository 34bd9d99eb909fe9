"""Genuine comments in more than twenty scripts, written for this suite and never trained on.

Ten comments a script by hand; the rest of its two hundred are these joined in twos and
threes and dressed as real people write: decomposed accents, a smiley, a signature.
"""

import itertools
import json
import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from service.filtering.submission import Author, Submission
from service.filtering.verdict import Label
from training.dataset import Example
from training.learners import Model
from training.measures import Rate
from training.suites.disguised import random_for

COMMENTS_PER_SCRIPT = 200

# Innocent forms of what disguises do: what a filter for disguises must let pass.
DRESSES: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: f"{text} 😊",
    lambda text: f"{text}\n\n{text.split()[0]} 👍🏽👍🏽",
    lambda text: f"\u200f{text}\u200e",
    lambda text: f"{text} https://www.wikipedia.org/",
    lambda text: f"<p>{text}</p>",
)


@dataclass(frozen=True, slots=True)
class ScriptFigures:
    """What became of one script's genuine comments."""

    script: str
    kept: Rate
    called_spam: Rate


def script_examples(seed: int = 0) -> list[Example]:
    """Genuine comments, 200 a script, always the same for a seed; ``kind`` is the script."""
    by_script: dict[str, list[Example]] = {}
    for example in _written():
        by_script.setdefault(example.kind, []).append(example)
    return [
        example
        for script, written in by_script.items()
        for example in _multiplied(script, written, seed)
    ]


def judge_scripts(model: Model, seed: int = 0) -> tuple[ScriptFigures, ...]:
    """Figures a script, at the model's own thresholds."""
    examples = script_examples(seed)
    scores = model.scores(examples)
    limits = model.thresholds
    rows: dict[str, list[float]] = {}
    for example, score in zip(examples, scores.tolist(), strict=True):
        rows.setdefault(example.kind, []).append(score)
    return tuple(
        ScriptFigures(
            script,
            Rate(sum(score < limits.hold for score in own), len(own)),
            Rate(sum(score >= limits.spam for score in own), len(own)),
        )
        for script, own in sorted(rows.items())
    )


def _written() -> Iterator[Example]:
    lines = (files(__package__) / "scripts.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        row = json.loads(line)
        yield Example(
            submission=Submission(row["text"]),
            label=Label.HAM,
            source="scripts",
            lang=row["lang"],
            kind=row["kind"],
            id=f"scripts-{number}",
        )


def _multiplied(script: str, written: Sequence[Example], seed: int) -> Iterator[Example]:
    rng = random_for(seed, script, 0)
    singles = [(each,) for each in written]
    joined = [
        *itertools.permutations(written, 2),
        *itertools.permutations(written, 3),
    ]
    same_language = [group for group in joined if len({each.lang for each in group}) == 1]
    drawn = [*singles, *rng.sample(same_language, COMMENTS_PER_SCRIPT - len(singles))]
    for number, group in enumerate(drawn):
        yield _dressed(f"{script}-{number}", group, rng)


def _dressed(name: str, group: Sequence[Example], rng: random.Random) -> Example:
    """One comment of a group's texts; the first of a single stays as written."""
    first = group[0]
    dress = DRESSES[0] if len(group) == 1 else rng.choice(DRESSES)
    text = dress(" ".join(each.submission.body for each in group))
    author = Author(name=first.submission.body.split()[0]) if rng.random() < 0.5 else Author()  # noqa: PLR2004 (every other has a name)
    submission = Submission(text, author=author)
    return Example(submission, Label.HAM, "scripts", lang=first.lang, kind=first.kind, id=name)
