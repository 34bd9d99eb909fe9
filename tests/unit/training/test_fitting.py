"""Fitting: the same data gives the same model, and its manifest says what it should."""

from typing import Any

import numpy as np
import pytest
from labelled import example
from tiny_models import OPTIONS, few_examples

from service.artifacts import Artifact, weights_of
from service.filtering.signals import SIGNALS
from service.filtering.submission import Form, Submission
from service.models.scorer import Scorer
from training import fitting
from training.fitting import FIXED_SIGNALS, FittedModel, fit_model
from training.manifest import Heard, manifest_of


def artifact(fitted: FittedModel) -> Artifact:
    return Artifact(fitted.manifest, fitted.arrays, digest="")


def test_the_same_data_gives_the_same_model_twice(fitted: FittedModel) -> None:
    again = fit_model(few_examples(), OPTIONS)
    assert again.manifest == fitted.manifest
    assert again.pipeline_bytes == fitted.pipeline_bytes
    for name, array in fitted.arrays.items():
        assert again.arrays[name].tobytes() == array.tobytes()


def test_the_version_is_the_date_and_what_was_learned_and_a_fit_says_how_far_it_is(
    fitted: FittedModel,
) -> None:
    assert fitted.manifest["version"].startswith("2026-11-22.1-")
    told: list[str] = []
    other = fit_model(few_examples()[:40], OPTIONS, progress=told.append)
    assert told[0] == "reading 40 comments"
    assert len(told) >= 8
    assert other.manifest["version"] != fitted.manifest["version"]


def test_the_manifest_names_sets_signals_and_thresholds(fitted: FittedModel) -> None:
    manifest = fitted.manifest
    assert [(entry["name"], entry["rows"]) for entry in manifest["training_sets"]] == [
        ("one", 20), ("three", 20), ("two", 20),
    ]  # fmt: skip
    assert manifest["signals"] == [signal.name for signal in SIGNALS]
    chosen = manifest["thresholds"]
    assert 0 < chosen["hold"] <= chosen["spam"] <= chosen["blatant"] < 1
    rates, scores = zip(*manifest["fpr_table"], strict=True)
    assert list(rates) == sorted(rates)
    assert list(scores) == sorted(scores, reverse=True)


def test_what_was_taught_is_known_and_nothing_is_certain(fitted: FittedModel) -> None:
    scorer = Scorer(artifact(fitted))
    for each in few_examples():
        score = scorer.score(each.submission)
        assert (score > 0.5) == (each.label == "spam")
        assert 0.001 < score < 0.999


def test_signals_that_no_comment_showed_have_their_set_weights(fitted: FittedModel) -> None:
    scorer = Scorer(artifact(fitted))
    trapped = scorer.evidence(Submission("hello", form=Form(honeypot="x")))
    weights = {piece.signal: piece.weight for piece in trapped}
    assert weights["honeypot"] == pytest.approx(FIXED_SIGNALS["honeypot"])


def test_a_few_labels_move_a_base_where_they_speak_and_nowhere_else(fitted: FittedModel) -> None:
    base = artifact(fitted)
    words = ("xylophone quartz", "quartz in the village", "a xylophone for all")
    labels = [example(f"{words[n % 3]} {n}", "spam", "site") for n in range(12)]
    labels += [example(f"{words[n % 3]} is dear to me, {n}", "ham", "site") for n in range(3)]
    moved = artifact(fit_model(labels, OPTIONS, base=base))
    before, after = Scorer(base), Scorer(moved)
    said, unsaid = Submission("xylophone quartz"), Submission("bread history")
    assert after.score(said) > before.score(said)
    assert abs(after.score(unsaid) - before.score(unsaid)) < 0.1
    difference = weights_of(moved.arrays) - weights_of(base.arrays)
    assert np.count_nonzero(difference) < 0.02 * len(difference)


def test_a_queue_that_is_nearly_all_spam_does_not_make_strangers_spam(fitted: FittedModel) -> None:
    base = artifact(fitted)
    labels = [
        example(f"what a day it was for us all, number {n}", "spam", "site") for n in range(80)
    ]
    labels += [example(f"a lovely walk by the sea {n}", "ham", "site") for n in range(2)]
    after = Scorer(artifact(fit_model(labels, OPTIONS, base=base)))
    taught = Submission("what a day it was for us all, number 7")
    stranger = Submission("it was for the number of days that we stayed")
    assert after.score(stranger) < 0.5 < after.score(taught)


def test_the_labels_of_a_site_raise_thresholds_and_never_lower_them(
    fitted: FittedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "_MIN_HAM_FOR_THRESHOLDS", 10)
    table = [[0.001, 0.999], [0.005, 0.3]]
    chosen = {"hold": 0.97, "spam": 0.98, "blatant": 0.99999}
    manifest = fitted.manifest | {"thresholds": chosen, "fpr_table": table}
    moved = fit_model(few_examples(), OPTIONS, base=Artifact(manifest, fitted.arrays, digest=""))
    assert moved.manifest["threshold_sources"] == {"one": 10, "three": 10, "two": 10}
    assert moved.manifest["thresholds"] == chosen
    at = dict(moved.manifest["fpr_table"])
    assert at[0.001] == 0.999
    eager = manifest | {"thresholds": {"hold": 0.01, "spam": 0.02, "blatant": 0.03}}
    moved = fit_model(few_examples(), OPTIONS, base=Artifact(eager, fitted.arrays, digest=""))
    assert moved.manifest["thresholds"]["spam"] >= 0.5


def test_comments_of_others_say_where_even_odds_lie_and_move_no_weight() -> None:
    ham = [example(f"cheap bread number {n}", "ham", "judge") for n in range(40)]
    spam = [example(f"cheap pills number {n}", "spam", "judge") for n in range(60)]
    alone = fit_model(few_examples(), OPTIONS)
    judged = fit_model(few_examples(), OPTIONS, judges=[*ham, *spam])
    for name in ("buckets", "signals"):
        assert (alone.arrays[name] == judged.arrays[name]).all()
    scorer = Scorer(artifact(judged))
    mean = [sum(scorer.score(each.submission) for each in some) / len(some) for some in (ham, spam)]
    assert sum(mean) == pytest.approx(1, abs=1e-3)


def test_genuine_comments_of_others_set_the_thresholds() -> None:
    judges = [example(f"cheap bread number {n}", "ham", "judge") for n in range(150)]
    fitted = fit_model(few_examples(), OPTIONS, judges=judges)
    assert fitted.manifest["threshold_sources"] == {"judge": 150}
    scorer = Scorer(artifact(fitted))
    called = sum(scorer.score(each.submission) >= scorer.thresholds.spam for each in judges)
    assert called <= 1


def test_what_is_told_of_held_out_comments_moves_with_even_odds_as_the_thresholds_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[Heard] = []

    def noted(*asked: Any, **said: Any) -> dict[str, Any]:
        heard.append(said["heard"])
        return manifest_of(*asked, **said)

    monkeypatch.setattr(fitting, "manifest_of", noted)
    judges = [
        example(f"cheap {word} number {n}", label, "judge")
        for word, label in (("bread", "ham"), ("pills", "spam"))
        for n in range(40)
    ]
    alone, judged = (fit_model(few_examples(), OPTIONS, judges=each) for each in ((), judges))
    moved = float(judged.arrays["intercept"][0] - alone.arrays["intercept"][0])
    assert abs(moved) > 0.01
    assert heard[1].held_out - heard[0].held_out == pytest.approx(moved, abs=1e-5)
