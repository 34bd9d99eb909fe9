"""From what is remembered to evidence: weights in log-odds, each bounded, and so is their sum.

The weights are meant for a model that calls 0.95 spam. A model that is surer of everything
(its spam threshold lies higher) would not hear them, so they grow with the log-odds of its
threshold: `loudness`.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.engine.site_words import site_words
from service.filtering.evidence import Evidence, logit, total
from service.filtering.nearby import BANDS
from service.filtering.verdict import Label
from service.stores.nearby import UNSEEN, Copies, Said
from service.stores.remembered import Remembered
from service.stores.reputation import NOBODY, UNSPOKEN, Standing

MOST_TOTAL = 6.0
COPY_OWN = 4.5
"""A near copy that this site's people labelled."""

COPY_OTHERS = 1.5
BY_BANDS = (0.0, 0.35, 0.7, 1.0, 1.0)
"""How surely it is the same text, by the bands it shares."""

LEAST_COPIES = 3
LEAST_REGULAR = 3
"""Approved comments that make a regular."""

NEWCOMER = 0.8
MOST_RATES = 2.0
MOST_JUDGED = 0.4
_REFERENCE = logit(0.95)
_LOUDEST = 2.5


@dataclass(frozen=True, slots=True)
class Kind:
    """How much somebody's reputation can say, in log-odds, and what they are called."""

    name: str
    spam: float
    ham: float


KINDS = {
    "address": Kind("address", 1.2, 0.5),
    "network": Kind("network", 0.5, 0.2),
    "email": Kind("e-mail", 1.6, 1.5),
    "author": Kind("author", 2.2, 2.5),
    "domain": Kind("author's domain", 2.0, 1.0),
    "link": Kind("linked domain", 2.0, 0.7),
}
RATES = {
    "address": (1.0, 0.7),
    "network": (0.4, 0.4),
    "email": (1.0, 0.7),
    "domain": (0.8, 0.6),
    "sketch": (0.8, 0.6),
}
"""Weights of a limit that is used up, by the minute and by the hour."""

CALLED = {
    "address": "this address",
    "network": "this network",
    "email": "this e-mail address",
    "domain": "links to the author's domain",
    "sketch": "this text, or one nearly the same,",
}


def loudness(spam_threshold: float) -> float:
    """What all weights are multiplied by for a model of this spam threshold."""
    return min(_LOUDEST, max(1.0, logit(spam_threshold) / _REFERENCE))


def weighed(
    remembered: Remembered, *, author: str, linked: bool, loud: float
) -> tuple[Evidence, ...]:
    """All evidence of memory; `author` is the mark of who wrote, `linked` whether it points."""
    known = [copies for copies in remembered.copies if copies is not UNSEEN]
    pieces = [
        *(_labelled_copies(remembered) if known else ()),
        *(_copies(known, author=author, linked=linked) if known else ()),
        *_standings(remembered),
        *_rates(remembered),
        *_newcomers(remembered, linked=linked),
        *site_words(remembered),
        *_token(remembered),
    ]
    if not pieces:
        return ()
    loudly = [Evidence(each.signal, each.weight * loud, each.reason, _louder(each, loud))
              for each in pieces]  # fmt: skip
    return _clipped(loudly, MOST_TOTAL * loud)


def _louder(piece: Evidence, loud: float) -> tuple[tuple[str, float], ...]:
    return tuple((word, weight * loud) for word, weight in piece.words)


def _clipped(pieces: list[Evidence], most: float) -> tuple[Evidence, ...]:
    """Evidence whose sum is bounded, by a piece of its own."""
    everything = total(pieces)
    surplus = everything - max(-most, min(most, everything))
    if surplus:
        reason = "what was seen before never decides by itself"
        pieces.append(Evidence("memory_limit", -surplus, reason))
    return tuple(pieces)


def _labelled_copies(remembered: Remembered) -> Iterator[Evidence]:
    shared: Counter[Said] = Counter(said for copies in remembered.copies for said in copies.labels)
    own = {said: count for said, count in shared.items() if said.site == remembered.site_id}
    others = {said: count for said, count in shared.items() if said.site != remembered.site_id}
    for name, labels, most, where in (
        ("copy_labelled", own, COPY_OWN, "here"),
        ("copy_labelled_elsewhere", others, COPY_OTHERS, "on other sites"),
    ):
        spam = _strength(labels, Label.SPAM)
        ham = _strength(labels, Label.HAM)
        if spam != ham:
            kind, count = ("spam", _count(labels, Label.SPAM)) if spam > ham else (
                "no spam", _count(labels, Label.HAM))  # fmt: skip
            texts = "a text nearly the same" if count == 1 else f"{count} texts nearly the same"
            weight = most * (spam - ham) / max(1.0, spam + ham)
            yield Evidence(name, weight, f"{texts} {_was(count)} called {kind} by people {where}")


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _strength(labels: dict[Said, int], label: Label) -> float:
    return sum(BY_BANDS[min(count, BANDS)] for said, count in labels.items() if said.label is label)


