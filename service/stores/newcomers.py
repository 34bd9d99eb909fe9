"""Newcomers: accounts that a site sees for the first time, and whether they come in a burst.

Keys, all of a site in one slot:
- `hamgate:{s:<site>}:acct:<mark>`  string  the account's first submission; expires a retention
  after its last
- `hamgate:{s:<site>}:newcomers`    hash    hour since 1970 → accounts first seen in it; a day
"""

from collections.abc import Sequence

from service.stores.lane import Command
from service.stores.limits import SECONDS_A_HOUR
from service.stores.lua import load_script
from service.stores.nearby import fields_of

HOURS_COMPARED = 24
KEPT_SECONDS = HOURS_COMPARED * SECONDS_A_HOUR
LATELY_HOURS = 2
"""This hour and the one before."""

LEAST_BURST = 10
"""Accounts that are enough for one."""

BURST_FACTOR = 4
"""How much faster than in the day before they must come."""


def account_key(site_id: str, account: str) -> str:
    """The key of an account, by its mark."""
    return f"hamgate:{{s:{site_id}}}:acct:{account}"


def counts_key(site_id: str) -> str:
    """The key of a site's counts by hour."""
    return f"hamgate:{{s:{site_id}}}:newcomers"


class Newcomers:
    """Makes the commands that count newcomers and tell of them."""

    def __init__(self, retention_seconds: int) -> None:
        self.seen_script = load_script("newcomers_seen")
        self._retention_seconds = retention_seconds

    def write(self, site_id: str, submission_id: str, account: str, now: float) -> Command:
        """What counts an account, once."""
        return (
            "EVALSHA", self.seen_script.sha, 2, account_key(site_id, account),
            counts_key(site_id), submission_id, self._retention_seconds, _hour(now),
            HOURS_COMPARED, KEPT_SECONDS,
        )  # fmt: skip

    def reads(self, site_id: str, account: str) -> list[Command]:
        """Whether the account is known, and the counts."""
        return [("GET", account_key(site_id, account)), ("HGETALL", counts_key(site_id))]


def burst_in(known: object, counts: Sequence[bytes], now: float) -> int:
    """How many accounts a new one came with within two hours, where that is a burst; else 0."""
    if known is not None:
        return 0
    lately = before = 0
    for hour, count in fields_of(counts).items():
        age = _hour(now) - int(hour)
        lately += int(count) if age < LATELY_HOURS else 0
        before += int(count) if LATELY_HOURS <= age < HOURS_COMPARED else 0
    usual = LATELY_HOURS * before / (HOURS_COMPARED - LATELY_HOURS)
    return lately if lately >= max(LEAST_BURST, BURST_FACTOR * usual) else 0


def _hour(now: float) -> int:
    return int(now // SECONDS_A_HOUR)
