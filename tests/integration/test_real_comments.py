"""Real comments of many blogs through the whole door: reasons that add up, the fitted scores."""

import asyncio
import hashlib
import io
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import joblib
import pytest
import real_comments
from running import hamgate

from service.artifacts import DEFAULT_MODEL, MANIFEST, PIPELINE
from training.dataset import Example

TOLERANCE = 1e-6
FLOOR = 1e-6
AT_ONCE = 8


@dataclass(frozen=True)
class Judged:
    """Comments, and what each was answered at its first and at its second check."""

    examples: Sequence[Example]
    firsts: Sequence[dict[str, Any]]
    seconds: Sequence[dict[str, Any]]


@pytest.fixture(scope="module", params=[200, pytest.param(2000, marks=pytest.mark.slow)])
def judged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Judged]:
    """So many comments, each checked twice by two workers with the model of the package."""
    examples = real_comments.mixed(request.param)
    # A machine that is busy with other tests must not cut a check short.
    settings = {"workers": 2, "check_budget_ms": 5_000, "redis_budget_ms": 2_000}
    with hamgate(tmp_path_factory.mktemp("real"), **settings) as server:
        headers = {"Authorization": f"Bearer {server.key}"}
        firsts = asyncio.run(answers(server.url, headers, examples))
        seconds = asyncio.run(answers(server.url, headers, examples))
        yield Judged(examples, firsts, seconds)


async def answers(
    url: str, headers: dict[str, str], examples: Sequence[Example]
) -> list[dict[str, Any]]:
    """What each comment is answered; some are asked about at the same time."""
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(url, headers=headers, connector=connector) as http:

        async def answer(example: Example) -> dict[str, Any]:
            body = real_comments.as_sent(example.submission)
            async with http.post("/v1/check", json=body) as response:
                assert response.status == 200, await response.text()
                return dict(await response.json())

        return await asyncio.gather(*map(answer, examples))


def test_the_comments_are_of_at_least_five_sources(judged: Judged) -> None:
    of_source = {
        name: {example.submission for example in examples}
        for name, examples in real_comments.by_source().items()
    }
    seen = {
        name
        for name, submissions in of_source.items()
        if any(example.submission in submissions for example in judged.examples)
    }
    assert len(seen) >= 5
    assert len(judged.firsts) == len(judged.examples)


def test_the_weights_of_the_evidence_add_up_to_the_score(judged: Judged) -> None:
    for answer in judged.firsts:
        total = math.fsum(piece["weight"] for piece in answer["evidence"])
        score = min(max(answer["score"], FLOOR), 1 - FLOOR)
        assert abs(total - math.log(score / (1 - score))) < TOLERANCE, answer
        assert {"prior", "text"} <= {piece["signal"] for piece in answer["evidence"]}
        assert answer["degraded"] == []


def test_the_score_is_that_of_the_fitted_pipeline(judged: Judged) -> None:
    raw = (DEFAULT_MODEL / PIPELINE).read_bytes()
    manifest = json.loads((DEFAULT_MODEL / MANIFEST).read_bytes())
    assert hashlib.sha256(raw).hexdigest() == manifest["files"][PIPELINE]
    pipeline = joblib.load(io.BytesIO(raw))
    expected = pipeline.predict_proba([example.submission for example in judged.examples])[:, 1]
    for answer, probability in zip(judged.firsts, expected.tolist(), strict=True):
        assert answer["model"] == manifest["version"]
        assert abs(answer["score"] - probability) < TOLERANCE, answer
    # Were every score the same, agreement would say nothing.
    assert max(expected) - min(expected) > 0.5


def test_the_same_comment_twice_gets_the_same_answer(judged: Judged) -> None:
    for first, second in zip(judged.firsts, judged.seconds, strict=True):
        assert first["id"] != second["id"]
        assert {**first, "id": ""} == {**second, "id": ""}
