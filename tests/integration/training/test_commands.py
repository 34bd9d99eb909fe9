"""The offline commands, from files to a model, a report and a comparison."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.errors import HamgateError
from training import commands

WORDS = ("tea", "garden", "python", "bread", "history", "music", "rivers", "trains")


@pytest.fixture(autouse=True)
def _own_data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMGATE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    rows = [
        {"text": text, "label": label, "source": f"blog-{n % 3}", "lang": "en"}
        for n in range(60)
        for text, label in (
            (f"I liked the part on {WORDS[n % 8]} and {WORDS[n % 7]} number {n}", "ham"),
            (f"cheap pills casino bonus {WORDS[n % 8]} order http://pills{n}.example now", "spam"),
        )
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(command: str, *arguments: object) -> Result:
    found = CliRunner().invoke(getattr(commands, command), [str(each) for each in arguments])
    if isinstance(found.exception, HamgateError):
        raise found.exception
    assert found.exit_code == 0, found.output
    return found


def test_a_model_is_trained_evaluated_and_compared(tmp_path: Path, corpus: Path) -> None:
    model, report = tmp_path / "model", tmp_path / "report.html"
    created = "2026-11-22T10:00:00Z"
    assert f"in {model}" in run("train", corpus, "--out", model, "--created", created).stdout
    assert {each.name for each in model.iterdir()} >= {"manifest.json", "weights.npz"}

    options = ("--json", "--no-suites", "--report", report)
    figures = json.loads(run("evaluate", model, corpus, *options).stdout)
    assert figures["whole"]["auc"]["value"] > 0.99
    assert set(figures["groups"]["source"]) == {"blog-0", "blog-1", "blog-2"}
    assert "<svg" in report.read_text(encoding="utf-8")

    printed = run("compare", model, model, corpus).stdout
    assert ": tied" in printed
    assert "fewer than 200 judged comments" in printed
    assert json.loads(run("compare", model, model, corpus, "--json").stdout)["won"] == 0


def test_the_same_data_and_date_give_the_same_weights(tmp_path: Path, corpus: Path) -> None:
    digests = []
    for name in ("one", "two"):
        run("train", corpus, "--out", tmp_path / name, "--created", "2026-11-22T10:00:00Z")
        manifest = json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))
        digests.append(manifest["files"])
    assert digests[0] == digests[1]


@pytest.mark.parametrize(
    ("command", "arguments", "sentence"),
    [
        ("train", (), "there is no ham and no spam to learn from"),
        ("train", ("CORPUS", "--created", "yesterday"), "--created must be a date"),
        ("evaluate", ("nowhere", "CORPUS"), "no model at nowhere"),
        ("evaluate", ("default",), "name at least one file"),
        ("compare", ("nowhere", "default", "CORPUS"), "no model at nowhere"),
    ],
)
def test_errors_are_one_sentence(
    corpus: Path, command: str, arguments: tuple[str, ...], sentence: str
) -> None:
    named = [str(corpus) if each == "CORPUS" else each for each in arguments]
    with pytest.raises(HamgateError) as caught:
        run(command, *named)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
