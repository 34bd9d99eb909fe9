"""Rules: each kind matches what it names and nothing beside it; patterns are RE2 or refused."""

import time

import pytest

from service.errors import InvalidInputError
from service.filtering.reading import read
from service.filtering.rules import Action, ReadyRule, Rule, RuleKind, decide, ready
from service.filtering.submission import Author, Submission

COMMENT = Submission(
    "Ch\u200beap PILLS at https://shop.pills.example/buy, not pillsbury",
    author=Author(
        name="Bob Casino",
        email="Bob@mail.example",
        url="http://bob.example",
        ip="203.0.113.9",
        id="42",
    ),
)


def a_rule(kind: str, value: str, action: Action = Action.DENY, **changes: object) -> ReadyRule:
    return ready(Rule("r", action, RuleKind(kind), value, **changes))  # type: ignore[arg-type]


def matches(kind: str, value: str, submission: Submission = COMMENT) -> bool:
    return a_rule(kind, value).matches(submission, read(submission))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("ip", "203.0.113.9"),
        ("cidr", "203.0.113.0/24"),
        ("cidr", "203.0.113.9"),
        ("email", "bob@MAIL.example"),
        ("domain", "pills.example"),
        ("domain", "https://shop.pills.example/"),
        ("domain", "bob.example"),
        ("domain", "mail.example"),
        ("phrase", "cheap pills"),
        ("phrase", "bob casino"),
        ("pattern", r"pil+s\s+at\b"),
        ("pattern", r"(?i)^ch"),
        ("author_id", "42"),
    ],
)
def test_a_rule_matches_what_it_names(kind: str, value: str) -> None:
    assert matches(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("ip", "203.0.113.10"),
        ("ip", "2001:db8::1"),
        ("cidr", "2001:db8::/32"),
        ("email", "rob@mail.example"),
        ("domain", "ills.example"),
        ("domain", "shop.pills.example.org"),
        ("phrase", "pill"),
        ("phrase", "heap pills"),
        ("pattern", "^pills$"),
        ("author_id", "4"),
    ],
)
def test_a_rule_matches_nothing_beside_it(kind: str, value: str) -> None:
    assert not matches(kind, value)
    assert not matches(kind, value, Submission(""))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("ip", "203.0.113"),
        ("cidr", "somewhere/24"),
        ("email", "mail.example"),
        ("domain", "localhost"),
        ("phrase", "\u200b"),
        ("phrase", "   "),
        ("phrase", "a" * 501),
        ("pattern", r"(a)\1"),
        ("pattern", "(?=a)b"),
        ("pattern", "("),
        ("pattern", "(a{1000}){1000}"),
    ],
)
def test_what_is_none_of_its_kind_is_refused_in_words(kind: str, value: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        a_rule(kind, value)
    assert refusal.value.errors[0][0] == "$.value"
    assert len(refusal.value.errors[0][1]) > 10


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*a){20}", "(x+x+)+y", r"(\w+\s?)+:"])
def test_an_evil_pattern_takes_no_time(pattern: str) -> None:
    evil = Submission("a" * 100_000 + "x" * 100)
    reading, rule = read(evil), a_rule("pattern", pattern)
    started = time.perf_counter()
    rule.matches(evil, reading)
    assert time.perf_counter() - started < 0.5


def test_what_is_allowed_is_not_denied_and_what_is_over_does_not_count() -> None:
    reading = read(COMMENT)
    deny, allow = a_rule("phrase", "pills"), a_rule("author_id", "42", Action.ALLOW)
    over = a_rule("ip", "203.0.113.9", Action.ALLOW, expires_at=5.0)
    assert decide([deny, allow], COMMENT, reading, 10.0) is allow.rule
    assert decide([over, deny], COMMENT, reading, 10.0) is deny.rule
    assert decide([over, deny], COMMENT, reading, 4.0) is over.rule
    assert decide([], COMMENT, reading, 4.0) is None
