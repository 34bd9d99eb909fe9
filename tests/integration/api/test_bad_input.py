"""Bad input: each kind gets the answer the contract names, and the server lives."""

import asyncio
import io
import json
import zlib
from collections.abc import AsyncIterator

import pytest
from eventually import eventually
from raw_call import raw_call
from served import Reply, Served

from service import receiving

DEEP = b"[" * 33 + b"]" * 33
NOT_JSON = {
    "nothing": b"",
    "spaces": b"  \n ",
    "words": b"not json",
    "half": b'{"body": "x"',
    "two": b'{"body": "x"} {}',
    "trailing comma": b'{"body": "x",}',
    "single quotes": b"{'body': 'x'}",
    "comment": b'/* x */ {"body": "x"}',
    "byte order mark": b'\xef\xbb\xbf{"body": "x"}',
    "utf-16": '{"body": "x"}'.encode("utf-16"),
    "latin-1": b'{"body": "caf\xe9"}',
    "surrogate in bytes": b'{"body": "\xed\xa0\x80"}',
    "overlong utf-8": b'{"body": "\xc0\xaf"}',
    "raw newline in a string": b'{"body": "a\nb"}',
    "NaN": b'{"body": "x", "form": {"seconds": NaN}}',
    "Infinity": b'{"body": "x", "form": {"seconds": -Infinity}}',
    "duplicate key": b'{"body": "x", "body": "y"}',
    "duplicate key, escaped": b'{"body": "x", "b\\u006fdy": "y"}',
    "duplicate key, apart": b'{"body": "x", "body" : "y"}',
    "duplicate key, inside": b'{"body": "x", "author": {"url": "a", "url": "b"}}',
    "duplicate key, hidden": b'{"body": "\\u0022:", "author": {"url": "a", "url": null}}',
    "duplicate key, of no field": b'{"body": "x", "zzz": 1, "zzz": 2}',
    "lone surrogate": b'{"body": "\\ud800"}',
    "lone low surrogate": b'{"body": "a \\udc00 b"}',
    "swapped surrogates": b'{"body": "\\udc00\\ud800"}',
    "lone surrogate in a key": b'{"body": "x", "\\ud800": 1}',
    "depth 33": b'{"body": "x", "author": ' + DEEP + b"}",
    "depth 33, of no field": b'{"body": "x", "zzz": ' + DEEP + b"}",
    "depth 100,000": b"[" * 100_000,
    "braces 100,000": b'{"a":' * 100_000,
    "a number of 5,000 digits": b'{"body": "x", "form": {"seconds": ' + b"1" * 5000 + b"}}",
}

WRONG = {
    "$": (b"[]", b"null", b'"text"', b"5"),
    "$.body": (b"{}", b'{"body": null}', b'{"body": 5}', b'{"body": ["x"]}', b'{"body": true}'),
    "$.zzz": (b'{"body": "x", "zzz": 1}',),
    "$.author": (b'{"body": "x", "author": "Bob"}', b'{"body": "x", "author": []}'),
    "$.author.name": (b'{"body": "x", "author": {"name": 5}}',),
    "$.author.zzz": (b'{"body": "x", "author": {"zzz": 5}}',),
    "$.form.seconds": (
        b'{"body": "x", "form": {"seconds": "3"}}',
        b'{"body": "x", "form": {"seconds": -1}}',
        b'{"body": "x", "form": {"seconds": 1e999}}',
    ),
    "$.test": (b'{"body": "x", "test": "yes"}', b'{"body": "x", "test": 1}'),
    "$.submitted_at": (
        b'{"body": "x", "submitted_at": "yesterday"}',
        b'{"body": "x", "submitted_at": 12345}',
        b'{"body": "x", "submitted_at": "2026-02-30T10:00:00Z"}',
    ),
    "$.page.published_at": (b'{"body": "x", "page": {"published_at": ""}}',),
}


def is_problem(reply: Reply, status: int) -> bool:
    return (
        reply.status == status
        and reply.headers["Content-Type"].startswith("application/problem+json")
        and reply.body["status"] == status
        and {"type", "title", "detail"} <= set(reply.body)
    )


