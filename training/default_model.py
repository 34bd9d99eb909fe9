"""Makes the model that ships in the package: ``python -m training.default_model`` (``make model``).

Its weights come from our own written comments and, where the folder of real labelled comments
is at hand, from those of its sets whose licence lets weights be shipped. The other sets only
say where even odds lie and set thresholds. Without the folder the seed comments alone are used.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from service.artifacts import DEFAULT_MODEL, write_artifact
from training.corpora.reading import read_examples
from training.dataset import Example
from training.deduplicate import unique
from training.fitting import FitOptions, fit_model
from training.weighting import thinned

SEED = Path(__file__).parent / "seed"
CREATED = "2026-11-27T00:00:00Z"
"""Fixed, so that the same data gives the same digest."""

SETS = (
    {"name": "seed", "licence": "CC0-1.0", "credit": "written for Hamgate"},
    {
        "name": "youtube_psy_katy_lmfao_eminem",
        "sources": [
            "youtube-01-Psy",
            "youtube-02-KatyPerry",
            "youtube-03-LMFAO",
            "youtube-04-Eminem",
        ],
        "licence": "CC-BY-4.0",
        "credit": "Alberto, Lochter, Almeida: TubeSpam, UCI YouTube Spam Collection",
    },
    {
        "name": "aux_sms_uci",
        "sources": ["sms"],
        "licence": "CC-BY-4.0",
        "credit": "T. A. Almeida, J. M. Gómez Hidalgo: UCI SMS Spam Collection",
    },
    {
        "name": "youtube_id_judol",
        "sources": ["youtube-id-judol"],
        "licence": "MIT",
        "credit": "collectors of the Indonesian YouTube gambling comments",
    },
    {
        "name": "telegram_tgspam_ru",
        "sources": ["telegram-tgspam"],
        "licence": "MIT",
        "credit": "tg-spam presets",
    },
    {
        "name": "ham_mademistakes",
        "sources": ["blog-mademistakes"],
        "licence": "MIT",
        "credit": "mademistakes.com repository",
    },
)
_JUDGES = ("blog_dylan", "ham_haacked_2004_2011", "ham_wxr", "datacamp_blog")


def seed_examples() -> list[Example]:
    """Our own written comments, in the order of their files."""
    found: list[Example] = []
    for path in sorted(SEED.glob("*.jsonl")):
        found.extend(read_examples(path, source="seed"))
    return found


def shipped_examples(data: Path | None) -> list[Example]:
    """Everything that the shipped weights may learn from."""
    rows = seed_examples()
    for entry in SETS[1:]:
        path = data / f"{entry['name']}.jsonl.gz" if data else None
        if path and path.exists():
            found = [replace(one, source=str(entry["name"])) for one in read_examples(path)]
            rows.extend(thinned(unique(found)))
    return rows


def _judges(data: Path) -> Iterator[Example]:
    for name in _JUDGES:
        path = data / f"{name}.jsonl.gz"
        if path.exists():
            yield from read_examples(path)


def main(arguments: list[str]) -> int:
    """Fit, seal and write the default model; prints its version and digest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of real labelled comments")
    parser.add_argument("--out", type=Path, default=DEFAULT_MODEL)
    options = parser.parse_args(arguments)
    data: Path | None = options.data if options.data and options.data.is_dir() else None
    fitted = fit_model(
        shipped_examples(data),
        FitOptions(created=CREATED, sets=SETS),
        judges=list(_judges(data)) if data else (),
        progress=lambda text: print(text, file=sys.stderr),  # noqa: T201 (a command's progress)
    )
    made = write_artifact(
        options.out,
        manifest=fitted.manifest,
        arrays=fitted.arrays,
        pipeline=fitted.pipeline_bytes,
        signer=None,
    )
    print(f"{made.version} {made.digest}")  # noqa: T201 (a command's result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
