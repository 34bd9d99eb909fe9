"""Peers: the same splits for all, whoever is missing is told how to get."""

import importlib.util
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from labelled import ModelOf, example

from training.dataset import Example
from training.mailfilters import BogofilterLearner, SpamBayesLearner, mailbox
from training.peer_text import peer_text
from training.peers import PEERS, PipelineLearner, complement_bayes, judge_peers
from training.prequential import learning_curve
from training.splitting import leave_one_source_out
from training.tables import peer_tables

WORDS = ("tea", "garden", "python", "bread", "history", "music")
EXAMPLES = [
    example(text, label, source)
    for source in ("one", "two", "three")
    for n in range(40)
    for text, label in (
        (f"I liked the part on {WORDS[n % 6]} and {WORDS[n % 5]}, {source} {n}", "ham"),
        (f"cheap pills casino bonus {WORDS[n % 6]} order now {source} {n}", "spam"),
    )
]


@dataclass(frozen=True)
class Absent:
    name: str = "Absent"

    def missing(self) -> str:
        return "pip install absent"

    def fit(self, examples: Sequence[Example]) -> ModelOf:
        raise AssertionError(examples)


def learner_params() -> list[object]:
    return [pytest.param(each, id=each.name) for each in PEERS]


@pytest.mark.parametrize("learner", learner_params())
def test_every_peer_learns_plain_spam(learner: PipelineLearner) -> None:
    if learner.missing():
        pytest.skip(learner.missing())
    model = learner.fit(EXAMPLES[:160])
    scores = model.scores(EXAMPLES[160:])
    is_spam = np.array([each.label == "spam" for each in EXAMPLES[160:]])
    assert scores[is_spam].min() > scores[~is_spam].max()
    assert ((scores >= 0) & (scores <= 1)).all()


def test_all_are_judged_on_the_same_rows_and_the_missing_are_named() -> None:
    told: list[str] = []
    learners = (PipelineLearner("NB", complement_bayes), Absent())
    table = judge_peers(EXAMPLES, leave_one_source_out(EXAMPLES), learners, told.append)
    assert table.rows == 240
    assert table.evaluations["NB"].whole.recalls[1].recall.value == 1
    assert table.missing == {"Absent": "pip install absent"}
    assert told == ["NB: one", "NB: three", "NB: two"]
    side_by_side, by_source = peer_tables(table)
    assert "Absent is missing: pip install absent." in side_by_side.note
    assert [row[0] for row in by_source.rows] == ["one", "three", "two"]


def test_a_mailbox_holds_one_message_a_text_whatever_is_in_it() -> None:
    nasty = ["From me to you", "a\nFrom b\n\nFrom c", "", "\r\nx\x00y", "\ud800"]
    box = mailbox(nasty)
    assert box.count(b"\nFrom peer@") + box.startswith(b"From peer@") == len(nasty)
    if not BogofilterLearner().missing():
        model = BogofilterLearner().fit(EXAMPLES[:20])
        assert model.scores([example(text) for text in nasty]).size == len(nasty)


def test_peers_read_the_authors_fields_as_hamgate_does() -> None:
    signed = example("Nice post", author="Loans", url="http://loans.example")
    assert peer_text(signed) == "Loans\nhttp://loans.example\nNice post"
    assert peer_text(example("Nice post")) == "Nice post"


def test_missing_programs_say_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert BogofilterLearner().missing() == "apt-get install bogofilter"
    assert SpamBayesLearner().missing() == "pip install sbclassifier"


def test_a_learning_curve_predicts_before_it_learns() -> None:
    ordered = [example(f"{n}", "spam" if n % 2 else "ham", date=f"{n:04}") for n in range(120)]
    seen: list[int] = []

    def fit(labelled: Sequence[Example]) -> ModelOf:
        seen.append(len(labelled))
        known = {each.submission.body for each in labelled}
        assert not known & {each.submission.body for each in ordered[len(labelled) :]}
        return ModelOf(lambda _: 0.95 if len(labelled) < 50 else 0.1)

    curve = learning_curve(fit, ordered[::-1])
    assert seen == [0, 10, 20, 50, 100]
    assert [each.ham_called_spam.share for each in curve] == [1, 1, 1, 0, 0]
    assert sum(each.missed_spam.total + each.ham_held.total for each in curve) == 120
