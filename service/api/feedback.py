"""POST /v1/feedback and DELETE /v1/feedback/{id}: what a person says is true, and its undoing."""

from http import HTTPStatus

import msgspec
from aiohttp import web

from service.api import wire
from service.api.access import key_of
from service.api.answers import bytes_answer
from service.api.bodies import read_json
from service.api.once import once
from service.api.wire import FeedbackBody
from service.engine.reporting import Report
from service.errors import InvalidInputError, NotFoundError
from service.filtering.submission import Submission
from service.keys import FINDER, REPORTS, SITE
from service.stores.feedback import LabelSent
from service.stores.submissions import StoredSubmission


async def send_feedback(request: web.Request) -> web.Response:
    """Keep a label; answers once it is durable."""
    sent, raw = await read_json(request, wire.FEEDBACK)

    async def recorded() -> bytes:
        about, submission = await _labelled(request, sent)
        report = Report(
            site=request[SITE],
            submission=submission,
            label=sent.label,
            reporter=sent.reporter or "",
            about=about,
            site_key=key_of(request),
        )
        return _answer(await request.app[REPORTS].take(report))

    return bytes_answer(await once(request, raw, recorded), HTTPStatus.ACCEPTED)


async def undo_feedback(request: web.Request) -> web.Response:
    """Take a label back, as if it had never been sent."""
    feedback_id = request.match_info["id"]
    reports, site_key = request.app[REPORTS], key_of(request)
    if not await reports.undo(request[SITE].id, feedback_id, site_key=site_key):
        raise NotFoundError("There is no feedback of this id.")
    return web.Response(status=HTTPStatus.NO_CONTENT)


def _answer(kept: LabelSent) -> bytes:
    fields = {"id": kept.id, "submission_id": kept.submission_id, "label": kept.label}
    return msgspec.json.encode(fields)


async def _labelled(
    request: web.Request, sent: FeedbackBody
) -> tuple[StoredSubmission | None, Submission]:
    """What is labelled: a submission that was checked, or None and the one that was sent."""
    if (sent.id is None) == (sent.submission is None):
        message = "give either the id of a submission or the submission itself"
        raise InvalidInputError(f"$: {message}.", (("$", message),))
    if sent.submission is not None:
        return None, wire.submission_of(sent.submission)
    stored = await request.app[FINDER].find_labelled(request[SITE].id, sent.id or "")
    if stored is None:
        raise NotFoundError("There is no submission of this id.")
    return stored, stored.submission
