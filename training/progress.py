"""How far long work is: a bar on a terminal, plain lines otherwise, all on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Advance = Callable[[int], None]


def note(text: str) -> None:
    """Say what begins."""
    Console(stderr=True, highlight=False).print(text, markup=False)


@contextmanager
def progress_bar(what: str, total: int) -> Iterator[Advance]:
    """Show a bar of ``total`` steps; off a terminal one line when it starts, nothing more."""
    console = Console(stderr=True)
    if not console.is_terminal:
        note(f"{what} ({total})")
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.advance(task, done)
