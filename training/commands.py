"""The offline commands: train, evaluate, compare."""

from pathlib import Path

import click

from training.opening import DEFAULT_NAME

DATA = click.Path(exists=True, path_type=Path)

JOBS = click.option(
    "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print figures as JSON.")


@click.command()
@click.argument("data", nargs=-1, type=DATA)
@click.option(
    "--from-store", is_flag=True, help="Learn from the labels that were sent to the service."
)
@click.option(
    "--keep-default-data", is_flag=True, help="Add the comments that ship in the package."
)
@click.option("--base", help="Start at this model: default, a folder, or none.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the model.")
@click.option("--created", help="Date and time (ISO 8601) the model bears; now when not given.")
@JOBS
def train(  # noqa: PLR0913, PLR0917 (one argument an option: click's way)
    data: tuple[Path, ...],
    from_store: bool,  # noqa: FBT001 (click passes by name)
    keep_default_data: bool,  # noqa: FBT001 (the same)
    base: str | None,
    out: Path | None,
    created: str | None,
    jobs: int,
) -> None:
    """Fit a model on DATA: JSON Lines or CSV with text and label, plain or .gz, or folders."""
    from training.training_run import TrainingOrder, run_training  # noqa: PLC0415 (slow to import)

    order = TrainingOrder(
        data, from_store=from_store, seed=keep_default_data, base=base, created=created or ""
    )
    done = run_training(order, out, jobs)
    click.echo(f"model {done.version} in {done.folder}")
    click.echo(f"promote it: hamgate promote {done.folder}")


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="MODEL DATA...")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="Where the HTML report goes.",
)
@click.option(
    "--suites/--no-suites",
    default=True,
    show_default=True,
    help="Judge disguised spam and genuine comments in many scripts too.",
)
@click.option(
    "--not-in",
    multiple=True,
    type=DATA,
    help="Leave out comments whose text occurs in this file (what the model was trained on).",
)
@click.option(
    "--leave-one-out",
    is_flag=True,
    help="Fit anew for each source, judge it unseen; all arguments are DATA.",
)
@click.option(
    "--peers",
    is_flag=True,
    help="The same with other filters side by side; all arguments are DATA.",
)
@click.option(
    "--trained-on",
    multiple=True,
    type=DATA,
    help="With the two above: learn from these alone, judge all DATA.",
)
@click.option(
    "--half",
    "half_of",
    help="With the two above: learn from this source's earlier half, judge the later.",
)
@click.option(
    "--without-language",
    "languages",
    multiple=True,
    help="With the two above: leave a language out and judge it.",
)
@click.option(
    "--learning-curve",
    is_flag=True,
    help="Judge as a new site would: predict, then learn, by date.",
)
@JOBS
@JSON
def evaluate(what: tuple[str, ...], report: Path, as_json: bool, **options: object) -> None:  # noqa: FBT001 (click passes by name)
    """Measure MODEL (a folder, a .hamgate file, or default) on labelled DATA."""
    from training.evaluation_run import EvaluationOrder, run_evaluation  # noqa: PLC0415 (slow to import)

    order = EvaluationOrder.of(what, options)
    run_evaluation(order, report, click.echo, as_json=as_json)


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.argument("data", nargs=-1, required=True, type=DATA)
@click.option("--report", type=click.Path(path_type=Path), help="Write an HTML report, too.")
@click.option(
    "--show",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="Comments to show of each kind.",
)
@JOBS
@JSON
def compare(  # noqa: PLR0913, PLR0917 (one argument an option: click's way)
    first: str,
    second: str,
    data: tuple[Path, ...],
    report: Path | None,
    show: int,
    jobs: int,
    as_json: bool,  # noqa: FBT001 (click passes by name)
) -> None:
    """Say whether model B won, lost or tied against A on DATA, and on which comments."""
    from training.comparison_run import ComparisonOrder, run_comparison  # noqa: PLC0415 (slow to import)

    order = ComparisonOrder(first or DEFAULT_NAME, second, data, jobs=jobs, show=show)
    run_comparison(order, report, click.echo, as_json=as_json)
