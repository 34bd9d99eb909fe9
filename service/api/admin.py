"""/v1/admin: sites, their keys and models, for those who hold an admin's token."""

from http import HTTPStatus

from aiohttp import web

from service.api import wire
from service.api.answers import json_answer
from service.api.bodies import read_json
from service.api.sites import site_answer
from service.engine.following import fetch_artifact
from service.keys import FOLLOWER, SIGNER, SLOTS, STORES


async def list_sites(request: web.Request) -> web.Response:
    """All sites, the oldest first; keys are not kept and so not shown."""
    champion = request.app[SLOTS].champion
    sites = await request.app[STORES].sites.list()
    return json_answer({"sites": [site_answer(site, champion) for site in sites]})


async def add_site(request: web.Request) -> web.Response:
    """Make a site; its key is shown here and never again."""
    sent, _ = await read_json(request, wire.NEW_SITE)
    site, key = await request.app[STORES].sites.add(sent.name)
    answer = {"site": site_answer(site, request.app[SLOTS].champion), "key": key}
    return json_answer(answer, HTTPStatus.CREATED)


async def remove_site(request: web.Request) -> web.Response:
    """End a site and its keys."""
    await request.app[STORES].sites.remove(request.match_info["id"])
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def add_key(request: web.Request) -> web.Response:
    """Make another key for a site, shown here and never again; the former ones stay."""
    key = await request.app[STORES].sites.new_key(request.match_info["id"])
    return json_answer({"site": request.match_info["id"], "key": key}, HTTPStatus.CREATED)


async def list_models(request: web.Request) -> web.Response:
    """The versions in the registry, which of them decides, and what this worker runs."""
    registry = request.app[STORES].registry
    return json_answer(
        {
            "models": await registry.list(),
            "champion": await registry.champion(),
            "running": request.app[SLOTS].champion.version,
        }
    )


async def promote_model(request: web.Request) -> web.Response:
    """Let a version decide, everywhere; refused while it is damaged or not ours."""
    version = request.match_info["version"]
    registry = request.app[STORES].registry
    await fetch_artifact(registry, request.app[SIGNER], version)
    await registry.promote(version)
    await request.app[FOLLOWER].take_up(version)
    return json_answer({"champion": version})


async def roll_back_model(request: web.Request) -> web.Response:
    """Let the version before decide again."""
    promotion = await request.app[STORES].registry.rollback()
    await request.app[FOLLOWER].take_up(promotion.new)
    return json_answer({"champion": promotion.new})
