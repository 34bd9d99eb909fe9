"""Bodies as bytes: read within a limit, never inflated, never decoded by charset."""

from typing import TypeVar

import msgspec
from aiohttp import web

from service.api import strict
from service.api.problems import TooLargeError, UnsupportedMediaError
from service.keys import SETTINGS
from service.receiving import received

T = TypeVar("T")

JSON_TYPES = frozenset({"application/json", "text/json"})
UTF8_NAMES = frozenset({"utf-8", "utf8", "us-ascii"})
PLAIN_JSON = frozenset({None, "application/json", "application/json; charset=utf-8"})
"""What nearly everybody sends; looked up before anything is parsed."""


async def read_json(request: web.Request, decoder: msgspec.json.Decoder[T]) -> tuple[T, bytes]:
    """The body decoded strictly, and its bytes."""
    raw = await read_raw(request)
    return strict.decode(raw, decoder), raw


async def read_raw(request: web.Request) -> bytes:
    """The JSON body's bytes; TooLargeError or UnsupportedMediaError before they are read."""
    headers = request.headers
    if "Content-Encoding" in headers:
        raise UnsupportedMediaError("Send the body as it is, without a Content-Encoding.")
    if headers.get("Content-Type") not in PLAIN_JSON:
        _refuse_foreign(request)
    limit = request.app[SETTINGS].max_body_bytes
    if (request.content_length or 0) > limit:
        raise _too_large(limit)
    try:
        return await received(request)
    except web.HTTPRequestEntityTooLarge:
        raise _too_large(limit) from None


def _refuse_foreign(request: web.Request) -> None:
    """Raise UnsupportedMediaError unless the Content-Type is JSON in UTF-8."""
    kind = request.content_type
    if kind not in JSON_TYPES and not kind.endswith("+json"):
        raise UnsupportedMediaError("Send JSON, with Content-Type: application/json.")
    charset = request.charset
    if charset is not None and charset.lower() not in UTF8_NAMES:
        raise UnsupportedMediaError("Send JSON in UTF-8.")


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(f"The body may have at most {limit} bytes.")
