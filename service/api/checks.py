"""POST /v1/check and /v1/check/batch: comments in, verdicts with reasons out."""

from aiohttp import web

from service.api import strict, wire
from service.api.answers import bytes_answer, decision_body, decisions_body
from service.api.bodies import read_raw
from service.api.once import once
from service.keys import CHECKER, SITE


async def check(request: web.Request) -> web.Response:
    """Judge one comment."""
    raw = await read_raw(request)
    sent = strict.decode(raw, wire.SUBMISSION, wire.keys_in)

    async def judged() -> bytes:
        decision = await request.app[CHECKER].check(request[SITE], wire.submission_of(sent))
        return decision_body(decision)

    return bytes_answer(await once(request, raw, judged))


async def check_batch(request: web.Request) -> web.Response:
    """Judge up to 100 comments: a list gets a list, `{"submissions"}` gets `{"answers"}`."""
    raw = await read_raw(request)
    bare = raw.lstrip()[:1] == b"["
    sent = (
        strict.decode(raw, wire.BATCH_LIST, wire.keys_in_all)
        if bare
        else strict.decode(raw, wire.BATCH).submissions
    )

    async def judged() -> bytes:
        submissions = [wire.submission_of(one) for one in sent]
        decisions = await request.app[CHECKER].check_many(request[SITE], submissions)
        body = decisions_body(decisions)
        return body if bare else b'{"answers":' + body + b"}"

    return bytes_answer(await once(request, raw, judged))
