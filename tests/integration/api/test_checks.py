"""POST /v1/check and its batch: a verdict with reasons that add up, for every comment."""

import asyncio
import math

import pytest
from served import Served

FULL = {
    "body": "Nice post! cheap pills http://pills.example",
    "type": "comment",
    "author": {
        "name": "Bob",
        "email": "bob@mail.example",
        "url": "http://pills.example",
        "ip": "203.0.113.9",
        "user_agent": "Mozilla/5.0",
        "id": "42",
        "role": "subscriber",
    },
    "page": {
        "url": "https://blog.example/p/1",
        "title": "On tea",
        "published_at": "2026-11-01T10:00:00Z",
        "excerpt": "…",
    },
    "form": {"seconds": 3.2, "honeypot": "", "token": "…"},
    "referrer": "https://blog.example/p/1",
    "language": "en",
    "submitted_at": "2026-11-22T10:00:00Z",
    "recheck_of": None,
    "test": False,
    "callback": None,
}

SCRIPTS = (
    "Hello", "Привет всем", "Γειά σου", "שלום", "مرحبا", "नमस्ते", "হ্যালো", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "வணக்கம்",
    "ನಮಸ್ಕಾರ", "ഹലോ", "හෙලෝ", "สวัสดี", "ສະບາຍດີ", "မင်္ဂလာပါ", "გამარჯობა", "Բարև", "ሰላም", "សួស្តី",
    "你好", "こんにちは", "안녕하세요",
)  # fmt: skip

ODD_BODIES = ("", "a", "a" * 65_536, "\x00\x00\x00", "\u202e\u200b", "🤷‍♀️" * 500, *SCRIPTS)


def adds_up(answer: dict) -> bool:
    total = math.fsum(piece["weight"] for piece in answer["evidence"])
    score = min(max(answer["score"], 1e-6), 1 - 1e-6)
    return abs(total - math.log(score / (1 - score))) < 1e-6


async def test_a_full_submission_gets_everything_the_contract_names(served: Served) -> None:
    answer = await served.check(**FULL)
    assert set(answer) == {
        "id", "verdict", "score", "blatant", "evidence", "message", "model", "mode", "degraded",
    }  # fmt: skip
    assert answer["verdict"] in {"keep", "hold", "spam"}
    assert answer["degraded"] == []
    assert answer["mode"] == "enforce"
    assert answer["model"] == "2026-11-22.1-test00"
    assert {"prior", "text"} <= {piece["signal"] for piece in answer["evidence"]}
    assert adds_up(answer)


@pytest.mark.parametrize("body", ODD_BODIES, ids=lambda body: repr(body[:12]))
async def test_every_text_gets_a_verdict_whose_evidence_adds_up(served: Served, body: str) -> None:
    answer = await served.check(body)
    assert adds_up(answer)
    assert {"prior", "text"} <= {piece["signal"] for piece in answer["evidence"]}


async def test_nulls_are_as_good_as_absent(served: Served) -> None:
    nulls = dict.fromkeys(FULL)
    answer = await served.check(**{**nulls, "body": FULL["body"]})
    plain = await served.check(FULL["body"])
    assert answer["score"] == plain["score"]
    parts = {"author": dict.fromkeys(FULL["author"]), "page": dict.fromkeys(FULL["page"])}
    assert (await served.check(FULL["body"], **parts))["score"] == plain["score"]


async def test_the_same_comment_twice_has_the_same_score_and_another_id(served: Served) -> None:
    one, two = await served.check(**FULL), await served.check(**FULL)
    assert one["id"] != two["id"]
    assert one["evidence"] == two["evidence"]


async def test_a_time_without_a_zone_is_taken(served: Served) -> None:
    page = {"published_at": "2026-11-01T10:00:00"}
    answer = await served.check("Hello", page=page, submitted_at="2026-11-01T10:00:00+02:00")
    assert adds_up(answer)


@pytest.mark.parametrize(
    ("author", "verdict"),
    [
        ({"name": "hamgate-guaranteed-spam"}, "spam"),
        ({"email": "hamgate-guaranteed-spam@example.com"}, "spam"),
        ({"name": "hamgate-guaranteed-hold"}, "hold"),
        ({"email": "hamgate-guaranteed-hold@example.com"}, "hold"),
        ({"name": "akismet-guaranteed-spam"}, "spam"),
        ({"name": "viagra-test-123"}, "spam"),
        ({"email": "akismet-guaranteed-spam@example.com"}, "spam"),
        ({"role": "administrator"}, "keep"),
    ],
)
async def test_test_values_always_give_their_verdict_and_say_so(
    served: Served, author: dict, verdict: str
) -> None:
    answer = await served.check("Hello", author=author)
    assert answer["verdict"] == verdict
    assert answer["blatant"] is False
    assert answer["evidence"][0]["signal"] == "test_value"
    assert adds_up(answer)


async def test_a_test_is_not_remembered(served: Served) -> None:
    answer = await served.check("Hello", test=True)
    reply = await served.call("GET", f"/v1/submissions/{answer['id']}")
    assert reply.status == 404


async def test_an_answered_id_is_found_at_once(served: Served) -> None:
    for _ in range(20):
        answer = await served.check("Hello")
        reply = await served.call("GET", f"/v1/submissions/{answer['id']}")
        assert reply.status == 200
        assert reply.body["submission"]["body"] == "Hello"
        assert reply.body["evidence"] == answer["evidence"]


async def test_a_submission_is_soon_in_the_store_for_other_workers(served: Served) -> None:
    answer = await served.check("Hello")
    await asyncio.sleep(0.1)
    stored = await served.stores.submissions.get(served.site_id, answer["id"])
    assert stored is not None
    assert stored.score == answer["score"]


async def test_the_newest_submissions_come_first_in_pages(served: Served) -> None:
    ids = [(await served.check(f"Hello {number}"))["id"] for number in range(5)]
    await asyncio.sleep(0.1)
    first = await served.call("GET", "/v1/submissions?limit=3")
    assert [one["id"] for one in first.body["submissions"]] == ids[:1:-1]
    rest = await served.call("GET", f"/v1/submissions?limit=3&cursor={first.body['cursor']}")
    assert [one["id"] for one in rest.body["submissions"]] == ids[1::-1]
    assert rest.body["cursor"] is None


async def test_a_batch_is_answered_in_order(served: Served) -> None:
    sent = [{"body": f"cheap pills {number}"} for number in range(100)]
    listed = await served.call("POST", "/v1/check/batch", json=sent)
    wrapped = await served.call("POST", "/v1/check/batch", json={"submissions": sent})
    alone = [(await served.check(**one))["score"] for one in sent[:10]]
    assert [one["score"] for one in listed.body][:10] == alone
    assert [one["score"] for one in wrapped.body["answers"]][:10] == alone
    assert len(listed.body) == len(wrapped.body["answers"]) == 100
    assert all(adds_up(one) for one in listed.body)


async def test_a_batch_beyond_100_is_refused_and_an_empty_one_is_not(served: Served) -> None:
    many = await served.call("POST", "/v1/check/batch", json=[{"body": "x"}] * 101)
    assert many.status == 422
    none = await served.call("POST", "/v1/check/batch", json=[])
    assert (none.status, none.body) == (200, [])


async def test_a_batch_names_the_one_that_is_wrong(served: Served) -> None:
    reply = await served.call("POST", "/v1/check/batch", json=[{"body": "x"}, {"body": 5}])
    assert reply.status == 422
    assert reply.body["errors"][0]["path"] == "$[1].body"
