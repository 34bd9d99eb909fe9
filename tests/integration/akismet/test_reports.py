"""Reports: they find what they speak of, and are feedback like any other."""

import json
from typing import Any
from uuid import UUID

import pytest
from akismet_client import HOLD, KEEP, SPAM, Client
from served import Served

from service.filtering.verdict import Label
from service.stores.feedback import LabelledSubmission

THANKS = "Thanks for making the web a better place."


async def labelled(served: Served) -> list[LabelledSubmission]:
    return [one async for one in served.stores.feedback.labelled(served.site_id)]


@pytest.mark.parametrize("label", ["spam", "ham"])
async def test_a_report_labels_the_submission_it_repeats(
    client: Client, served: Served, label: str
) -> None:
    checked = await client.check(HOLD)
    reply = await client.report(label, HOLD, reporter="ann", comment_check_response="false")
    assert (reply.status, reply.text) == (200, THANKS)
    (found,) = await labelled(served)
    assert found.submission_id == str(UUID(checked.guid))
    assert (found.label, found.reporter) == (Label(label), "ann")


async def test_the_newest_is_meant_also_before_it_is_saved(client: Client, served: Served) -> None:
    guids = [(await client.check(KEEP)).guid for _ in range(3)]
    await client.report("spam", KEEP)
    (found,) = await labelled(served)
    assert found.submission_id == str(UUID(guids[-1]))


@pytest.mark.parametrize(
    "changes",
    [
        {"user_ip": "203.0.113.10"},
        {"comment_author": "Alice"},
        {"comment_author_email": "alice@mail.example"},
        {"body": "keep this, too"},
    ],
)
async def test_another_author_address_or_body_is_another_submission(
    client: Client, served: Served, changes: dict[str, str]
) -> None:
    checked = await client.check(KEEP)
    await client.report("spam", **changes)
    (found,) = await labelled(served)
    assert found.submission_id != str(UUID(checked.guid))


async def test_another_sites_submission_is_not_found(client: Client, served: Served) -> None:
    _, other_key = await served.stores.sites.add("Other")
    checked = await client.check(KEEP)
    await client.report("spam", KEEP, api_key=other_key)
    assert await served.stores.feedback.label_of(served.site_id, str(UUID(checked.guid))) is None
    assert await labelled(served) == []


async def test_what_was_never_checked_is_learned_all_the_same(
    client: Client, served: Served
) -> None:
    assert (await client.report("spam", "never seen", reporter="ann")).text == THANKS
    (found,) = await labelled(served)
    assert found.submission.body == "never seen"
    assert (found.label, found.reporter) == (Label.SPAM, "ann")


async def test_the_last_label_wins_on_what_was_never_checked(
    client: Client, served: Served
) -> None:
    for label in ("spam", "ham", "spam", "ham"):
        await client.report(label, "never seen")
    (found,) = await labelled(served)
    assert found.label is Label.HAM
    stats = json.loads((await client.post("/1.1/get-stats")).text)
    assert (stats["missed_spam"], stats["false_positives"]) == (0, 1)
    checked = await client.check("never seen")
    await client.report("spam", "never seen")
    assert str(UUID(checked.guid)) in {one.submission_id for one in await labelled(served)}


async def test_the_last_label_wins(client: Client, served: Served) -> None:
    checked = await client.check(SPAM)
    for label in ("ham", "spam", "ham"):
        await client.report(label, SPAM)
    (found,) = await labelled(served)
    assert (found.submission_id, found.label) == (str(UUID(checked.guid)), Label.HAM)


async def test_a_check_of_the_json_door_can_be_reported_here(
    client: Client, served: Served
) -> None:
    decision = await served.check(KEEP, author={"ip": "203.0.113.9", "name": "Bob"})
    await client.report("spam", KEEP)
    (found,) = await labelled(served)
    assert found.submission_id == decision["id"]


async def test_mistakes_are_counted_once_and_taken_back_with_the_label(client: Client) -> None:
    async def mistakes() -> tuple[Any, Any]:
        stats = json.loads((await client.post("/1.1/get-stats")).text)
        return stats["missed_spam"], stats["false_positives"]

    await client.check(KEEP)
    await client.check(SPAM)
    await client.check(HOLD)
    seen = []
    for label, body in (
        ("ham", KEEP),
        ("spam", KEEP),
        ("spam", KEEP),
        ("ham", SPAM),
        ("spam", HOLD),
        ("ham", HOLD),
        ("spam", SPAM),
        ("ham", KEEP),
    ):
        await client.report(label, body)
        seen.append(await mistakes())
    assert seen == [(0, 0), (1, 0), (1, 0), (1, 1), (1, 1), (1, 1), (1, 0), (0, 0)]


async def test_a_label_that_is_taken_back_leaves_the_numbers_as_they_were(
    client: Client, served: Served
) -> None:
    async def missed() -> int:
        return json.loads((await client.post("/1.1/get-stats")).text)["missed_spam"]

    decision = await served.check(KEEP)
    sent = [
        await served.call("POST", "/v1/feedback", json={"id": decision["id"], "label": label})
        for label in ("spam", "ham", "spam")
    ]
    seen = [await missed()]
    for reply in (sent[1], sent[2], sent[0]):
        await served.call("DELETE", f"/v1/feedback/{reply.body['id']}")
        seen.append(await missed())
    assert seen == [1, 1, 1, 0]
