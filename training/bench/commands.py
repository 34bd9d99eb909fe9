"""`hamgate bench`: how long things take here, side by side with the usual way of doing them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click
import msgspec

from training.bench.figures import Measured
from training.bench.scale import Scale
from training.printing import table_text
from training.progress import note

BENCHES: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "score": (
            ("scoring", "filters"),
            "One comment at a time: the scorer, the model's own pipeline, bogofilter, rspamd.",
        ),
        "check": (
            ("checking",),
            "The whole path of a check, beside a bare aiohttp handler and a plain service.",
        ),
        "akismet": (("akismet",), "comment-check beside /v1/check, the same comments."),
        "store": (("storing",), "A check with more and more submissions stored, and more sites."),
        "train": (("teaching",), "Comments a second from files to a linear model."),
        "soak": (("soaking",), "A worker's memory over very many checks."),
    }
)
"""Each benchmark's modules, of which each has a `measure`, and what it is."""

NOT_BY_DEFAULT = frozenset({"soak"})
"""It takes a quarter of an hour."""

_DEFAULT = Scale()


def _sized(command: Callable[..., None]) -> Callable[..., None]:
    """The options that all benchmarks have."""
    options = (
        click.option("--runs", type=click.IntRange(min=1), default=1, show_default=True,
                     help="Whole runs; figures are medians."),
        click.option("--seconds", type=click.FloatRange(min=0.05), default=_DEFAULT.seconds,
                     show_default=True, help="How long each load lasts."),
        click.option("--comments", type=click.IntRange(min=20), default=_DEFAULT.comments,
                     show_default=True, help="Comments to train on."),
        click.option("--stored", type=click.IntRange(min=1), default=_DEFAULT.stored,
                     show_default=True, help="Submissions in the store, at most."),
        click.option("--checks", type=click.IntRange(min=1), default=_DEFAULT.checks,
                     show_default=True, help="Checks of the soak."),
        click.option("--report", type=click.Path(path_type=Path, dir_okay=False),
                     help="Write a page with curves, too."),
        click.option("--markdown", is_flag=True, help="Print tables in Markdown."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@_sized
@click.pass_context
def bench(context: click.Context, /, **options: Any) -> None:
    """Measure on this machine; without a name, everything but the soak."""
    if context.invoked_subcommand is None:
        run([name for name in BENCHES if name not in NOT_BY_DEFAULT], options)


def run(names: list[str], options: Mapping[str, Any]) -> None:
    """Measure, and tell."""
    from training.bench import reporting  # noqa: PLC0415 (matplotlib and all are slow to import)

    sizes = {name: options[name] for name in ("seconds", "comments", "stored", "checks")}
    found = {name: _runs(name, Scale(**sizes), options["runs"]) for name in names}
    tables = [reporting.bench_table(BENCHES[name][1], runs) for name, runs in found.items()]
    everything = [run for runs in found.values() for run in runs]
    tables += reporting.growth_tables(everything)
    if options["report"]:
        page = reporting.bench_page(tables, everything)
        options["report"].write_text(page, encoding="utf-8")
    if options["as_json"]:
        click.echo(msgspec.json.encode(reporting.bench_json(everything)).decode())
        return
    told = reporting.bench_markdown if options["markdown"] else table_text
    click.echo(", ".join(f"{name} {value}" for name, value in reporting.machine()) + "\n")
    click.echo("\n".join(map(told, tables)))


def _runs(name: str, scale: Scale, count: int) -> list[Measured]:
    found = []
    for number in range(count):
        for module in BENCHES[name][0]:
            note(f"{name}: {module}, run {number + 1} of {count}")
            found.append(import_module(f"training.bench.{module}").measure(scale))
    return found


def _command(name: str, about: str) -> click.Command:
    @click.command(name, help=about)
    @_sized
    def command(**options: Any) -> None:
        run([name], options)

    return command


for _name, (_, _about) in BENCHES.items():
    bench.add_command(_command(_name, _about))
