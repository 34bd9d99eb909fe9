"""What we answer: every body, byte for byte, and the headers that mean something. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import msgspec

from service.errors import HamgateError, StoreUnavailableError
from service.filtering.decision import Decision
from service.filtering.verdict import Verdict
from service.stores.limits import Taken
from service.stores.site import Site

TEXT = "text/plain; charset=utf-8"
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"

GUID = "X-akismet-guid"
"""On every answer: WordPress (from 5.3.7) publishes what has a verdict without one."""

HELP = "X-akismet-debug-help"
"""On errors only: clients raise an exception at the sight of it."""

HELD = ("X-akismet-error", "held")
"""Puts a comment into moderation with every WordPress and Discourse, whatever the body."""

DISCARD = ("X-akismet-pro-tip", "discard")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, complete but for its guid where it has none of its own."""

    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = TEXT
    status: int = HTTPStatus.OK
    guid: str | None = None


class DoorError(HamgateError):
    """A call refused before anybody looked into it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.decode())
        self.answer = answer


VALID = Answer(b"valid")
INVALID = Answer(b"invalid")
UNKNOWN_KEY = Answer(b"invalid", ((HELP, "The key is missing or belongs to no site."),))
THANKS = Answer(b"Thanks for making the web a better place.")
CONNECTED = Answer(b"connected")
DEACTIVATED = Answer(b"deactivated")
NO_PLUGINS = Answer(b"[]", content_type=JSON)
TRUE = Answer(b"true")
FALSE = Answer(b"false")

NOT_FOUND = Answer(b"There is nothing at this path.", status=HTTPStatus.NOT_FOUND)
ENCODED = Answer(
    b"Send the form as it is, without a Content-Encoding.",
    status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
TOO_LARGE = Answer(b"The form is too large.", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
UNREADABLE = Answer(b"The form could not be read.", status=HTTPStatus.BAD_REQUEST)
NO_STORE = Answer(
    b"Try again in a moment.",
    (("Retry-After", "2"),),
    status=HTTPStatus.SERVICE_UNAVAILABLE,
)
CRASHED = Answer(
    b"Something went wrong here; the server's log says what.",
    status=HTTPStatus.INTERNAL_SERVER_ERROR,
)

_BY_VERDICT: Mapping[tuple[Verdict, str], Answer] = MappingProxyType(
    {
        (Verdict.KEEP, "false"): FALSE,
        (Verdict.KEEP, "true"): FALSE,
        (Verdict.HOLD, "false"): Answer(b"false", (HELD,)),
        (Verdict.HOLD, "true"): Answer(b"true", (HELD,)),
        (Verdict.SPAM, "false"): TRUE,
        (Verdict.SPAM, "true"): TRUE,
    }
)
"""By verdict and the site's `akismet_hold_as`."""


def missing(name: str) -> Answer:
    """The answer to a check without a field it needs."""
    text = f"Missing required field: {name}."
    return Answer(text.encode(), ((HELP, f'Empty "{name}" value'),))


def wrong_method(allowed: Sequence[str]) -> Answer:
    """The answer to a method that a path does not take."""
    return Answer(
        b"This path takes other methods; the Allow header names them.",
        (("Allow", ", ".join(allowed)),),
        status=HTTPStatus.METHOD_NOT_ALLOWED,
    )


def too_many(took: Taken) -> Answer:
    """The answer to a call beyond its site's limit: no verdict, so that clients ask again."""
    seconds = max(1, math.ceil(took.wait_seconds))
    text = f"This site may make {took.limit.count} calls a minute; try again in {seconds} s."
    return Answer(
        text.encode(),
        ((HELP, text), ("Retry-After", str(seconds))),
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )


def decided(site: Site, decision: Decision) -> Answer:
    """The answer to a check."""
    answer = _BY_VERDICT[decision.verdict, site.akismet_hold_as]
    headers = answer.headers
    if decision.verdict is Verdict.SPAM and decision.blatant and site.discard_blatant:
        headers = (DISCARD,)
    return Answer(answer.body, headers, guid=guid_of(decision.id))


def guid_of(submission_id: str) -> str:
    """The 32 hex digits by which clients and webhooks name a submission."""
    return submission_id.replace("-", "")


def json_of(value: Any) -> Answer:
    """A JSON answer."""
    return Answer(msgspec.json.encode(value), content_type=JSON)


def failed(error: HamgateError) -> Answer:
    """The answer for an error of ours."""
    if isinstance(error, DoorError):
        return error.answer
    return NO_STORE if isinstance(error, StoreUnavailableError) else CRASHED
