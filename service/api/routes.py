"""Every route of the JSON door, on one page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aiohttp import web

from service.api import admin, checks, feedback, forms, health, queue, rules, sites
from service.api.access import by_admin, by_anyone, by_site
from service.api.framing import Handler, framed
from service.metrics import OTHER


@dataclass(frozen=True, slots=True)
class Route:
    """A method and path, who may call it, and what answers."""

    method: str
    path: str
    access: Callable[[Handler], Handler]
    handler: Handler


ROUTES = (
    Route("POST", "/v1/check", by_site, checks.check),
    Route("POST", "/v1/check/batch", by_site, checks.check_batch),
    Route("POST", "/v1/feedback", by_site, feedback.send_feedback),
    Route("DELETE", "/v1/feedback/{id}", by_site, feedback.undo_feedback),
    Route("GET", "/v1/submissions", by_site, queue.list_submissions),
    Route("GET", "/v1/submissions/{id}", by_site, queue.show_submission),
    Route("GET", "/v1/site", by_site, sites.show_site),
    Route("PATCH", "/v1/site", by_site, sites.change_site),
    Route("GET", "/v1/form-token", by_site, forms.show_token),
    Route("GET", "/v1/site/rules", by_site, rules.list_rules),
    Route("POST", "/v1/site/rules", by_site, rules.add_rule),
    Route("DELETE", "/v1/site/rules/{id}", by_site, rules.remove_rule),
    Route("GET", "/v1/admin/sites", by_admin, admin.list_sites),
    Route("POST", "/v1/admin/sites", by_admin, admin.add_site),
    Route("DELETE", "/v1/admin/sites/{id}", by_admin, admin.remove_site),
    Route("POST", "/v1/admin/sites/{id}/keys", by_admin, admin.add_key),
    Route("GET", "/v1/admin/models", by_admin, admin.list_models),
    Route("POST", "/v1/admin/models/rollback", by_admin, admin.roll_back_model),
    Route("POST", "/v1/admin/models/{version}/promote", by_admin, admin.promote_model),
    Route("GET", "/healthz", by_anyone, health.show_health),
    Route("GET", "/readyz", by_anyone, health.show_readiness),
    Route("GET", "/metrics", by_anyone, health.show_metrics),
)


def add_routes(app: web.Application, numbers: Iterator[int]) -> None:
    """Give the application every route of the table, and one for all other paths, last."""
    for route in ROUTES:
        handler = framed(route.path, route.access(route.handler), numbers)
        if route.method == "GET":
            app.router.add_get(route.path, handler)  # answers HEAD, too
        else:
            app.router.add_route(route.method, route.path, handler)
    app.router.add_route("*", "/{path:.*}", framed(OTHER, refuse, numbers))


async def refuse(request: web.Request) -> web.Response:
    """404 for a path of no route, 405 for a method that a path does not take."""
    allowed = {route.method for route in ROUTES if _fits(route.path, request.path)}
    if not allowed:
        raise web.HTTPNotFound
    if "GET" in allowed:
        allowed.add("HEAD")
    raise web.HTTPMethodNotAllowed(request.method, allowed)


def _fits(pattern: str, path: str) -> bool:
    """Whether a path is one of a route's: the same parts, any for those in braces."""
    wanted, given = pattern.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        part == other or (part.startswith("{") and other)
        for part, other in zip(wanted, given, strict=True)
    )


def route_names() -> tuple[str, ...]:
    """The paths of the table, each once: the routes that metrics and logs know."""
    return tuple(dict.fromkeys(route.path for route in ROUTES))
