"""What is answered to checks: bodies byte for byte, and the headers that clients act on."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from akismet_client import BLATANT, HOLD, KEEP, SPAM, Client, ScorerOfWords
from eventually import eventually
from served import Served, serving
from valkey_server import ValkeyServer

from service.filtering.verdict import Mode
from service.keys import FINDER
from service.models.slots import Champion
from service.settings import Settings

GUID = re.compile(r"[0-9a-f]{32}")
SIGNS = ("X-akismet-error", "X-akismet-pro-tip", "X-akismet-debug-help", "X-akismet-alert-code")
HELD = {"X-akismet-error": "held"}
DISCARD = {"X-akismet-pro-tip": "discard"}


def signs(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that make a client do something."""
    return {name: headers[name] for name in SIGNS if name in headers}


@pytest.mark.parametrize(
    ("body", "changes", "text", "headers"),
    [
        (KEEP, {}, "false", {}),
        (SPAM, {}, "true", {}),
        (HOLD, {}, "false", HELD),
        (HOLD, {"akismet_hold_as": "true"}, "true", HELD),
        (KEEP, {"akismet_hold_as": "true"}, "false", {}),
        (SPAM, {"discard_blatant": True}, "true", {}),
        (BLATANT, {}, "true", {}),
        (BLATANT, {"discard_blatant": True}, "true", DISCARD),
        (HOLD, {"discard_blatant": True}, "false", HELD),
        (BLATANT, {"mode": Mode.OBSERVE, "discard_blatant": True}, "false", {}),
        (BLATANT, {"mode": Mode.OFF, "discard_blatant": True}, "false", {}),
    ],
)
async def test_a_verdict_has_its_body_and_its_headers(
    client: Client, body: str, changes: dict[str, Any], text: str, headers: dict[str, str]
) -> None:
    await client.served.stores.sites.update(client.served.site_id, changes)
    reply = await client.check(body)
    assert (reply.status, reply.text) == (200, text)
    assert signs(reply.headers) == headers
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert reply.headers["Content-Length"] == str(len(text))
    assert GUID.fullmatch(reply.guid)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"comment_author": "viagra-test-123"}, "true"),
        ({"comment_author": "akismet-guaranteed-spam"}, "true"),
        ({"comment_author_email": "akismet-guaranteed-spam@example.com"}, "true"),
        ({"user_role": "administrator"}, "false"),
        ({"user_role": "administrator", "comment_content": BLATANT}, "false"),
        ({"user_role": "editor", "comment_content": BLATANT}, "true"),
    ],
)
async def test_test_values_always_give_their_verdict(
    client: Client, fields: dict[str, str], text: str
) -> None:
    reply = await client.check(**{"body": KEEP, **fields})
    assert reply.text == text
    assert signs(reply.headers) == {}


async def test_a_check_is_in_the_queue_under_its_guid(client: Client, served: Served) -> None:
    reply = await client.check(
        SPAM,
        comment_author_email="bob@mail.example",
        HTTP_COOKIE="private",
        POST_ak_hp_textarea="caught",
    )
    shown = await served.call("GET", f"/v1/submissions/{UUID(reply.guid)}")
    assert shown.body["verdict"] == "spam"
    assert shown.body["submission"]["author"]["email"] == "bob@mail.example"
    assert shown.body["submission"]["form"]["honeypot"] == "caught"
    assert "private" not in shown.raw.decode()


async def test_a_recheck_is_decided_anew_and_linked_to_the_check_before(
    client: Client, served: Served
) -> None:
    replies = [
        await client.check(HOLD),
        await client.check(HOLD, recheck_reason="recheck_queue"),
        await client.check(HOLD, recheck_reason="edit", comment_author="Another"),
    ]
    assert len({reply.guid for reply in replies}) == 3
    first = str(UUID(replies[0].guid))
    assert [await earlier(served, reply.guid) for reply in replies] == [None, first, None]


async def test_a_recheck_finds_what_was_saved_long_ago(client: Client, served: Served) -> None:
    first = await client.check(HOLD, comment_author_email="Bob@mail.example")
    await saved(served, 1)
    again = await client.check(
        f"  {HOLD}\n", comment_author_email="bob@mail.example", recheck_reason="retry"
    )
    assert await earlier(served, again.guid) == str(UUID(first.guid))


async def test_a_test_is_judged_and_leaves_nothing(client: Client, served: Served) -> None:
    for flag in ("1", "true", "True"):
        assert (await client.check(SPAM, is_test=flag)).text == "true"
        await client.report("ham", SPAM, is_test=flag)
    assert (await client.check(SPAM, is_test="False")).text == "true"
    await saved(served, 1)
    assert json.loads((await client.get("/1.2/usage-limit")).text)["usage"] == 1
    assert await served.stores.feedback.count(served.site_id) == 0


@pytest.mark.parametrize(
    ("without", "text"),
    [
        ({"user_ip": None}, "Missing required field: user_ip."),
        ({"user_ip": ""}, "Missing required field: user_ip."),
        ({"blog": None}, "Missing required field: blog."),
        ({"user_ip": None, "blog": None}, "Missing required field: user_ip."),
    ],
)
async def test_a_check_needs_an_address_and_a_blog(
    client: Client, without: dict[str, str | None], text: str
) -> None:
    reply = await client.check(**without)
    assert (reply.status, reply.text) == (200, text)
    assert list(signs(reply.headers)) == ["X-akismet-debug-help"]


async def test_while_the_store_is_away_a_comment_is_held(
    settings: Settings, opened: Callable, own_valkey: ValkeyServer
) -> None:
    stores = await opened(own_valkey)
    async with serving(settings, stores, Champion(None, ScorerOfWords())) as served:
        client = Client(served)
        own_valkey.kill()
        reply = await client.check(KEEP)
        assert (reply.status, reply.text, signs(reply.headers)) == (200, "false", HELD)
        lost = await client.report("spam")
        assert (lost.status, lost.headers["Retry-After"]) == (503, "2")
        assert GUID.fullmatch(lost.guid)


async def earlier(served: Served, guid: str) -> str | None:
    """The earlier submission that a check was linked to."""
    stored = await served.app[FINDER].find(served.site_id, str(UUID(guid)))
    assert stored is not None
    return stored.submission.recheck_of


async def saved(served: Served, count: int) -> None:
    """Wait until so many submissions are in the store."""

    async def enough() -> bool:
        page = await served.stores.submissions.newest(served.site_id)
        return len(page.items) == count

    await eventually(enough)
