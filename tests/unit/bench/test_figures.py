"""Figures of several runs: medians, spread, and goals that can be missed."""

import math
import re
from pathlib import Path

import pytest

from training.bench.bars import CURVES, KINDS, Kind
from training.bench.comments import check_call, comments, of_length, recombined
from training.bench.figures import Measured, Spread, percentile, together
from training.bench.reporting import (
    bench_json,
    bench_markdown,
    bench_page,
    bench_table,
    growth_tables,
)
from training.bench.storing import steps
from training.bench.teaching import hashed_words, our_features, written
from training.corpora.reading import read_examples

RUNS = [
    Measured({"score_us": value, "checks": 1000.0}, {"length_us": ((30.0, 1.0), (300.0, value))})
    for value in (90.0, 300.0, 95.0)
]
PAGE = Path(__file__).parents[3] / "PERFORMANCE.md"


def test_a_figure_is_the_median_of_its_runs_with_their_ends() -> None:
    spread = together(RUNS)["score_us"]
    assert (spread.middle, spread.ends) == (95.0, (90.0, 300.0))


@pytest.mark.parametrize(
    ("kind", "value", "verdict"),
    [
        (Kind("a", "µs", at_most=100), 100.0, "reached"),
        (Kind("a", "µs", at_most=100), 100.1, "not reached"),
        (Kind("a", "/s", at_least=40), 40.0, "reached"),
        (Kind("a", "/s", at_least=40), 39.9, "not reached"),
        (Kind("a", "/s", at_least=40), math.nan, "not reached"),
        (Kind("a"), 1.0, ""),
    ],
)
def test_a_goal_is_reached_or_not(kind: Kind, value: float, verdict: str) -> None:
    assert kind.verdict(Spread((value,))) == verdict


def test_a_table_tells_medians_spread_and_whether_goals_are_reached() -> None:
    table = bench_table("score", RUNS)
    assert table.rows[0][1:] == ("95", "90 to 300", "µs", "≤ 100 µs", "reached")
    assert "| reached |" in bench_markdown(table)


def test_growth_is_told_point_by_point() -> None:
    (table,) = growth_tables(RUNS)
    assert (table.columns, table.rows) == (("", "30", "300"), (("", "1", "95"),))


def test_json_has_every_run_and_the_last_curve() -> None:
    found = bench_json(RUNS)
    assert found["figures"]["score_us"]["runs"] == [90.0, 300.0, 95.0]
    assert found["figures"]["score_us"]["reached"] is True
    assert found["curves"]["length_us"][-1] == (300.0, 95.0)


def test_the_page_has_a_picture_of_every_curve() -> None:
    page = bench_page([bench_table("score", RUNS)], RUNS)
    assert page.count("<svg") == 1
    assert "not reached" not in page


def test_every_figure_and_curve_says_what_it_is_in_a_line() -> None:
    assert all(0 < len(kind.what) <= 44 for kind in KINDS.values())
    assert all(across and up for across, up in CURVES.values())


def test_the_page_on_performance_has_every_figure_that_has_a_goal() -> None:
    text = PAGE.read_text(encoding="utf-8")
    missing = [kind.what for kind in KINDS.values() if kind.goal and f"| {kind.what} |" not in text]
    assert missing == []


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 3.0
    assert math.isnan(percentile([], 0.5))


def test_comments_have_the_length_that_is_asked_for() -> None:
    assert {len(each.body) for each in of_length(1234, 5)} == {1234}
    found = comments(300, 50)
    assert len(found) == 50
    assert all(abs(len(each.body) - 300) <= 30 for each in found)


def test_calls_say_how_long_they_are() -> None:
    head, _, body = check_call(comments(300, 1)[0], 7).partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    assert length is not None
    assert int(length[1]) == len(body)


def test_recombined_comments_are_the_same_each_time_and_of_both_labels() -> None:
    one, two = list(recombined(40)), list(recombined(40))
    assert one == two
    assert {example.label for example in one} == {"ham", "spam"}


def test_shards_hold_every_comment_once(tmp_path: Path) -> None:
    examples = list(recombined(30))
    shards = written(examples, tmp_path)
    read = [each for path in shards for each in read_examples(path)]
    assert [each.label for each in read] == [each.label for each in examples]
    assert our_features(read).shape[0] == hashed_words(read).shape[0] == 30


def test_the_store_is_filled_ten_times_more_each_time() -> None:
    assert steps(1_000_000) == [10_000, 100_000, 1_000_000]
    assert steps(50) == [50]
