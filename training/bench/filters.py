"""bogofilter and rspamd, where they are installed: how long they take for a message."""

import shutil
import subprocess
import time
from collections.abc import Sequence

from training.bench.figures import MICROSECONDS, Measured, percentile
from training.bench.scale import Scale
from training.corpora.reading import read_examples
from training.dataset import Example
from training.mailfilters import BogofilterLearner, BogofilterModel
from training.opening import SEED_FOLDER

TAUGHT = 2_000
ASKED = 200
PROCESSES = 20
RSPAMC = "rspamc"
_TIMEOUT_SECONDS = 10.0


def measure(scale: Scale) -> Measured:
    """One run of each that is there."""
    del scale
    examples = list(read_examples(SEED_FOLDER))
    asked = [each for each in examples if abs(len(each.submission.body) - 300) <= 30][:ASKED]  # noqa: PLR2004 (characters)
    figures: dict[str, float] = {}
    missing = []
    for name, measured in (("bogofilter", _bogofilter), ("rspamd", _rspamd)):
        found = measured(examples[:: max(len(examples) // TAUGHT, 1)], asked)
        figures |= found
        if not found:
            missing.append(f"{name} is not installed here (apt-get install {name})")
    return Measured(figures, missing=tuple(missing))


def _bogofilter(taught: Sequence[Example], asked: Sequence[Example]) -> dict[str, float]:
    learner = BogofilterLearner()
    if learner.missing():
        return {}
    model = learner.fit(taught)
    whole = _seconds(model, asked) - _seconds(model, asked[:1])
    alone = percentile([_seconds(model, [each]) for each in asked[:PROCESSES]], 0.5)
    return {
        "bogofilter_us": max(0.0, whole) / (len(asked) - 1) * MICROSECONDS,
        "bogofilter_process_us": alone * MICROSECONDS,
    }


def _seconds(model: BogofilterModel, asked: Sequence[Example]) -> float:
    started = time.perf_counter()
    model.scores(asked)
    return time.perf_counter() - started


def _rspamd(taught: Sequence[Example], asked: Sequence[Example]) -> dict[str, float]:
    """By its own client, if a daemon answers."""
    del taught
    program = shutil.which(RSPAMC)
    if program is None:
        return {}
    times = []
    for each in asked[:PROCESSES]:
        message = f"Subject: comment\r\n\r\n{each.submission.body}".encode("utf-8", "replace")
        started = time.perf_counter()
        done = subprocess.run(  # noqa: S603 (our own arguments, no shell)
            [program], input=message, capture_output=True, check=False, timeout=_TIMEOUT_SECONDS
        )
        if done.returncode:
            return {}
        times.append(time.perf_counter() - started)
    return {"rspamd_us": percentile(times, 0.5) * MICROSECONDS}
