"""Disguises: pure, seeded, thirteen, and people could still read and click."""

import html
import random
import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled import ModelOf, example

from training.disguises import DISGUISES, Disguise, has_link
from training.suites.disguised import judge_disguises
from training.suites.scripts import judge_scripts, script_examples

TEXT = "Win big at our Casino today, 100 free spins: https://best-casino.example/bonus?id=7 now!"
BY_NAME = {each.name: each for each in DISGUISES}


def rewritten(name: str, text: str = TEXT, seed: int = 3) -> str:
    return BY_NAME[name].rewrite(text, random.Random(seed))


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda each: each.name)
def test_a_disguise_changes_the_text_and_a_seed_repeats_it(disguise: Disguise) -> None:
    first = disguise.rewrite(TEXT, random.Random(1))
    assert first != TEXT
    assert first == disguise.rewrite(TEXT, random.Random(1))


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda each: each.name)
@settings(max_examples=20)
@given(text=st.text(), seed=st.integers(0, 99))
def test_any_text_can_be_disguised(disguise: Disguise, text: str, seed: int) -> None:
    assert isinstance(disguise.rewrite(text, random.Random(seed)), str)


@pytest.mark.parametrize(
    "disguise", [each for each in DISGUISES if not each.needs_link], ids=lambda each: each.name
)
def test_links_keep_working(disguise: Disguise) -> None:
    assert "https://best-casino.example/bonus?id=7" in disguise.rewrite(TEXT, random.Random(1))


def test_there_are_thirteen() -> None:
    assert len(BY_NAME) == 13


@pytest.mark.parametrize("name", ["zero-width", "soft hyphens"])
def test_invisible_characters_are_all_that_is_added(name: str) -> None:
    text = rewritten(name)
    assert "".join(each for each in text if unicodedata.category(each) != "Cf") == TEXT


@pytest.mark.parametrize("name", ["full-width", "maths alphabets"])
def test_compatibility_forms_fold_back(name: str) -> None:
    assert unicodedata.normalize("NFKC", rewritten(name)) == TEXT


def test_entities_and_percent_encoding_decode_back() -> None:
    assert html.unescape(rewritten("entities")) == TEXT
    assert unquote(rewritten("%-encoding")) == TEXT
    assert unquote(rewritten("%-encoding", "https://кафе.example/ü")) == "https://кафе.example/ü"


def test_combining_marks_come_off_again() -> None:
    text = "".join(each for each in rewritten("combining marks") if not unicodedata.combining(each))
    assert text.replace("\u034f", "") == TEXT


def test_spaced_letters_are_the_same_letters() -> None:
    for seed in range(8):
        squeezed = re.sub(r"[\s.\-_*]", "", rewritten("spaced letters", seed=seed))
        assert squeezed == re.sub(r"[\s.\-_*]", "", TEXT)


def test_overridden_words_are_written_backwards() -> None:
    def shown(match: re.Match[str]) -> str:
        return match[1][::-1]

    text = re.sub("\u202e(.*?)\u202c", shown, rewritten("bidi"))
    assert "".join(each for each in text if unicodedata.category(each) != "Cf") == TEXT


def test_punycode_is_a_valid_host_that_looks_like_the_old_one() -> None:
    found = re.search(r"https://(xn--[a-z0-9-]+)\.example/bonus\?id=7", rewritten("punycode"))
    assert found
    decoded = found[1].removeprefix("xn--").encode().decode("punycode")
    assert len(decoded) == len("best-casino")
    assert not decoded.isascii()


def test_look_alikes_and_leetspeak_keep_the_length() -> None:
    for name in ("look-alikes", "leetspeak"):
        assert len(rewritten(name)) == len(TEXT)


def test_a_submission_is_disguised_where_it_matters() -> None:
    plain = example("no link here", author="Casino", url="http://casino.example").submission
    assert has_link(plain)
    dressed = BY_NAME["punycode"].applied(plain, random.Random(1))
    assert dressed.body == plain.body
    assert "xn--" in dressed.author.url
    assert BY_NAME["full-width"].applied(plain, random.Random(1)).author.name == "Ｃａｓｉｎｏ"


SPAM = [
    example(f"casino bonus {n} https://casino{n}.example/", "spam", f"s{n % 3}") for n in range(300)
]


def test_the_suite_tells_what_a_disguise_costs() -> None:
    figures = judge_disguises(ModelOf(lambda text: float("casino" in text)), SPAM, threshold=0.9)
    by_name = {each.name: each for each in figures}
    assert [each.plain.total for each in figures] == [200] * 13
    assert by_name["entities"].plain.hits == 200
    assert by_name["%-encoding"].relative > 0.9
    blind = judge_disguises(ModelOf(lambda text: float("bonus" in text)), SPAM, threshold=0.9)
    assert next(each for each in blind if each.name == "full-width").relative == 0


def test_genuine_comments_of_twenty_scripts_are_the_same_every_time() -> None:
    found = script_examples()
    scripts = {each.kind for each in found}
    assert len(scripts) >= 20
    assert len(found) == 200 * len(scripts)
    assert len({each.submission.body for each in found}) > 0.99 * len(found)
    assert found == script_examples()


def test_kept_and_called_spam_are_counted_by_script() -> None:
    def score(text: str) -> float:
        return 0.95 if "θ" in text or "ι" in text else 0.1

    figures = {each.script: each for each in judge_scripts(ModelOf(score))}
    assert figures["hangul"].kept.share == 1
    assert figures["greek"].called_spam.share > 0.9
