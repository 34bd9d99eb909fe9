"""Comments that people really sent, where they are at hand; our own written ones stand in.

Real ones may not travel with the project: they are looked for in a folder beside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from service.filtering.submission import Submission
from training.corpora.reading import read_examples, source_name
from training.dataset import Example

PROJECT = Path(__file__).parents[1]
SHARED_DATA = PROJECT.parent / "shared" / "data"
SEED = PROJECT / "training" / "seed"
SOURCES = "*.jsonl.gz"


def are_here() -> bool:
    return any(SHARED_DATA.glob(SOURCES))


def where_from() -> str:
    """One line on which comments the tests stand on."""
    if are_here():
        return f"real comments: {SHARED_DATA}"
    return f"real comments: none in {SHARED_DATA}, so our own written ones stand in"


@cache
def by_source() -> dict[str, list[Example]]:
    """All comments by their source; where there are no real ones, each language is a source."""
    if are_here():
        paths = sorted(SHARED_DATA.glob(SOURCES))
        return {source_name(path): list(read_examples(path)) for path in paths}
    found = defaultdict(list)
    for path in sorted(SEED.glob("*.jsonl")):
        found[path.name.split("-")[0]] += read_examples(path)
    return dict(found)


def drawn(examples: Sequence[Example], count: int) -> list[Example]:
    """So many of them, or all, spread evenly from the first to the last."""
    if len(examples) <= count:
        return list(examples)
    return [examples[number * len(examples) // count] for number in range(count)]


def mixed(count: int) -> list[Example]:
    """So many comments, from all sources in turn, the longest of each among them."""
    share = -(-count // len(by_source()))
    shares = [_with_longest(examples, share) for examples in by_source().values()]
    # What a small source lacks is drawn from the largest.
    rest = drawn(max(by_source().values(), key=len), 2 * count)
    return list(chain(_in_turn(shares), rest))[:count]


def as_sent(submission: Submission) -> dict[str, Any]:
    """The body of a check of this comment."""
    author, page = submission.author, submission.page
    return {
        "body": submission.body,
        "author": {
            "name": author.name, "email": author.email, "url": author.url, "ip": author.ip,
        },
        "page": {"url": page.url, "title": page.title},
    }  # fmt: skip


def _with_longest(examples: Sequence[Example], count: int) -> list[Example]:
    longest = max(examples, key=lambda example: len(example.submission.body))
    return [longest, *drawn(examples, count - 1)]


def _in_turn(shares: Iterable[Sequence[Example]]) -> list[Example]:
    return [example for turn in zip_longest(*shares) for example in turn if example is not None]
