"""Who calls: the address behind trusted proxies, and how often it or its key may."""

import asyncio
import ipaddress
import math
from contextlib import suppress
from dataclasses import dataclass, field, replace

from aiohttp import web

from service.api.problems import TooManyCallsError
from service.errors import StoreUnavailableError
from service.keys import SETTINGS, STORES
from service.stores.limits import SECONDS_A_MINUTE, Limit, Taken, call_limit
from service.stores.site import Site

FAILED = Limit("failed_per_minute", 20, SECONDS_A_MINUTE)
"""Unknown keys that may come from one address."""

MOST_HOPS = 20
MOST_BLOCKED = 10_000
_GUESSING = "Too many calls with unknown keys came from this address"
IDEMPOTENCY = "Idempotency-Key"
CHARGED_SECONDS = 86_400


def caller_address(request: web.Request) -> str:
    """The address of whoever called, as far as proxies that are trusted tell it.

    `X-Forwarded-For` is read from the right: what stands left of an address that is not
    trusted was written by anybody.
    """
    address = request.remote or ""
    trusted = request.app[SETTINGS].trusted_proxies
    if not trusted:
        return address
    hops = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")[-MOST_HOPS:]
    while hops and _is_in(address, trusted):
        hop = hops.pop().strip()
        if not _is_address(hop):
            break
        address = hop
    return address


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_in(address: str, networks: tuple[str, ...]) -> bool:
    with suppress(ValueError):
        found = ipaddress.ip_address(address)
        return any(found in ipaddress.ip_network(network) for network in networks)
    return False


def _household(address: str) -> str:
    """An address, of IPv6 its /64: whoever has one has them all."""
    with suppress(ValueError):
        found = ipaddress.ip_address(address)
        bits = 64 if found.version == 6 else 32  # noqa: PLR2004 (the version of IP)
        return str(ipaddress.ip_network((found, bits), strict=False))
    return address


@dataclass(slots=True)
class Failures:
    """Addresses that sent too many unknown keys: until when none of theirs is looked at.

    A key that was good lately is not asked for again (see `access.py`), so that a guesser
    behind the same proxy locks nobody out who is known.
    """

    _until: dict[str, tuple[float, Taken]] = field(default_factory=dict)

    def refuse_blocked(self, request: web.Request) -> None:
        """Raise TooManyCallsError for an address that is to wait."""
        if not self._until:
            return
        until, took = self._until.get(_household(caller_address(request)), (0.0, None))
        left = until - asyncio.get_running_loop().time()
        if took is not None and left > 0:
            raise _refusal(replace(took, wait_seconds=left), _GUESSING)

    async def charge(self, request: web.Request) -> None:
        """Count an unknown key against its address; raises TooManyCallsError beyond the limit."""
        stores, address = request.app[STORES], _household(caller_address(request))
        with suppress(StoreUnavailableError):
            key = f"hamgate:{{l:{stores.memory.mark('caller', address)}}}:{FAILED.name}"
            (took,) = await stores.memory.limits.take([(FAILED, key)])
            if not took.admitted:
                self._block(address, took)
                raise _refusal(took, _GUESSING)

    def _block(self, address: str, took: Taken) -> None:
        if len(self._until) >= MOST_BLOCKED:
            self._until.clear()
        until = asyncio.get_running_loop().time() + took.wait_seconds
        self._until[address] = (until, took)


async def charge_call(request: web.Request, site: Site) -> Taken | None:
    """Count a call against its site's limit, if it has one; an idempotent one only once.

    Raises TooManyCallsError beyond it. While the store is away nothing is counted.
    """
    limited = call_limit(site.id, site.limits)
    if limited is None:
        return None
    with suppress(StoreUnavailableError):
        return await _charged(request, site, limited)
    return None


async def _charged(request: web.Request, site: Site, limited: tuple[Limit, str]) -> Taken | None:
    stores = request.app[STORES]
    paid = None
    if IDEMPOTENCY in request.headers:
        mark = stores.memory.mark("call", f"{request.path}\0{request.headers[IDEMPOTENCY]}")
        paid = f"hamgate:{{s:{site.id}}}:charged:{mark}"
        if await stores.trips.execute("EXISTS", paid):
            return None
    (took,) = await stores.memory.limits.take([limited])
    if not took.admitted:
        raise _refusal(took, f"This site may make {took.limit.count} calls a minute")
    if paid is not None:
        await stores.trips.execute("SET", paid, "1", "EX", CHARGED_SECONDS)
    return took


def limit_headers(took: Taken) -> dict[str, str]:
    """What is left, as the IETF's draft on RateLimit fields has it."""
    limit = took.limit
    reset = math.ceil((limit.count - took.left) * limit.period_seconds / limit.count)
    return {
        "RateLimit-Policy": f'"{limit.what}";q={limit.count};w={limit.period_seconds}',
        "RateLimit": f'"{limit.what}";r={took.left};t={reset}',
    }


def _refusal(took: Taken, sentence: str) -> TooManyCallsError:
    seconds = max(1, math.ceil(took.wait_seconds))
    headers = {"Retry-After": str(seconds), **limit_headers(took)}
    return TooManyCallsError(f"{sentence}; try again in {seconds} s.", tuple(headers.items()))
