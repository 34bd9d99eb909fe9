"""Sites and their keys, known to every worker without asking the store.

Keys, all without expiry (they are settings):
- `hamgate:{sites}:all`      hash   site id → Site in MessagePack
- `hamgate:{sites}:keys`     hash   keyed hash of a site key → site id
- `hamgate:{sites}:changes`  number raised with every change, see `changes.py`

A worker holds all sites in memory, so finding one by its key is a look into a dict. A
snapshot file in the data directory (settings and hashes, no keys) tells a worker that
starts while the store is away.
"""

import logging
import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from service.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    StoreUnavailableError,
)
from service.secrets import SITE_KEY_PATTERN, key_hash, new_site_key, uuid7
from service.stores.durability import Durability
from service.stores.lua import load_script
from service.stores.site import Site, changed
from service.stores.trips import Trips

ALL_KEY = "hamgate:{sites}:all"
KEYS_KEY = "hamgate:{sites}:keys"
CHANGES_KEY = "hamgate:{sites}:changes"

SNAPSHOT_FILE = "sites.snapshot"

CHANGE_SECONDS = 2.0
"""Budget of a change, and of reading all sites: nobody's comment waits for them."""

MOST_ATTEMPTS = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    """All sites and key hashes at one moment."""

    sites: dict[str, Site] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


