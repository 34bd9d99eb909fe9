"""Scorers: reasons that add up, and the very probabilities of the pipeline."""

import io
from collections.abc import Sequence

import joblib
import pytest
from hypothesis import given, settings
from texts import any_submission, genuine
from tiny_models import Model, few_examples

from service.artifacts import DEFAULT_MODEL, read_artifact
from service.filtering.evidence import Evidence, logit, total
from service.filtering.fingerprint import GOLDEN
from service.filtering.reading import read
from service.filtering.signals import SIGNALS
from service.filtering.submission import Author, Submission
from service.filtering.verdict import Thresholds
from service.models.scorer import AnyScorer, FallbackScorer, Scorer

TOLERANCE = 1e-6


def judged() -> list[Submission]:
    """Golden comments, genuine ones of all scripts, and those the model was fitted to."""
    fitted = [example.submission for example in few_examples()]
    return [*GOLDEN, *(Submission(each.text) for each in genuine()), *fitted]


def assert_agrees(scorer: Scorer, model: Model, submissions: Sequence[Submission]) -> None:
    wanted = model.pipeline.predict_proba(submissions)[:, 1]
    for submission, spam in zip(submissions, wanted.tolist(), strict=True):
        assert scorer.score(submission) == pytest.approx(spam, abs=TOLERANCE)


def assert_adds_up(scorer: AnyScorer, submission: Submission) -> tuple[Evidence, ...]:
    evidence = scorer.evidence(submission)
    assert evidence[0].signal == "prior"
    score = 1 / (1 + 2.718281828459045 ** -total(evidence))
    assert total(evidence) == pytest.approx(logit(score), abs=TOLERANCE)
    assert all(piece.reason for piece in evidence)
    assert len({piece.signal for piece in evidence}) == len(evidence)
    return evidence


@pytest.mark.parametrize("name", ["tiny", "dense"])
def test_scores_are_the_pipelines(name: str, request: pytest.FixtureRequest) -> None:
    model = request.getfixturevalue(name)
    assert_agrees(Scorer(model.artifact), model, judged())


def test_the_default_models_scores_are_its_pipelines() -> None:
    artifact = read_artifact(DEFAULT_MODEL, signer=None)
    pipeline = joblib.load(io.BytesIO((DEFAULT_MODEL / "pipeline.joblib").read_bytes()))
    assert_agrees(Scorer(artifact), Model(artifact, pipeline), judged())


@settings(max_examples=60)
@given(submission=any_submission)
def test_any_submission_scores_as_in_the_pipeline_and_adds_up(
    dense: Model, submission: Submission
) -> None:
    scorer = Scorer(dense.artifact)
    assert_agrees(scorer, dense, [submission])
    evidence = assert_adds_up(scorer, submission)
    assert {"prior", "text"} <= {piece.signal for piece in evidence}
    assert evidence == scorer.evidence(submission)


def test_many_are_judged_as_one_by_one(dense: Model) -> None:
    scorer = Scorer(dense.artifact)
    many = [*judged(), Submission("x" * 70_000), Submission("")]
    assert scorer.evidence_many(many) == [scorer.evidence(each) for each in many]
    half_read = [read(each) if number % 2 else None for number, each in enumerate(many)]
    assert scorer.evidence_many(many, half_read) == scorer.evidence_many(many)
    assert scorer.evidence_many([]) == []


def test_words_behind_a_text_are_its_own_and_push_its_way(tiny: Model) -> None:
    scorer = Scorer(tiny.artifact)
    for example in few_examples():
        text = next(p for p in scorer.evidence(example.submission) if p.signal == "text")
        assert 1 <= len(text.words) <= 3
        for word, weight in text.words:
            assert word in example.submission.body.lower()
            assert f"“{word}”" in text.reason
            assert weight * text.weight > 0
        assert sorted(text.words, key=lambda pair: -abs(pair[1])) == list(text.words)


def test_every_field_with_text_has_its_own_evidence(dense: Model) -> None:
    author = Author(name="Cheap Shoes", url="http://shoes.example/buy", email="a@b.example")
    submission = Submission("see http://a.example", author=author)
    names = {piece.signal for piece in Scorer(dense.artifact).evidence(submission)}
    assert {"text", "link_text", "author_name", "author_address"} <= names


def test_small_signs_are_told_together_and_lose_nothing(dense: Model) -> None:
    arrays = dict(dense.artifact.arrays) | {"signals": dense.artifact.arrays["signals"] * 1e-3}
    artifact = type(dense.artifact)(dense.artifact.manifest, arrays, digest="")
    evidence = assert_adds_up(Scorer(artifact), GOLDEN[7])
    assert not {piece.signal for piece in evidence} & {signal.name for signal in SIGNALS}
    assert any(piece.signal == "minor" for piece in evidence)


def test_version_and_thresholds_are_the_manifests(dense: Model) -> None:
    scorer = Scorer(dense.artifact)
    assert scorer.version == "dense"
    assert scorer.thresholds == Thresholds(0.5, 0.9, 0.99)
    assert scorer.fpr_table == ((0.005, 0.9),)


@given(any_submission)
def test_without_a_model_signals_speak_and_words_do_not(submission: Submission) -> None:
    evidence = assert_adds_up(FallbackScorer(), submission)
    assert "text" not in {piece.signal for piece in evidence}


def test_the_last_resort_tells_the_worst_from_the_ordinary() -> None:
    scorer = FallbackScorer()
    ordinary, worst = (total(scorer.evidence(each)) for each in (GOLDEN[9], GOLDEN[7]))
    assert ordinary < 0 < worst
    known = {signal.name for signal in SIGNALS}
    assert set(FallbackScorer._WEIGHTS) <= known
