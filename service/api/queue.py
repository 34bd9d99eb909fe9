"""GET /v1/submissions and /v1/submissions/{id}: what was checked, the newest first."""

from aiohttp import web

from service.api.answers import json_answer, submission_answer
from service.engine.finding import is_submission_id
from service.errors import InvalidInputError, NotFoundError
from service.keys import FINDER, SITE, STORES

DEFAULT_PAGE_COUNT = 50
MAX_PAGE_COUNT = 200
PARAMETERS = frozenset({"limit", "cursor"})


async def show_submission(request: web.Request) -> web.Response:
    """One submission with its decision and label."""
    stored = await request.app[FINDER].find_labelled(request[SITE].id, request.match_info["id"])
    if stored is None:
        raise NotFoundError("There is no submission of this id.")
    return json_answer(submission_answer(stored))


async def list_submissions(request: web.Request) -> web.Response:
    """A page of submissions and the cursor of the next, null on the last."""
    limit, cursor = _page_of(request)
    queue = request.app[STORES].submissions
    page = await queue.newest(request[SITE].id, limit=limit, cursor=cursor)
    answers = [submission_answer(stored) for stored in page.items]
    return json_answer({"submissions": answers, "cursor": page.cursor})


def _page_of(request: web.Request) -> tuple[int, str | None]:
    """The page that is asked for; InvalidInputError for parameters nobody knows."""
    query = request.query
    for name in query:
        if name not in PARAMETERS or len(query.getall(name)) > 1:
            raise _wrong(name, "is no parameter of this call, or is there twice")
    limit = query.get("limit", str(DEFAULT_PAGE_COUNT))
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= MAX_PAGE_COUNT):
        raise _wrong("limit", f"must be a whole number from 1 to {MAX_PAGE_COUNT}")
    cursor = query.get("cursor")
    if cursor is not None and not is_submission_id(cursor):
        raise _wrong("cursor", "is none that an earlier page named")
    return int(limit), cursor


def _wrong(name: str, message: str) -> InvalidInputError:
    return InvalidInputError(f"?{name[:50]} {message}.", ((f"?{name[:50]}", message),))
