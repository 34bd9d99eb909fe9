"""Comments to measure with: our own, of any length, and the calls that send them."""

import random
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec

from service.filtering.submission import Submission
from training.corpora.reading import read_examples
from training.dataset import Example
from training.opening import SEED_FOLDER

SITE_KEY = "0123456789ab"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
_AROUND_CHARACTERS = 30


def comments(characters: int, most: int) -> list[Submission]:
    """Comments of our own of about so many characters, drawn evenly from all languages."""
    found = [
        example.submission
        for example in _seed()
        if abs(len(example.submission.body) - characters) <= _AROUND_CHARACTERS
    ]
    step = max(len(found) // most, 1)
    return found[::step][:most]


def of_length(characters: int, most: int) -> list[Submission]:
    """Comments put together from our own to exactly so many characters, each of one language."""
    chance = random.Random(7)  # noqa: S311 (the same texts each time)
    by_language: dict[str, list[str]] = {}
    for example in _seed():
        by_language.setdefault(example.lang, []).append(example.submission.body)
    kinds = list(by_language.values())
    weights = [len(bodies) for bodies in kinds]
    languages = chance.choices(kinds, weights, k=most)
    return [Submission(_text(chance, bodies, characters)) for bodies in languages]


def recombined(count: int) -> Iterator[Example]:
    """So many labelled comments, each of halves of two of our own with one label."""
    chance = random.Random(11)  # noqa: S311 (the same texts each time)
    by_label: dict[str, list[Example]] = {}
    for example in _seed():
        by_label.setdefault(example.label, []).append(example)
    kinds = list(by_label.values())
    for number in range(count):
        one, two = chance.choices(kinds[number % len(kinds)], k=2)
        first, second = one.submission.body, two.submission.body
        body = f"{first[: len(first) // 2]} {second[len(second) // 2 :]}"
        yield Example(Submission(body, author=one.submission.author), one.label, "recombined")


def _seed() -> Iterator[Example]:
    for path in sorted(SEED_FOLDER.glob("*.jsonl")):
        yield from read_examples(path, source="seed")


def _text(chance: random.Random, bodies: Sequence[str], characters: int) -> str:
    text = ""
    while len(text) < characters:
        text += f"{chance.choice(bodies)} "
    return text[:characters]


def check_call(submission: Submission, number: int, key: str = SITE_KEY) -> bytes:
    """POST /v1/check as a blog sends it, everybody being somebody else."""
    return _call("/v1/check", msgspec.json.encode(_fields(submission, number)), key)


def batch_call(submissions: Sequence[Submission], key: str = SITE_KEY) -> bytes:
    """POST /v1/check/batch of all of them."""
    sent = [_fields(submission, number) for number, submission in enumerate(submissions)]
    return _call("/v1/check/batch", msgspec.json.encode(sent), key)


def akismet_call(submission: Submission, number: int, key: str = SITE_KEY) -> bytes:
    """POST /1.1/comment-check with the same comment, as WordPress sends it."""
    sent = _fields(submission, number)
    fields = {
        "api_key": key,
        "blog": "https://blog.example",
        "blog_lang": "en_US",
        "blog_charset": "UTF-8",
        "comment_type": "comment",
        "comment_content": submission.body,
        "comment_author": sent["author"]["name"],
        "comment_author_email": sent["author"]["email"],
        "comment_author_url": sent["author"]["url"],
        "user_ip": sent["author"]["ip"],
        "user_agent": AGENT,
        "permalink": sent["page"]["url"],
        "referrer": sent["page"]["url"],
        "HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.5",
        "HTTP_USER_AGENT": AGENT,
        "REMOTE_ADDR": sent["author"]["ip"],
    }
    body = urlencode(fields, errors="replace").encode()
    return _raw("/1.1/comment-check", "application/x-www-form-urlencoded", body, "")


def _fields(submission: Submission, number: int) -> dict[str, Any]:
    author, page = submission.author, submission.page
    who = f"{number % 200}.{number // 200 % 250}"
    return {
        "body": submission.body,
        "author": {
            "name": author.name or "Bob",
            "email": author.email or f"bob{number}@mail.example",
            "url": author.url or "http://bob.example",
            "ip": f"9.{who}.9",
            "user_agent": AGENT,
        },
        "page": {"url": page.url or "https://blog.example/p/1", "title": page.title},
        "form": {"seconds": 42.0},
        "language": "en",
    }


def _call(path: str, body: bytes, key: str) -> bytes:
    return _raw(path, "application/json", body, f"Authorization: Bearer {key}\r\n")


def _raw(path: str, kind: str, body: bytes, more: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}Content-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
