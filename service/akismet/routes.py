"""Every route of the Akismet doors, on one page, and what each call goes through.

All is answered here, also what aiohttp would refuse by itself (methods, expectations,
bodies): no answer may leave without its guid.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import HttpVersion11, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge

from service.akismet import answers, doors, wire
from service.akismet.answers import GUID, Answer, DoorError, guid_of
from service.akismet.forms import Form, read_form
from service.errors import HamgateError
from service.keys import CHECKER, SETTINGS, STORES
from service.logs import get_log
from service.receiving import CutShortError, received

POST = ("POST",)
GET = ("GET", "HEAD")
EITHER = ("GET", "HEAD", "POST")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Frame = Callable[[str, Handler], Handler]


@dataclass(frozen=True, slots=True)
class Door:
    """A path, the methods it takes, what answers, and how it finds its key."""

    methods: tuple[str, ...]
    path: str
    handler: doors.Handler
    key_fields: tuple[str, ...] = wire.BODY_KEYS
    refusal: Answer = answers.UNKNOWN_KEY
    counted: bool = False
    """Whether calls count against the site's limit: those about comments do."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A path that answers everybody the same."""

    methods: tuple[str, ...]
    path: str
    answer: Answer


AKISMET_ROUTES: tuple[Door | Sign, ...] = (
    Door(POST, "/1.1/verify-key", doors.verify_key, wire.OWN_KEYS, answers.INVALID),
    Door(POST, "/1.1/comment-check", doors.check, counted=True),
    Door(POST, "/1.1/submit-spam", doors.submit_spam, counted=True),
    Door(POST, "/1.1/submit-ham", doors.submit_ham, counted=True),
    Door(POST, "/1.1/get-subscription", doors.subscription, wire.OWN_KEYS),
    Door(POST, "/1.1/get-stats", doors.stats, wire.OWN_KEYS),
    Door(POST, "/1.1/deactivate", doors.deactivate, wire.OWN_KEYS),
    Door(POST, "/1.1/token", doors.token),
    Door(EITHER, "/1.2/key-sites", doors.key_sites),
    Door(EITHER, "/1.2/usage-limit", doors.usage_limit),
    Sign(GET, "/1.1/test", answers.CONNECTED),
    Sign(EITHER, "/1.2/compatible-plugins", answers.NO_PLUGINS),
    Sign(("*",), "/1.1/{rest:.*}", answers.NOT_FOUND),
    Sign(("*",), "/1.2/{rest:.*}", answers.NOT_FOUND),
)


def add_akismet_routes(app: web.Application, frame: Frame) -> None:
    """Give the application every route of the table, each surrounded by the frame."""
    for route in AKISMET_ROUTES:
        handler = frame(route.path, _opened(route))
        app.router.add_route("*", route.path, handler, expect_handler=_expected)


def akismet_route_names() -> tuple[str, ...]:
    """The paths of the table: the routes that metrics and logs know."""
    return tuple(route.path for route in AKISMET_ROUTES)


def _opened(route: Door | Sign) -> Handler:
    """A handler that answers whatever happens."""

    async def opened(request: web.Request) -> web.StreamResponse:
        try:
            answer = await _answered(route, request)
        except HamgateError as error:
            answer = answers.failed(error)
        except Exception:  # noqa: BLE001 (the outermost place: a fault is an answer, too)
            get_log("akismet").error("call_crashed", route=route.path, exc_info=True)
            answer = answers.CRASHED
        return _response(request, answer)

    return opened


async def _answered(route: Door | Sign, request: web.Request) -> Answer:
    if request.method not in route.methods and route.methods != ("*",):
        return answers.wrong_method(route.methods)
    if isinstance(route, Sign):
        return route.answer
    form = await _form_of(request)
    key = wire.key_of(form, request.headers.get("Host", ""), route.key_fields)
    site = await request.app[STORES].sites.by_key(key) if key else None
    if site is None:
        return route.refusal
    took = await doors.charged(request.app, site) if route.counted else None
    if took is not None and not took.admitted:
        return answers.too_many(took)
    return await route.handler(doors.Call(request.app, site, key, form))


async def _form_of(request: web.Request) -> Form:
    """The form in body and query; DoorError for a body that is not read."""
    headers = request.headers
    if "Content-Encoding" in headers:
        raise DoorError(answers.ENCODED)
    if (request.content_length or 0) > request.app[SETTINGS].max_body_bytes:
        raise DoorError(answers.TOO_LARGE)
    try:
        raw = await received(request)
    except HTTPRequestEntityTooLarge:
        raise DoorError(answers.TOO_LARGE) from None
    except (HttpProcessingError, web.RequestPayloadError, CutShortError):
        raise DoorError(answers.UNREADABLE) from None
    return read_form(raw, headers.get("Content-Type", ""), request.rel_url.raw_query_string)


def _response(request: web.Request, answer: Answer) -> web.Response:
    guid = answer.guid or guid_of(request.app[CHECKER].ids())
    headers = {"Content-Type": answer.content_type, GUID: guid}
    headers.update(answer.headers)
    response = web.Response(body=answer.body, status=answer.status, headers=headers)
    if answer.status >= HTTPStatus.BAD_REQUEST:
        # The rest of a body that was refused is not wanted.
        response.force_close()
    return response


async def _expected(request: web.Request) -> None:
    """Ask for the body where a client waits to be asked; other expectations are ignored.

    aiohttp's own answers 417 from outside of any handler (RFC 9110, 10.1.1 leaves both open).
    """
    waits = request.headers.get("Expect", "").lower() == "100-continue"
    if waits and request.version >= HttpVersion11:
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0
