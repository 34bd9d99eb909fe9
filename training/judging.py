"""From a model and labelled files to an evaluation, its tables and its report."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from training import plots
from training.comparing import Comparison, Judged
from training.dataset import Example
from training.evaluation import Evaluation, Labels, evaluate
from training.grouping import group_keys, labels_of
from training.learners import Model
from training.measures import Scores
from training.peers import PeerTable
from training.prequential import CurvePoint
from training.report import Plot, Report, Shown
from training.suites.disguised import DisguiseFigures, judge_disguises
from training.suites.scripts import ScriptFigures, judge_scripts
from training.tables import (
    Table,
    comparison_tables,
    disguise_table,
    evaluation_tables,
    peer_tables,
    script_table,
)

WORST_SHOWN = 25
"""Mistakes shown for each label: enough to see what they have in common."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A model's scores on a set with everything measured of them."""

    name: str
    examples: Sequence[Example]
    scores: Scores
    is_spam: Labels
    evaluation: Evaluation
    disguises: tuple[DisguiseFigures, ...] = ()
    scripts: tuple[ScriptFigures, ...] = ()
    curve: tuple[CurvePoint, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Give the figures for JSON."""
        return {
            "model": self.name,
            **self.evaluation.plain(),
            "disguises": [asdict(each) for each in self.disguises],
            "scripts": [asdict(each) for each in self.scripts],
            "learning_curve": [asdict(each) for each in self.curve],
        }


def judge(model: Model, examples: Sequence[Example], *, suites: bool = True) -> Judgement:
    """Score the examples and measure; the suites are the disguises and the many scripts."""
    scores, is_spam = model.scores(examples), labels_of(examples)
    limits = model.thresholds
    evaluation = evaluate(scores, is_spam, group_keys(examples), thresholds=limits)
    return Judgement(
        name=model.name,
        examples=examples,
        scores=scores,
        is_spam=is_spam,
        evaluation=evaluation,
        disguises=judge_disguises(model, examples, threshold=limits.spam) if suites else (),
        scripts=judge_scripts(model) if suites else (),
    )


def judged(model: Model, examples: Sequence[Example]) -> Judged:
    """Score the examples for a comparison."""
    return Judged(model.name, model.scores(examples), model.thresholds)


def judgement_tables(judgement: Judgement) -> list[Table]:
    """Make all tables of a judgement, in the order they are printed."""
    tables = evaluation_tables(judgement.evaluation)
    if judgement.disguises:
        tables.append(disguise_table(judgement.disguises, judgement.evaluation.thresholds.spam))
    if judgement.scripts:
        tables.append(script_table(judgement.scripts))
    return tables


def judgement_report(judgement: Judgement, facts: Sequence[tuple[str, str]]) -> Report:
    """Make the page of a judgement."""
    return Report(
        title=f"Evaluation of {judgement.name}",
        facts=facts,
        tables=judgement_tables(judgement),
        plots=_plots(judgement),
        comments=_mistakes(judgement),
    )


def comparison_report(
    compared: Comparison, examples: Sequence[Example], both: tuple[Judged, Judged]
) -> Report:
    """Make the page of a comparison, with the comments that only one gets right."""
    comments = {
        f"Only {compared.second} is right ({len(compared.won)})": compared.won,
        f"Only {compared.first} is right ({len(compared.lost)})": compared.lost,
    }
    return Report(
        title=f"{compared.second} against {compared.first}",
        facts=[("Outcome", str(compared.outcome)), ("Comments", str(compared.rows))],
        tables=comparison_tables(compared),
        comments={
            heading: [_shown_twice(examples[place], place, both) for place in places[:WORST_SHOWN]]
            for heading, places in comments.items()
        },
    )


def peer_report(table: PeerTable, facts: Sequence[tuple[str, str]]) -> Report:
    """Make the page of peers side by side."""
    return Report("Side by side with peers", facts, peer_tables(table))


def _plots(judgement: Judgement) -> list[Plot]:
    scores, is_spam, evaluation = judgement.scores, judgement.is_spam, judgement.evaluation
    limits = evaluation.thresholds
    drawn = [
        Plot("Spam caught by false positives", plots.roc_plot(scores, is_spam)),
        Plot("Precision and recall", plots.precision_plot(scores, is_spam)),
        Plot("Scores", plots.histogram_plot(scores, is_spam, (limits.hold, limits.spam))),
        Plot("Calibration", plots.reliability_plot(evaluation.bins)),
    ]
    drawn += [
        Plot(f"Genuine comments by {name}", plots.ham_plot(evaluation.groups[name]))
        for name in ("source", "language", "fields")
    ]
    if judgement.disguises:
        drawn.append(Plot("Disguises", plots.disguise_plot(judgement.disguises)))
    if judgement.curve:
        drawn.append(Plot("Learning on a new site", plots.learning_plot(judgement.curve)))
    return drawn


def _mistakes(judgement: Judgement) -> dict[str, list[Shown]]:
    """Pick the worst mistakes: ham of the highest score, spam of the lowest."""
    order = np.argsort(judgement.scores, kind="stable")
    limits = judgement.evaluation.thresholds
    missed = [
        place
        for place in order
        if judgement.is_spam[place] and judgement.scores[place] < limits.hold
    ]
    called = [
        place
        for place in order[::-1]
        if not judgement.is_spam[place] and judgement.scores[place] >= limits.spam
    ]
    return {
        f"Genuine comments called spam ({len(called)})": _shown(judgement, called),
        f"Spam kept ({len(missed)})": _shown(judgement, missed),
    }


def _shown(judgement: Judgement, places: Sequence[int]) -> list[Shown]:
    return [
        Shown(
            f"{judgement.scores[place]:.6f} · {_told(judgement.examples[place])}",
            judgement.examples[place].submission.body,
        )
        for place in places[:WORST_SHOWN]
    ]


def _shown_twice(example: Example, place: int, both: tuple[Judged, Judged]) -> Shown:
    said = " → ".join(f"{each.scores[place]:.4f}" for each in both)
    return Shown(f"{example.label} · {said} · {_told(example)}", example.submission.body)


def _told(example: Example) -> str:
    author = example.submission.author
    told = (example.source, example.lang, example.kind, author.name, author.url, example.id)
    return " · ".join(each for each in told if each)
