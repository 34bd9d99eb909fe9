"""The webhook: who is called, when, with what, and who never is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from akismet_client import HOLD, KEEP, SPAM, Client
from eventually import eventually
from factories import a_stored, a_submission, an_id
from served import SECRET, Served

from service.akismet import webhook
from service.akismet.campaigns import Campaigns, bands_of, expect
from service.akismet.webhook import PublicResolver, Webhook, is_public
from service.engine.check import Checker
from service.errors import StoreUnavailableError
from service.filtering.submission import Form, Submission
from service.filtering.verdict import Label, Verdict
from service.keys import CHECKER, FINDER, REPORTS
from service.stores import webhooks
from service.stores.webhooks import Call, Webhooks


@dataclass
class Blog:
    """A blog that takes note of who calls, and how."""

    url: str = ""
    calls: list[tuple[dict[str, str], Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


@pytest.fixture
async def blog() -> AsyncIterator[Blog]:
    found = Blog()

    async def hook(request: web.Request) -> web.Response:
        found.calls.append(
            (dict(request.headers), await request.json() if request.can_read_body else None)
        )
        status = found.answers.pop(0) if found.answers else 200
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", hook)
    async with TestServer(app) as server:
        found.url = f"http://blog.test:{server.port}/hook"
        yield found


@pytest.fixture
async def client(
    client: Client, served: Served, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Client]:
    """A client of a server that may call blog.test, which is the loopback here."""

    async def loopback(_self: object, host: str, port: int = 0, family: int = 0) -> list[Any]:
        del family
        return [
            {
                "hostname": host,
                "host": "127.0.0.1",
                "port": port,
                "family": 2,
                "proto": 0,
                "flags": 0,
            }
        ]

    monkeypatch.setattr(webhook.aiohttp.ThreadedResolver, "resolve", loopback)
    monkeypatch.setattr(webhook, "POLL_SECONDS", 0.01)
    waiting = Webhooks(served.stores.trips, SECRET, pauses_seconds=(0.02, 0.02))
    async with calling_back(served, waiting):
        yield client


@asynccontextmanager
async def calling_back(served: Served, waiting: Webhooks) -> AsyncIterator[None]:
    """A worker that may call blog.test wherever it lives."""
    allowed = Webhook(["blog.test"], waiting, judge=lambda _: True)
    parts, stores = served.app, served.stores
    campaigns = Campaigns(allowed, stores.callbacks, parts[FINDER], parts[CHECKER], stores.sites)
    object.__setattr__(parts[REPORTS], "listener", campaigns.tell)
    task = asyncio.create_task(allowed.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def quiet(blog: Blog) -> None:
    """Give a call that must not come the time to come."""
    await asyncio.sleep(0.1)
    assert blog.calls == []


@pytest.mark.parametrize(
    ("body", "label", "result"),
    [
        (KEEP, "spam", "true"),
        (SPAM, "ham", "false"),
        (HOLD, "ham", "false"),
        (HOLD, "spam", "true"),
    ],
)
async def test_a_changed_verdict_is_told(
    client: Client, served: Served, blog: Blog, body: str, label: str, result: str
) -> None:
    checked = await client.check(body, callback=blog.url)
    await client.report(label, body)
    await eventually(lambda: len(blog.calls) == 1)
    headers, message = blog.calls[0]
    assert message == {
        "key": served.key,
        "endpoint": "comment-check",
        "comments": [{"guid": checked.guid, "result": result}],
    }
    assert headers["X-Akismet-Webhook"] == "1"
    assert headers["Content-Type"] == "application/json"


async def test_feedback_of_the_json_door_is_told_too(
    client: Client, served: Served, blog: Blog
) -> None:
    decision = await served.check(KEEP, callback=blog.url)
    await served.call("POST", "/v1/feedback", json={"id": decision["id"], "label": "spam"})
    await eventually(lambda: len(blog.calls) == 1)
    assert blog.calls[0][1]["key"] == served.key
    del client


@pytest.mark.parametrize(("body", "label"), [(KEEP, "ham"), (SPAM, "spam")])
async def test_what_the_blog_knows_is_not_told(
    client: Client, blog: Blog, body: str, label: str
) -> None:
    await client.check(body, callback=blog.url)
    await client.report(label, body)
    await quiet(blog)


async def test_each_change_is_told_once(client: Client, blog: Blog) -> None:
    await client.check(KEEP, callback=blog.url)
    for label in ("spam", "spam", "ham", "ham", "spam"):
        await client.report(label, KEEP)
        await asyncio.sleep(0.05)
    results = [message["comments"][0]["result"] for _, message in blog.calls]
    assert results == ["true", "false", "true"]


async def test_a_blog_that_fails_is_called_again(client: Client, blog: Blog) -> None:
    blog.answers = [500, 503]
    await client.check(KEEP, callback=blog.url)
    await client.report("spam", KEEP)
    await eventually(lambda: len(blog.calls) == 3)


async def test_a_blog_that_never_answers_is_given_up(
    client: Client, served: Served, blog: Blog
) -> None:
    blog.answers = [500] * 9
    await client.check(KEEP, callback=blog.url)
    await client.report("spam", KEEP)
    await eventually(lambda: len(blog.calls) == 3)
    await eventually(lambda: nothing_waits(served))
    assert len(blog.calls) == 3


@pytest.mark.parametrize(("body", "results"), [(KEEP, ["true", "false"]), (HOLD, ["true"])])
async def test_a_label_that_is_taken_back_is_told_where_a_verdict_is_left(
    client: Client, served: Served, blog: Blog, body: str, results: list[str]
) -> None:
    decision = await served.check(body, callback=blog.url)
    label = {"id": decision["id"], "label": "spam"}
    sent = await served.call("POST", "/v1/feedback", json=label)
    await eventually(lambda: len(blog.calls) == 1)
    await served.call("DELETE", f"/v1/feedback/{sent.body['id']}")
    await eventually(lambda: len(blog.calls) == len(results))
    await asyncio.sleep(0.1)
    assert [message["comments"][0]["result"] for _, message in blog.calls] == results
    assert all(message["key"] == served.key for _, message in blog.calls)
    del client


async def test_what_waits_at_a_restart_is_told_by_the_next_worker(
    client: Client, served: Served, blog: Blog
) -> None:
    waiting = served.stores.webhooks
    stopped = Webhook(["blog.test"], waiting, judge=lambda _: True)
    object.__setattr__(served.app[REPORTS], "listener", stopped.tell)
    await client.check(KEEP, callback=blog.url)
    for label in ("spam", "ham", "spam"):
        await client.report(label, KEEP)
    assert await served.stores.trips.execute("ZCARD", webhooks.KEYS[0]) in (0, 1)
    async with calling_back(served, Webhooks(served.stores.trips, SECRET)):
        await eventually(lambda: len(blog.calls) > 0)
        await eventually(lambda: nothing_waits(served))
    assert blog.calls[-1][1]["comments"][0]["result"] == "true"


async def test_a_call_that_a_dead_worker_took_is_made_by_another(
    served: Served, blog: Blog, client: Client
) -> None:
    waiting = Webhooks(served.stores.trips, SECRET, pauses_seconds=(0.2,))
    await waiting.put("x", Call(blog.url, b"{}"))
    assert [claim.id for claim in await waiting.claim()] == ["x"]
    assert await waiting.claim() == []
    await eventually(lambda: len(blog.calls) == 1)
    del client


async def test_a_fault_in_one_call_does_not_end_the_others(
    client: Client, served: Served, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [RuntimeError("a fault"), StoreUnavailableError("away")]

    async def claim(waiting: Webhooks) -> Any:
        if faults:
            raise faults.pop()
        return await claimed(waiting)

    claimed = Webhooks.claim
    monkeypatch.setattr(Webhooks, "claim", claim)
    await served.stores.webhooks.put("x", Call(blog.url, b"{}"))
    await eventually(lambda: len(blog.calls) == 1)
    del client


async def test_news_takes_the_place_of_what_was_not_told_yet(served: Served) -> None:
    waiting = served.stores.webhooks
    for body in (b"old", b"new"):
        await waiting.put("x", Call("http://blog.test", body))
    (claim,) = await waiting.claim()
    assert claim.call.body == b"new"
    await waiting.put("x", Call("http://blog.test", b"newest"))
    await waiting.done(claim)
    assert not await nothing_waits(served)
    assert await waiting.claim() == []  # while the call before may still be on its way


async def test_no_more_wait_than_there_is_room_for(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "MOST_CALLS", 2)
    call = Call("http://blog.test", b"")
    assert [await served.stores.webhooks.put(name, call) for name in "abac"] == [1, 1, 1, 0]


async def test_a_sites_key_is_not_readable_in_the_store(served: Served) -> None:
    message = webhook.message_of(served.key, "x", None)
    await served.stores.webhooks.put("x", Call("http://blog.test", message))
    kept = await served.stores.trips.execute("HGETALL", webhooks.KEYS[1])
    assert served.key.encode() not in b"".join(kept)
    assert await Webhooks(served.stores.trips, b"another secret").claim() == []


async def test_a_host_that_is_no_longer_named_is_not_called(
    client: Client, served: Served, blog: Blog
) -> None:
    await served.stores.webhooks.put("x", Call(blog.url.replace("blog", "former"), b"{}"))
    await eventually(lambda: nothing_waits(served))
    assert blog.calls == []
    del client


LONG = (
    "keep this: certified accountants prepare quarterly statements, calculate payroll taxes, "
    "answer letters from revenue offices and offer consultation before the December deadline"
)


@dataclass
class Campaign:
    """Copies of one text, of which the first is labelled."""

    client: Client
    served: Served
    blog: Blog

    async def written(self, name: str) -> str:
        """Have one more checked, and known to want a call; its guid."""
        reply = await self.client.check(LONG, comment_author=name, callback=self.blog.url)
        found = await self.served.app[FINDER].find(self.served.site_id, str(UUID(reply.guid)))
        assert found is not None
        allowed = Webhook(["blog.test"], self.served.stores.webhooks)
        await expect(allowed, self.served.stores.callbacks, [found])
        return reply.guid

    def decide(self, verdict: Verdict, monkeypatch: pytest.MonkeyPatch) -> None:
        """What memory and model come to from now on."""
        checker = type(self.served.app[CHECKER])
        check = checker.check

        async def decided(*asked: Any) -> Any:
            return replace(await check(*asked), verdict=verdict)

        monkeypatch.setattr(checker, "check", decided)

    def told(self) -> list[tuple[str, str]]:
        calls = [message["comments"][0] for _, message in self.blog.calls]
        return [(call["guid"], call["result"]) for call in calls]


@pytest.fixture
def campaign(client: Client, served: Served, blog: Blog) -> Campaign:
    return Campaign(client, served, blog)


async def test_the_copies_of_what_is_called_spam_are_told_as_well(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = [await campaign.written(name) for name in ("Ann", "Bob", "Eve")]
    await campaign.client.report("ham", LONG, comment_author="Eve")
    campaign.decide(Verdict.SPAM, monkeypatch)
    await campaign.client.report("spam", LONG, comment_author="Ann")
    await eventually(lambda: len(campaign.told()) == 2)
    await campaign.client.report("spam", LONG, comment_author="Ann")
    await asyncio.sleep(0.1)
    assert sorted(campaign.told()) == sorted([(first, "true"), (second, "true")])
    assert third not in dict(campaign.told())  # a person has said what it is


async def test_copies_are_told_again_when_the_label_is_taken_back(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = [await campaign.written(name) for name in ("Ann", "Bob")]
    with monkeypatch.context() as patch:
        campaign.decide(Verdict.SPAM, patch)
        await campaign.client.report("spam", LONG, comment_author="Ann")
        await eventually(lambda: len(campaign.told()) == 2)
    await campaign.client.report("ham", LONG, comment_author="Ann")
    await eventually(lambda: (second, "false") in campaign.told())


async def test_copies_that_would_be_held_or_wish_no_call_are_left(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await campaign.written("Ann")
    await campaign.client.check(LONG, comment_author="Dan")
    await campaign.written("Bob")
    campaign.decide(Verdict.HOLD, monkeypatch)
    await campaign.client.report("spam", LONG, comment_author="Ann")
    await asyncio.sleep(0.1)
    assert campaign.told() == [(first, "true")]


async def test_of_many_copies_the_newest_are_looked_at(served: Served) -> None:
    known, ids = served.stores.callbacks, [an_id() for _ in range(30)]
    for each in ids:
        await known.note("s", ["a", "b"], each)
    await known.told("s", ["a"], ids[-1], label=Label.HAM)
    alike = await known.alike("s", ["a"])
    assert sorted(alike) == ids[10:]
    assert (alike[ids[-1]], alike[ids[-2]]) == (Label.HAM, None)
    assert bands_of(a_submission("too short")) == ()


async def test_copies_that_were_told_of_leave_no_others_out(served: Served) -> None:
    known, ids = served.stores.callbacks, [an_id() for _ in range(25)]
    for each in ids[:20]:
        await known.note("s", ["a"], each)
        await known.told("s", ["a"], each, label=Label.SPAM)
    for each in ids[20:]:
        await known.note("s", ["a"], each)
    alike = await known.alike("s", ["a"])
    assert len(alike) == 20
    assert [each for each, told in alike.items() if told is None] == ids[20:]


async def test_a_copy_is_judged_again_as_if_its_form_had_not_been_sent_before(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Submission] = []

    async def check(_checker: object, _site: object, submission: Submission) -> Any:
        asked.append(submission)
        return SimpleNamespace(degraded=(), verdict=Verdict.KEEP)

    monkeypatch.setattr(Checker, "check", check)
    form = Form(seconds=5.0, token="used up")
    sent = a_submission(LONG, form=form, recheck_of=an_id())
    stored = a_stored(served.site_id, submission=sent)
    waiting = Webhook(["blog.test"], served.stores.webhooks)
    parts, stores = served.app, served.stores
    campaigns = Campaigns(waiting, stores.callbacks, parts[FINDER], parts[CHECKER], stores.sites)
    await campaigns._judged_now(stored)
    assert asked == [replace(sent, form=Form(seconds=5.0), test=True)]


@pytest.mark.parametrize("rounds", range(4))
async def test_a_worker_stops_also_in_the_moment_in_which_a_call_is_put(
    served: Served, rounds: int
) -> None:
    hook = Webhook(["blog.test"], served.stores.webhooks)
    task = asyncio.create_task(hook.run())
    await asyncio.sleep(0.1)
    hook._filled.set()
    # So many rounds of the loop after it was told.
    for _ in range(rounds):
        await asyncio.sleep(0)
    task.cancel()
    async with asyncio.timeout(5.0):
        await asyncio.wait([task])
    assert task.cancelled()


async def nothing_waits(served: Served) -> bool:
    return await served.stores.trips.execute("EXISTS", *webhooks.KEYS) == 0


async def test_a_redirect_is_not_followed(client: Client, blog: Blog) -> None:
    blog.answers = [307]
    await client.check(KEEP, callback=blog.url)
    await client.report("spam", KEEP)
    await eventually(lambda: len(blog.calls) == 1)
    await asyncio.sleep(0.1)
    assert len(blog.calls) == 1


async def test_no_other_host_is_called(client: Client, blog: Blog) -> None:
    port = blog.url.split(":")[2]
    for host in ("other.test", "127.0.0.1", "blog.test@127.0.0.1", "[::1]", "blog.test.evil.test"):
        await client.check(f"{KEEP} {host}", callback=f"http://{host}:{port}")
        await client.report("spam", f"{KEEP} {host}")
    await quiet(blog)


async def test_by_default_nobody_is_called(served: Served, blog: Blog) -> None:
    client = Client(served)
    await client.check(KEEP, callback=blog.url)
    await client.report("spam", KEEP)
    await quiet(blog)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (never called)
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:7f00:1::", False),
        ("2002:c0a8:101::1", False),
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("64:ff9b:1::7f00:1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
    ],
)
def test_only_public_addresses_may_be_called(address: str, public: bool) -> None:  # noqa: FBT001
    assert is_public(address) is public


async def test_a_name_that_leads_home_is_not_resolved() -> None:
    with pytest.raises(OSError, match="no public address"):
        await PublicResolver(is_public).resolve("localhost", 80)
