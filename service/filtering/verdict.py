"""From a score to what to do: one table of thresholds, read top down."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a site should do with a comment."""

    KEEP = "keep"
    HOLD = "hold"
    SPAM = "spam"


class Label(StrEnum):
    """What is true of a comment, said by a person."""

    HAM = "ham"
    SPAM = "spam"


class Mode(StrEnum):
    """What a site does with verdicts."""

    OFF = "off"
    OBSERVE = "observe"
    ENFORCE = "enforce"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores, in P(spam), at or above which a verdict applies; hold ≤ spam ≤ blatant."""

    hold: float
    spam: float
    blatant: float = 0.999999


def verdict_of(score: float, thresholds: Thresholds) -> Verdict:
    """The verdict a score earns under thresholds."""
    if score >= thresholds.spam:
        return Verdict.SPAM
    if score >= thresholds.hold:
        return Verdict.HOLD
    return Verdict.KEEP


def never_silent(verdict: Verdict) -> Verdict:
    """The verdict when something was missing: a keep nobody vouches for becomes a hold."""
    return Verdict.HOLD if verdict is Verdict.KEEP else verdict
