"""The prequential run: judged, then labelled, in date order, by the engine on a real store."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from remembering import PITCH, Undecided, from_someone

from service.filtering.verdict import Label, Verdict
from service.models.slots import Champion
from training.dataset import Example
from training.onsite import OFF, Blog, Judged, Lessons, throwaway_stores
from training.onsite_run import main

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = 86_400


def pitches(days: list[float]) -> list[Example]:
    """The same spam by another sender each time."""
    return [
        Example(
            from_someone(PITCH, number),
            Label.SPAM,
            "blog",
            date=(START + timedelta(days=day)).isoformat(),
            id=str(number),
        )
        for number, day in enumerate(days)
    ]


async def lived(folder: Path, days: list[float], lessons: Lessons, memory: str) -> list[Judged]:
    async with throwaway_stores(folder) as stores:
        site, _ = await stores.sites.add("blog")
        blog = Blog(stores, site, Champion("v", Undecided()), memory=memory)
        return await blog.live(pitches(days), lessons)


def kept(judged: list[Judged]) -> list[bool]:
    return [each.verdict is Verdict.KEEP for each in judged]


async def test_a_comment_is_judged_before_its_label_is_known(tmp_path: Path) -> None:
    days = [0, 0.1, 0.2, 1.5, 1.6]
    assert kept(await lived(tmp_path, days, Lessons(0), "labels")) == [True, *[False] * 4]
    daily = await lived(tmp_path / "daily", days, Lessons(DAY), "labels")
    # The round of moderation comes before the first comment of the next day.
    assert kept(daily) == [True, True, True, False, False]


async def test_without_memory_nothing_is_learned(tmp_path: Path) -> None:
    assert all(kept(await lived(tmp_path, [0, 1, 2], Lessons(0), OFF)))


async def test_labels_end_where_they_are_to_end(tmp_path: Path) -> None:
    assert all(kept(await lived(tmp_path, [0, 1, 2], Lessons(0, most=0), "labels")))


async def test_what_the_retention_has_passed_is_forgotten(tmp_path: Path) -> None:
    judged = await lived(tmp_path, [0, 1, 200], Lessons(0, most=1), "labels")
    assert kept(judged) == [True, False, True]


def test_the_command_prints_both_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"text": each.submission.body, "label": str(each.label), "date": each.date, "id": each.id}
        for each in pitches([0, 1, 2])
    ]
    data = tmp_path / "blog.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main([str(data), "--sites", "1"]) == 0
    told = capsys.readouterr().out
    assert "after their first 50 labels" in told
    assert "Labelled after each day" in told
