"""GET and POST /v1/site/rules, DELETE /v1/site/rules/{id}: a site's own rules."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from aiohttp import web

from service.api import wire
from service.api.answers import json_answer
from service.api.bodies import read_json
from service.api.wire import RuleBody
from service.engine.trying import Trial, tried
from service.errors import InvalidInputError
from service.filtering.rules import Rule, ready
from service.keys import CHECKER, SITE, STORES


async def list_rules(request: web.Request) -> web.Response:
    """The site's rules, the oldest first, with how often each decided."""
    listed = await request.app[STORES].rules.list(request[SITE].id)
    return json_answer({"rules": [{**rule_answer(rule), "hits": hits} for rule, hits in listed]})


async def add_rule(request: web.Request) -> web.Response:
    """Try a rule against what was checked lately and, unless this is a dry run, make it count."""
    sent, _ = await read_json(request, wire.RULE)
    checker, stores, site = request.app[CHECKER], request.app[STORES], request[SITE]
    rule = rule_of(sent, checker.ids(), checker.clock())
    trial = await tried(stores.submissions, site.id, ready(rule))
    if sent.dry_run:
        return json_answer({"tried": trial_answer(trial)})
    await stores.rules.add(site.id, rule)
    body = {**rule_answer(rule), "hits": 0, "tried": trial_answer(trial)}
    return json_answer(body, HTTPStatus.CREATED)


async def remove_rule(request: web.Request) -> web.Response:
    """End a rule."""
    await request.app[STORES].rules.remove(request[SITE].id, request.match_info["id"])
    return web.Response(status=HTTPStatus.NO_CONTENT)


def rule_of(sent: RuleBody, rule_id: str, now: float) -> Rule:
    """The rule that was sent; raises InvalidInputError for one that is over already."""
    expires_at = None
    if sent.expires_at is not None:
        moment = sent.expires_at
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        expires_at = moment.timestamp()
        if expires_at <= now:
            message = "must lie in the future"
            raise InvalidInputError(f"$.expires_at: {message}.", (("$.expires_at", message),))
    return Rule(
        id=rule_id,
        action=sent.action,
        kind=sent.kind,
        value=sent.value.strip(),
        note=sent.note or "",
        created_at=now,
        expires_at=expires_at,
    )


def rule_answer(rule: Rule) -> dict[str, Any]:
    """A rule as it is shown."""
    return {
        "id": rule.id,
        "action": rule.action,
        "kind": rule.kind,
        "value": rule.value,
        "note": rule.note,
        "created_at": datetime.fromtimestamp(rule.created_at, UTC),
        "expires_at": None
        if rule.expires_at is None
        else datetime.fromtimestamp(rule.expires_at, UTC),
    }


def trial_answer(trial: Trial) -> dict[str, Any]:
    """A trial as it is shown."""
    return {
        "matched": trial.matched,
        "of": trial.of,
        "ham": trial.ham,
        "spam": trial.spam,
        "kept": trial.kept,
        "summary": trial.sentence,
    }
