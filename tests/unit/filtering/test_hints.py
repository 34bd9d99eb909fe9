"""Hints: what they pass over holds nothing that the costly search would have found."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import any_submission, genuine

from service.filtering import disguise, reading
from service.filtering.features import measured
from service.filtering.fingerprint import GOLDEN
from service.filtering.hints import DIGITS, digits_in, has_any, has_part
from service.filtering.lexicon import (
    BLOGGING,
    FLATTERY,
    GROUPS,
    MARKETING,
    OWN_SITE,
    WordGroup,
    words_of,
)
from service.filtering.mentions import mentions_in
from service.filtering.reading import Reading, read
from service.filtering.signals import links, obfuscation, style
from service.filtering.submission import Submission

BARELY = (
    "x. www.,", "see 1.co", "a-.com", "HTTP://X.", "WWW.X.ORG", "hello.World", "a b c d",
    "a  b  c  d", "(a.b.c.d)", "a1b2c3d", "4bcd efgh", "$ave", "fr€€ mon€y",
    "+1 555 010 0199 00", "100 %", "aaaaa", "aaaa a", "aaaabbbbb", "éééééééééé",
    "kik me@ at me", "whats app me +1234567", "signal app: me", "@user_1 on telegrams",
    "@anna в инстаграм", "телеграмм: me", "тг: @anna_1", "buy dot com", "abc ( . ) com",
    "abc[dot]org", "abc tochka ru", "abc точка ru", "abc . net", "hxxps: no", "h*xp://x",
    "h**ps:", "abc punto it", "line\nline\tline", "\x01a\x02",
)  # fmt: skip
"""Texts that hold just what is looked for, or just not."""


def without_hints(submission: Submission) -> tuple[Reading, Sequence[float]]:
    """What is read and measured where every costly search is made."""

    class Anything:
        def search(self, _: str) -> bool:
            return True

        def isdisjoint(self, _: object) -> bool:
            return False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disguise, "may_be_leet", lambda _: True)
        patch.setattr(disguise, "_SPACED_HINT", Anything())
        patch.setattr(disguise, "classes_in", lambda *_: 0xFF)
        patch.setattr(reading, "digits_in", lambda *_: 99)
        patch.setattr(links, "_VEIL_WORDS", Anything())
        patch.setattr(style, "_MONEY_WORDS", Anything())
        patch.setattr(obfuscation, "has_part", lambda *_: True)
        patch.setattr(reading, "may_hold_links", lambda text: "." in text)
        patch.setattr(links, "has_part", lambda *_: True)
        patch.setattr(links, "_CHAT_HINTS", Anything())
        patch.setattr(style, "holds_runs", lambda _: True)
        patch.setattr(reading, "holds_runs", lambda _: True)
        found = read(submission)
        return found, measured(submission, found)


def assert_nothing_is_missed(submission: Submission) -> None:
    quick = read(submission)
    slow, values = without_hints(submission)
    assert measured(submission, quick) == values
    for name in Reading.__slots__:
        if name != "digits":
            assert getattr(quick, name) == getattr(slow, name)


@pytest.mark.parametrize("text", BARELY)
def test_hints_miss_nothing_at_the_edges(text: str) -> None:
    assert_nothing_is_missed(Submission(text))
    assert_nothing_is_missed(Submission(f"é {text}"))


def test_hints_miss_nothing_in_golden_and_genuine_comments() -> None:
    for submission in (*GOLDEN, *(Submission(each.text) for each in genuine())):
        assert_nothing_is_missed(submission)


@given(any_submission)
def test_hints_miss_nothing_in_anything(submission: Submission) -> None:
    assert_nothing_is_missed(submission)


@given(st.text("abcxyz .,'-_19é", max_size=40))
def test_words_of_plain_text_are_found_by_the_short_way(text: str) -> None:
    plain = text.replace("é", "e")
    assert [word.replace("é", "e") for word in words_of(f"é {text}")[1:]] == words_of(plain)


def test_mentions_count_every_word_of_every_group() -> None:
    for number, group in enumerate(GROUPS):
        for word in group.words:
            assert mentions_in("", [word, "zzz", word])[number] == 2
    assert sum(mentions_in("", [])) == 0


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("thanks for sharing", FLATTERY),
        ("i really enjoyed your blog", FLATTERY),
        ("came across this", BLOGGING),
        ("check out my channel", OWN_SITE),
        ("well, link in bio", OWN_SITE),
        ("guest post", MARKETING),
    ],
)
def test_phrases_are_found_wherever_a_word_begins(text: str, group: WordGroup) -> None:
    number = GROUPS.index(group)
    assert mentions_in(text, [])[number] >= 1
    assert mentions_in(f"so, {text}", [])[number] == mentions_in(text, [])[number]


def test_a_phrase_is_none_inside_a_word() -> None:
    assert sum(mentions_in("a boncame across this", [])) == 0


def test_looks_see_what_is_there() -> None:
    assert has_any("a1", DIGITS)
    assert not has_any("ab", DIGITS)
    assert not has_any("é\ud800", DIGITS)
    assert has_any("é\ud8001", DIGITS)
    assert digits_in("a١2") == 2
    assert digits_in("12é") == 2
    assert digits_in("1a2") == 2
    assert digits_in("é") == 0
    assert has_part("abc", ("x", "bc"))
    assert not has_part("abc", ("x", "cb"))
