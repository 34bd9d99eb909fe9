"""The least that a server on aiohttp does for a check: read the body, decode its JSON, answer.

Run as a program: `python -m training.bench.bare PORT`. It has uvloop and the same decoder as the
service, and nothing else: no key, no store, no model.
"""

import asyncio
import sys

import uvloop
from aiohttp import web

from service.api import wire


async def check(request: web.Request) -> web.Response:
    """Decode and answer."""
    wire.SUBMISSION.decode(await request.read())
    return web.Response(body=b'{"verdict":"keep"}', content_type="application/json")


async def ready(_: web.Request) -> web.Response:
    """Say that it runs."""
    return web.Response()


def bare_app() -> web.Application:
    """The application of the two."""
    app = web.Application()
    app.router.add_post("/v1/check", check)
    app.router.add_get("/readyz", ready)
    return app


async def serve(app: web.Application, port: int) -> None:
    """Serve an application on the loopback until the process ends."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(serve(bare_app(), int(sys.argv[1])))
