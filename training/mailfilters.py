"""Two mail filters as peers: bogofilter, a Debian package, and SpamBayes' Python 3 port."""

import importlib
import importlib.util
import re
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from service.errors import HamgateError
from service.filtering.verdict import Thresholds
from training.dataset import Example
from training.measures import Scores
from training.peer_text import peer_text, peer_texts

BOGOFILTER = "bogofilter"
TIMEOUT_SECONDS = 1800
_POSTMARK = "From peer@localhost Thu Jan  1 00:00:00 1970\n"
_HEADERS = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n"
_FROM_LINE = re.compile(r"^(>*From )", re.MULTILINE)


class PeerError(HamgateError):
    """A peer program failed; the message says which and how."""


def mailbox(texts: Sequence[str]) -> bytes:
    """Texts as one mbox: how bogofilter takes thousands in one run."""
    return "".join(_POSTMARK + _HEADERS + _mail_body(text) + "\n\n" for text in texts).encode(
        "utf-8", "replace"
    )


def _mail_body(text: str) -> str:
    plain = text.replace("\r", "\n").replace("\0", " ")
    return _FROM_LINE.sub(r">\1", plain)


@dataclass(frozen=True)
class BogofilterModel:
    """A word list of bogofilter's, in a folder that goes when this object goes."""

    folder: Path
    name: str = BOGOFILTER
    thresholds: Thresholds = field(default=Thresholds(hold=0.45, spam=0.99))
    """Its own defaults: ham_cutoff and spam_cutoff of Debian's bogofilter.cf."""

    def scores(self, examples: Sequence[Example]) -> Scores:
        """Ask for every spamicity in one run."""
        texts = peer_texts(examples)
        answer = _bogofilter(self.folder, ["-M", "-TT"], texts)
        values = np.array(answer.split(), dtype=np.float64)
        if values.size != len(examples):
            raise PeerError(f"bogofilter answered {values.size} of {len(examples)} comments")
        return values


@dataclass(frozen=True, slots=True)
class BogofilterLearner:
    """Debian's bogofilter with its shipped parameters and a word list of its own."""

    name: str = BOGOFILTER

    def missing(self) -> str:
        """Say how to get it, if it is not on the PATH."""
        return "" if shutil.which(BOGOFILTER) else "apt-get install bogofilter"

    def fit(self, examples: Sequence[Example]) -> BogofilterModel:
        """Register spam and ham, one run each."""
        folder = Path(tempfile.mkdtemp(prefix="hamgate-bogofilter-"))
        model = BogofilterModel(folder)
        weakref.finalize(model, shutil.rmtree, folder, ignore_errors=True)
        for label, flag in (("spam", "-s"), ("ham", "-n")):
            texts = peer_texts([each for each in examples if each.label == label])
            if texts:
                _bogofilter(folder, ["-M", flag], texts)
        return model


def _bogofilter(folder: Path, options: list[str], texts: Sequence[str]) -> str:
    program = shutil.which(BOGOFILTER)
    if program is None:
        raise PeerError("bogofilter is not installed: apt-get install bogofilter")
    # -C: no configuration of the machine's owner; its exit codes 0–2 are verdicts, 3 an error.
    command = [program, "-C", "-d", str(folder), *options]
    done = subprocess.run(  # noqa: S603 (our own arguments, no shell)
        command, input=mailbox(texts), capture_output=True, check=False, timeout=TIMEOUT_SECONDS
    )
    if done.returncode not in (0, 1, 2):
        raise PeerError(f"bogofilter failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode()


@dataclass(frozen=True)
class SpamBayesModel:
    """SpamBayes' chi-squared classifier over its own tokens."""

    classifier: Any
    name: str = "SpamBayes"
    thresholds: Thresholds = field(default=Thresholds(hold=0.2, spam=0.9))
    """Its own defaults: ham_cutoff and spam_cutoff."""

    def scores(self, examples: Sequence[Example]) -> Scores:
        """Score one comment after the other."""
        tokenize = _sbclassifier().tokenize_text
        probability = self.classifier.spamprob
        values = (probability(tokenize(peer_text(each))) for each in examples)
        return np.fromiter(values, np.float64, len(examples))


@dataclass(frozen=True)
class SpamBayesLearner:
    """The Python 3 port of SpamBayes, ``sbclassifier``."""

    name: str = "SpamBayes"

    def missing(self) -> str:
        """Say how to get it, if it cannot be imported."""
        return "" if self._installed else "pip install sbclassifier"

    @cached_property
    def _installed(self) -> bool:
        return importlib.util.find_spec("sbclassifier") is not None

    def fit(self, examples: Sequence[Example]) -> SpamBayesModel:
        """Learn one comment after the other."""
        module = _sbclassifier()
        classifier = module.Classifier(module.ClassifierDb())
        for example in examples:
            tokens = module.tokenize_text(peer_text(example))
            classifier.learn(tokens, example.label == "spam")
        return SpamBayesModel(classifier)


def _sbclassifier() -> Any:
    try:
        return importlib.import_module("sbclassifier")
    except ImportError as error:
        raise PeerError("SpamBayes is not installed: pip install sbclassifier") from error
