"""Feedback: durable when acknowledged, the last label wins, undone as if never sent."""

import pytest
from served import Reply, Served


async def send(served: Served, **fields: object) -> Reply:
    return await served.call("POST", "/v1/feedback", json=fields)


async def label_of(served: Served, submission_id: str) -> str | None:
    reply = await served.call("GET", f"/v1/submissions/{submission_id}")
    return reply.body["label"]


async def test_a_label_is_there_once_it_is_acknowledged(served: Served) -> None:
    answer = await served.check("cheap pills")
    reply = await send(served, id=answer["id"], label="spam", reporter="ann")
    assert reply.status == 202
    assert reply.body["id"]
    assert reply.body["submission_id"] == answer["id"]
    assert await label_of(served, answer["id"]) == "spam"
    examples = [one async for one in served.stores.feedback.labelled(served.site_id)]
    assert [(one.submission.body, one.label, one.reporter) for one in examples] == [
        ("cheap pills", "spam", "ann")
    ]


async def test_the_last_label_wins_and_undo_is_exact(served: Served) -> None:
    answer = await served.check("hello")
    first = await send(served, id=answer["id"], label="spam")
    second = await send(served, id=answer["id"], label="ham")
    assert await label_of(served, answer["id"]) == "ham"
    undone = await served.call("DELETE", f"/v1/feedback/{second.body['id']}")
    assert (undone.status, undone.raw) == (204, b"")
    assert await label_of(served, answer["id"]) == "spam"
    again = await served.call("DELETE", f"/v1/feedback/{second.body['id']}")
    assert again.status == 404
    await served.call("DELETE", f"/v1/feedback/{first.body['id']}")
    assert await label_of(served, answer["id"]) is None
    assert await served.stores.feedback.count(served.site_id) == 0


async def test_a_submission_can_be_labelled_without_a_check(served: Served) -> None:
    reply = await send(served, submission={"body": "cheap pills"}, label="spam", reporter=None)
    assert reply.status == 202
    examples = [one async for one in served.stores.feedback.labelled(served.site_id)]
    assert [one.submission.body for one in examples] == ["cheap pills"]


async def test_a_submission_that_was_a_test_cannot_be_labelled_by_id(served: Served) -> None:
    answer = await served.check("hello", test=True)
    assert (await send(served, id=answer["id"], label="ham")).status == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"label": "spam"}, 422),
        ({"id": "x", "submission": {"body": "x"}, "label": "spam"}, 422),
        ({"id": "x", "label": "junk"}, 422),
        ({"id": "x"}, 422),
        ({"id": 5, "label": "spam"}, 422),
        ({"submission": {"body": 5}, "label": "spam"}, 422),
        ({"id": "x", "label": "spam", "zzz": 1}, 422),
        ({"id": "x", "label": "spam", "reporter": "a" * 201}, 422),
        ({"id": "x", "label": "spam"}, 404),
        ({"id": "", "label": "spam"}, 404),
        ({"id": "01a20381-7638-7813-b75d-f7cc0c6dd999", "label": "spam"}, 404),
    ],
)
async def test_wrong_feedback_is_refused(served: Served, fields: dict, status: int) -> None:
    assert (await send(served, **fields)).status == status
    assert await served.stores.feedback.count(served.site_id) == 0


async def test_another_sites_submission_and_feedback_are_not_found(served: Served) -> None:
    answer = await served.check("hello")
    feedback = await send(served, id=answer["id"], label="spam")
    _, other = await served.stores.sites.add("Other")
    path = f"/v1/submissions/{answer['id']}"
    assert (await served.call("GET", path, key=other)).status == 404
    body = {"id": answer["id"], "label": "ham"}
    assert (await served.call("POST", "/v1/feedback", key=other, json=body)).status == 404
    path = f"/v1/feedback/{feedback.body['id']}"
    assert (await served.call("DELETE", path, key=other)).status == 404
    assert await label_of(served, answer["id"]) == "spam"
