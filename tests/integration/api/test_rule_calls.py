"""/v1/site/rules: tried before they count, decided before the model, on all workers."""

import asyncio
import math
from collections.abc import Callable

import pytest
from eventually import eventually
from served import Served
from valkey_server import ValkeyServer

from service.filtering.reading import read
from service.filtering.submission import Submission

DENY = {"action": "deny", "kind": "phrase", "value": "blue widgets", "note": "since May"}
ALLOW = {"action": "allow", "kind": "author_id", "value": "42"}


async def added(served: Served, rule: dict) -> dict:
    reply = await served.call("POST", "/v1/site/rules", json=rule)
    assert reply.status == 201, reply
    return reply.body


async def test_a_rule_decides_first_and_says_so(served: Served) -> None:
    rule = await added(served, DENY)
    denied = await served.check("Buy BLUE W1dgets now")
    assert denied["verdict"] == "spam"
    assert denied["evidence"][0]["signal"] == "rule"
    assert rule["id"] in denied["evidence"][0]["reason"]
    assert "since May" in denied["evidence"][0]["reason"]
    total = math.fsum(piece["weight"] for piece in denied["evidence"])
    assert abs(total - math.log(denied["score"] / (1 - denied["score"]))) < 1e-6
    await added(served, ALLOW)
    allowed = await served.check("Buy blue widgets now", author={"id": "42"})
    assert allowed["verdict"] == "keep"


async def test_rules_are_listed_with_their_hits_and_can_be_ended(served: Served) -> None:
    rule = await added(served, DENY)
    for _ in range(3):
        await served.check("blue widgets")
    await served.check("blue widgets", test=True)

    async def three_hits() -> bool:
        listed = await served.call("GET", "/v1/site/rules")
        (shown,) = listed.body["rules"]
        assert shown.items() >= {"id": rule["id"], **DENY}.items()
        return shown["hits"] == 3

    await eventually(three_hits)
    path = f"/v1/site/rules/{rule['id']}"
    assert (await served.call("DELETE", path)).status == 204
    assert (await served.call("DELETE", path)).status == 404
    assert (await served.check("blue widgets"))["evidence"][0]["signal"] != "rule"
    assert (await served.call("GET", "/v1/site/rules")).body == {"rules": []}


async def test_a_rule_is_tried_against_history_before_it_counts(served: Served) -> None:
    ids = [(await served.check(f"Number {number} of my blue widgets"))["id"] for number in range(5)]
    await served.check("Hello")
    for feedback in ids[:2]:
        await served.call("POST", "/v1/feedback", json={"id": feedback, "label": "ham"})
    await asyncio.sleep(0.1)
    trial = await served.call("POST", "/v1/site/rules", json={**DENY, "dry_run": True})
    assert trial.status == 200
    assert trial.body["tried"].items() >= {"matched": 5, "of": 6, "ham": 2}.items()
    assert trial.body["tried"]["summary"].startswith("would have matched 5 of the last 6")
    assert (await served.call("GET", "/v1/site/rules")).body == {"rules": []}
    assert (await added(served, DENY))["tried"]["matched"] == 5


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ({**DENY, "kind": "pattern", "value": "(?=a)"}, "$.value"),
        ({**DENY, "kind": "pattern", "value": r"(a)\1"}, "$.value"),
        ({**DENY, "kind": "cidr", "value": "x"}, "$.value"),
        ({**DENY, "kind": "colour"}, "$.kind"),
        ({**DENY, "action": "burn"}, "$.action"),
        ({**DENY, "expires_at": "2001-01-01T00:00:00Z"}, "$.expires_at"),
        ({**DENY, "value": ""}, "$.value"),
        ({"action": "deny", "kind": "ip"}, "$.value"),
        ({**DENY, "hits": 1}, "$.hits"),
    ],
)
async def test_what_cannot_be_a_rule_is_refused(served: Served, rule: dict, path: str) -> None:
    reply = await served.call("POST", "/v1/site/rules", json=rule)
    assert reply.status == 422
    assert reply.body["errors"][0]["path"] == path


async def test_other_workers_know_a_rule_within_a_second(
    served: Served, valkey: ValkeyServer, opened: Callable
) -> None:
    other = (await opened(valkey)).rules
    await added(served, DENY)
    submission = Submission("blue widgets")
    reading = read(submission)
    await eventually(lambda: other.decide(served.site_id, submission, reading) is not None)


async def test_a_sites_rules_are_its_own(served: Served) -> None:
    rule = await added(served, DENY)
    _, key = await served.stores.sites.add("Other")
    assert (await served.call("GET", "/v1/site/rules", key=key)).body == {"rules": []}
    ended = await served.call("DELETE", f"/v1/site/rules/{rule['id']}", key=key)
    assert ended.status == 404
    checked = await served.call("POST", "/v1/check", key=key, json={"body": "blue widgets"})
    assert checked.body["evidence"][0]["signal"] != "rule"
