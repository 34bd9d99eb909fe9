"""GET and PATCH /v1/site: a site's own settings."""

from typing import Any

from aiohttp import web
from msgspec import UNSET

from service.api import wire
from service.api.answers import json_answer
from service.api.bodies import read_json
from service.api.wire import SiteChanges
from service.engine.ruling import MESSAGES, thresholds_of
from service.filtering.verdict import Verdict
from service.keys import SITE, SLOTS, STORES
from service.models.scorer import AnyScorer
from service.stores.site import Site

PLAIN = ("name", "mode", "target_fpr", "akismet_hold_as", "discard_blatant")
"""Fields that are called the same inside and have no parts."""


async def show_site(request: web.Request) -> web.Response:
    """The site of this key."""
    return json_answer(site_answer(request[SITE], request.app[SLOTS].champion))


async def change_site(request: web.Request) -> web.Response:
    """Change what is named, leave the rest; null gives our own value back."""
    sent, _ = await read_json(request, wire.SITE_CHANGES)
    changes = changes_of(sent, request[SITE])
    site = await request.app[STORES].sites.update(request[SITE].id, changes)
    return json_answer(site_answer(site, request.app[SLOTS].champion))


def site_answer(site: Site, scorer: AnyScorer) -> dict[str, Any]:
    """A site as it is shown: its own settings, and what applies where it has none."""
    effective = thresholds_of(site, scorer)
    return {
        "id": site.id,
        "name": site.name,
        "mode": site.mode,
        "thresholds": {"hold": site.hold, "spam": site.spam},
        "target_fpr": site.target_fpr,
        "effective_thresholds": {"hold": effective.hold, "spam": effective.spam},
        "messages": {verdict: site.messages.get(verdict, MESSAGES[verdict]) for verdict in Verdict},
        "limits": dict(site.limits),
        "akismet_hold_as": site.akismet_hold_as,
        "discard_blatant": site.discard_blatant,
        "created_at": site.created_at,
    }


def changes_of(sent: SiteChanges, site: Site) -> dict[str, Any]:
    """The changes by the site's field names; parts are merged into what is there."""
    changes = {name: getattr(sent, name) for name in PLAIN if getattr(sent, name) is not UNSET}
    if sent.thresholds is not UNSET:
        changes |= _set_fields(sent.thresholds, ("hold", "spam"))
    if sent.messages is not UNSET:
        changes["messages"] = _merged(site.messages, _set_fields(sent.messages, tuple(Verdict)))
    if sent.limits is not UNSET:
        changes["limits"] = _merged(site.limits, sent.limits)
    return changes


def _set_fields(part: Any, names: tuple[str, ...]) -> dict[str, Any]:
    values = {str(name): getattr(part, name) for name in names}
    return {name: value for name, value in values.items() if value is not UNSET}


def _merged(before: Any, changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**before, **changes}.items() if value is not None}
