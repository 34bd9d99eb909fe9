"""Errors as answers: one table from type to status, told as RFC 9457 problem details."""

from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from aiohttp import web

from service.errors import (
    ArtifactError,
    ConflictError,
    HamgateError,
    IdempotencyMismatchError,
    InvalidInputError,
    NotFoundError,
    NotJsonError,
    StoreUnavailableError,
    UnauthorizedError,
)
from service.receiving import CutShortError

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2
"""The store's breaker tries again within 2 s."""


class ForbiddenError(HamgateError):
    """Known, but not for this."""


class UnsupportedMediaError(HamgateError):
    """A body in an encoding or type that is not read here."""


class TooLargeError(HamgateError):
    """A body beyond the limit."""


class TooManyCallsError(HamgateError):
    """Beyond a limit; the headers say when to come again."""

    def __init__(self, message: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.headers = headers


class InProgressError(ConflictError):
    """The first call with this Idempotency-Key is still being worked on."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an error type is outside: a status, a name for machines, headers."""

    status: int
    name: str
    headers: tuple[tuple[str, str], ...] = ()
    close: bool = False
    """Whether the connection ends with the answer: the rest of the body is not wanted."""


_LATER = (("Retry-After", str(RETRY_AFTER_SECONDS)),)

KINDS: dict[type[HamgateError], Kind] = {
    NotJsonError: Kind(400, "not-json"),
    UnauthorizedError: Kind(401, "unauthorized", (("WWW-Authenticate", "Bearer"),)),
    ForbiddenError: Kind(403, "forbidden"),
    NotFoundError: Kind(404, "not-found"),
    CutShortError: Kind(408, "cut-short", close=True),
    InProgressError: Kind(409, "in-progress", (("Retry-After", "1"),)),
    ConflictError: Kind(409, "conflict"),
    TooLargeError: Kind(413, "too-large", close=True),
    UnsupportedMediaError: Kind(415, "unsupported-media", close=True),
    IdempotencyMismatchError: Kind(422, "idempotency-mismatch"),
    ArtifactError: Kind(422, "model-refused"),
    InvalidInputError: Kind(422, "invalid"),
    TooManyCallsError: Kind(429, "too-many-calls"),
    StoreUnavailableError: Kind(503, "store-unavailable", _LATER),
    HamgateError: Kind(500, "internal"),
}

INTERNAL = Kind(500, "internal")


class Place(msgspec.Struct, frozen=True):
    """Where in the body something is wrong, and what."""

    path: str
    message: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[Place, ...] = ()


def problem_of(error: HamgateError) -> web.Response:
    """The answer for an error of ours: the nearest type in the table decides."""
    kind = next(KINDS[base] for base in type(error).__mro__ if base in KINDS)
    places = error.errors if isinstance(error, InvalidInputError) else ()
    response = _answer(kind, str(error), tuple(Place(*place) for place in places))
    if isinstance(error, TooManyCallsError):
        response.headers.update(error.headers)
    return response


def problem_of_http(error: web.HTTPException) -> web.Response:
    """The answer for what aiohttp itself refuses: unknown paths, wrong methods."""
    name = HTTPStatus(error.status).phrase.lower().replace(" ", "-")
    headers = (("Allow", error.headers["Allow"]),) if "Allow" in error.headers else ()
    return _answer(Kind(error.status, name, headers), _DETAILS.get(error.status, error.reason))


def problem_of_crash() -> web.Response:
    """The answer for a fault of ours; what happened is in the log, not here."""
    return _answer(INTERNAL, "Something went wrong here; the server's log says what.")


def problem_of_garbage(status: int) -> web.Response:
    """The answer to bytes that are no call; the connection ends with it."""
    kind = Kind(status, "not-http", close=True)
    return _answer(kind, "What was sent is not HTTP as it is understood here.")


_DETAILS = {
    404: "There is nothing at this path.",
    405: "This path takes other methods; the Allow header names them.",
}


def _answer(kind: Kind, detail: str, places: tuple[Place, ...] = ()) -> web.Response:
    title = HTTPStatus(kind.status).phrase
    problem = Problem(f"urn:hamgate:problem:{kind.name}", title, kind.status, detail, places)
    response = web.Response(
        status=kind.status, body=msgspec.json.encode(problem), content_type=CONTENT_TYPE
    )
    response.headers.update(kind.headers)
    if kind.close:
        response.force_close()
    return response
