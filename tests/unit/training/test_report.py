"""The report: one page, nothing from outside, safe to open, the same bytes each time."""

import re

import numpy as np
import pytest
from labelled import ModelOf, example

from training.judging import Judgement, judge, judgement_report, judgement_tables
from training.plots import reliability_plot
from training.printing import table_text
from training.report import Report, Shown, html
from training.tables import Table, percent

EXAMPLES = [
    *[example(f"thanks {n}", source="a", lang="en") for n in range(30)],
    example("<script>alert(1)</script> pills", source="a", author="<b>"),
    *[example(f"cheap pills for everybody {n}", "spam", "b", lang="fr") for n in range(30)],
    example("spam that is kept \ud800\x00", "spam", "b"),
]


@pytest.fixture(scope="module")
def judgement() -> Judgement:
    model = ModelOf(lambda text: 0.97 if "pills" in text else 0.02)
    return judge(model, EXAMPLES, suites=False)


@pytest.fixture(scope="module")
def page(judgement: Judgement) -> str:
    return html(judgement_report(judgement, [("Model", judgement.name)]))


def test_the_page_is_self_contained(page: str) -> None:
    assert page.count("<svg") == 7
    outside = re.findall(r"""(?:src|href)\s*=\s*["'](?!#)([^"']*)""", page)
    assert not [each for each in outside if not each.startswith("data:")]
    page.encode()


def test_a_plot_is_the_same_bytes_each_time(judgement: Judgement) -> None:
    first, second = (reliability_plot(judgement.evaluation.bins) for _ in range(2))
    assert first == second


def test_comments_cannot_run(page: str) -> None:
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; pills" in page
    assert "default-src 'none'" in page


def test_both_kinds_of_mistakes_are_shown(page: str) -> None:
    assert "Genuine comments called spam (1)" in page
    assert "Spam kept (1)" in page


def test_long_comments_are_cut() -> None:
    page = html(Report("T", [], [], comments={"C": [Shown("x", "y" * 5000)]}))
    assert len(page) < 4000


def test_every_group_that_is_known_has_a_table(judgement: Judgement) -> None:
    titles = [table.title for table in judgement_tables(judgement)]
    assert titles == [
        "All comments", "By source", "By language", "By fields", "By length",
    ]  # fmt: skip


def test_lines_on_a_terminal_are_aligned() -> None:
    table = Table("T", ("name", "count"), (("日本", "1"), ("abc", "22")))
    assert table_text(table).splitlines()[1:5] == [
        "name  count",
        "-----------",
        "日本      1",
        "abc      22",
    ]


def test_percentages_have_the_digits_that_matter() -> None:
    assert [percent(each) for each in (0.003, 0.5, 0.9987, np.nan)] == [
        "0.30 %", "50.0 %", "99.87 %", "–",
    ]  # fmt: skip
