"""What holds for every call: its key, its guid, its methods, its limits."""

import io
import re

import pytest
from akismet_client import KEEP, Client
from raw_call import raw_call
from served import Served

from service.akismet.routes import AKISMET_ROUTES, Door
from service.keys import CHECKER

GUID = re.compile(r"[0-9a-f]{32}")
DOORS = [route for route in AKISMET_ROUTES if isinstance(route, Door)]
PATHS = [route.path.replace("{rest:.*}", "nothing") for route in AKISMET_ROUTES]


@pytest.mark.parametrize("path", [door.path for door in DOORS])
@pytest.mark.parametrize("key", ["ffffffffffff", "", "nonsense", None])
async def test_a_call_with_an_unknown_key_is_invalid(
    client: Client, path: str, key: str | None
) -> None:
    reply = await client.post(path, api_key=key)
    assert (reply.status, reply.text) == (200, "invalid")
    assert GUID.fullmatch(reply.guid)
    assert ("X-akismet-debug-help" in reply.headers) == (path != "/1.1/verify-key")
    assert "X-akismet-alert-code" not in reply.headers


@pytest.mark.parametrize("path", [door.path for door in DOORS])
async def test_a_key_in_the_host_opens_every_door(client: Client, path: str) -> None:
    host = f"{client.served.key}.rest.akismet.com:8080"
    reply = await client.send("POST", path, b"blog=b", Host=host)
    assert reply.text != "invalid"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
async def test_every_answer_has_a_guid_of_its_own(client: Client, path: str, method: str) -> None:
    replies = [await client.send(method, path, None) for _ in range(2)]
    assert all(GUID.fullmatch(reply.guid) for reply in replies)
    assert replies[0].guid != replies[1].guid
    assert replies[0].status in (200, 404, 405)
    if replies[0].status == 405:
        assert method not in replies[0].headers["Allow"].split(", ")


@pytest.mark.parametrize(
    "path", ["/1.1", "/1.1/", "/1.1/nothing", "/1.2/comment-check", "/1.1/a/b"]
)
async def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    assert (await client.post(path)).status == 404


async def test_a_form_beyond_the_limit_is_413(served: Served) -> None:
    fat = b"api_key=x&comment_content=" + b"a" * 1_100_000

    async def pieces() -> object:
        for start in range(0, len(fat), 65_536):
            yield fat[start : start + 65_536]

    for body in (io.BytesIO(fat), pieces()):
        async with served.http.post("/1.1/comment-check", data=body) as answer:
            assert answer.status == 413
            assert GUID.fullmatch(answer.headers["X-akismet-guid"])


async def test_an_encoded_form_is_415(client: Client) -> None:
    reply = await client.send("POST", "/1.1/comment-check", b"x", **{"Content-Encoding": "gzip"})
    assert reply.status == 415
    assert GUID.fullmatch(reply.guid)


async def test_a_broken_chunk_is_400(served: Served) -> None:
    head = b"POST /1.1/comment-check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    reply = await raw_call(served.http._base_url.port, head + b"zz\r\nabc\r\n")
    assert reply.status == 400
    assert GUID.fullmatch(reply.headers["x-akismet-guid"])


async def test_a_fault_of_ours_is_an_answer_with_a_guid(
    client: Client, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(type(served.app[CHECKER]), "check", fail)
    reply = await client.check(KEEP)
    assert reply.status == 500
    assert "fault" not in reply.text
    assert GUID.fullmatch(reply.guid)


async def test_what_a_key_says_about_itself(client: Client) -> None:
    assert (await client.post("/1.1/verify-key")).text == "valid"
    assert re.fullmatch(r"\S{20,}", (await client.post("/1.1/token")).text)
    assert (await client.post("/1.1/deactivate")).text == "deactivated"
    assert (await client.post("/1.1/verify-key")).text == "valid"