def _count(labels: dict[Said, int], label: Label) -> int:
    return sum(said.label is label for said in labels)


def _copies(copies: Sequence[Copies], *, author: str, linked: bool) -> Iterator[Evidence]:
    """Near copies of the last days, by how many people and sites they came."""
    most = max(copies, key=lambda band: band.count, default=Copies())
    if linked and most.count and not most.linked and most.first not in ("", author):
        yield Evidence("copy_with_link", 1.5, "somebody else's comment again, now with a link")
    spread = max(most.authors, most.addresses, 2 * most.sites if most.sites > 1 else 0)
    if most.count < LEAST_COPIES or spread < LEAST_COPIES:
        return
    weight = min(1.6, 0.4 * math.log2(most.count))
    # What many people quote is kept wherever it comes; a campaign is seen through here and there.
    weight *= 0.4 + 0.6 * (most.spam + 0.5) / (most.spam + most.keep + 1)
    weight += 0.4 if most.sites > 1 else 0.0
    reason = f"{most.count} texts nearly the same in the last days"
    if most.sites > 1:
        reason += f", on {most.sites} sites"
    yield Evidence("copies", weight, reason)


def _standings(remembered: Remembered) -> Iterator[Evidence]:
    judged: list[Standing] = []
    for (kind, _), standing in remembered.standings:
        if standing is NOBODY:
            continue
        rules = KINDS[kind]
        weight = _leaning(standing.spam, standing.ham)
        weight = max(-rules.ham, min(rules.spam, weight * rules.spam / 2))
        if abs(weight) >= 0.05:  # noqa: PLR2004 (changes nobody's mind)
            yield Evidence(f"reputation_{kind}", weight, _labelled_reason(rules, standing))
        judged.append(standing)
    yield from _judged(judged)
    yield from _reputes(remembered)


def _leaning(spam: float, ham: float) -> float:
    return 2 * math.log((spam + 0.5) / (ham + 0.5))


def _labelled_reason(rules: Kind, standing: Standing) -> str:
    if standing.ham > standing.spam and standing.ham >= LEAST_REGULAR:
        return f"a regular: comments of this {rules.name} were approved here"
    kind = "spam" if standing.spam > standing.ham else "no spam"
    return f"comments of this {rules.name} were called {kind} by people here"


def _judged(standings: Sequence[Standing]) -> Iterator[Evidence]:
    """Our own verdicts count little, and once: else we would come to believe ourselves."""
    weights = [
        0.25 * math.log((each.judged_spam + 2) / (each.judged_ham + 2))
        for each in standings
        if each.judged_spam + each.judged_ham >= LEAST_COPIES
    ]
    if weights:
        weight = max(-MOST_JUDGED, min(MOST_JUDGED, max(weights, key=abs)))
        kind = "spam" if weight > 0 else "good comments"
        if abs(weight) >= 0.05:  # noqa: PLR2004 (changes nobody's mind)
            yield Evidence("reputation_judged", weight, f"mostly {kind} came from there before")


def _reputes(remembered: Remembered) -> Iterator[Evidence]:
    """What other sites' people say, the loudest of it."""
    weights = [
        (min(1.0, max(-0.5, 0.5 * math.log((each.spam + 0.5) / (each.ham + 0.5)))), kind)
        for (kind, _), each in remembered.reputes
        if each is not UNSPOKEN
    ]
    if weights:
        weight, kind = max(weights, key=lambda pair: abs(pair[0]))
        what = "spam" if weight > 0 else "no spam"
        reason = f"comments of this {KINDS[kind].name} were called {what} on other sites"
        if weight:
            yield Evidence("reputation_elsewhere", weight, reason)


def _rates(remembered: Remembered) -> Iterator[Evidence]:
    left = MOST_RATES
    for took in remembered.over:
        if took.limit.what in RATES and left > 0:
            weights = RATES[took.limit.what]
            weight = min(left, weights[took.limit.period_seconds > 60])  # noqa: PLR2004 (a minute)
            left -= weight
            every = took.limit.name.rpartition("_")[2]
            reason = (
                f"{CALLED[took.limit.what]} came more than {took.limit.count} times this {every}"
            )
            yield Evidence(f"rate_{took.limit.name}", weight, reason)


def _newcomers(remembered: Remembered, *, linked: bool) -> Iterator[Evidence]:
    """New accounts in a burst; those that point nowhere are readers whom a link brought here."""
    if remembered.newcomers and linked:
        reason = f"one of {remembered.newcomers} new accounts in two hours, and it has a link"
        yield Evidence("newcomers", NEWCOMER, reason)


def _token(remembered: Remembered) -> Iterator[Evidence]:
    if not remembered.token_is_new:
        yield Evidence("form_token", 1.5, "the form's token was used before")
