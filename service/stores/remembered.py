"""What a check asks of memory, and what the stores' replies to it mean."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.stores.limits import Limit, Taken, refused
from service.stores.nearby import Copies, copies_in
from service.stores.newcomers import burst_in
from service.stores.reputation import (
    SHARED_KINDS,
    SPAM_UNIT,
    Repute,
    Standing,
    Who,
    repute_in,
    standing_in,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check wants to know; only marks of people, no names."""

    site_id: str
    who: tuple[Who, ...]
    bands: tuple[str, ...]
    words: tuple[str, ...]
    limits: tuple[tuple[Limit, str], ...] = ()
    """Limits to take from, with whose."""
    nonce: str = ""
    """Of the form's token; empty when there is none to use up."""
    account: str = ""
    """Mark of the author's account; empty when it is not to be asked for."""
    look: bool = False
    """Whether nothing may change by asking."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered."""

    site_id: str
    standings: tuple[tuple[Who, Standing], ...] = ()
    reputes: tuple[tuple[Who, Repute], ...] = ()
    copies: tuple[Copies, ...] = ()
    words: tuple[tuple[str, int, int], ...] = ()
    """Words with the labels they stood in: spam, ham."""
    labels: tuple[int, int] = (0, 0)
    """All the site's labels: spam, ham."""
    over: tuple[Taken, ...] = ()
    """Limits that had none left."""
    token_is_new: bool = True
    newcomers: int = 0
    """Accounts this new one came with in a burst; 0 for no burst, or an account that is known."""

    @property
    def blank(self) -> bool:
        """Whether nothing at all is remembered."""
        told = (self.copies, self.standings, self.reputes, self.words, self.over, self.newcomers)
        return self.token_is_new and not any(told)

    def without(self, submission_id: str) -> "Remembered":
        """Without what people said of near copies that are this one submission."""
        return replace(self, copies=tuple(_without(band, submission_id) for band in self.copies))

    def labelled(self) -> "Remembered":
        """Only what people said: no counts of what came, no verdicts of our own."""
        return replace(
            self,
            standings=tuple((who, _labelled_standing(its)) for who, its in self.standings),
            copies=tuple(Copies(labels=band.labels) for band in self.copies),
            over=(),
            newcomers=0,
        )


def _without(copies: Copies, submission_id: str) -> Copies:
    kept = tuple(said for said in copies.labels if said.id != submission_id)
    return copies if len(kept) == len(copies.labels) else replace(copies, labels=kept)


def _labelled_standing(standing: Standing) -> Standing:
    return Standing(spam=standing.spam, ham=standing.ham)


def understood(
    asked: Asked, replies: Sequence[object], now: float, half_life_days: float
) -> Remembered:
    """The replies, in the order in which they were asked for."""
    shared = [who for who in asked.who if who[0] in SHARED_KINDS]
    hashes = len(asked.bands) + len(asked.who) + len(shared)
    found = _hashes(asked, shared, replies[:hashes], (now, half_life_days))
    rest = iter(replies[hashes:])
    totals, words = _words(asked, _hash(next(rest)))
    token = (next(rest) is None) == asked.look if asked.nonce else True
    newcomers = burst_in(next(rest), _hash(next(rest)), now) if asked.account else 0
    limits = [limit for limit, _ in asked.limits]
    over = refused(limits, next(rest)) if limits else []  # type: ignore[arg-type]
    return replace(
        found,
        words=words,
        labels=totals,
        over=tuple(over),
        token_is_new=token,
        newcomers=newcomers,
    )


def _hashes(
    asked: Asked, shared: Sequence[Who], replies: Sequence[object], time: tuple[float, float]
) -> Remembered:
    """What is remembered of bands, standings and reputes; nothing of those nobody has seen.

    The time: now, and the half-life in days.
    """
    if not any(replies):
        return Remembered(asked.site_id)
    rest = map(_hash, replies)
    copies = tuple([copies_in(next(rest), time[0]) for _ in asked.bands])
    standings = tuple([(who, standing_in(next(rest), *time)) for who in asked.who])
    reputes = tuple([(who, repute_in(next(rest), asked.site_id, *time)) for who in shared])
    return Remembered(asked.site_id, standings, reputes, copies)


def _hash(reply: object) -> Sequence[bytes]:
    return reply if isinstance(reply, list) else ()


def _words(
    asked: Asked, values: Sequence[bytes | None]
) -> tuple[tuple[int, int], tuple[tuple[str, int, int], ...]]:
    """The site's labels, and the words that stood in some of them."""
    if values[0] is None:
        return (0, 0), ()
    found = [
        (word, *_unpacked(raw))
        for word, raw in zip(asked.words, values[1:], strict=True)
        if raw is not None
    ]
    return _unpacked(values[0]), tuple(found)


def _unpacked(raw: bytes) -> tuple[int, int]:
    return int(raw) // SPAM_UNIT, int(raw) % SPAM_UNIT
