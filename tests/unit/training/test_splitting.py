"""Splits and de-duplication: nothing of a test set is known from training."""

from hypothesis import given
from hypothesis import strategies as st
from labelled import example

from training.deduplicate import text_key, unique
from training.splitting import (
    halves,
    leave_one_language_out,
    leave_one_source_out,
    trained_elsewhere,
)

EXAMPLES = [
    example("one", source="a", lang="en", date="2020", id="3"),
    example("two", source="a", lang="de", date="2019", id="1"),
    example("ONE!", source="b", lang="en", date="2021", id="2"),
    example("three", "spam", source="b", lang="de", id="9"),
    example("four", "spam", source="a", lang="el", date="2022", id="4"),
]


def test_case_form_spaces_and_punctuation_make_no_difference() -> None:
    assert text_key("Nice  post!!") == text_key("nice\u00a0POST") == text_key("ｎｉｃｅ post")
    assert text_key("nice post") != text_key("nice posts")


def test_texts_without_letters_stay_apart() -> None:
    assert text_key("👍") != text_key("🔥")
    assert text_key("...") != text_key("")


@given(st.text())
def test_any_text_has_a_key_of_16_bytes(text: str) -> None:
    assert len(text_key(text)) == 16


def test_a_text_with_both_labels_stays_once_with_each() -> None:
    given_twice = [example("Nice"), example("nice!"), example("nice", "spam")]
    assert unique(given_twice) == [given_twice[0], given_twice[2]]


def test_each_source_is_left_out_once_and_known_texts_are_not_judged() -> None:
    by_name = {split.name: split for split in leave_one_source_out(EXAMPLES)}
    assert by_name["a"].train.tolist() == [2, 3]
    assert by_name["a"].test.tolist() == [1, 4]
    assert by_name["b"].test.tolist() == [3]


def test_a_language_is_left_out_entirely() -> None:
    (split,) = leave_one_language_out(EXAMPLES, ["de"])
    assert split.name == "de"
    assert split.train.tolist() == [0, 2, 4]
    assert split.test.tolist() == [1, 3]


def test_halves_are_by_date() -> None:
    split = halves(EXAMPLES, "a")
    assert split.train.tolist() == [1]
    assert split.test.tolist() == [0, 4]


def test_training_elsewhere_judges_only_the_other_list() -> None:
    split = trained_elsewhere(EXAMPLES[:2], EXAMPLES[2:])
    assert split.train.tolist() == [0, 1]
    assert split.test.tolist() == [3, 4]
