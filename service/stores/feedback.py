"""Feedback: labels that people sent for submissions. The last one wins; each can be undone.

Keys, all of a site in one slot, all expiring a retention after the last label:
- `hamgate:{s:<site>}:fb:<submission>`  hash    `f:<feedback>` → `seq|label|at|reporter` for each
  feedback; `seq`; `label`, `reporter`, `at` of the current one; `submission`: a snapshot in
  MessagePack, so that training has it when the queue has forgotten it
- `hamgate:{s:<site>}:fbid:<feedback>`  string  the submission's id, `-` for an hour once undone
- `hamgate:{s:<site>}:labelled`         zset    submission's id → time of its label in ms

A feedback is recorded by one script, at once or not at all, and acknowledged when the
store has it on its disk, see `durability.py`. Which label came last is decided by the order
of arrival, not by anybody's clock. Sending the same feedback id again changes nothing, also
once undone.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from service.filtering.submission import Submission
from service.filtering.verdict import Label
from service.stores.durability import Durability
from service.stores.lua import LuaScript, load_script
from service.stores.sites import ALL_KEY as SITES_KEY
from service.stores.trips import Trips

WRITE_SECONDS = 1.0
READ_SECONDS = 10.0
SECONDS_A_DAY = 86_400
UNDONE_SECONDS = 3600
"""How long a repeated feedback is known to have been undone."""

READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LabelSent:
    """One feedback: somebody says what is true of a submission."""

    id: str
    site_id: str
    submission_id: str
    label: Label
    reporter: str
    at: datetime
    submission: Submission


@dataclass(frozen=True, slots=True)
class LabelledSubmission:
    """A submission with its current label: an example to learn from."""

    site_id: str
    submission_id: str
    submission: Submission
    label: Label
    reporter: str
    at: datetime


def labels_key(site_id: str, submission_id: str) -> str:
    """The key of all feedback on one submission."""
    return f"hamgate:{{s:{site_id}}}:fb:{submission_id}"


def feedback_key(site_id: str, feedback_id: str) -> str:
    """The key that tells which submission a feedback is about."""
    return f"hamgate:{{s:{site_id}}}:fbid:{feedback_id}"


def labelled_key(site_id: str) -> str:
    """The key of a site's list of labelled submissions."""
    return f"hamgate:{{s:{site_id}}}:labelled"


class Feedback:
    """What people said about submissions."""

    def __init__(self, trips: Trips, durability: Durability, retention_days: int) -> None:
        self._trips = trips
        self._durability = durability
        self._retention_seconds = retention_days * SECONDS_A_DAY
        self._record_script = load_script("feedback_record")
        self._undo_script = load_script("feedback_undo")
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Submission).decode

    async def ready(self, site_id: str) -> None:
        """Let the next `record` of a site leave in the tick in which it is called."""
        await self._durability.ready(labelled_key(site_id))

    async def record(self, sent: LabelSent) -> str:
        """Keep a feedback, durably once this returns its id; safe to repeat."""
        keys = [
            labels_key(sent.site_id, sent.submission_id),
            feedback_key(sent.site_id, sent.id),
            labelled_key(sent.site_id),
        ]
        args = (
            sent.id,
            sent.submission_id,
            str(sent.label),
            sent.reporter,
            _milliseconds(sent.at),
            self._encode(sent.submission),
            self._retention_seconds,
        )
        await self._written(self._record_script, keys, args)
        return sent.id

    async def undo(self, site_id: str, feedback_id: str) -> bool:
        """Take a feedback back as if it had never been sent; False if there is none."""
        about = feedback_key(site_id, feedback_id)
        raw = await self._trips.execute("GET", about, budget_seconds=WRITE_SECONDS)
        if raw is None:
            return False
        submission_id = raw.decode()
        keys = [labels_key(site_id, submission_id), about, labelled_key(site_id)]
        args = [feedback_id, submission_id, UNDONE_SECONDS]
        return bool(await self._written(self._undo_script, keys, args))

    async def about(self, site_id: str, feedback_id: str) -> tuple[str, Submission] | None:
        """The id and snapshot of the submission a feedback is about; None if it is unknown."""
        key = feedback_key(site_id, feedback_id)
        raw = await self._trips.execute("GET", key, budget_seconds=WRITE_SECONDS)
        if raw is None or raw == b"-":
            return None
        submission_id = raw.decode()
        snapshot = await self.snapshot_of(site_id, submission_id)
        return None if snapshot is None else (submission_id, snapshot)

    async def label_of(self, site_id: str, submission_id: str) -> Label | None:
        """The current label of a submission."""
        key = labels_key(site_id, submission_id)
        raw = await self._trips.execute("HGET", key, "label")
        return None if raw is None else Label(raw.decode())

    async def snapshot_of(self, site_id: str, submission_id: str) -> Submission | None:
        """The submission as it was when it was first labelled."""
        key = labels_key(site_id, submission_id)
        raw = await self._trips.execute("HGET", key, "submission", budget_seconds=WRITE_SECONDS)
        return None if raw is None else self._decode(raw)

    async def count(self, site_id: str) -> int:
        """How many submissions of a site have a label."""
        key = labelled_key(site_id)
        return int(await self._trips.execute("ZCARD", key, budget_seconds=WRITE_SECONDS))

    async def labelled(self, site_id: str | None = None) -> AsyncIterator[LabelledSubmission]:
        """All labelled submissions of a site, or of all sites: the oldest label first."""
        for owner in [site_id] if site_id is not None else await self._site_ids():
            key = labelled_key(owner)
            raw = await self._trips.execute("ZRANGE", key, 0, -1, budget_seconds=READ_SECONDS)
            for start in range(0, len(raw), READ_AT_ONCE):
                ids = [item.decode() for item in raw[start : start + READ_AT_ONCE]]
                for example in await self._examples(owner, ids):
                    yield example

    async def _written(
        self, script: LuaScript, keys: Sequence[str], args: Sequence[bytes | str | int]
    ) -> Any:
        """Run a script that writes, and wait until that is on disk."""
        return await self._durability.settled(
            keys[0],
            lambda: self._trips.script(script, keys, args, budget_seconds=WRITE_SECONDS),
        )

    async def _site_ids(self) -> list[str]:
        raw = await self._trips.execute("HKEYS", SITES_KEY, budget_seconds=READ_SECONDS)
        return sorted(item.decode() for item in raw)

    async def _examples(self, site_id: str, ids: list[str]) -> list[LabelledSubmission]:
        fields = ("submission", "label", "reporter", "at")
        replies = await self._trips.gather(
            [("HMGET", labels_key(site_id, item), *fields) for item in ids],
            budget_seconds=READ_SECONDS,
        )
        return [
            LabelledSubmission(
                site_id=site_id,
                submission_id=item,
                submission=self._decode(snapshot),
                label=Label(label.decode()),
                reporter=reporter.decode(),
                at=datetime.fromtimestamp(int(at) / 1000, UTC),
            )
            for item, (snapshot, label, reporter, at) in zip(ids, replies, strict=True)
            # Between the list and this, the retention or an undo may have taken one away.
            if label is not None
        ]


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
