"""The load generator measures what callers wait for, not what the server likes to be asked."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from aiohttp import web

from training.bench.bare import bare_app
from training.bench.comments import check_call, of_length
from training.bench.figures import percentile
from training.bench.load import LoadError, Order, drive_here
from training.bench.processes import free_port

CALLS = tuple(check_call(each, number) for number, each in enumerate(of_length(100, 5)))
STALL_SECONDS = 0.4


@contextmanager
def served(app: web.Application) -> Iterator[int]:
    """Serve an application from a thread."""
    port, up, loop = free_port(), threading.Event(), asyncio.new_event_loop()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        runner = web.AppRunner(app, access_log=None)
        loop.run_until_complete(runner.setup())
        loop.run_until_complete(web.TCPSite(runner, "127.0.0.1", port).start())
        up.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())

    thread = threading.Thread(target=serve)
    thread.start()
    assert up.wait(10)
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def stalling() -> web.Application:
    """A server that stands still once, for a while, after its first calls."""
    app, left = web.Application(), iter([0.0] * 10 + [STALL_SECONDS])

    async def check(request: web.Request) -> web.Response:
        await request.read()
        time.sleep(next(left, 0.0))  # noqa: ASYNC251 (it is to stand still)
        return web.Response(text="ok")

    app.router.add_post("/v1/check", check)
    return app


def test_a_closed_loop_has_every_answer_and_no_more() -> None:
    with served(bare_app()) as port:
        shots = drive_here(Order(port, CALLS, 0.3, connections=3))
    assert len(shots.latencies) > 10
    assert 0.2 < shots.seconds < 5
    assert shots.rate == len(shots.latencies) / shots.seconds
    assert (shots.latencies > 0).all()


def test_an_open_loop_sends_what_is_due() -> None:
    with served(bare_app()) as port:
        shots = drive_here(Order(port, CALLS, 0.5, connections=4, rate=100))
    assert len(shots.latencies) == 50


@pytest.mark.parametrize("connections", [1, 64])
def test_a_stall_counts_for_everyone_who_had_to_wait_for_it(connections: int) -> None:
    with served(stalling()) as port:
        shots = drive_here(Order(port, CALLS, 1.0, connections=connections, rate=100))
    late = (shots.latencies > STALL_SECONDS / 4).sum()
    assert late > 20, "40 calls came due meanwhile; a closed loop would have one slow answer"


def test_a_closed_loop_hides_the_same_stall() -> None:
    with served(stalling()) as port:
        shots = drive_here(Order(port, CALLS, 1.0, connections=1))
    assert (shots.latencies > STALL_SECONDS / 4).sum() == 1
    assert percentile(shots.latencies, 0.99) < STALL_SECONDS / 4


def answering(status: int) -> Callable[[web.Request], object]:
    async def check(_: web.Request) -> web.Response:
        return web.Response(status=status)

    return check


def test_a_refusal_is_no_answer() -> None:
    app = web.Application()
    app.router.add_post("/v1/check", answering(503))
    with served(app) as port, pytest.raises(LoadError, match="503"):
        drive_here(Order(port, CALLS, 0.2))
