"""Scoring one submission straight from a model's weights, with the reasons."""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from service.artifacts import Artifact
from service.filtering.evidence import Evidence, balanced, logit
from service.filtering.features import measured, texts_of
from service.filtering.ngrams import BODY, Piece, batches
from service.filtering.reading import Reading, read
from service.filtering.signals import SIGNALS
from service.filtering.submission import Submission
from service.filtering.verdict import Thresholds
from service.models.wording import text_evidence

_MINOR_LOG_ODDS = 0.02
"""Signals that weigh less are summed up in one line: they change nobody's mind."""


class AnyScorer(Protocol):
    """What the engine needs of a scorer."""

    @property
    def version(self) -> str:
        """The model's version; ``none`` where there is no model."""
        ...

    @property
    def thresholds(self) -> Thresholds:
        """The model's own thresholds."""
        ...

    @property
    def fpr_table(self) -> Sequence[tuple[float, float]]:
        """Pairs of a false-positive rate and the score that keeps it, rates rising."""
        ...

    def evidence(
        self, submission: Submission, reading: Reading | None = None
    ) -> tuple[Evidence, ...]:
        """Reasons whose weights add up to the log-odds of the score.

        The reading is made here where the caller has none.
        """
        ...

    def evidence_many(
        self, submissions: Sequence[Submission], readings: Sequence[Reading | None] | None = None
    ) -> Sequence[tuple[Evidence, ...]]:
        """The same of several submissions, in order."""
        ...


class Scorer:
    """A fitted model at work; holds its weights and nothing that changes."""

    def __init__(self, artifact: Artifact) -> None:
        manifest: dict[str, Any] = artifact.manifest
        self.version = artifact.version
        self.thresholds = Thresholds(
            **{name: float(manifest["thresholds"][name]) for name in ("hold", "spam", "blatant")}
        )
        self.fpr_table = tuple((float(rate), float(score)) for rate, score in manifest["fpr_table"])
        self._buckets: NDArray[np.float32] = np.append(artifact.arrays["buckets"], np.float32(0))
        self._signals: list[float] = artifact.arrays["signals"].tolist()
        self._intercept = float(artifact.arrays["intercept"][0])

    def evidence(
        self, submission: Submission, reading: Reading | None = None
    ) -> tuple[Evidence, ...]:
        """Reasons whose weights add up to ``logit(score)``: prior, text, then signals."""
        reading = reading or read(submission)
        texts = text_evidence(_texts(0, reading), self._buckets)
        return self._summed(texts, self._signal_evidence(submission, reading))

    def score(self, submission: Submission) -> float:
        """Calibrated P(spam), in [1e-6, 1 - 1e-6]."""
        return balanced(self.evidence(submission))[1]

    def evidence_many(
        self, submissions: Sequence[Submission], readings: Sequence[Reading | None] | None = None
    ) -> list[tuple[Evidence, ...]]:
        """Evidence of each submission, in order; all texts are weighed in one pass."""
        given = readings or [None] * len(submissions)
        known = [its or read(each) for its, each in zip(given, submissions, strict=True)]
        rows = (_texts(row, reading) for row, reading in enumerate(known))
        texts: list[list[Evidence]] = [[] for _ in submissions]
        for batch in batches(chain.from_iterable(rows)):
            for piece, evidence in zip(batch, text_evidence(batch, self._buckets), strict=True):
                texts[piece.row].append(evidence)
        return [
            self._summed(of_texts, self._signal_evidence(submission, reading))
            for of_texts, submission, reading in zip(texts, submissions, known, strict=True)
        ]

    def _summed(self, texts: list[Evidence], signals: list[Evidence]) -> tuple[Evidence, ...]:
        prior = Evidence("prior", self._intercept, "how common spam is before anything is known")
        return balanced((prior, *texts, *signals))[0]

    def _signal_evidence(self, submission: Submission, reading: Reading) -> list[Evidence]:
        pieces, rest, count = [], 0.0, 0
        for place, value in enumerate(measured(submission, reading)):
            if not value:
                continue
            share = self._signals[place] * value
            if abs(share) >= _MINOR_LOG_ODDS:
                signal = SIGNALS[place]
                pieces.append(Evidence(signal.name, share, signal.explained(value)))
            elif share:
                rest, count = rest + share, count + 1
        if count:
            pieces.append(
                Evidence("minor", rest, f"{count} small sign{'s' * (count > 1)} together")
            )
        return pieces


def _texts(row: int, reading: Reading) -> list[Piece]:
    """The texts of a reading, its body also where that is empty."""
    channels = texts_of(reading)
    if not channels or channels[0][0] is not BODY:
        channels = ((BODY, ""), *channels)
    return [Piece(row, channel, text) for channel, text in channels]


class FallbackScorer:
    """Judges by a few hand-weighted signals where no model can be read at all."""

    version = "none"
    thresholds = Thresholds(hold=0.5, spam=0.98)
    fpr_table: Sequence[tuple[float, float]] = ((0.005, 0.98),)
    _PRIOR = 0.3
    _WEIGHTS = {  # noqa: RUF012 (never changed)
        "link_count": 0.8, "link_bbcode": 2.0, "link_shortened": 1.0, "link_odd_host": 1.0,
        "chat_contact": 2.0,
        "hidden_characters": 1.5, "odd_alphabets": 1.0, "lookalike_letters": 1.5,
        "spaced_letters": 1.0,
        "name_is_address": 1.5, "honeypot": 5.0, "hasty": 1.5, "staff": -4.0,
    }  # fmt: skip

    @cached_property
    def _signals(self) -> list[float]:
        return [self._WEIGHTS.get(signal.name, 0.0) for signal in SIGNALS]

    def evidence(
        self, submission: Submission, reading: Reading | None = None
    ) -> tuple[Evidence, ...]:
        """Reasons from signals alone; there is no ``text`` piece without a model."""
        reading = reading or read(submission)
        pieces = [Evidence("prior", logit(self._PRIOR), "no model could be read")]
        for signal, weight, value in zip(
            SIGNALS, self._signals, measured(submission, reading), strict=True
        ):
            if weight * value:
                pieces.append(Evidence(signal.name, weight * value, signal.explained(value)))
        return balanced(tuple(pieces))[0]

    def evidence_many(
        self, submissions: Sequence[Submission], readings: Sequence[Reading | None] | None = None
    ) -> list[tuple[Evidence, ...]]:
        """The same of several submissions, one after the other."""
        given = readings or [None] * len(submissions)
        return [self.evidence(*pair) for pair in zip(submissions, given, strict=True)]
