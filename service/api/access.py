"""Who may call: site keys for a site's own things, admin tokens for the installation."""

from collections.abc import Awaitable
from typing import TypeVar

from aiohttp import web

from service.api.callers import Failures, charge_call, limit_headers
from service.api.framing import Handler
from service.api.problems import ForbiddenError
from service.errors import UnauthorizedError
from service.keys import ADMIN, SITE, STORES
from service.secrets import ADMIN_TOKEN_PATTERN, SITE_KEY_PATTERN
from service.stores.admins import Admin, Admins
from service.stores.site import Site
from service.stores.sites import Sites

T = TypeVar("T")

MOST_LATELY = 1000

_SCHEME = "bearer "


def by_anyone(handler: Handler) -> Handler:
    """A call that needs no key."""
    return handler


def by_site(handler: Handler) -> Handler:
    """A call that needs a site's key; the site is under `request[SITE]`.

    Who called lately is known by the header alone, as long as no site has changed since:
    that saves the keyed hash.
    """
    lately: dict[str, Site] = {}
    failures = Failures()

    async def guarded(request: web.Request) -> web.StreamResponse:
        header = request.headers.get("Authorization", "")
        sites = request.app[STORES].sites
        site = lately.get(header)
        if site is None or sites.by_id(site.id) is not site:
            failures.refuse_blocked(request)
            site = await _counted(request, failures, _site_of(header, sites))
            if len(lately) >= MOST_LATELY:
                lately.clear()
            lately[header] = site
        request[SITE] = site
        took = await charge_call(request, site)
        if took is None:
            return await handler(request)
        response = await handler(request)
        response.headers.update(limit_headers(took))
        return response

    return guarded


async def _counted(request: web.Request, failures: Failures, asked: Awaitable[T]) -> T:
    """What was asked for by a key; an unknown one counts against whoever sent it."""
    try:
        return await asked
    except UnauthorizedError:
        await failures.charge(request)
        raise


async def _site_of(header: str, sites: Sites) -> Site:
    key = _bearer(header)
    if SITE_KEY_PATTERN.fullmatch(key) is None:
        raise _refusal(ADMIN_TOKEN_PATTERN.fullmatch(key) is not None, "a site's key")
    site = await sites.by_key(key)
    if site is None:
        raise UnauthorizedError("No site has this key.")
    return site


def by_admin(handler: Handler) -> Handler:
    """A call that needs an admin's token; the admin's name is under `request[ADMIN]`."""
    failures = Failures()

    async def guarded(request: web.Request) -> web.StreamResponse:
        token = key_of(request)
        if ADMIN_TOKEN_PATTERN.fullmatch(token) is None:
            raise _refusal(SITE_KEY_PATTERN.fullmatch(token) is not None, "an admin's token")
        failures.refuse_blocked(request)
        asked = _admin_of(token, request.app[STORES].admins)
        admin = await _counted(request, failures, asked)
        request[ADMIN] = admin.name
        return await handler(request)

    return guarded


async def _admin_of(token: str, admins: Admins) -> Admin:
    admin = await admins.by_token(token)
    if admin is None:
        raise UnauthorizedError("No admin has this token.")
    return admin


def key_of(request: web.Request) -> str:
    """The key or token a call carries; raises UnauthorizedError where there is none."""
    return _bearer(request.headers.get("Authorization", ""))


def _bearer(header: str) -> str:
    if header[: len(_SCHEME)].lower() != _SCHEME:
        raise UnauthorizedError("Send the key in the header Authorization: Bearer <key>.")
    return header[len(_SCHEME) :].strip()


def _refusal(is_other_kind: bool, wanted: str) -> ForbiddenError | UnauthorizedError:  # noqa: FBT001 (a fact, named by the caller's test)
    if is_other_kind:
        return ForbiddenError(f"This call needs {wanted}; what was sent is a key of another kind.")
    return UnauthorizedError(f"This call needs {wanted}.")
