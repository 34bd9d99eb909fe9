"""One run of `hamgate compare`: two models on the same data, and the comments they differ on."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.comparing import Comparison, Judged, compare
from training.corpora.reading import read_all
from training.dataset import Example
from training.deduplicate import unique
from training.evaluation_run import write_page
from training.grouping import labels_of
from training.judging import comparison_report, judged
from training.learners import with_progress
from training.opening import open_model
from training.printing import table_text
from training.progress import progress_bar
from training.promotion import refusals
from training.tables import comparison_tables

Echo = Callable[[str], None]
SHOWN_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class ComparisonOrder:
    """Which models to compare, and on what."""

    first: str
    second: str
    data: tuple[Path, ...]
    jobs: int = 1
    show: int = 5


def run_comparison(
    order: ComparisonOrder, report: Path | None, echo: Echo, *, as_json: bool
) -> None:
    """Compare, print tables and comments or JSON, and write a report where one is asked for."""
    examples = unique(read_all(order.data))
    both = (_scored(order.first, examples, order.jobs), _scored(order.second, examples, order.jobs))
    compared = compare(*both, labels_of(examples))
    if report:
        write_page(comparison_report(compared, examples, both), report)
    if as_json:
        echo(_json(compared, examples, order.show))
        return
    for table in comparison_tables(compared):
        echo(table_text(table))
    _echo_comments(compared, examples, order.show, echo)
    for line in _gate(compared):
        echo(line)


def _scored(name: str, examples: Sequence[Example], jobs: int) -> Judged:
    model = open_model(name, jobs=jobs)
    with progress_bar(f"scoring with {model.name}", len(examples)) as advance:
        return judged(with_progress(model, advance), examples)


def _json(compared: Comparison, examples: Sequence[Example], show: int) -> str:
    plain = compared.plain()
    for name in ("won", "lost"):
        places = plain[name]
        plain[name] = len(places)
        plain[f"{name}_comments"] = [_plain(examples[place]) for place in places[:show]]
    return json.dumps(plain | {"refusals": refusals(compared)}, ensure_ascii=False, indent=1)


def _plain(example: Example) -> dict[str, str]:
    return {
        "id": example.id,
        "source": example.source,
        "label": str(example.label),
        "text": example.submission.body,
    }


def _echo_comments(
    compared: Comparison, examples: Sequence[Example], show: int, echo: Echo
) -> None:
    for name, places in ((compared.second, compared.won), (compared.first, compared.lost)):
        echo(f"only {name} is right on {len(places)} comments")
        for place in places[:show]:
            text = " ".join(examples[place].submission.body.split())
            echo(f"  {examples[place].label:4}  {text[:SHOWN_CHARACTERS]}")
    echo(f"both are wrong on {compared.tied_wrong} comments\n")


def _gate(compared: Comparison) -> list[str]:
    against = refusals(compared)
    if not against:
        return [f"{compared.second} may take over"]
    return [f"{compared.second} may not take over:", *(f"  - {reason}" for reason in against)]
