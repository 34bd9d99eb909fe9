"""`hamgate bench train`: comments a second from files to a linear model, by shards.

Each of two processes takes a shard of a few thousand comments, reads it, fits a linear model by
stochastic gradient on it and lets it go: memory is that of the shards on hand, however many there
are. The weights are averaged. The same with scikit-learn's HashingVectorizer stands beside it.
`hamgate train`, which fits everything at once (calibrated, in held-out folds), is measured on
fewer.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from joblib import Parallel, delayed
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier

from training.bench.comments import recombined
from training.bench.figures import Measured
from training.bench.processes import BenchError
from training.bench.scale import Scale
from training.corpora.reading import read_examples
from training.dataset import Example
from training.estimators import feature_matrix

PROCESSES = 2
SHARD_COMMENTS = 5_000
COMMAND_SHARE = 20
"""`hamgate train` is given one comment in so many."""

_KIB = 1 << 10
Features = Callable[[Sequence[Example]], Any]


def measure(scale: Scale) -> Measured:
    """One run: ours, scikit-learn's, and the command."""
    with tempfile.TemporaryDirectory(prefix="hamgate-bench-") as folder:
        shards = written(recombined(scale.comments), Path(folder))
        ours = _fitted(shards, our_features)
        hashing = _fitted(shards, hashed_words)
        command = _command(shards, max(scale.comments // COMMAND_SHARE, 1), Path(folder))
    return Measured(
        {
            "train_a_second": scale.comments / ours[0],
            "train_mib": ours[1],
            "hashing_a_second": scale.comments / hashing[0],
            "command_a_second": command[0],
            "command_mib": command[1],
        }
    )


def written(examples: Iterable[Example], folder: Path) -> list[Path]:
    """Files of a few thousand comments each."""
    shards: list[Path] = []
    rest = iter(examples)
    while shard := list(islice(rest, SHARD_COMMENTS)):
        shards.append(folder / f"shard-{len(shards):05}.jsonl")
        shards[-1].write_bytes(msgspec.json.Encoder().encode_lines(list(map(_row, shard))))
    return shards


def _row(example: Example) -> dict[str, str]:
    text = example.submission.body.encode("utf-8", "replace").decode()
    author = example.submission.author
    return {"text": text, "label": example.label, "author": author.name, "author_url": author.url}


def our_features(examples: Sequence[Example]) -> Any:
    """The features that the model has."""
    return feature_matrix([example.submission for example in examples])


def hashed_words(examples: Sequence[Example]) -> Any:
    """Words and pairs of words, as scikit-learn hashes them."""
    vectorizer = HashingVectorizer(n_features=1 << 20, ngram_range=(1, 2), alternate_sign=False)
    return vectorizer.transform([example.submission.body for example in examples])


def _fitted(shards: Sequence[Path], features: Features) -> tuple[float, float]:
    """Seconds it took, and MiB that all processes had at most."""
    with Parallel(n_jobs=PROCESSES, return_as="generator") as parallel:
        list(parallel(delayed(os.getpid)() for _ in range(PROCESSES)))  # they have started now
        started = time.perf_counter()
        total, memory = np.zeros(0), {os.getpid(): _most_mib()}
        for weights, pid, mib in parallel(delayed(fit_shard)(path, features) for path in shards):
            total = weights if not total.size else total + weights
            memory[pid] = max(mib, memory.get(pid, 0.0))
        return time.perf_counter() - started, sum(memory.values())


def fit_shard(path: Path, features: Features) -> tuple[Any, int, float]:
    """Weights by one shard, and who found them in how much memory."""
    examples = list(read_examples(path))
    model = SGDClassifier(loss="log_loss", random_state=7, max_iter=1, tol=None)
    model.fit(features(examples), [example.label == "spam" for example in examples])
    return model.coef_[0].astype(np.float32), os.getpid(), _most_mib()


def _most_mib() -> float:
    """The most memory that this process had."""
    return _mib(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _mib(most: float) -> float:
    """A process' most memory, of which macOS counts bytes and Linux KiB."""
    return most / (_KIB * _KIB if sys.platform == "darwin" else _KIB)


def _command(shards: Sequence[Path], count: int, folder: Path) -> tuple[float, float]:
    """Comments a second of `hamgate train`, and the MiB of its main process."""
    few = folder / "few.jsonl"
    lines = (line for path in shards for line in path.read_bytes().splitlines(keepends=True))
    few.write_bytes(b"".join(islice(lines, count)))
    started = time.perf_counter()
    arguments = ["train", str(few), "--out", str(folder / "model"), "--jobs", str(PROCESSES)]
    environ = {**os.environ, "HAMGATE_DATA_DIR": str(folder / "data")}
    code = (
        "import resource, sys; from service.__main__ import hamgate;"
        "hamgate.main(sys.argv[1:], standalone_mode=False);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(  # noqa: S603 (our own program, no shell)
        [sys.executable, "-c", code, *arguments], env=environ, capture_output=True, check=False
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise BenchError(f"hamgate train failed: {last}")
    return count / (time.perf_counter() - started), _mib(float(done.stdout.split()[-1]))
