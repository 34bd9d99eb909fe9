"""Connections: how bytes become calls, and problems told where they do not."""

import asyncio
import secrets
import socket
from http import HTTPStatus

from aiohttp import web

from service.api.problems import problem_of_crash, problem_of_garbage
from service.logs import get_log

BACKLOG_COUNT = 1024
KEEPALIVE_SECONDS = 75.0
LINGER_SECONDS = 2.0
"""How long the rest of a refused body is read, so that the refusal is not lost."""


class Connection(web.RequestHandler):
    """One client's connection; what is no HTTP is answered like any other mistake.

    Bodies are never inflated: a megabyte of gzip may hold a gigabyte.
    """

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to what reached no handler; without the message, which may quote it."""
        del message
        if request.writer.output_size > 0:
            raise ConnectionError("An answer had begun already.")
        crashed = status == HTTPStatus.INTERNAL_SERVER_ERROR
        if crashed:
            get_log("api").error("connection_crashed", exc_info=exc)
        answer = problem_of_crash() if crashed else problem_of_garbage(status)
        # It may have been meant for Akismet's doors, where every answer carries one.
        answer.headers["X-akismet-guid"] = secrets.token_hex(16)
        return answer


async def open_door(runner: web.AppRunner, listener: socket.socket) -> asyncio.Server:
    """Accept connections for a runner that is set up; closing what is returned stops that."""
    loop = asyncio.get_running_loop()
    server = runner.server
    if server is None:
        raise RuntimeError("The runner is not set up.")

    def connection() -> Connection:
        return Connection(
            server,
            loop=loop,
            auto_decompress=False,
            keepalive_timeout=KEEPALIVE_SECONDS,
            lingering_time=LINGER_SECONDS,
        )

    return await loop.create_server(connection, sock=listener, backlog=BACKLOG_COUNT)
