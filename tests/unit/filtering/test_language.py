"""Language: the scripts of a text, and those that a language is written in."""

import pytest
from hypothesis import given
from texts import any_text, genuine

from service.filtering.language import SCRIPTS, scripts_of, usual_script

HOMES = {"myanmar": {"burmese"}, "kana": {"kana", "han"}}


def test_genuine_text_is_mostly_in_its_own_script() -> None:
    for written in genuine():
        shares = scripts_of(written.text)
        home = HOMES.get(written.script, {written.script})
        assert sum(share for name, share in shares.items() if name in home) > 0.5, written.text


@pytest.mark.parametrize(
    ("language", "scripts"),
    [
        ("en", {"latin"}), ("pt-BR", {"latin"}), ("zh_TW", {"han"}), ("JA", {"kana", "han"}),
        ("sr", set()), ("", set()), ("xx", set()), ("-", set()),
    ],
)  # fmt: skip
def test_a_language_tells_its_scripts_where_it_has_usual_ones(
    language: str, scripts: set[str]
) -> None:
    assert usual_script(language) == scripts


@given(any_text)
def test_shares_of_any_text_add_up_to_one_or_nothing(text: str) -> None:
    shares = scripts_of(text)
    assert set(shares) <= set(SCRIPTS)
    assert not shares or sum(shares.values()) == pytest.approx(1)
