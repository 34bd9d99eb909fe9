"""`hamgate bench`: how long things take here, side by side with the usual way of doing them."""

import time
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import click

from service.commands.printing import AS_JSON, print_json, print_table
from service.errors import HamgateError
from service.filtering.submission import Submission

OTHER_SIDES = "hamgate.bench"
"""Entry points that bring scikit-learn, which serving never imports."""

_NANOSECONDS_PER_MICROSECOND = 1_000
_PERCENT = 100


@click.group(invoke_without_command=True)
@click.pass_context
def bench(context: click.Context) -> None:
    """Measure on this machine; without a name, everything there is."""
    if context.invoked_subcommand is None:
        context.invoke(score)


@bench.command()
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A model's folder; else the one in the package.",
)
@click.option(
    "--characters",
    type=click.IntRange(min=1),
    default=300,
    show_default=True,
    help="Length of the comments.",
)
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="How often each comment is scored.",
)
@AS_JSON
def score(model: Path | None, characters: int, rounds: int, *, as_json: bool) -> None:
    """One comment at a time: the scorer with its reasons, and the model's own pipeline."""
    sides = _other_side("sides")(model)
    comments = _other_side("comments")(characters, 200)
    if not comments:
        raise HamgateError(f"there is no comment of about {characters} characters to score")
    asked = {"scorer": sides.scorer.evidence, "pipeline": sides.pipeline}
    figures = {name: _figures(times) for name, times in _timed(asked, comments, rounds).items()}
    ratio = figures["pipeline"]["p50_us"] / figures["scorer"]["p50_us"]
    if as_json:
        counts = {"comments": len(comments), "rounds": rounds, "characters": characters}
        print_json({"model": sides.version, **counts, **figures, "ratio": round(ratio, 1)})
        return
    click.echo(f"{len(comments)} comments of about {characters} characters, model {sides.version}")
    print_table([("", "p50 µs", "p99 µs"), *[_row(name, each) for name, each in figures.items()]])
    click.echo(f"the scorer is {ratio:.1f} times as fast as the pipeline, reasons included")


def _other_side(name: str) -> Callable[..., Any]:
    for point in entry_points(group=OTHER_SIDES, name=name):
        loaded: Callable[..., Any] = point.load()
        return loaded
    raise HamgateError("the training side is not installed; install hamgate again: pip install .")


def _timed(
    asked: dict[str, Callable[[Submission], Any]], comments: Sequence[Submission], rounds: int
) -> dict[str, list[int]]:
    """Nanoseconds of every call; the sides take turns, so that both meet the same noise."""
    times: dict[str, list[int]] = {name: [] for name in asked}
    for submission in comments[:20]:  # what is made once is made now
        for ask in asked.values():
            ask(submission)
    for _ in range(rounds):
        for name, ask in asked.items():
            for submission in comments:
                started = time.perf_counter_ns()
                ask(submission)
                times[name].append(time.perf_counter_ns() - started)
    return times


def _figures(nanoseconds: Sequence[int]) -> dict[str, float]:
    worst = quantiles(nanoseconds, n=_PERCENT)[-1]
    return {
        "p50_us": round(median(nanoseconds) / _NANOSECONDS_PER_MICROSECOND, 1),
        "p99_us": round(worst / _NANOSECONDS_PER_MICROSECOND, 1),
    }


def _row(name: str, figures: dict[str, float]) -> tuple[str, ...]:
    return name, *(f"{value:.1f}" for value in figures.values())
