"""Idempotency-Key: the same call again gets the same bytes and is done once."""

import asyncio

import pytest
from served import Reply, Served


async def check(served: Served, body: str, key: str) -> Reply:
    headers = {"Idempotency-Key": key}
    return await served.call("POST", "/v1/check", json={"body": body}, headers=headers)


async def test_the_same_key_and_body_get_the_same_bytes(served: Served) -> None:
    first, second = await check(served, "hello", "k1"), await check(served, "hello", "k1")
    assert first.status == second.status == 200
    assert first.raw == second.raw


async def test_the_same_key_with_another_body_is_422(served: Served) -> None:
    await check(served, "hello", "k1")
    assert (await check(served, "hello!", "k1")).status == 422
    assert (await check(served, "hello!", "k2")).status == 200


async def test_concurrent_duplicates_make_one_submission(served: Served) -> None:
    calls = [check(served, f"hello {number % 20}", f"k{number % 20}") for number in range(100)]
    replies = await asyncio.gather(*calls)
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body["id"] for reply in replies}) == 20
    await asyncio.sleep(0.1)
    page = await served.stores.submissions.newest(served.site_id, limit=200)
    assert len(page.items) == 20


async def test_two_sites_do_not_share_keys(served: Served) -> None:
    _, other = await served.stores.sites.add("Other")
    mine = await check(served, "hello", "k1")
    headers = {"Idempotency-Key": "k1"}
    theirs = await served.call(
        "POST", "/v1/check", key=other, json={"body": "something else"}, headers=headers
    )
    assert theirs.status == 200
    assert theirs.body["id"] != mine.body["id"]


async def test_a_call_that_failed_can_be_made_again(served: Served) -> None:
    headers = {"Idempotency-Key": "k1"}
    body = {"id": "01a20381-7638-7813-b75d-f7cc0c6dd999", "label": "spam"}
    for _ in range(2):
        reply = await served.call("POST", "/v1/feedback", json=body, headers=headers)
        assert reply.status == 404


async def test_repeated_feedback_is_one_feedback(served: Served) -> None:
    answer = await served.check("hello")
    headers = {"Idempotency-Key": "k1"}
    body = {"id": answer["id"], "label": "spam"}
    replies = [
        await served.call("POST", "/v1/feedback", json=body, headers=headers) for _ in range(3)
    ]
    assert {reply.status for reply in replies} == {202}
    assert len({reply.raw for reply in replies}) == 1


@pytest.mark.parametrize("key", ["", "a b", "a" * 256, "é"])
async def test_a_key_that_is_none_is_refused(served: Served, key: str) -> None:
    reply = await check(served, "hello", key)
    assert reply.status == 422
    assert reply.body["errors"][0]["path"] == "Idempotency-Key"
