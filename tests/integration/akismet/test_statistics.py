"""Numbers: what key-sites, usage-limit and get-stats say is what happened."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from akismet_client import BLATANT, HOLD, KEEP, SPAM, Client
from eventually import eventually
from served import Served

MONTH = f"{datetime.now(UTC):%Y-%m}"
DAY = f"{datetime.now(UTC):%Y-%m-%d}"


@pytest.fixture
async def busy(client: Client, served: Served) -> Client:
    """A site with three blogs and some history."""
    for blog, bodies in (
        ("https://a.example/blog", (KEEP, KEEP, SPAM)),
        ("http://user@B.example:8080", (SPAM, BLATANT, HOLD, SPAM)),
        ("c.example", (KEEP,)),
    ):
        for body in bodies:
            await client.check(body, blog=blog)
    await client.report("spam", KEEP, comment_author="Somebody else", blog="c.example")

    async def counted() -> bool:
        (month,) = await served.stores.statistics.months(served.site_id, [MONTH])
        return month.total.checks == 8

    await eventually(counted)
    return client


def parsed(text: str) -> Any:
    return json.loads(text)


async def test_key_sites_lists_each_blog_with_its_numbers_as_texts(busy: Client) -> None:
    reply = await busy.get("/1.2/key-sites")
    assert parsed(reply.text) == {
        MONTH: [
            row("b.example:8080", "4", spam="3", ham="1"),
            row("a.example", "3", spam="1", ham="2"),
            row("c.example", "1", spam="0", ham="1", missed_spam="1"),
        ],
        "limit": 500,
        "offset": 0,
        "total": 3,
    }


async def test_key_sites_as_csv_is_what_akismet_documents(busy: Client, served: Served) -> None:
    reply = await busy.get("/1.2/key-sites", format="csv", order="ham", limit="2", offset="1")
    assert reply.text.splitlines() == [
        f"Active sites for {served.key} during {MONTH} (limit:2, offset: 1, total: 3)",
        "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked",
        "b.example:8080,4,3,1,0,0,false",
        "c.example,1,0,1,1,0,false",
    ]
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"


async def test_key_sites_filters_and_takes_any_month(busy: Client) -> None:
    found = parsed((await busy.get("/1.2/key-sites", filter="A.exam")).text)
    assert [each["site"] for each in found[MONTH]] == ["a.example"]
    assert parsed((await busy.get("/1.2/key-sites", month="2020-01")).text)["2020-01"] == []
    for odd in ("yesterday", "2026-13", "../..", "9" * 999):
        assert MONTH in parsed((await busy.get("/1.2/key-sites", month=odd, limit=odd)).text)


async def test_a_post_does_as_well(busy: Client) -> None:
    assert parsed((await busy.post("/1.2/key-sites")).text)["total"] == 3
    assert parsed((await busy.post("/1.2/usage-limit")).text)["usage"] == 8


async def test_usage_is_the_months_checks(busy: Client, served: Served) -> None:
    free = {"limit": "none", "usage": 8, "percentage": "0.00", "throttled": False}
    assert parsed((await busy.get("/1.2/usage-limit")).text) == free
    await served.stores.sites.update(served.site_id, {"limits": {"checks_per_month": 375}})
    limited = {"limit": 375, "usage": 8, "percentage": "2.13", "throttled": False}
    assert parsed((await busy.get("/1.2/usage-limit")).text) == limited


async def test_calls_beyond_the_sites_limit_are_429_and_no_verdict(
    client: Client, served: Served
) -> None:
    await served.stores.sites.update(served.site_id, {"limits": {"api_per_minute": 2}})
    assert parsed((await client.get("/1.2/usage-limit")).text)["throttled"] is False
    replies = [await client.check(), await client.report("spam"), await client.check()]
    assert [reply.status for reply in replies] == [200, 200, 429]
    assert replies[2].text.startswith("This site may make 2 calls a minute; try again in ")
    assert 1 <= int(replies[2].headers["Retry-After"]) <= 30
    assert replies[2].headers["X-akismet-debug-help"] == replies[2].text
    assert len(replies[2].guid) == 32
    assert "X-akismet-error" not in replies[2].headers
    assert parsed((await client.get("/1.2/usage-limit")).text)["throttled"] is True
    assert (await served.call("POST", "/v1/check", json={"body": "x"})).status == 429
    assert (await client.post("/1.1/verify-key")).text == "valid"


@pytest.mark.parametrize(
    ("asked", "part"), [("6-months", MONTH), ("all", MONTH), ("60-days", DAY), ("", MONTH)]
)
async def test_stats_add_up(busy: Client, asked: str, part: str) -> None:
    stats = parsed((await busy.post("/1.1/get-stats", **{"from": asked})).text)
    numbers = {"spam": 4, "ham": 4, "missed_spam": 1, "false_positives": 0}
    assert {name: stats[name] for name in numbers} == numbers
    assert {name: stats["breakdown"][part][name] for name in numbers} == numbers
    assert (stats["accuracy"], stats["time_saved"]) == (87.5, 40)
    assert len(stats["breakdown"]) == {"6-months": 6, "": 6, "all": 1, "60-days": 1}[asked]


async def test_held_comments_count_as_what_their_answer_says(busy: Client, served: Served) -> None:
    await served.stores.sites.update(served.site_id, {"akismet_hold_as": "true"})
    stats = parsed((await busy.post("/1.1/get-stats")).text)
    assert (stats["spam"], stats["ham"]) == (5, 3)


async def test_a_site_without_history_has_zeros(client: Client) -> None:
    stats = parsed((await client.post("/1.1/get-stats")).text)
    assert (stats["spam"], stats["accuracy"]) == (0, 100.0)
    assert parsed((await client.get("/1.2/key-sites")).text)["total"] == 0


async def test_sites_do_not_see_each_others_numbers(busy: Client, served: Served) -> None:
    _, other = await served.stores.sites.add("Other")
    assert parsed((await busy.get("/1.2/usage-limit", api_key=other)).text)["usage"] == 0


def row(site: str, api_calls: str, **numbers: str) -> dict[str, Any]:
    zeros = {"spam": "0", "ham": "0", "missed_spam": "0", "false_positives": "0"}
    return {"site": site, "api_calls": api_calls, **zeros, **numbers, "is_revoked": False}
