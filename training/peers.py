"""Hamgate and its peers on the same splits, in one table by one command."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from service.filtering.verdict import Thresholds
from training.dataset import Example
from training.evaluation import Evaluation, evaluate
from training.grouping import group_keys, labels_of
from training.learners import Learner
from training.mailfilters import BogofilterLearner, SpamBayesLearner
from training.measures import Scores
from training.peer_text import peer_texts
from training.splitting import Split

Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PipelineModel:
    """A fitted scikit-learn pipeline over the texts."""

    name: str
    pipeline: Pipeline
    thresholds: Thresholds = field(default=Thresholds(hold=0.5, spam=0.5))

    def scores(self, examples: Sequence[Example]) -> Scores:
        """Ask for P(spam)."""
        probabilities: Scores = self.pipeline.predict_proba(peer_texts(examples))[:, 1]
        return probabilities


@dataclass(frozen=True, slots=True)
class PipelineLearner:
    """A scikit-learn pipeline made anew for each fit."""

    name: str
    build: Callable[[], Pipeline]

    def missing(self) -> str:
        """Miss nothing: scikit-learn comes with Hamgate."""
        return ""

    def fit(self, examples: Sequence[Example]) -> PipelineModel:
        """Fit on the texts."""
        fitted = self.build().fit(peer_texts(examples), labels_of(examples))
        return PipelineModel(self.name, fitted)


def tfidf_logistic_regression() -> Pipeline:
    """Build the best simple model: word 1–2-grams and character 2–5-grams, NFKC, LR."""
    words = TfidfVectorizer(
        preprocessor=normal, ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float32
    )
    characters = TfidfVectorizer(
        preprocessor=normal,
        analyzer="char_wb",
        ngram_range=(2, 5),
        min_df=3,
        max_features=400_000,
        sublinear_tf=True,
        dtype=np.float32,
    )
    regression = LogisticRegression(C=10, solver="liblinear", class_weight="balanced")
    return make_pipeline(make_union(words, characters), regression)


def complement_bayes() -> Pipeline:
    """Build scikit-learn's naive Bayes for uneven classes, over words."""
    words = TfidfVectorizer(preprocessor=normal, ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    return make_pipeline(words, ComplementNB(alpha=0.1))


def normal(text: str) -> str:
    """NFKC and lower case: NFKC alone lifts recall on mathematical alphabets by a fifth."""
    return unicodedata.normalize("NFKC", text).lower()


PEERS: tuple[Learner, ...] = (
    PipelineLearner("TF-IDF + LR", tfidf_logistic_regression),
    PipelineLearner("ComplementNB", complement_bayes),
    BogofilterLearner(),
    SpamBayesLearner(),
)


@dataclass(frozen=True, slots=True)
class PeerTable:
    """Every learner's figures over all test rows of the same splits, and who is missing."""

    evaluations: dict[str, Evaluation]
    missing: dict[str, str]
    rows: int

    def plain(self) -> dict[str, Any]:
        """Give the figures for JSON."""
        figures = {name: each.plain() for name, each in self.evaluations.items()}
        return {"rows": self.rows, "missing": self.missing, "peers": figures}


def judge_peers(
    examples: Sequence[Example], splits: Sequence[Split], learners: Sequence[Learner], note: Note
) -> PeerTable:
    """Fit and judge every learner on every split; scores of all test rows are pooled.

    Each test row is scored by a model that never saw its source. ``note`` is told what
    begins.
    """
    there = [learner for learner in learners if not learner.missing()]
    tested = np.concatenate([split.test for split in splits])
    rows = [examples[row] for row in tested]
    groups, is_spam = group_keys(rows), labels_of(rows)
    evaluations = {}
    for learner in there:
        scores, thresholds = _pooled(learner, examples, splits, note)
        evaluations[learner.name] = evaluate(scores, is_spam, groups, thresholds=thresholds)
    missing = {each.name: each.missing() for each in learners if each.missing()}
    return PeerTable(evaluations, missing, len(rows))


def _pooled(
    learner: Learner, examples: Sequence[Example], splits: Sequence[Split], note: Note
) -> tuple[Scores, Thresholds]:
    parts = []
    thresholds = Thresholds(0.5, 0.5)
    for split in splits:
        note(f"{learner.name}: {split.name}")
        model = learner.fit([examples[row] for row in split.train])
        thresholds = model.thresholds
        parts.append(model.scores([examples[row] for row in split.test]))
    return np.concatenate(parts), thresholds
