"""Limits on calls: 429 with when to come again; and form tokens, good for one comment."""

import asyncio

from served import Served

from service.api.callers import caller_address
from service.settings import Settings


def signals(answer: dict) -> set[str]:
    return {piece["signal"] for piece in answer["evidence"]}


async def test_a_key_may_make_as_many_calls_as_its_site_allows(served: Served) -> None:
    change = await served.call("PATCH", "/v1/site", json={"limits": {"api_per_minute": 5}})
    assert change.status == 200
    replies = [await served.call("POST", "/v1/check", json={"body": "x"}) for _ in range(7)]
    assert [reply.status for reply in replies] == [200] * 5 + [429] * 2
    assert 1 <= int(replies[5].headers["Retry-After"]) <= 12
    assert replies[0].headers["RateLimit"].startswith('"api";r=4;t=')
    assert replies[0].headers["RateLimit-Policy"] == '"api";q=5;w=60'
    assert replies[5].body["type"] == "urn:hamgate:problem:too-many-calls"
    assert replies[5].headers["Content-Type"] == "application/problem+json"


async def test_a_call_made_again_by_its_idempotency_key_is_charged_once(served: Served) -> None:
    await served.call("PATCH", "/v1/site", json={"limits": {"api_per_minute": 3}})
    again = {"headers": {"Idempotency-Key": "one"}, "json": {"body": "x"}}
    replies = [await served.call("POST", "/v1/check", **again) for _ in range(6)]
    assert {reply.status for reply in replies} == {200}
    assert len({reply.raw for reply in replies}) == 1


async def test_without_a_limit_of_its_own_a_key_is_not_limited(served: Served) -> None:
    calls = (served.call("POST", "/v1/check", json={"body": "x"}) for _ in range(100))
    replies = await asyncio.gather(*calls)
    assert {reply.status for reply in replies} == {200}
    assert "RateLimit" not in replies[0].headers


async def test_guessing_keys_is_slowed_down_and_known_callers_go_on(served: Served) -> None:
    assert (await served.call("GET", "/v1/site")).status == 200
    statuses = []
    for number in range(24):
        reply = await served.call("GET", "/v1/site", key=f"{number:012x}")
        statuses.append(reply.status)
    assert statuses[:20] == [401] * 20
    assert statuses[-3:] == [429] * 3
    assert int(reply.headers["Retry-After"]) >= 1
    assert (await served.call("GET", "/v1/site")).status == 200


class Call:
    """What of a request tells who called."""

    def __init__(self, remote: str, trusted: str, *forwarded: str) -> None:
        from multidict import CIMultiDict  # noqa: PLC0415

        from service.keys import SETTINGS  # noqa: PLC0415

        self.remote = remote
        self.app = {SETTINGS: Settings(trusted_proxies=trusted)}
        self.headers = CIMultiDict([("X-Forwarded-For", value) for value in forwarded])


def test_only_trusted_proxies_are_believed_and_from_the_right() -> None:
    def address(*parts: str) -> str:
        return caller_address(Call(*parts))  # type: ignore[arg-type]

    assert address("198.51.100.1", "", "203.0.113.9") == "198.51.100.1"
    assert address("198.51.100.1", "10.0.0.0/8", "203.0.113.9") == "198.51.100.1"
    assert address("10.0.0.1", "10.0.0.0/8", "203.0.113.9") == "203.0.113.9"
    assert address("10.0.0.1", "10.0.0.0/8", "1.1.1.1, 203.0.113.9") == "203.0.113.9"
    assert address("10.0.0.1", "10.0.0.0/8", "203.0.113.9, 10.0.0.7") == "203.0.113.9"
    assert address("10.0.0.1", "10.0.0.0/8", "203.0.113.9", "10.0.0.7") == "203.0.113.9"
    assert address("10.0.0.1", "10.0.0.0/8", "203.0.113.9, nonsense") == "10.0.0.1"
    assert address("10.0.0.1", "10.0.0.0/8") == "10.0.0.1"


async def test_a_form_token_proves_the_seconds_and_is_good_once(served: Served) -> None:
    reply = await served.call("GET", "/v1/form-token")
    assert reply.status == 200
    assert reply.headers["Cache-Control"] == "no-store"
    form = {"seconds": 500.0, "token": reply.body["token"]}
    tried = await served.check("Hello", form=form, test=True)
    first = await served.check("Hello", form=form)
    second = await served.check("Hello", form=form)
    assert "form_token" not in signals(tried) | signals(first)
    assert "form_token" in signals(second)
    kept = await served.call("GET", f"/v1/submissions/{first['id']}")
    assert kept.body["submission"]["form"]["seconds"] < 10
    _, key = await served.stores.sites.add("Other")
    elsewhere = await served.call("POST", "/v1/check", key=key, json={"body": "x", "form": form})
    assert "form_token" not in signals(elsewhere.body)
