"""Disguises: each is undone and counted, and genuine text of any script is left alone."""

import unicodedata

import pytest
from hypothesis import given
from texts import any_text, genuine

from service.filtering.confusables import INVISIBLE
from service.filtering.disguise import PLAIN, Disguises, folded, visible
from service.filtering.reading import read
from service.filtering.submission import Submission

GENUINE = tuple(genuine())
LOSES_ACCENTS = frozenset({"latin", "greek"})


def letters(text: str) -> str:
    """Letters and spaces with their marks, those of Latin and Greek without."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(plain.split())


def bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    kept = "".join(each for each in apart if not unicodedata.combining(each))
    return kept.replace("đ", "d").replace("ı", "i")


def test_more_than_twenty_scripts_are_tried() -> None:
    assert len({each.script for each in GENUINE}) >= 20


@pytest.mark.parametrize("script", sorted({each.script for each in GENUINE}))
def test_genuine_text_keeps_its_letters_and_counts_as_undisguised(script: str) -> None:
    for written in (each for each in GENUINE if each.script == script):
        for text in (written.text, unicodedata.normalize("NFD", written.text)):
            reading = read(Submission(text))
            want = bare(letters(text)) if script in LOSES_ACCENTS else letters(text)
            assert reading.text == want
            assert reading.disguises == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "mp3, b2b, i18n, h264, web3 and k8s",
        "commit 3f9a2c1b of v1.2.3",
        "costs $40 or 5€, 10% off, 3x2",
        "c++ and c# and a+b",
        "bob@mail.example",
        "ｗｗｗ　１２３",
        "ok！真的？",
        "J. R. R. Tolkien",
        "it is 8am, meet @anna4 at 10:30",
        "Ёлка і їжак, йод",
        "naïve Zoë, Łódź, straße",
        "❤️ 👍🏽 👨‍👩‍👧 1️⃣",
        "می‌خواهم و कर्म",
        "β-blockers, α decay, 5 μm and π",
        "Привет from Москва, see you завтра",
        "ẹ̀kọ́ dára, ọjọ́ rere",
    ],
)
def test_honest_oddities_are_no_disguise(text: str) -> None:
    assert read(Submission(text)).disguises == PLAIN


@pytest.mark.parametrize(
    ("disguised", "text", "kind"),
    [
        ("vi\u200bag\u2060ra", "viagra", "invisible"),
        ("vi\u00adagra", "viagra", "invisible"),
        ("\u202eonisac\u202c", "casino", "turned"),
        ("\u2067onisac\u2069 x", "casino x", "turned"),
        ("𝓬𝓪𝓼𝓲𝓷𝓸 𝐜𝐚𝐬𝐢𝐧𝐨", "casino casino", "alphabets"),
        ("ｃａｓｉｎｏ", "casino", "alphabets"),
        ("ⓒⓐⓢⓘⓝⓞ", "casino", "alphabets"),
        ("🅲🅰🆂🅸🅽🅾", "casino", "alphabets"),
        ("c🔥a🔥s🔥i🔥n🔥o", "casino", "alphabets"),
        ("c̶a̶s̶i̶n̶o̶", "casino", "marks"),
        ("c̷̛̀ą̷́s̸ino", "casino", "marks"),
        ("саsinо", "casino", "twins"),
        ("best сасе of all the words", "best cace of all the words", "twins"),
        ("cαsιnο", "casino", "twins"),
        ("c4s1n0 v14gra", "casino viagra", "leet"),
        ("ca$ino", "casino", None),
        ("c a s i n o", "casino", "spaced"),
        ("c.a.s.i.n.o", "casino", "spaced"),
        ("c-a-s-i-n-o now", "casino now", "spaced"),
        ("&#99;&#97;&#115;ino", "casino", "encoded"),
        ("%63%61%73%69%6e%6f", "casino", "encoded"),
        ("ᴄᴀsɪɴᴏ", "casino", None),
    ],
)
def test_each_disguise_is_undone_and_counted(disguised: str, text: str, kind: str | None) -> None:
    reading = read(Submission(disguised))
    assert reading.text == text
    if kind:
        assert getattr(reading.disguises, kind) > 0
        rest = {name: getattr(reading.disguises, name) for name in Disguises.__slots__}
        assert not any(count for name, count in rest.items() if name != kind)


@pytest.mark.parametrize("kept", ["й", "ї", "ё", "ґ", "ў"])
def test_marks_that_make_another_letter_are_kept(kept: str) -> None:
    assert folded(kept)[0] == kept


@given(any_text)
def test_any_text_folds_to_lower_case_without_what_cannot_be_seen(text: str) -> None:
    clear, hidden, turned = visible(text)
    assert not INVISIBLE.search(clear)
    assert hidden >= 0
    assert turned >= 0
    again, _ = folded(clear)
    assert again == folded(clear)[0]
