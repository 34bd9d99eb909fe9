"""Every benchmark, at its smallest: what it measures is there, and stands in a sane order."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.errors import HamgateError
from training.bench.commands import BENCHES, bench

TINY = ("--seconds", "0.3", "--comments", "400", "--stored", "40", "--checks", "50")


def measured(*arguments: str) -> dict[str, Any]:
    found = CliRunner().invoke(bench, [*arguments, *TINY, "--json"])
    if isinstance(found.exception, HamgateError):
        raise found.exception
    assert found.exit_code == 0, found.output
    answer: dict[str, Any] = json.loads(found.stdout)
    return answer


def medians(answer: dict[str, Any]) -> dict[str, float]:
    return {name: figure["median"] for name, figure in answer["figures"].items()}


def test_score_tells_both_sides_and_that_they_agree() -> None:
    answer = measured("score")
    found = medians(answer)
    assert found["score_difference"] <= 1e-6
    assert found["score_ratio"] == pytest.approx(found["pipeline_us"] / found["score_us"])
    assert found["score_ratio"] > 1
    assert found["score_us"] <= found["score_p99_us"]
    lengths = dict(answer["curves"]["length_us"])
    assert lengths[10_000] > lengths[100]
    assert lengths[100_000] < 4 * lengths[30_000], "what is read of a comment is bounded"
    assert "bogofilter_us" in found or "bogofilter" in " ".join(answer["missing"])


def test_check_tells_the_whole_path_beside_the_others() -> None:
    found = medians(measured("check"))
    assert found["bare"] > found["checks"] > 0
    assert found["of_bare"] == pytest.approx(found["checks"] / found["bare"])
    assert found["check_cpu_us"] > found["bare_cpu_us"]
    assert found["check_p50_ms"] <= found["check_p99_ms"]
    assert 0 < found["trips"] < found["trips_alone"] < 4
    assert 20 < found["worker_mib"] < 400
    assert 0 < found["store_share"] < 1
    assert {"plain", "of_plain", "workers", "batch_cpu_us", "load_p99_ms", "ready_s"} <= {*found}


def test_akismet_tells_how_its_door_stands_to_the_other() -> None:
    found = medians(measured("akismet"))
    assert 0.2 < found["akismet_p50"] < 5


def test_store_tells_the_growth_with_what_is_stored_and_with_sites() -> None:
    answer = measured("store")
    assert medians(answer)["keys_stored"] == 40
    assert [point[0] for point in answer["curves"]["sites_p50_ms"]] == [1, 10]
    assert all(wait > 0 for _, wait in answer["curves"]["keys_p99_ms"])


def test_train_tells_comments_a_second_and_their_memory() -> None:
    found = medians(measured("train"))
    assert found["train_a_second"] > 0
    assert found["hashing_a_second"] > 0
    assert found["command_a_second"] > 0
    assert found["train_mib"] > found["command_mib"] / 10


def test_soak_reads_memory_until_all_checks_are_made() -> None:
    answer = measured("soak")
    assert medians(answer)["soak_checks"] >= 50
    assert len(answer["curves"]["soak_mib"]) >= 1


def test_a_report_and_a_table_can_be_had_instead(tmp_path: Path) -> None:
    page = tmp_path / "bench.html"
    options = ["soak", "--seconds", "0.2", "--checks", "10", "--report", str(page)]
    printed = CliRunner().invoke(bench, options)
    assert printed.exit_code == 0, printed.output
    assert "checks of that run" in printed.stdout
    assert "<svg" in page.read_text(encoding="utf-8")


def test_every_benchmark_of_the_table_is_a_command() -> None:
    assert set(BENCHES) == set(bench.commands)
