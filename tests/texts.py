"""Texts and submissions of every sort, for promises that hold whatever is sent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from hypothesis import strategies as st

from service.filtering.submission import Author, Form, Page, Submission

ATOMS = (
    "a", "A1", "é", "e\u0301", "а", "ß", "İ", "ﷺ", "Ⅷ", "中", "ก", "ह", "\u200b", "\u202e",
    "\u2067", "\u202c", "\x00", "\x1f", "\ud800", "\udfff", "\U0001d4f9", "🅰", "⭐", "👍🏽",
    "\ue000", "\ufffd", "…", " ", "\n", "\t", "\u3000", "!", "@", "$1", "€", "+1", "-", "_", ".",
    "/", "%41", "%", "&#", "&#1;", "&amp;", "&#8203;", "<", "<a href=", "'", '"', ">", "<!--", "[",
    "](", "[url=", "[/url]", "http://", "www.", "a.co", "xn--", "h**p:", "(at)", "[dot]",
    "whatsapp", "10.0.0.1",
)  # fmt: skip
"""What readings trip over, to be mixed."""

any_text = st.one_of(
    st.text(st.characters(codec=None), max_size=80),
    st.lists(st.sampled_from(ATOMS), max_size=40).map("".join),
)
any_author = st.builds(
    Author,
    name=any_text,
    email=any_text,
    url=any_text,
    user_agent=any_text,
    role=st.sampled_from(["", "subscriber", "editor"]),
)
any_submission = st.builds(
    Submission,
    body=any_text,
    type=st.sampled_from(["comment", "trackback", "contact-form"]),
    author=any_author,
    page=st.builds(Page, url=any_text, title=any_text, excerpt=any_text),
    form=st.builds(
        Form, seconds=st.none() | st.floats(-1e9, 1e9, allow_nan=False), honeypot=any_text
    ),
    language=st.sampled_from(["", "en", "pt-BR", "zh_TW", "xx"]),
)


@dataclass(frozen=True)
class Written:
    """A genuine comment of a script."""

    text: str
    script: str
    language: str


def genuine() -> Iterator[Written]:
    """Genuine comments of more than twenty scripts, ten of each."""
    lines = (files("training.suites") / "scripts.jsonl").read_text("utf-8").splitlines()
    for line in lines:
        row = json.loads(line)
        yield Written(row["text"], row["kind"], row["lang"])
