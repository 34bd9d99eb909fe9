"""What surrounds every call: errors become problems, and the call is counted and logged.

This wraps the handlers themselves: aiohttp's middlewares would cost each check 5 µs more.
"""

import time
from collections.abc import Awaitable, Callable, Iterator

from aiohttp import web

from service.api.problems import problem_of, problem_of_crash, problem_of_http
from service.errors import HamgateError
from service.keys import BOARD, STATE
from service.logs import CALL_NUMBER, get_log

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SLOW_SECONDS = 0.5
"""A call that took longer is worth a line in the log by itself."""

FIRST_REFUSAL = 400
"""From this status on a call is worth a line, too."""


def framed(route: str, handler: Handler, numbers: Iterator[int]) -> Handler:
    """A handler that always answers, and takes the next of `numbers` for each call.

    `route` is the path's pattern: never the path itself, which can hold anything.
    """
    clock = time.perf_counter

    async def call(request: web.Request) -> web.StreamResponse:
        started = clock()
        CALL_NUMBER.set(next(numbers))
        try:
            response = await handler(request)
        except HamgateError as error:
            response = problem_of(error)
        except web.HTTPException as error:
            response = problem_of_http(error)
        except Exception:  # noqa: BLE001 (the outermost place: a fault is an answer, too)
            get_log("api").error("call_crashed", route=route, exc_info=True)
            response = problem_of_crash()
        seconds = clock() - started
        app = request.app
        app[BOARD].answered(route, response.status, seconds)
        if app[STATE].draining:
            # The connection ends here: the client opens its next one with another worker.
            response.force_close()
        if app[STATE].log_all or seconds > SLOW_SECONDS or response.status >= FIRST_REFUSAL:
            _log(route, response.status, seconds)
        return response

    return call


def _log(route: str, status: int, seconds: float) -> None:
    log = get_log("api")
    note = log.debug if status < FIRST_REFUSAL else log.info
    if seconds > SLOW_SECONDS:
        note = log.warning
    note("answered", route=route, status=status, ms=round(seconds * 1000, 2))
