"""Strict decoding: what is counted quickly is the same as what is looked at closely."""

import json
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api import strict, wire
from service.errors import NotJsonError

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ['":', '\\":', '" :', '"\n:', ":", "\\", '"', "{}", '{"body":"x"}', "\u2028", "\x00"]
)
AUTHORS = st.fixed_dictionaries({}, optional={"name": TEXTS | st.none(), "url": TEXTS})
BODIES = st.fixed_dictionaries(
    {"body": TEXTS},
    optional={
        "author": AUTHORS | st.none(),
        "page": st.fixed_dictionaries({}, optional={"url": TEXTS, "title": TEXTS}),
        "form": st.fixed_dictionaries({}, optional={"seconds": st.floats(0, 1e6)}),
        "referrer": TEXTS | st.none(),
        "test": st.booleans(),
    },
)
SEPARATORS = st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : "), (",\n", "\n:\t")])


@given(body=BODIES, separators=SEPARATORS, ascii_only=st.booleans())
def test_whatever_the_writing_the_submission_is_the_same(
    *, body: dict, separators: tuple[str, str], ascii_only: bool
) -> None:
    raw = json.dumps(body, separators=separators, ensure_ascii=ascii_only).encode()
    sent = strict.decode(raw, wire.SUBMISSION, wire.keys_in)
    assert sent.body == body["body"]
    assert wire.keys_in(sent) == len(body) + sum(
        len(part) for part in body.values() if isinstance(part, dict)
    )


@given(body=BODIES, separators=SEPARATORS, ascii_only=st.booleans(), data=st.data())
def test_a_key_that_comes_twice_is_refused_whatever_the_texts(
    *, body: dict, separators: tuple[str, str], ascii_only: bool, data: st.DataObject
) -> None:
    raw = json.dumps(body, separators=separators, ensure_ascii=ascii_only)
    key = data.draw(st.sampled_from(sorted(body)))
    comma, colon = separators
    again = json.dumps(key) + colon + json.dumps(body[key], separators=separators)
    doubled = (raw[:-1] + comma + again + "}").encode()
    with pytest.raises(NotJsonError, match="twice"):
        strict.decode(doubled, wire.SUBMISSION, wire.keys_in)


def test_every_optional_field_can_be_told_from_one_left_out() -> None:
    for body in (wire.SubmissionBody, wire.AuthorBody, wire.PageBody, wire.FormBody):
        for field in msgspec.structs.fields(body):
            assert field.required or field.default is msgspec.UNSET, (body, field.name)


@given(st.lists(st.sampled_from('[]{}"\\a'), max_size=40).map("".join))
def test_the_depth_of_valid_json_is_found(text: str) -> None:
    nested = [[{"a": [text]}], [[[text]]]]
    assert strict.depth_of(json.dumps(nested).encode()) == 4


@pytest.mark.parametrize(
    "raw",
    [b"[" * 2**20, b"[]" * 2**19, b'"' * 2**20, b'"' + b'\\"' * 2**19, b'"a\\n' * 2**18],
    ids=["open", "pairs", "quotes", "escapes", "strings"],
)
def test_the_depth_of_anything_is_found_in_linear_time(raw: bytes) -> None:
    started = time.process_time()
    strict.depth_of(raw)
    assert time.process_time() - started < 1.0


def test_what_is_said_back_is_short_and_printable() -> None:
    raw = json.dumps({"body": "x", "z" * 10_000: 1}).encode()
    with pytest.raises(Exception, match="unknown field") as caught:
        strict.decode(raw, wire.SUBMISSION)
    assert len(str(caught.value)) < 1000
