"""The usual way to serve a scikit-learn model: `predict_proba` and Redis calls for each comment.

Run as a program: `python -m training.bench.plain PORT REDIS_URL`. It has the same pipeline, the
same store and the same event loop as the service, and asks each for itself: the site, a limit,
the score, then the submission and its place in the queue.
"""

import asyncio
import json
import sys
import time
import uuid
from typing import Any

import uvloop
from aiohttp import web
from redis.asyncio import Redis

from service.filtering.submission import Author, Submission
from training.bench.bare import ready, serve
from training.bench.scoring import pipeline_of_default

REDIS = web.AppKey("redis", Redis)
PIPELINE = web.AppKey("pipeline", object)
LIMIT = 1_000_000_000
_SPAM = 0.95


async def check(request: web.Request) -> web.Response:
    """Judge one comment."""
    sent = await request.json()
    redis, pipeline = request.app[REDIS], request.app[PIPELINE]
    await redis.get("plain:site")
    minute = f"plain:limit:{sent['author']['ip']}:{int(time.time()) // 60}"
    if await redis.incr(minute) == 1:
        await redis.expire(minute, 60)
    score = _score(pipeline, sent)
    answer = {"id": str(uuid.uuid4()), "score": score, "spam": score >= _SPAM}
    await redis.set(f"plain:sub:{answer['id']}", json.dumps(sent | answer), ex=3600)
    await redis.zadd("plain:subs", {str(answer["id"]): time.time()})
    return web.json_response(answer)


def _score(pipeline: Any, sent: Any) -> float:
    author = Author(sent["author"]["name"], sent["author"]["email"], sent["author"]["url"])
    submission = Submission(sent["body"], author=author)
    return float(pipeline.predict_proba([submission])[0, 1])


def plain_app(url: str) -> web.Application:
    """The application on a store."""
    app = web.Application()
    app[REDIS] = Redis.from_url(url, protocol=2)
    app[PIPELINE] = pipeline_of_default()
    app.router.add_post("/v1/check", check)
    app.router.add_get("/readyz", ready)
    return app


async def _run(port: int, url: str) -> None:
    await serve(plain_app(url), port)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(_run(int(sys.argv[1]), sys.argv[2]))
