"""Tells a blog when a verdict it was given has changed since: a label came.

Off unless the operator names the hosts that may be called (`HAMGATE_CALLBACK_HOSTS`): the
address comes from outside, so it is called only at public addresses, which are looked up
once and then called as they were looked up, without following redirects.
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
from service.engine.reporting import Report
from service.filtering.verdict import Label, Verdict
from service.logs import get_log
from service.stores.submissions import StoredSubmission

HEADERS = {"Content-Type": "application/json", "X-Akismet-Webhook": "1"}
TIMEOUT_SECONDS = 5.0
PAUSES_SECONDS = (0.0, 2.0, 20.0)
"""Before each attempt."""

MOST_WAITING = 100

Judge = Callable[[str], bool]


def is_public(address: str) -> bool:
    """Whether an IP address is one that everybody may call."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


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

    def __init__(self, hosts: Sequence[str], *, judge: Judge = is_public) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self._judge = judge
        self._tasks: set[asyncio.Task[None]] = set()

    def tell(self, report: Report) -> None:
        """Call the blog back where a report changes what it was told; never waits."""
        about = report.about
        if about is None or not self._may_call(about.submission.callback):
            return
        if said(about) is report.label or len(self._tasks) >= MOST_WAITING:
            return
        message = message_of(report.site_key, about, report.label)
        call = self._call(about.submission.callback or "", message)
        task = asyncio.get_running_loop().create_task(call)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give up what was not delivered yet."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _may_call(self, address: str | None) -> bool:
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

    async def _call(self, address: str, message: bytes) -> None:
        log = get_log("webhook")
        for pause_seconds in PAUSES_SECONDS:
            await asyncio.sleep(pause_seconds)
            try:
                status = await self._post(address, message)
            except (aiohttp.ClientError, OSError, ValueError, TimeoutError) as error:
                log.warning("webhook_failed", reason=type(error).__name__)
                continue
            if status < HTTPStatus.INTERNAL_SERVER_ERROR:
                log.info("webhook_answered", status=status)
                return

    async def _post(self, address: str, message: bytes) -> int:
        connector = aiohttp.TCPConnector(resolver=PublicResolver(self._judge))
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
            session.post(address, data=message, headers=HEADERS, allow_redirects=False) as answer,
        ):
            return answer.status


def said(about: StoredSubmission) -> Label | None:
    """What the blog knows: the last label, else the verdict; None where it was held."""
    if about.label is not None:
        return about.label
    return {Verdict.SPAM: Label.SPAM, Verdict.KEEP: Label.HAM}.get(about.verdict)


def message_of(site_key: str, about: StoredSubmission, label: Label) -> bytes:
    """The body of the call."""
    result = "true" if label is Label.SPAM else "false"
    comments = [{"guid": guid_of(about.id), "result": result}]
    return msgspec.json.encode({"key": site_key, "endpoint": "comment-check", "comments": comments})
