"""Rules of all sites, known to every worker without asking the store.

Keys:
- `hamgate:{s:<site>}:rules`     hash   rule id → Rule in MessagePack; a setting, without expiry
- `hamgate:{s:<site>}:rulehits`  hash   rule id → times it decided; expires after a year
- `hamgate:{sites}:rules`        number raised with every change, see `changes.py`
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from service.errors import ConflictError, InvalidInputError, NotFoundError
from service.filtering.reading import Reading
from service.filtering.rules import ReadyRule, Rule, decide, ready
from service.filtering.submission import Submission
from service.stores.lane import Command
from service.stores.lua import load_script
from service.stores.sites import ALL_KEY as SITES_KEY
from service.stores.trips import Trips

CHANGES_KEY = "hamgate:{sites}:rules"
MOST_RULES = 500
"""Of a site: they are asked one by one."""

CHANGE_SECONDS = 2.0
HITS_KEPT_SECONDS = 366 * 86_400


def rules_key(site_id: str) -> str:
    """The key of a site's rules."""
    return f"hamgate:{{s:{site_id}}}:rules"


def hits_key(site_id: str) -> str:
    """The key of how often a site's rules decided."""
    return f"hamgate:{{s:{site_id}}}:rulehits"


class Rules:
    """All sites' rules."""

    def __init__(self, trips: Trips, *, clock: Callable[[], float] = time.time) -> None:
        self._trips = trips
        self._clock = clock
        self._known: dict[str, tuple[ReadyRule, ...]] = {}
        self._hits: Counter[tuple[str, str]] = Counter()
        self._told_script = load_script("change_told")
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Rule).decode

    def decide(self, site_id: str, submission: Submission, reading: Reading) -> Rule | None:
        """The rule of a site that decides about a submission, if there is one; no trip."""
        rules = self._known.get(site_id)
        return decide(rules, submission, reading, self._clock()) if rules else None

    def hit(self, site_id: str, rule_id: str) -> None:
        """Note that a rule decided; `write_hits` makes it known."""
        self._hits[site_id, rule_id] += 1

    async def write_hits(self) -> None:
        """Add what was noted to the store's counts; lost if the store is just then away."""
        hits, self._hits = self._hits, Counter()
        commands: list[Command] = []
        for (site_id, rule_id), count in hits.items():
            commands.append(("HINCRBY", hits_key(site_id), rule_id, count))
            commands.append(("EXPIRE", hits_key(site_id), HITS_KEPT_SECONDS))
        await self._trips.gather(commands, budget_seconds=CHANGE_SECONDS)

    async def list(self, site_id: str) -> list[tuple[Rule, int]]:
        """A site's rules with how often each decided, the oldest first."""
        rules, hits = await self._trips.gather(
            [("HVALS", rules_key(site_id)), ("HGETALL", hits_key(site_id))],
            budget_seconds=CHANGE_SECONDS,
        )
        counts = dict(zip(hits[::2], hits[1::2], strict=True))
        found = sorted((self._decode(raw) for raw in rules), key=lambda rule: rule.id)
        return [(rule, int(counts.get(rule.id.encode(), 0))) for rule in found]

    async def add(self, site_id: str, rule: Rule) -> None:
        """Make a rule count; raises InvalidInputError for one that cannot."""
        ready(rule)
        count = await self._trips.execute("HLEN", rules_key(site_id), budget_seconds=CHANGE_SECONDS)
        if count >= MOST_RULES:
            raise ConflictError(f"A site can have {MOST_RULES} rules; delete some first.")
        await self._change(("HSET", rules_key(site_id), rule.id, self._encode(rule)))

    async def remove(self, site_id: str, rule_id: str) -> None:
        """End a rule; raises NotFoundError."""
        gone = await self._change(
            ("HDEL", rules_key(site_id), rule_id), ("HDEL", hits_key(site_id), rule_id)
        )
        if not gone:
            raise NotFoundError("There is no rule of this id.")

    async def load(self) -> None:
        """Know every site's rules, as the store has them."""
        raw = await self._trips.execute("HKEYS", SITES_KEY, budget_seconds=CHANGE_SECONDS)
        site_ids = [item.decode() for item in raw]
        commands = [("HVALS", rules_key(site_id)) for site_id in site_ids]
        replies = await self._trips.gather(commands, budget_seconds=CHANGE_SECONDS)
        self._known = {
            site_id: self._ready(rules)
            for site_id, rules in zip(site_ids, replies, strict=True)
            if rules
        }

    async def _change(self, *commands: Command) -> int:
        """Change a site's rules on all workers; the first command's reply."""
        replies = await self._trips.gather(commands, budget_seconds=CHANGE_SECONDS)
        # Afterwards: on a cluster the rules are elsewhere, and others read them at once.
        await self._trips.script(self._told_script, [CHANGES_KEY], budget_seconds=CHANGE_SECONDS)
        await self.load()
        return int(replies[0])

    def _ready(self, raw: Sequence[bytes]) -> tuple[ReadyRule, ...]:
        """Rules that can be asked; one that a newer version made and this cannot read is passed."""
        found = []
        for item in raw:
            try:
                found.append(ready(self._decode(item)))
            except (InvalidInputError, msgspec.ValidationError):
                continue
        return tuple(sorted(found, key=lambda each: each.rule.id))
