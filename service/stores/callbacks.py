"""Submissions whose blogs asked to be called back, by what they say: finds the copies of one.

Key, of a site in its slot, expiring three days after the last one was put there:
- `hamgate:{s:<site>}:cb:<band>`  zset  submission's id → 0, once told as spam -1, as ham -2
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from service.filtering.verdict import Label
from service.stores.lane import Command
from service.stores.trips import Trips

KEPT_SECONDS = 3 * 86_400
MOST_ALIKE = 20
"""Of one band; beyond them those go that were told of, then the oldest."""

BUDGET_SECONDS = 1.0

_TOLD: Mapping[int, Label | None] = MappingProxyType({0: None, -1: Label.SPAM, -2: Label.HAM})
_SCORES = MappingProxyType({label: score for score, label in _TOLD.items()})


class Callbacks:
    """Who is to be called back about what."""

    def __init__(self, trips: Trips) -> None:
        self._trips = trips

    async def note(self, site_id: str, bands: Iterable[str], submission_id: str) -> None:
        """Know a submission by its bands; safe to repeat."""
        commands: list[Command] = []
        for key in _keys(site_id, bands):
            commands += [
                ("ZADD", key, "NX", 0, submission_id),
                ("ZREMRANGEBYRANK", key, 0, -MOST_ALIKE - 1),
                ("EXPIRE", key, KEPT_SECONDS),
            ]
        await self._trips.gather(commands, budget_seconds=BUDGET_SECONDS)

    async def alike(self, site_id: str, bands: Sequence[str]) -> dict[str, Label | None]:
        """The submissions that share a band, and what their blogs were told of each since."""
        commands = [("ZRANGE", key, 0, -1, "WITHSCORES") for key in _keys(site_id, bands)]
        replies = await self._trips.gather(commands, budget_seconds=BUDGET_SECONDS)
        return {
            raw_id.decode(): _TOLD[int(score)]
            for flat in replies
            for raw_id, score in zip(flat[::2], flat[1::2], strict=True)
        }

    async def told(
        self, site_id: str, bands: Iterable[str], submission_id: str, *, label: Label
    ) -> None:
        """Remember what a blog was told."""
        keys, score = _keys(site_id, bands), _SCORES[label]
        commands: list[Command] = [("ZADD", key, "XX", score, submission_id) for key in keys]
        await self._trips.gather(commands, budget_seconds=BUDGET_SECONDS)


def _keys(site_id: str, bands: Iterable[str]) -> list[str]:
    return [f"hamgate:{{s:{site_id}}}:cb:{band}" for band in bands]
