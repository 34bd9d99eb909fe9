"""What we answer: the bodies of all calls, from values to JSON."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

import msgspec
from aiohttp import web

from service.filtering.decision import Decision
from service.filtering.evidence import Evidence
from service.filtering.submission import Submission
from service.filtering.verdict import Label, Mode, Verdict
from service.stores.submissions import StoredSubmission

_ENCODER = msgspec.json.Encoder()


class EvidenceAnswer(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One reason with its weight in log-odds."""

    signal: str
    weight: float
    reason: str
    words: tuple[tuple[str, float], ...] = ()


class DecisionAnswer(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The answer to a check."""

    id: str
    verdict: Verdict
    score: float
    blatant: bool
    evidence: list[EvidenceAnswer]
    message: str
    model: str
    mode: Mode
    degraded: tuple[str, ...]
    observed: Verdict | None = None


class SubmissionAnswer(msgspec.Struct, frozen=True):
    """A submission as it is kept, with what was decided and what people say."""

    id: str
    submission: Submission
    verdict: Verdict
    score: float
    blatant: bool
    evidence: list[EvidenceAnswer]
    model: str
    mode: Mode
    degraded: tuple[str, ...]
    observed: Verdict | None
    checked_at: datetime
    label: Label | None


def json_answer(value: Any, status: int = HTTPStatus.OK) -> web.Response:
    """A JSON response of anything msgspec encodes."""
    return bytes_answer(_ENCODER.encode(value), status)


def bytes_answer(body: bytes, status: int = HTTPStatus.OK) -> web.Response:
    """A JSON response of bytes that are JSON already."""
    return web.Response(body=body, status=status, content_type="application/json")


def decision_body(decision: Decision) -> bytes:
    """The JSON of one decision."""
    return _ENCODER.encode(_decision(decision))


def decisions_body(decisions: Sequence[Decision]) -> bytes:
    """The JSON of several decisions, as a list."""
    return _ENCODER.encode([_decision(decision) for decision in decisions])


def submission_answer(stored: StoredSubmission) -> SubmissionAnswer:
    """A kept submission as it is shown."""
    return SubmissionAnswer(
        id=stored.id,
        submission=stored.submission,
        verdict=stored.verdict,
        score=stored.score,
        blatant=stored.blatant,
        evidence=_reasons(stored.evidence),
        model=stored.model,
        mode=stored.mode,
        degraded=stored.degraded,
        observed=stored.observed,
        checked_at=stored.checked_at,
        label=stored.label,
    )


def _decision(decision: Decision) -> DecisionAnswer:
    return DecisionAnswer(
        decision.id,
        decision.verdict,
        decision.score,
        decision.blatant,
        _reasons(decision.evidence),
        decision.message,
        decision.model,
        decision.mode,
        decision.degraded,
        decision.observed,
    )


def _reasons(evidence: Sequence[Evidence]) -> list[EvidenceAnswer]:
    return [
        EvidenceAnswer(piece.signal, piece.weight, piece.reason, piece.words) for piece in evidence
    ]
