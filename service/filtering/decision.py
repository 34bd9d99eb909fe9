"""What Hamgate answers about one submission."""

from dataclasses import dataclass

from service.filtering.evidence import Evidence
from service.filtering.verdict import Mode, Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with its score, its reasons and what stood behind it."""

    id: str
    verdict: Verdict
    score: float
    blatant: bool
    evidence: tuple[Evidence, ...]
    message: str
    model: str
    mode: Mode
    degraded: tuple[str, ...] = ()
    observed: Verdict | None = None
    """In mode ``observe``: the verdict it would have been."""
