"""What real clients sent, recorded between them and us: each gets its answer byte for byte.

A file is named after its client and version, the call, and what the client is to be told.
"""

from pathlib import Path

import pytest
from akismet_client import SCORES, ScorerOfWords
from raw_call import raw_call
from served import serving

from service.filtering.evidence import Evidence, logit
from service.filtering.submission import Submission
from service.models.slots import Champion
from service.settings import Settings
from service.stores.stores import Stores

RECORDED = sorted((Path(__file__).parents[2] / "golden" / "akismet").glob("*.http"))
CLIENTS = {
    "debian-net-akismet",
    "debian-ruby-akismet",
    "npm-cedx-akismet",
    "pypi-akismet",
    "wordpress-akismet",
}

HELP = "The key is missing or belongs to no site."
TOLD: dict[str, tuple[bytes, dict[str, str]]] = {
    "valid": (b"valid", {}),
    "invalid": (b"invalid", {"x-akismet-debug-help": HELP}),
    "connected": (b"connected", {}),
    "thanks": (b"Thanks for making the web a better place.", {}),
    "false": (b"false", {}),
    "true": (b"true", {}),
    "held": (b"false", {"x-akismet-error": "held"}),
    "discard": (b"true", {"x-akismet-pro-tip": "discard"}),
    "missing": (
        b"Missing required field: user_ip.",
        {"x-akismet-debug-help": 'Empty "user_ip" value'},
    ),
}
"""The whole body, and every header of Akismet's but the guid."""

LEANS = {"true": "spam", "discard": "blatant"}


class Leaning(ScorerOfWords):
    """Scores everything the same."""

    def __init__(self, score: float) -> None:
        self._score = score

    def evidence(self, submission: Submission, _: object = None) -> tuple[Evidence, ...]:
        del submission
        return (Evidence("prior", 0.0, "none"), Evidence("text", logit(self._score), "all alike"))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_a_real_clients_request_gets_its_answer_byte_for_byte(
    settings: Settings, stores: Stores, path: Path
) -> None:
    call, kind = path.name.removesuffix(".http").rsplit(".", 2)[1:]
    scorer = Leaning(SCORES[LEANS.get(kind, "keep")])
    async with serving(settings, stores, Champion(None, scorer)) as served:
        await stores.sites.update(served.site_id, {"discard_blatant": True})
        reply = await raw_call(served.http._base_url.port, path.read_bytes())  # noqa: ASYNC240 (a small file of a test)
    assert reply.status == 200
    assert len(reply.headers.pop("x-akismet-guid")) == 32
    signs = {name: text for name, text in reply.headers.items() if name.startswith("x-akismet")}
    if kind == "json":
        assert (reply.body[:1], signs) == (b"{", {})
        return
    body, expected = TOLD[kind]
    assert reply.body == body
    assert signs == ({} if call == "verify-key" else expected)


def test_every_client_is_recorded_with_every_verdict() -> None:
    seen = {tuple(path.name.removesuffix(".http").rsplit(".", 2)) for path in RECORDED}
    for client in CLIENTS:
        kinds = {kind for name, _, kind in seen if name.startswith(client)}
        assert kinds >= {"valid", "invalid", "false", "true", "held", "thanks"}, client
