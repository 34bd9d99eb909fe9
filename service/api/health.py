"""/healthz, /readyz and /metrics: for whoever watches over the program."""

from http import HTTPStatus

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from service.api.answers import json_answer
from service.errors import StoreUnavailableError
from service.keys import BOARD, SLOTS, STATE, STORES
from service.models.scorer import FallbackScorer


async def show_health(_request: web.Request) -> web.Response:
    """200 as long as this worker answers at all."""
    return json_answer({"status": "ok"})


async def show_readiness(request: web.Request) -> web.Response:
    """200 when a model is loaded, the store answers and we are not about to stop."""
    model = request.app[SLOTS].champion
    parts = {
        "store": await _store_answers(request),
        "model": not isinstance(model, FallbackScorer),
        "serving": not request.app[STATE].draining,
    }
    ready = all(parts.values())
    body = {"ready": ready, **parts, "model_version": model.version}
    return json_answer(body, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


async def show_metrics(request: web.Request) -> web.Response:
    """The numbers of all workers, in Prometheus' text format."""
    body = request.app[BOARD].exposition(request.app[SLOTS].champion.version)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


async def _store_answers(request: web.Request) -> bool:
    try:
        await request.app[STORES].trips.ping()
    except StoreUnavailableError:
        return False
    return True