class Sites:
    """All tenants: made, changed, found by key."""

    def __init__(
        self,
        trips: Trips,
        durability: Durability,
        secret: bytes,
        *,
        snapshot: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._trips = trips
        self._durability = durability
        self._secret = secret
        self._snapshot = snapshot
        self._clock = clock
        self._known: _Known | None = None
        self._by_hash: dict[str, Site] = {}
        self._lately: dict[str, Site] = {}
        """By the keys that were asked for since the sites last changed: saves the keyed hash."""
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Site).decode
        self._add_script = load_script("site_add")
        self._replace_script = load_script("site_replace")
        self._remove_script = load_script("site_remove")

    async def by_key(self, key: str) -> Site | None:
        """The site that a key belongs to; None when there is none.

        A key this worker does not know is asked for once in the store: it may have been
        made a moment ago by another process.
        """
        site = self._lately.get(key)
        if site is not None:
            return site
        hashed = key_hash(self._secret, key)
        site = self._by_hash.get(hashed)
        if site is not None:
            self._lately[key] = site
        if site is not None or not SITE_KEY_PATTERN.fullmatch(key):
            return site
        try:
            if await self._trips.execute("HGET", KEYS_KEY, hashed) is None:
                return None
            await self.load()
        except StoreUnavailableError:
            if self._known is None:
                raise
        return self._by_hash.get(hashed)

    def by_id(self, site_id: str) -> Site | None:
        """The site of an id as this worker knows it, without a trip."""
        return self._known.sites.get(site_id) if self._known else None

    async def add(self, name: str, key: str | None = None) -> tuple[Site, str]:
        """Make a site; its key, made here unless given, is known only to the caller."""
        key = new_site_key() if key is None else _checked_key(key)
        now = self._clock()
        blank = Site(
            id=uuid7(int(now * 1000), secrets.token_bytes(10)),
            name="",
            created_at=datetime.fromtimestamp(now, UTC),
        )
        site = changed(blank, {"name": name})
        args = (site.id, self._encode(site), key_hash(self._secret, key))
        if not await self._write(self._add_script, args):
            raise ConflictError("Another site has this key.")
        await self.load()
        return site, key

    async def get(self, site_id: str) -> Site:
        """The site of an id, as the store has it; raises NotFoundError."""
        raw = await self._trips.execute("HGET", ALL_KEY, site_id, budget_seconds=CHANGE_SECONDS)
        if raw is None:
            raise NotFoundError(f"There is no site {site_id}.")
        return self._decode(raw)

    async def list(self) -> list[Site]:
        """All sites, the oldest first."""
        known = await self.load()
        return sorted(known.sites.values(), key=lambda site: site.id)

    async def update(self, site_id: str, changes: Mapping[str, Any]) -> Site:
        """Change fields of a site; two changes at once both happen, one after the other."""
        for _ in range(MOST_ATTEMPTS):
            before = await self.get(site_id)
            after = changed(before, changes)
            args = (site_id, self._encode(before), self._encode(after))
            if await self._write(self._replace_script, args):
                await self.load()
                return after
        raise ConflictError("Others keep changing this site; try again.")

    async def new_key(self, site_id: str, *, replace: bool = False) -> str:
        """Make another key for a site; with `replace`, all its former keys end."""
        await self.get(site_id)
        key = new_site_key()
        ended = await self._hashes_of(site_id) if replace else []
        args = (site_id, "", key_hash(self._secret, key), *ended)
        if not await self._write(self._add_script, args):
            raise ConflictError("Another site has this key; try again.")
        await self.load()
        return key

    async def remove(self, site_id: str) -> None:
        """End a site and its keys; what it stored ages out with its retention."""
        await self.get(site_id)
        await self._write(self._remove_script, [site_id, *await self._hashes_of(site_id)])
        await self.load()

    async def load(self) -> _Known:
        """Read all sites from the store into memory and into the snapshot."""
        pairs, keys, changes = await self._trips.gather(
            [("HGETALL", ALL_KEY), ("HGETALL", KEYS_KEY), ("GET", CHANGES_KEY)],
            budget_seconds=CHANGE_SECONDS,
        )
        sites = {raw_id.decode(): self._decode(raw) for raw_id, raw in _paired(pairs)}
        known = _Known(sites, {hashed.decode(): raw.decode() for hashed, raw in _paired(keys)})
        if changes is None and not sites and self._known and self._known.sites:
            return await self._put_back(self._known)
        if known != self._known:
            self._take(known)
            self._write_snapshot(known)
        return known

    async def _put_back(self, known: _Known) -> _Known:
        """Give a store that came back empty the sites which this worker still knows.

        A store that lost its last site to `remove` has a count of changes; one without was
        emptied, or kept nothing on disk: its blogs' checks are answered all the same. The keys
        go first, each hash at once, so that nobody takes half of it for the whole.
        """
        sites = [part for key, site in known.sites.items() for part in (key, self._encode(site))]
        keys = [part for pair in known.keys.items() for part in pair]
        await self._trips.gather(
            [
                *([("HSET", KEYS_KEY, *keys)] if keys else []),
                ("HSET", ALL_KEY, *sites),
                ("INCR", CHANGES_KEY),
            ],
            budget_seconds=CHANGE_SECONDS,
        )
        log.warning(
            "the store came back empty: %d sites were put back from memory; what it held of "
            "comments, labels, rules and admins is gone. Let it keep an append-only file.",
            len(known.sites),
        )
        return known

    async def reload(self) -> None:
        """Take over what others changed."""
        await self.load()

    async def preload(self) -> None:
        """Know the sites at the start: from the store, else from the snapshot."""
        try:
            await self.load()
        except StoreUnavailableError:
            self._read_snapshot()

    async def _hashes_of(self, site_id: str) -> Sequence[str]:
        known = await self.load()
        return [hashed for hashed, owner in known.keys.items() if owner == site_id]

    async def _write(self, script: Any, args: Sequence[bytes | str]) -> bool:
        keys = [ALL_KEY, KEYS_KEY, CHANGES_KEY]
        done = await self._durability.settled(
            ALL_KEY,
            lambda: self._trips.script(script, keys, args, budget_seconds=CHANGE_SECONDS),
        )
        return bool(done)

    def _take(self, known: _Known) -> None:
        self._known = known
        self._lately = {}
        self._by_hash = {
            hashed: known.sites[owner]
            for hashed, owner in known.keys.items()
            if owner in known.sites
        }

    def _write_snapshot(self, known: _Known) -> None:
        if self._snapshot is None:
            return
        draft = self._snapshot.with_name(f".{self._snapshot.name}-{os.getpid()}")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._encode(known))
            draft.replace(self._snapshot)
        except OSError as error:
            # Without it a start while the store is away knows no site; nothing else suffers.
            log.warning("cannot write %s: %s", self._snapshot, error)
            with suppress(OSError):
                draft.unlink()

    def _read_snapshot(self) -> None:
        if self._snapshot is None:
            return
        try:
            known = msgspec.msgpack.decode(self._snapshot.read_bytes(), type=_Known)
        except (OSError, msgspec.DecodeError) as error:
            log.warning("no sites known from %s: %s", self._snapshot, error)
            return
        self._take(known)


def _checked_key(key: str) -> str:
    if not SITE_KEY_PATTERN.fullmatch(key):
        problem = ("$.key", "must be 12 lower-case hexadecimal digits")
        raise InvalidInputError("This is no site key.", (problem,))
    return key


def _paired(flat: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Fields and values of a hash, which come one after the other."""
    return list(zip(flat[::2], flat[1::2], strict=True))
