"""Form tokens prove the time since they were issued, for one site, and nothing else."""

import pytest

from service.engine.memory import with_seconds
from service.engine.tokens import TOKEN_CHARACTERS, FormTokens
from service.filtering.submission import Form, Submission


class Clock:
    now = 1.8e9

    def __call__(self) -> float:
        return self.now


def test_a_token_proves_the_seconds_since_its_issue() -> None:
    clock = Clock()
    tokens = FormTokens(b"secret", clock)
    token = tokens.issue("s")
    clock.now += 42.5
    proof = tokens.read("s", token)
    assert proof is not None
    assert proof.seconds == pytest.approx(42.5, abs=0.01)
    assert len(token) == TOKEN_CHARACTERS
    clock.now += 86_400
    assert tokens.read("s", token) is None


def test_no_token_is_like_another() -> None:
    tokens = FormTokens(b"secret", Clock())
    assert len({tokens.issue("s") for _ in range(1000)}) == 1000


def test_a_token_of_another_site_secret_or_with_one_letter_changed_proves_nothing() -> None:
    clock = Clock()
    tokens = FormTokens(b"secret", clock)
    token = tokens.issue("s")
    assert tokens.read("t", token) is None
    assert FormTokens(b"other", clock).read("s", token) is None
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        assert tokens.read("s", token[:place] + other + token[place + 1 :]) is None
    for text in ("", "…", "é" * TOKEN_CHARACTERS, "!" * TOKEN_CHARACTERS, token * 2):
        assert tokens.read("s", text) is None


def test_proven_seconds_leave_the_rest_of_the_form_as_it_was() -> None:
    form = Form(1.0, "trap", "token", nonce_passed=False, languages="de")
    proven = with_seconds(Submission("x", form=form), 42.5)
    assert proven.form == Form(42.5, "trap", "token", nonce_passed=False, languages="de")
