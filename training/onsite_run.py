"""`python -m training.onsite_run FILE`: what memory changes on a blog, in date order.

Two tables: the whole of the blog, labelled after each day, with and without memory; and new
sites that begin at evenly spread places of it, each comment labelled before the next is judged,
counted from the 51st on: beside no memory stand one that learns on and one that has the first
50 labels only.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.filtering.verdict import Label, Verdict
from service.models.slots import default_champion
from service.stores.stores import Stores
from training.corpora.reading import read_all
from training.dataset import Example
from training.onsite import OFF, Blog, Judged, Lessons, throwaway_stores
from training.printing import table_text
from training.progress import note
from training.tables import Table

DAY_SECONDS = 86_400
FIRST_LABELS = 50
FOLLOWING = 500
"""Comments of a new site that are counted, after its first labels."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of treating a site."""

    name: str
    memory: str
    lessons: Lessons


DAILY = (
    Way("no memory", OFF, Lessons(DAY_SECONDS)),
    Way("memory of labels", "labels", Lessons(DAY_SECONDS)),
    Way("memory of all that came", "all", Lessons(DAY_SECONDS)),
)
AT_ONCE = (
    Way("no memory", OFF, Lessons(0)),
    Way("memory, learning on", "labels", Lessons(0)),
    Way("memory, the first 50 labels only", "labels", Lessons(0, FIRST_LABELS)),
)


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What went wrong."""

    spam: int = 0
    missed: int = 0
    """Spam that was kept."""
    ham: int = 0
    false: int = 0
    """Ham that was called spam."""
    held: int = 0

    def __add__(self, other: "Mistakes") -> "Mistakes":
        return Mistakes(
            self.spam + other.spam,
            self.missed + other.missed,
            self.ham + other.ham,
            self.false + other.false,
            self.held + other.held,
        )


def mistakes(judged: Sequence[Judged]) -> Mistakes:
    """Count what went wrong."""
    spam = [each.verdict for each in judged if each.example.label is Label.SPAM]
    ham = [each.verdict for each in judged if each.example.label is Label.HAM]
    return Mistakes(
        spam=len(spam),
        missed=spam.count(Verdict.KEEP),
        ham=len(ham),
        false=ham.count(Verdict.SPAM),
        held=ham.count(Verdict.HOLD),
    )


async def lived(stores: Stores, examples: Sequence[Example], way: Way) -> list[Judged]:
    """A new site's comments treated in one way, on an empty store."""
    await stores.trips.execute("FLUSHALL", budget_seconds=60)
    site, _ = await stores.sites.add("a new site")
    blog = Blog(stores, site, default_champion(), memory=way.memory)
    return await blog.live(examples, way.lessons)


def beginnings(examples: Sequence[Example], count: int) -> list[Sequence[Example]]:
    """Stretches that begin at evenly spread places."""
    length = FIRST_LABELS + FOLLOWING
    last = max(0, len(examples) - length)
    starts = sorted({round(place * last / max(1, count - 1)) for place in range(count)})
    return [examples[start : start + length] for start in starts]


async def whole_blog(stores: Stores, examples: Sequence[Example]) -> Table:
    """All of it, labelled after each day."""
    found = []
    for way in DAILY:
        note(f"{way.name}: {len(examples)} comments")
        found.append((way, mistakes(await lived(stores, examples, way))))
    return _table("Labelled after each day", found)


async def new_sites(stores: Stores, examples: Sequence[Example], count: int) -> Table:
    """Many new sites, counted after their first labels."""
    found = []
    for way in AT_ONCE:
        note(f"{way.name}: {count} new sites")
        total = Mistakes()
        for stretch in beginnings(examples, count):
            total += mistakes((await lived(stores, stretch, way))[FIRST_LABELS:])
        found.append((way, total))
    return _table(f"{count} new sites, after their first {FIRST_LABELS} labels", found)


def _table(title: str, found: Sequence[tuple[Way, Mistakes]]) -> Table:
    before = found[0][1]
    rows = [
        (
            way.name,
            f"{after.missed} of {after.spam}",
            _share(after.missed, before.missed),
            f"{after.false} of {after.ham}",
            f"{after.held}",
        )
        for way, after in found
    ]
    columns = ("", "spam missed", "of before", "called spam, of ham", "ham on hold")
    return Table(title, columns, tuple(rows))


def _share(after: int, before: int) -> str:
    return f"{after / before:.0%}" if before else "–"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run both and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="labelled comments of one blog, with dates")
    parser.add_argument("--sites", type=int, default=12, help="new sites to begin")
    options = parser.parse_args(arguments)
    examples = [each for each in read_all([options.data]) if each.date]
    examples.sort(key=lambda each: (each.date, each.id))
    for table in asyncio.run(_both(examples, options.sites)):
        print(table_text(table))  # noqa: T201 (a command's result)
    return 0


async def _both(examples: Sequence[Example], count: int) -> list[Table]:
    with tempfile.TemporaryDirectory(prefix="hamgate-") as folder:
        async with throwaway_stores(Path(folder)) as stores:
            return [
                await new_sites(stores, examples, count),
                await whole_blog(stores, examples),
            ]


if __name__ == "__main__":
    sys.exit(main())
