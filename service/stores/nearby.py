"""Near copies: what was seen of texts that share a band, on all sites, and how it was labelled.

Keys, each band in a slot of its own, shared by all sites:
- `hamgate:{n:<band>}`      hash  `count`, `authors`, `addresses`, `sites`, `linked`, `spam`, `keep`
  (numbers of the last days), `since`, `first` (the first author's mark), and for each labelled
  submission `L:<id>` → `label|week|site`
- `hamgate:{n:<band>}:who`  set   marks of submissions, authors, addresses and sites

Both expire: the counts after three days, labels after the retention.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.filtering.verdict import Label
from service.stores.lane import Command
from service.stores.lua import load_script

WINDOW_SECONDS = 3 * 86_400
MOST_MARKS = 400
"""Of one band: beyond it a campaign is known well enough."""

MOST_LABELS = 32
"""Of one band or of one domain, address…: beyond it the oldest goes."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one labelled submission says."""

    id: str
    label: Label
    week: int
    site: str


@dataclass(frozen=True, slots=True)
class Copies:
    """What is known of the texts under one band."""

    count: int = 0
    authors: int = 0
    addresses: int = 0
    sites: int = 0
    linked: int = 0
    """Copies that point somewhere."""
    spam: int = 0
    keep: int = 0
    first: str = ""
    labels: tuple[Said, ...] = ()


UNSEEN = Copies()


@dataclass(frozen=True, slots=True)
class Seen:
    """A text that was checked."""

    id: str
    author: str
    """Marks of who and where; empty when unknown."""
    address: str
    site: str
    verdict: str
    """`spam`, `keep` or empty."""
    linked: bool
    bands: tuple[str, ...]


def band_key(band: str) -> str:
    """The key of a band."""
    return f"hamgate:{{n:{band}}}"


class Nearby:
    """Makes the commands that read and write near copies, and understands the replies."""

    def __init__(self) -> None:
        self.seen_script = load_script("nearby_seen")
        self.label_script = load_script("label_put")

    def reads(self, bands: Sequence[str]) -> list[Command]:
        """What reads the bands."""
        return [("HGETALL", band_key(band)) for band in bands]

    def writes(self, seen: Seen, now: float) -> Iterator[Command]:
        """What counts a text; safe to repeat."""
        for band in seen.bands:
            key = band_key(band)
            yield (
                "EVALSHA", self.seen_script.sha, 2, key, f"{key}:who",
                seen.id, seen.author, seen.address, seen.site, int(seen.linked), seen.verdict,
                int(now), WINDOW_SECONDS, MOST_MARKS,
            )  # fmt: skip

    def label(self, key: str, submission_id: str, said: str, keep_seconds: int) -> Command:
        """What puts a label under a key, or takes it away where nothing is said."""
        sha = self.label_script.sha
        return ("EVALSHA", sha, 1, key, submission_id, said, keep_seconds, MOST_LABELS)


def said(label: Label | None, week: int, site_id: str) -> str:
    """What a label says, as it is kept."""
    return "" if label is None else f"{label}|{week}|{site_id}"


def fields_of(reply: Sequence[bytes]) -> dict[str, bytes]:
    """A hash of the store by field."""
    return {name.decode(): value for name, value in zip(reply[::2], reply[1::2], strict=True)}


def labels_in(fields: Mapping[str, bytes]) -> tuple[Said, ...]:
    """The labels among a hash's fields."""
    return tuple(_said(name[2:], raw) for name, raw in fields.items() if name.startswith("L:"))


def copies_in(reply: Sequence[bytes], now: float) -> Copies:
    """What a band's hash tells now."""
    if not reply:
        return UNSEEN
    fields = fields_of(reply)
    labels = labels_in(fields)
    if now - int(fields.get("since", 0)) > WINDOW_SECONDS:
        return Copies(labels=labels)
    names = ("count", "authors", "addresses", "sites", "linked", "spam", "keep")
    numbers = {name: int(fields.get(name, 0)) for name in names}
    return Copies(**numbers, first=fields.get("first", b"").decode(), labels=labels)


def _said(submission_id: str, raw: bytes) -> Said:
    label, week, site = raw.decode().split("|")
    return Said(submission_id, Label(label), int(week), site)