@pytest.mark.parametrize("raw", NOT_JSON.values(), ids=NOT_JSON)
async def test_what_is_no_strict_json_is_400(served: Served, raw: bytes) -> None:
    assert is_problem(await served.call("POST", "/v1/check", data=raw), 400)
    assert (await served.check())["verdict"]


@pytest.mark.parametrize(
    ("path", "raw"), [(path, raw) for path, bodies in WRONG.items() for raw in bodies]
)
async def test_what_has_another_shape_is_422_and_names_the_place(
    served: Served, path: str, raw: bytes
) -> None:
    reply = await served.call("POST", "/v1/check", data=raw)
    assert is_problem(reply, 422)
    assert reply.body["errors"][0]["path"] == path


async def test_depth_32_is_no_matter_of_json(served: Served) -> None:
    raw = b'{"body": "x", "zzz": ' + b"[" * 31 + b"]" * 31 + b"}"
    assert is_problem(await served.call("POST", "/v1/check", data=raw), 422)
    brackets = json.dumps({"body": "[" * 1000 + "{" * 1000}).encode()
    assert (await served.call("POST", "/v1/check", data=brackets)).status == 200


async def test_quotes_and_colons_in_texts_are_no_keys(served: Served) -> None:
    for body in ('":', '\\":', '"a":1,"a":2', ":)", '" :', '"\n:', "\\", '\\"', '{"body":"x"}'):
        answer = await served.check(body, author={"name": body, "url": body}, page={"url": body})
        stored = await served.call("GET", f"/v1/submissions/{answer['id']}")
        assert stored.body["submission"]["body"] == body
        assert stored.body["submission"]["author"]["name"] == body


async def test_2_mib_are_413_with_and_without_a_length(served: Served) -> None:
    raw = b'{"body": "' + b"a" * (2 * 1024 * 1024) + b'"}'

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(raw), 65_536):
            yield raw[start : start + 65_536]

    assert is_problem(await served.call("POST", "/v1/check", data=io.BytesIO(raw)), 413)
    assert is_problem(await served.call("POST", "/v1/check", data=chunks()), 413)
    assert (await served.check())["verdict"]


async def test_any_content_encoding_is_415(served: Served) -> None:
    packed = zlib.compress(b'{"body": "x"}', wbits=31)
    for name in ("gzip", "deflate", "br", "identity", "x"):
        headers = {"Content-Encoding": name}
        reply = await served.call("POST", "/v1/check", data=packed, headers=headers)
        assert is_problem(reply, 415)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("Application/JSON;charset=UTF-8", 200),
        ("application/vnd.blog+json", 200),
        ("application/json; charset=latin-1", 415),
        ("application/json; charset=nonsense", 415),
        ("application/x-www-form-urlencoded", 415),
        ("text/plain", 415),
        ("multipart/form-data", 415),
        ("nonsense", 415),
    ],
)
async def test_only_json_in_utf8_is_read(served: Served, kind: str, status: int) -> None:
    headers = {"Content-Type": kind}
    reply = await served.call("POST", "/v1/check", data=b'{"body": "x"}', headers=headers)
    assert reply.status == status


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Bearer ffffffffffff", 401),
        ("Bearer", 401),
        ("Bearer ", 401),
        ("Bearer 0123456789AB", 401),
        ("Bearer 0123456789ab0", 401),
        ("Basic MDEyMzQ1Njc4OWFi", 401),
        ("0123456789ab", 401),
        ("Bearer é", 401),
        ("Bearer " + "a" * 4000, 401),
        ("Bearer hga_" + "a" * 43, 403),
        ("bearer 0123456789ab", 200),
    ],
)
async def test_only_the_sites_key_opens(served: Served, header: str, status: int) -> None:
    for path, raw in (("/v1/check", b'{"body": "x"}'), ("/v1/check/batch", b"[]")):
        headers = {"Authorization": header}
        reply = await served.call("POST", path, data=raw, headers=headers)
        assert reply.status == status
        if status != 200:
            assert is_problem(reply, status)
        if status == 401:
            assert reply.headers["WWW-Authenticate"] == "Bearer"


