"""One run of `hamgate evaluate`: a model on data, or models fitted anew beside their peers."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from service.errors import HamgateError, InvalidInputError
from training.corpora.reading import read_all
from training.dataset import Example
from training.deduplicate import seen_before, text_key, unique
from training.fitting import FitOptions
from training.judging import Judgement, judge, judgement_report, judgement_tables, peer_report
from training.learners import HamgateLearner, Model, with_progress
from training.opening import open_artifact, open_model
from training.peers import PEERS, judge_peers
from training.prequential import CurvePoint, learning_curve
from training.printing import table_text
from training.progress import note, progress_bar
from training.report import Report, html
from training.splitting import (
    Split,
    halves,
    leave_one_language_out,
    leave_one_source_out,
    trained_elsewhere,
)
from training.tables import peer_tables

Echo = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class EvaluationOrder:
    """What to judge, how and with whom beside it."""

    model: str
    data: tuple[Path, ...]
    suites: bool = True
    not_in: tuple[Path, ...] = ()
    leave_one_out: bool = False
    peers: bool = False
    trained_on: tuple[Path, ...] = ()
    half_of: str | None = None
    languages: tuple[str, ...] = ()
    learning_curve: bool = False
    jobs: int = 1

    @classmethod
    def of(cls, what: Sequence[str], options: Mapping[str, Any]) -> Self:
        """Make an order of a command line: MODEL DATA…, or DATA… alone where models are fitted."""
        refits = options["leave_one_out"] or options["peers"]
        model, data = ("", what) if refits else (what[0], what[1:])
        if not data:
            raise InvalidInputError("name at least one file of labelled comments to judge with")
        return cls(model, tuple(Path(each) for each in data), **options)


def run_evaluation(order: EvaluationOrder, report: Path, echo: Echo, *, as_json: bool) -> None:
    """Judge, print tables or JSON, and write the HTML report."""
    run = _run_splits if order.leave_one_out or order.peers else _run_model
    page, texts, figures = run(order)
    write_page(page, report)
    if as_json:
        echo(json.dumps(figures, ensure_ascii=False, indent=1, allow_nan=False, default=str))
        return
    echo("\n".join(texts))
    echo(f"report: {report}")


def write_page(page: Report, path: Path) -> None:
    """Write a report as one HTML file."""
    try:
        path.write_text(html(page), encoding="utf-8")
    except OSError as error:
        raise HamgateError(f"the report cannot be written to {path} ({error.strerror})") from error


Outcome = tuple[Report, list[str], dict[str, Any]]


def _run_model(order: EvaluationOrder) -> Outcome:
    model = open_model(order.model, jobs=order.jobs)
    examples = _unseen(unique(read_all(order.data)), order.not_in)
    with progress_bar("scoring", len(examples)) as advance:
        judgement = judge(with_progress(model, advance), examples, suites=order.suites)
    if order.learning_curve:
        judgement = replace(judgement, curve=_curve(order, examples))
    facts = _facts(judgement, order)
    lines = "".join(f"{name}: {value}\n" for name, value in facts)
    texts = [lines, *(table_text(table) for table in judgement_tables(judgement))]
    return judgement_report(judgement, facts), texts, judgement.plain()


def _run_splits(order: EvaluationOrder) -> Outcome:
    examples, splits = _splits(order)
    ours = HamgateLearner(FitOptions(created=datetime.now(UTC).isoformat()), order.jobs)
    table = judge_peers(examples, splits, (ours, *(PEERS if order.peers else ())), note)
    facts = [("Judged", ", ".join(split.name for split in splits)), ("Comments", str(table.rows))]
    tables = peer_tables(table)
    return peer_report(table, facts), [table_text(each) for each in tables], table.plain()


def _splits(order: EvaluationOrder) -> tuple[list[Example], list[Split]]:
    examples = unique(read_all(order.data))
    if order.trained_on:
        train = unique(read_all(order.trained_on))
        return [*train, *examples], [trained_elsewhere(train, examples)]
    if order.half_of:
        return examples, [halves(examples, order.half_of)]
    if order.languages:
        return examples, leave_one_language_out(examples, order.languages)
    return examples, leave_one_source_out(examples)


def _unseen(examples: list[Example], trained_on: Sequence[Path]) -> list[Example]:
    if not trained_on:
        return examples
    seen = seen_before(
        [text_key(each.submission.body) for each in examples],
        [text_key(each.submission.body) for each in read_all(trained_on)],
    )
    return [each for each, known in zip(examples, seen, strict=True) if not known]


def _curve(order: EvaluationOrder, examples: Sequence[Example]) -> tuple[CurvePoint, ...]:
    """Make the learning curve of these comments as one new site, starting at the model."""
    base = open_artifact(order.model)
    options = FitOptions(created=str(base.manifest["created"]))

    def fit(labelled: Sequence[Example]) -> Model:
        # Labels of one kind alone cannot be fitted: the site keeps the model it has.
        if len({each.label for each in labelled}) < 2:  # noqa: PLR2004 (ham and spam)
            return open_model(order.model, jobs=order.jobs)
        note(f"learning from {len(labelled)} labels")
        return HamgateLearner(options, order.jobs, base=base).fit(labelled)

    return learning_curve(fit, examples)


def _facts(judgement: Judgement, order: EvaluationOrder) -> list[tuple[str, str]]:
    manifest = open_artifact(order.model).manifest
    sets = manifest.get("training_sets", [])
    trained = {str(name) for each in sets for name in (each["name"], *each.get("sources", ()))}
    known = sorted(trained & {each.source for each in judgement.examples})
    return [
        ("Model", judgement.name),
        ("Made", str(manifest["created"])),
        ("Comments", str(len(judgement.examples))),
        ("Trained on", ", ".join(known) or "none of these sources"),
    ]
