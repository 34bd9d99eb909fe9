"""Evaluation: every group is measured against all genuine comments, the same twice."""

import json
import math

import numpy as np
import pytest
from labelled import example

from service.filtering.verdict import Thresholds
from training.evaluation import Evaluation, evaluate
from training.grouping import field_pattern, group_keys, labels_of, length_band

LIMITS = Thresholds(hold=0.5, spam=0.9, blatant=0.99)
EXAMPLES = [
    *[example(f"fine {number}", source="a", lang="en") for number in range(400)],
    *[example(f"bon {number}", source="b", lang="fr", author="Léa") for number in range(100)],
    *[example(f"pills {number}", "spam", source="a", kind="pharma") for number in range(50)],
]
SCORES = np.concatenate(
    [np.linspace(0, 0.6, 400), np.linspace(0, 0.95, 100), np.linspace(0.4, 1, 50)]
)


def evaluated() -> Evaluation:
    return evaluate(SCORES, labels_of(EXAMPLES), group_keys(EXAMPLES), thresholds=LIMITS)


def test_rates_follow_the_thresholds() -> None:
    whole = evaluated().whole
    assert (whole.rows, whole.ham, whole.spam) == (550, 500, 50)
    assert whole.ham_called_spam.hits == np.count_nonzero(SCORES[:500] >= 0.9)
    assert whole.ham_held.hits == np.count_nonzero((SCORES[:500] >= 0.5) & (SCORES[:500] < 0.9))
    assert whole.spam_called_spam.hits == np.count_nonzero(SCORES[500:] >= 0.9)
    assert whole.accuracy.hits == whole.spam_called_spam.hits + 500 - whole.ham_called_spam.hits


def test_a_source_without_its_own_ham_is_measured_against_everybodys() -> None:
    groups = evaluated().groups
    assert groups["kind"]["spam: pharma"].ham == 0
    assert not math.isnan(groups["kind"]["spam: pharma"].recalls[1].recall.value)
    assert math.isnan(groups["source"]["b"].recalls[1].recall.value)


def test_languages_are_compared_at_the_threshold_of_english() -> None:
    languages = evaluated().groups["language"]
    assert languages["en"].ham_over_reference.hits == 2
    assert languages["fr"].ham_over_reference.share > 0.3


def test_the_same_scores_give_the_same_figures() -> None:
    assert json.dumps(evaluated().plain()) == json.dumps(evaluated().plain())


def test_figures_are_json_without_nan() -> None:
    plain = evaluated().plain()
    json.dumps(plain, allow_nan=False)
    assert plain["groups"]["source"]["b"]["auc"]["value"] is None
    assert plain["whole"]["ham_called_spam"]["share"] == pytest.approx(6 / 500)


def test_field_patterns_name_what_is_filled_in() -> None:
    assert field_pattern(example("x")) == "none"
    assert field_pattern(example("x", author="Bob", url="http://b.example", title="T")) == (
        "name+url+title"
    )


def test_lengths_fall_into_bands() -> None:
    bands = [length_band(example("x" * length)) for length in (0, 20, 399, 1499, 1500)]
    assert bands == sorted(set(bands))