async def test_a_missing_key_is_401(served: Served) -> None:
    async with served.http.post("/v1/check", json={"body": "x"}) as response:
        assert response.status == 401


async def test_unknown_paths_are_404_and_wrong_methods_405(served: Served) -> None:
    for path in ("/", "/v1", "/v1/nothing", "/v1/check/", "/v1/feedback/a/b", "/%00"):
        assert is_problem(await served.call("GET", path), 404)
    for method, path, allowed in (
        ("GET", "/v1/check", "POST"),
        ("DELETE", "/v1/check/batch", "POST"),
        ("PUT", "/v1/site", "GET,HEAD,PATCH"),
        ("POST", "/v1/submissions/x", "GET,HEAD"),
        ("POST", "/healthz", "GET,HEAD"),
    ):
        reply = await served.call(method, path)
        assert is_problem(reply, 405)
        assert reply.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "sent",
    [
        b"BREW /v1/check HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 10_000 + b"\r\n\r\n",
        b"GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"\x00\x00\x00\r\n\r\n",
    ],
    ids=lambda sent: repr(sent[:20]),
)
async def test_what_is_no_http_is_a_problem_too(served: Served, sent: bytes) -> None:
    base = served.http._base_url
    reader, writer = await asyncio.open_connection(base.host, base.port)
    writer.write(sent)
    answer = await reader.read()
    writer.close()
    assert b" 400 " in answer.partition(b"\r\n")[0]
    assert b"application/problem+json" in answer
    assert (await served.check())["verdict"]


@pytest.mark.parametrize(
    "unknown", ["x", "0", "0193", "..", "%00", "01a20381-7638-7813-b75d-f7cc0c6dd999", "é" * 50]
)
async def test_an_unknown_id_is_404(served: Served, unknown: str) -> None:
    assert is_problem(await served.call("GET", f"/v1/submissions/{unknown}"), 404)
    assert is_problem(await served.call("DELETE", f"/v1/feedback/{unknown}"), 404)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=x",
        "limit=1e9",
        "limit=999999999999",
        "cursor=x",
        "zzz=1",
        "limit=1&limit=2",
    ],
)
async def test_a_wrong_query_is_422(served: Served, query: str) -> None:
    assert is_problem(await served.call("GET", f"/v1/submissions?{query}"), 422)


HALF_CALLS = {
    path: f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer 0123456789ab\r\n"
    f"Content-Type: {kind}\r\nContent-Length: 100\r\n\r\n{body}".encode()
    for path, kind, body in (
        ("/v1/check", "application/json", '{"body": "x'),
        ("/v1/feedback", "application/json", '{"label": '),
        ("/1.1/comment-check", "application/x-www-form-urlencoded", "api_key=0123456789ab"),
    )
}
"""Calls whose senders say more than they send."""


@pytest.mark.parametrize("path", HALF_CALLS)
async def test_a_caller_who_leaves_amid_a_body_is_no_fault_of_ours(
    served: Served, path: str
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", served.http._base_url.port)
    writer.write(HALF_CALLS[path])
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.close()

    async def counted() -> bool:
        async with served.http.get("/metrics") as response:
            lines = (await response.text()).splitlines()
        calls = [line for line in lines if line.startswith("hamgate_requests_total")]
        seen = {line.partition(" ")[0]: float(line.rpartition(" ")[2]) for line in calls}
        named = f'hamgate_requests_total{{route="{path}",status='
        assert seen[f'{named}"500"}}'] == 0
        return any(count for name, count in seen.items() if name.startswith(named))

    await eventually(counted)


@pytest.mark.parametrize(("path", "status"), [*zip(HALF_CALLS, (408, 408, 400), strict=True)])
async def test_a_body_that_stops_coming_is_not_waited_for_forever(
    served: Served, monkeypatch: pytest.MonkeyPatch, path: str, status: int
) -> None:
    monkeypatch.setattr(receiving, "BODY_SECONDS", 0.1)
    reply = await raw_call(served.http._base_url.port, HALF_CALLS[path])
    assert reply.status == status
    assert reply.headers["connection"] == "close"
