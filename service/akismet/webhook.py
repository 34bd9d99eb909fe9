"""Tells a blog when a verdict it was given has changed since: a label came, or went.

Off unless the operator names the hosts that may be called (`HAMGATE_CALLBACK_HOSTS`): the
address comes from outside, so it is called only at public addresses, which are looked up
once and then called as they were looked up, without following redirects.

What is to be said waits in the store until a blog has heard it or six attempts have failed,
so that neither a restart nor a blog's bad hour loses it; any worker may take it from there.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult

from service.akismet.answers import guid_of
from service.engine.reporting import Change
from service.errors import StoreUnavailableError
from service.filtering.verdict import Label, Verdict
from service.logs import get_log
from service.stores.submissions import StoredSubmission
from service.stores.webhooks import Call, Claim, Webhooks

HEADERS = {"Content-Type": "application/json", "X-Akismet-Webhook": "1"}
TIMEOUT_SECONDS = 5.0
"""Of one attempt; the store plans on less than 10."""

POLL_SECONDS = 1.0
"""Between looks at what is due: other workers and earlier attempts leave something there."""

BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})

UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out (RFC 4291); Python calls much of the rest global, too."""

NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""By RFC 6052 an IPv4 address follows."""

Judge = Callable[[str], bool]


def is_public(address: str) -> bool:
    """Whether an IP address is one that everybody may call."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = _ipv4_in(found)
        if inner is None:
            return found.is_global and found in UNICAST
        found = inner
    return found.is_global and not found.is_multicast


def _ipv4_in(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Where an IPv6 address leads that stands for an IPv4 one: mapped, by NAT64, by 6to4."""
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class PublicResolver(AbstractResolver):
    """Looks names up and gives out only addresses that may be called."""

    def __init__(self, judge: Judge) -> None:
        self._inner = aiohttp.ThreadedResolver()
        self._judge = judge

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Addresses of a host; OSError when none may be called."""
        found = await self._inner.resolve(host, port, family)
        fine = [each for each in found if self._judge(each["host"])]
        if not fine:
            raise OSError("no public address")
        return fine

    async def close(self) -> None:
        """Nothing is held open."""


class Webhook:
    """Calls blogs back, in the background."""

    def __init__(
        self, hosts: Sequence[str], waiting: Webhooks, *, judge: Judge = is_public
    ) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self._waiting = waiting
        self._judge = judge
        self._filled = asyncio.Event()

    @property
    def is_on(self) -> bool:
        """Whether the operator lets any host be called."""
        return bool(self._hosts)

    async def tell(self, change: Change) -> None:
        """Have the blog called back where a change is news to it."""
        known, news = said(change.about, change.about.label), said(change.about, change.label)
        if (
            news is not None
            and news is not known
            and self.may_call(change.about.submission.callback)
        ):
            await self.send(change.about, news, change.site_key)

    async def send(self, about: StoredSubmission, news: Label, site_key: str) -> None:
        """Keep what is to be said to a blog, and have it said."""
        call = Call(about.submission.callback or "", message_of(site_key, about.id, news))
        try:
            kept = await self._waiting.put(about.id, call)
        except StoreUnavailableError:
            kept = False
        if not kept:
            get_log("webhook").warning("webhook_lost")
        self._filled.set()

    async def run(self) -> None:
        """Make the calls that are due, for as long as this is awaited."""
        while self._hosts:
            try:
                while claims := await self._waiting.claim():
                    await asyncio.gather(*map(self._make, claims))
            except StoreUnavailableError:
                get_log("webhook").debug("webhook_store_away")
            except Exception:  # noqa: BLE001 (whatever one call does, the others are to be made)
                get_log("webhook").error("webhook_crashed", exc_info=True)
            with suppress(TimeoutError):
                # Not wait_for: until Python 3.12 that may swallow a cancellation.
                async with asyncio.timeout(POLL_SECONDS):
                    await self._filled.wait()
            self._filled.clear()

    def may_call(self, address: str | None) -> bool:
        """Whether the host is one the operator named, and no forbidden address by itself."""
        if not address or not self._hosts:
            return False
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            return False
        with suppress(ValueError):
            return host in self._hosts and self._judge(str(ipaddress.ip_address(host)))
        return host in self._hosts

    async def _make(self, claim: Claim) -> None:
        """One attempt; unless the blog has heard it, the next one is planned already."""
        if self.may_call(claim.call.address) and not await self._heard(claim.call):
            return
        with suppress(StoreUnavailableError):
            await self._waiting.done(claim)

    async def _heard(self, call: Call) -> bool:
        log = get_log("webhook")
        try:
            status = await self._post(call.address, call.body)
        except (aiohttp.ClientError, OSError, ValueError, TimeoutError) as error:
            log.warning("webhook_failed", reason=type(error).__name__)
            return False
        log.info("webhook_answered", status=status)
        return status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in BUSY

    async def _post(self, address: str, message: bytes) -> int:
        connector = aiohttp.TCPConnector(resolver=PublicResolver(self._judge))
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
            session.post(address, data=message, headers=HEADERS, allow_redirects=False) as answer,
        ):
            return answer.status


def said(about: StoredSubmission, label: Label | None) -> Label | None:
    """What a blog holds true: the last label, else the verdict; None for one that is held.

    The protocol has no word for that: a comment that is to be looked at again stays as it is.
    """
    return label or {Verdict.SPAM: Label.SPAM, Verdict.KEEP: Label.HAM}.get(about.verdict)


def message_of(site_key: str, submission_id: str, label: Label) -> bytes:
    """The body of the call."""
    result = "true" if label is Label.SPAM else "false"
    comments = [{"guid": guid_of(submission_id), "result": result}]
    return msgspec.json.encode({"key": site_key, "endpoint": "comment-check", "comments": comments})
