"""GET and PATCH /v1/site: what a site sets for itself, and what it does."""

import pytest
from served import Reply, Served


async def patch(served: Served, **changes: object) -> Reply:
    return await served.call("PATCH", "/v1/site", json=changes)


async def test_a_site_shows_its_settings_and_what_applies(served: Served) -> None:
    reply = await served.call("GET", "/v1/site")
    assert reply.status == 200
    assert reply.body["mode"] == "enforce"
    assert reply.body["thresholds"] == {"hold": None, "spam": None}
    assert reply.body["effective_thresholds"] == {"hold": 0.5, "spam": 0.9}
    assert set(reply.body["messages"]) == {"keep", "hold", "spam"}


async def test_what_is_not_named_stays(served: Served) -> None:
    await patch(served, thresholds={"hold": 0.3, "spam": 0.7}, messages={"hold": "Wait."})
    reply = await patch(served, thresholds={"spam": 0.8}, messages={"spam": "No."})
    assert reply.body["thresholds"] == {"hold": 0.3, "spam": 0.8}
    assert reply.body["messages"]["hold"] == "Wait."
    assert reply.body["messages"]["spam"] == "No."
    back = await patch(served, thresholds={"hold": None, "spam": None}, messages={"hold": None})
    assert back.body["effective_thresholds"] == {"hold": 0.5, "spam": 0.9}
    assert back.body["messages"]["hold"] != "Wait."


async def test_a_target_rate_sets_the_spam_threshold(served: Served) -> None:
    reply = await patch(served, target_fpr=0.001)
    assert reply.body["effective_thresholds"]["spam"] == 0.97
    between = await patch(served, target_fpr=0.004)
    assert between.body["effective_thresholds"]["spam"] == 0.97
    strict = await patch(served, target_fpr=0.00001)
    assert strict.body["effective_thresholds"]["spam"] == 0.97


async def test_thresholds_and_messages_act_on_the_next_check(served: Served) -> None:
    await patch(served, thresholds={"hold": 1e-6, "spam": 1e-6}, messages={"spam": "No."})
    answer = await served.check("hello")
    assert (answer["verdict"], answer["message"]) == ("spam", "No.")
    await patch(served, thresholds={"hold": 1, "spam": 1})
    assert (await served.check("hello"))["verdict"] == "keep"


async def test_observe_keeps_and_says_what_it_would_have_been(served: Served) -> None:
    await patch(served, mode="observe")
    answer = await served.check("x", author={"name": "hamgate-guaranteed-spam"})
    assert (answer["verdict"], answer["observed"], answer["mode"]) == ("keep", "spam", "observe")
    assert answer["score"] > 0.9
    assert answer["blatant"] is False


async def test_off_keeps_and_still_says_the_truth(served: Served) -> None:
    await patch(served, mode="off")
    answer = await served.check("x", author={"name": "hamgate-guaranteed-spam"})
    assert (answer["verdict"], answer["mode"]) == ("keep", "off")
    assert "observed" not in answer
    assert answer["score"] > 0.9


async def test_other_settings_are_kept(served: Served) -> None:
    changes = {
        "name": "Tea",
        "limits": {"checks_per_month": 100},
        "akismet_hold_as": "true",
        "discard_blatant": True,
    }
    await patch(served, **changes)
    reply = await served.call("GET", "/v1/site")
    assert {name: reply.body[name] for name in changes} == changes
    gone = await patch(served, limits={"checks_per_month": None})
    assert gone.body["limits"] == {}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"mode": "on"}, "$.mode"),
        ({"thresholds": {"hold": 2}}, "$.thresholds.hold"),
        ({"thresholds": {"hold": 0}}, "$.thresholds.hold"),
        ({"thresholds": {"hold": "0.5"}}, "$.thresholds.hold"),
        ({"thresholds": {"keep": 0.5}}, "$.thresholds.keep"),
        ({"thresholds": {"hold": 0.9, "spam": 0.5}}, "$.thresholds.hold"),
        ({"target_fpr": 0}, "$.target_fpr"),
        ({"target_fpr": 0.6}, "$.target_fpr"),
        ({"target_fpr": 0.01, "thresholds": {"spam": 0.9}}, "$.target_fpr"),
        ({"messages": {"hold": "x" * 1001}}, "$.messages.hold"),
        ({"limits": {"a": -1}}, "$.limits[*]"),
        ({"limits": {"adress_per_minute": 5}}, "$.limits.adress_per_minute"),
        ({"akismet_hold_as": False}, "$.akismet_hold_as"),
        ({"name": ""}, "$.name"),
        ({"id": "x"}, "$.id"),
    ],
)
async def test_wrong_changes_are_refused_whole(served: Served, changes: dict, path: str) -> None:
    before = await served.call("GET", "/v1/site")
    reply = await patch(served, **{"discard_blatant": True, **changes})
    assert reply.status == 422
    assert reply.body["errors"][0]["path"] == path
    assert (await served.call("GET", "/v1/site")).body == before.body
