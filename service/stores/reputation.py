"""Reputation: what became of comments from an address, e-mail, author or domain, fading with time.

Keys; `<who>` is a kind and a mark, as in `email:7c0f…`:
- `hamgate:{s:<site>}:rep:<who>`  hash  on one site: `S<week>`, `H<week>` labels, `s<week>`,
  `h<week>` verdicts of a week since 1970
- `hamgate:{r:<who>}`             hash  on all sites: `L:<submission>` → `label|week|site`
- `hamgate:{s:<site>}:repx:<id>`  string  that a submission was counted, for minutes
- `hamgate:{s:<site>}:words`      hash  bucket of a word → labels: ham + 2²⁰ · spam; `all` the same
- `hamgate:{s:<site>}:lesson:<submission>`  string  what its label taught, in MessagePack

All expire after the retention. Counts are whole numbers by week: a label that is taken back
leaves exactly what was there before, and the half-life can be changed at any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from service.filtering.verdict import Label
from service.stores.lane import Command
from service.stores.lua import load_script
from service.stores.nearby import fields_of, labels_in

SECONDS_A_WEEK = 604_800
COUNTED_SECONDS = 900
"""How long a submission that is written again is known to have been counted."""

WORD_BUCKETS = 1 << 13
SPAM_UNIT = 1 << 20
ALL_FIELD = "all"
SHARED_KINDS = frozenset({"address", "email", "domain", "link"})
"""What is compared across sites; networks and author ids mean nothing elsewhere."""

Who = tuple[str, str]
"""A kind and a mark."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands on a site, in comments, each worth less as time passes."""

    spam: float = 0.0
    """Labelled spam."""
    ham: float = 0.0
    judged_spam: float = 0.0
    """Called spam by us."""
    judged_ham: float = 0.0


NOBODY = Standing()


@dataclass(frozen=True, slots=True)
class Repute:
    """How many other sites' people said spam or ham of somebody, fading too."""

    spam: float = 0.0
    ham: float = 0.0


UNSPOKEN = Repute()


def week_of(now: float) -> int:
    """The week since 1970 of a time in seconds."""
    return int(now // SECONDS_A_WEEK)


def standing_key(site_id: str, who: Who) -> str:
    """The key of somebody on a site."""
    return f"hamgate:{{s:{site_id}}}:rep:{who[0]}:{who[1]}"


def repute_key(who: Who) -> str:
    """The key of somebody on all sites."""
    return f"hamgate:{{r:{who[0]}:{who[1]}}}"


def words_key(site_id: str) -> str:
    """The key of a site's words."""
    return f"hamgate:{{s:{site_id}}}:words"


def lesson_key(site_id: str, submission_id: str) -> str:
    """The key of what a submission's label taught."""
    return f"hamgate:{{s:{site_id}}}:lesson:{submission_id}"


def word_field(word: str) -> str:
    """The field of a word's bucket."""
    return str(crc32(word.encode("utf-8", "surrogatepass")) % WORD_BUCKETS)


class Reputation:
    """Makes the commands that count verdicts, and the reads."""

    def __init__(self, retention_seconds: int) -> None:
        self.seen_script = load_script("reputation_seen")
        self.retention_seconds = retention_seconds

    def reads(self, site_id: str, who: Sequence[Who], words: Sequence[str]) -> list[Command]:
        """Standing of each on the site, repute of those that are shared, then the words."""
        shared = [one for one in who if one[0] in SHARED_KINDS]
        return [
            *(("HGETALL", standing_key(site_id, one)) for one in who),
            *(("HGETALL", repute_key(one)) for one in shared),
            ("HMGET", words_key(site_id), ALL_FIELD, *words),
        ]

    def write(self, site_id: str, submission_id: str, who: Sequence[Who], field: str) -> Command:
        """What counts a verdict, once a submission."""
        keys = [standing_key(site_id, one) for one in who]
        seen = f"hamgate:{{s:{site_id}}}:repx:{submission_id}"
        return (
            "EVALSHA", self.seen_script.sha, len(keys) + 1, seen, *keys,
            field, self.retention_seconds, COUNTED_SECONDS,
        )  # fmt: skip


def standing_in(reply: Sequence[bytes], now: float, half_life_days: float) -> Standing:
    """How somebody stands now, by their hash."""
    if not reply:
        return NOBODY
    sums = {"S": 0.0, "H": 0.0, "s": 0.0, "h": 0.0}
    for name, raw in fields_of(reply).items():
        sums[name[0]] += int(raw) * _faded(int(name[1:]), now, half_life_days)
    return Standing(sums["S"], sums["H"], sums["s"], sums["h"])


def repute_in(reply: Sequence[bytes], site_id: str, now: float, half_life_days: float) -> Repute:
    """What other sites say: each site speaks once, with its freshest label of either kind."""
    if not reply:
        return UNSPOKEN
    voices: dict[tuple[str, Label], float] = {}
    for said in labels_in(fields_of(reply)):
        if said.site != site_id:
            voice = (said.site, said.label)
            voices[voice] = max(voices.get(voice, 0.0), _faded(said.week, now, half_life_days))
    return Repute(
        sum(worth for (_, label), worth in voices.items() if label is Label.SPAM),
        sum(worth for (_, label), worth in voices.items() if label is Label.HAM),
    )


def _faded(week: int, now: float, half_life_days: float) -> float:
    """What is left of 1 from a week."""
    age_days = max(0.0, now / SECONDS_A_WEEK - week - 1) * 7
    worth: float = 0.5 ** (age_days / half_life_days)
    return worth
