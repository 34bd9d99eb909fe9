"""Set phrases are counted as if each were looked for by itself, in any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.filtering import lexicon
from service.filtering.mentions import PhraseScan, loosened, mentions_in
from service.filtering.reading import read
from training.corpora.reading import read_examples
from training.opening import SEED_FOLDER

_SCRAPS = st.sampled_from(
    ["great post", "Thank you for", "your", "looking forward to", "guest post", "ﬁrst page", "très",
     "я", "好", "\u00a0", " ", "-", "'", "\ud800", "i really enjoyed", "keep it up", "web site"]
)  # fmt: skip
_TEXTS = st.one_of(st.text(), st.lists(_SCRAPS).map(" ".join))


def plainly(text: str, words: tuple[str, ...]) -> tuple[int, ...]:
    """Each group's words and phrases, one group after the other."""
    return tuple(
        sum(word in group.words for word in words)
        + (len(group.phrases.findall(f" {text}")) if group.phrases else 0)
        for group in lexicon.GROUPS
    )


@given(_TEXTS)
def test_a_text_mentions_what_each_group_finds_in_it(text: str) -> None:
    words = tuple(lexicon.words_of(text))
    assert mentions_in(text, words) == plainly(text, words)


def test_comments_of_all_languages_mention_what_each_group_finds_in_them() -> None:
    for path in sorted(SEED_FOLDER.glob("*.jsonl")):
        for example in list(read_examples(path, source="seed"))[::20]:
            reading = read(example.submission)
            assert reading.mentions == plainly(reading.text, reading.words), reading.text


def test_every_groups_phrases_are_looked_for_in_the_one_pass() -> None:
    patterns = [group.phrases for group in lexicon.GROUPS if group.phrases]
    assert PhraseScan(patterns).may_hold("zzz") == []


@pytest.mark.parametrize(
    "pattern", [r"[^\w]x", r"(?i)x", r"(?<=a)x", r"\W", r"(?=a)", r"[^a\s]", r"(a)\1"]
)
def test_what_cannot_be_loosened_is_always_looked_for(pattern: str) -> None:
    patterns = [re.compile("zzz"), re.compile(pattern)]
    assert PhraseScan(patterns).may_hold("nothing of it") == [1]


@given(st.text())
def test_a_loosened_pattern_is_found_wherever_the_pattern_is(text: str) -> None:
    pattern = re.compile(r"\b\w+\s\d?\b.?'?[\w-]+")
    assert loosened(pattern) is not None
    if pattern.search(text):
        assert list(PhraseScan([pattern]).may_hold(text)) == [0]
