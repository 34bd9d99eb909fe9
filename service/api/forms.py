"""GET /v1/form-token: a signed time for the comment form, good for one comment."""

from aiohttp import web

from service.api.answers import json_answer
from service.keys import SITE, TOKENS
from service.stores.memory import TOKEN_SECONDS


async def show_token(request: web.Request) -> web.Response:
    """A new token; comes back in `form.token` and proves the seconds since."""
    token = request.app[TOKENS].issue(request[SITE].id)
    answer = json_answer({"token": token, "expires_in_seconds": TOKEN_SECONDS})
    answer.headers["Cache-Control"] = "no-store"
    return answer
