"""Numbers of a site: each check counted once, by day and host, whatever happens on the way."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from factories import NOON, a_stored, a_submission

from service.filtering.submission import Page, Submission
from service.filtering.verdict import Label, Verdict
from service.stores.statistics import Counts, Event, host_of, mistake
from service.stores.stores import Stores

pytestmark = pytest.mark.every_store


async def test_what_is_saved_again_is_counted_once(stores: Stores) -> None:
    batch = [a_stored("s1", verdict=verdict) for verdict in (Verdict.KEEP, Verdict.SPAM)]
    for _ in range(3):
        await stores.submissions.save(batch)
    await stores.submissions.save([*batch, a_stored("s1", verdict=Verdict.HOLD)])
    (month,) = await stores.statistics.months("s1", ["2026-11"])
    assert month.total == Counts(keep=1, hold=1, spam=1)
    assert month.hosts == {"blog.example": Counts(keep=1, hold=1, spam=1)}


async def test_each_day_month_and_site_counts_for_itself(stores: Stores) -> None:
    moments = [NOON, NOON.replace(day=30), datetime(2026, 12, 1, tzinfo=UTC)]
    await stores.submissions.save([a_stored("s1", checked_at=at) for at in moments])
    await stores.submissions.save([a_stored("s2")])
    november, december = await stores.statistics.months("s1", ["2026-11", "2026-12"])
    assert {day: counts.hold for day, counts in november.days.items()} == {
        "2026-11-22": 1,
        "2026-11-30": 1,
    }
    assert (december.total.hold, december.days["2026-12-01"].hold) == (1, 1)
    (other,) = await stores.statistics.months("s2", ["2026-11"])
    assert other.total.checks == 1


async def test_events_add_and_take_away(stores: Stores) -> None:
    events = [
        Event("missed_spam", NOON, "b.example", 2),
        Event("missed_spam", NOON, "b.example", -1),
    ]
    await stores.statistics.count("s1", events)
    await stores.statistics.count("s1", [])
    (month,) = await stores.statistics.months("s1", ["2026-11"])
    assert month.total == Counts(missed_spam=1)
    assert (await stores.submissions.newest("s1")).items == ()


async def test_beyond_the_most_hosts_counts_have_no_name(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.stores.submissions.MOST_HOSTS", 2)
    urls = [f"https://{name}.example/" for name in "abcab"]
    pages = [a_submission(page=Page(url=url)) for url in urls]
    await stores.submissions.save([a_stored("s1", submission=page) for page in pages])
    (month,) = await stores.statistics.months("s1", ["2026-11"])
    assert {host: counts.hold for host, counts in month.hosts.items()} == {
        "": 1,
        "a.example": 2,
        "b.example": 2,
    }


async def test_the_newest_alike_is_found_by_body_author_and_address(stores: Stores) -> None:
    older, newer = a_stored("s1"), a_stored("s1")
    await stores.submissions.save([older, newer])
    same = replace(newer.submission, body=f"\n {newer.submission.body} ", language="de")
    assert await stores.submissions.newest_like("s1", same) == newer.id
    assert await stores.submissions.newest_like("s2", same) is None
    assert await stores.submissions.newest_like("s1", a_submission("other")) is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://blog.example/p/1", "blog.example"),
        ("HTTP://Blog.Example:8080", "blog.example:8080"),
        ("//blog.example/p", "blog.example"),
        ("blog.example:80/p", "blog.example:80"),
        ("https://user:word@blog.example?x", "blog.example"),
        ("https://блог.рф/", "блог.рф"),
        ("http://[::1]:80/", "[::1]:80"),
        ("=cmd|' /C calc'!A0", ""),
        ("-x", ""),
        ("http://", ""),
        ("", ""),
        ("http://a\nb.example", "a"),
    ],
)
def test_a_host_is_a_host_and_no_formula(url: str, host: str) -> None:
    assert host_of(Submission("", page=Page(url=url))) == host


@pytest.mark.parametrize(
    ("verdict", "label", "what"),
    [
        (Verdict.KEEP, Label.SPAM, "missed_spam"),
        (Verdict.SPAM, Label.HAM, "false_positives"),
        (None, Label.SPAM, "missed_spam"),
        (None, Label.HAM, "false_positives"),
        (Verdict.KEEP, Label.HAM, None),
        (Verdict.SPAM, Label.SPAM, None),
        (Verdict.HOLD, Label.HAM, None),
        (Verdict.HOLD, Label.SPAM, None),
        (Verdict.KEEP, None, None),
        (Verdict.SPAM, None, None),
    ],
)
def test_a_mistake_is_what_a_person_contradicts(
    verdict: Verdict | None, label: Label | None, what: str | None
) -> None:
    assert mistake(verdict, label) == what
