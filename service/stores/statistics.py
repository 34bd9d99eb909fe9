"""What a site's checks and reports came to, by day and by the host they were about.

Keys, all of a site in one slot, expiring five years after their last change:
- `hamgate:{s:<site>}:days:<month>`   hash  `<what>@<day>` → number
- `hamgate:{s:<site>}:hosts:<month>`  hash  `<what>@<host>` → number; nameless beyond 2,000 fields

Checks are counted by the script that lists them (see `submissions.py`), each once however
often it is written. Numbers and the blogs' own host names are all that is kept.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

from service.filtering.submission import Submission
from service.filtering.verdict import Label, Verdict
from service.stores.lua import load_script
from service.stores.trips import Trips

KEPT_SECONDS = 5 * 366 * 86_400
MOST_HOSTS = 2000
READ_SECONDS = 1.0
WRITE_SECONDS = 1.0

_HOST = re.compile(
    r"\s*(?:(?:[a-z][a-z0-9+.-]*:)?//)?+(?:[^/?#@\s]*@)?+(?P<host>[\w\[][\w.:\[\]-]*)"
)
_MOST_HOST_CHARACTERS = 100
_MOST_PREFIX_CHARACTERS = 300


_MISTAKES: Mapping[tuple[Verdict | None, Label | None], str] = {
    (Verdict.KEEP, Label.SPAM): "missed_spam",
    (Verdict.SPAM, Label.HAM): "false_positives",
    (None, Label.SPAM): "missed_spam",
    (None, Label.HAM): "false_positives",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many submissions got which verdict, and in how many it was wrong."""

    keep: int = 0
    hold: int = 0
    spam: int = 0
    missed_spam: int = 0
    """Not called spam, and a person said they are."""
    false_positives: int = 0
    """Called spam, and a person said they are not."""

    def __add__(self, other: "Counts") -> "Counts":
        names = (each.name for each in fields(self))
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def checks(self) -> int:
        """Submissions that were checked."""
        return self.keep + self.hold + self.spam


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a site."""

    name: str
    """As in 2026-11."""
    days: Mapping[str, Counts] = field(default_factory=dict)
    """By date, as in 2026-11-22."""
    hosts: Mapping[str, Counts] = field(default_factory=dict)
    """By host; the empty one stands for those that are not known."""

    @property
    def total(self) -> Counts:
        """The whole month."""
        return sum(self.days.values(), Counts())


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to be counted."""

    what: str
    """A field of Counts."""
    at: datetime
    host: str
    amount: int = 1
    id: str = ""
    """Of the submission that is listed and counted once; empty counts every time."""


class Statistics:
    """Numbers of a site."""

    def __init__(self, trips: Trips) -> None:
        self._trips = trips
        self._script = load_script("submissions_count")

    async def count(self, site_id: str, events: Sequence[Event]) -> None:
        """Count events that are no checks."""
        if events:
            keys, args = arguments(site_id, events)
            await self._trips.script(
                self._script,
                [keys[0], *keys],  # in the list's place, which is left alone
                ["", 0, KEPT_SECONDS, MOST_HOSTS, *args],
                budget_seconds=WRITE_SECONDS,
            )

    async def months(self, site_id: str, names: Sequence[str]) -> list[Month]:
        """Months by name (2026-11), in the order asked for, empty ones too; in one trip."""
        commands = [("HGETALL", key) for name in names for key in month_keys(site_id, name)]
        replies = await self._trips.gather(commands, budget_seconds=READ_SECONDS)
        return [
            Month(name, _counts(days, f"{name}-"), _counts(hosts, ""))
            for name, days, hosts in zip(names, replies[::2], replies[1::2], strict=True)
        ]


def month_keys(site_id: str, month: str) -> tuple[str, str]:
    """The keys of a month's counts by day and by host."""
    return f"hamgate:{{s:{site_id}}}:days:{month}", f"hamgate:{{s:{site_id}}}:hosts:{month}"


def arguments(site_id: str, events: Iterable[Event]) -> tuple[list[str], list[str | int]]:
    """The script's keys after its first, and its arguments after the settings."""
    keys: list[str] = []
    args: list[str | int] = []
    for event in events:
        date = event.at.astimezone(UTC).date().isoformat()  # a third of the time of strftime
        days, hosts = month_keys(site_id, date[:7])
        if days not in keys:
            keys += (days, hosts)
        place = keys.index(days) + 2
        args += (event.id, place, date[8:], event.host, event.what, event.amount)
    return keys, args


def mistake(verdict: Verdict | None, label: Label | None) -> str | None:
    """The count that a label on a verdict belongs to; a hold is no mistake in either way.

    With no verdict known, a report is taken for what it mostly is: a complaint.
    """
    return _MISTAKES.get((verdict, label))


def host_of(submission: Submission) -> str:
    """The host of the page, in lower case; empty when there is none."""
    found = _HOST.match(submission.page.url[:_MOST_PREFIX_CHARACTERS].lower())
    return found["host"][:_MOST_HOST_CHARACTERS] if found else ""


def _counts(flat: Sequence[bytes], prefix: str) -> dict[str, Counts]:
    """Counts by what stands behind the `@` of a hash's fields."""
    found: dict[str, dict[str, int]] = {}
    for name, number in zip(flat[::2], flat[1::2], strict=True):
        what, _, where = name.decode().partition("@")
        found.setdefault(prefix + where, {})[what] = int(number)
    return {where: Counts(**numbers) for where, numbers in sorted(found.items())}
