"""Sketches: near copies share bands however they are disguised; strangers and thanks do not."""

import itertools
import random

import pytest

from service.filtering.nearby import BANDS, sketch, telling_words
from service.filtering.reading import read
from service.filtering.submission import Submission

PITCH = (
    "Our certified accountants prepare quarterly statements for small restaurants, "
    "calculate payroll taxes and answer letters from the revenue office within two days. "
    "Ask Margaret for a free consultation before the deadline in December."
)
HAM = (
    "I replaced the thermostat on mine last winter and the radiator in the kitchen still knocks "
    "every morning around six, so perhaps the pump needs bleeding as you suggested in part two."
)


def bands_of(body: str) -> tuple[str, ...]:
    return sketch(telling_words(read(Submission(body))))


def shared(one: str, two: str) -> int:
    return len(set(bands_of(one)) & set(bands_of(two)))


@pytest.mark.parametrize(
    "copy",
    [
        PITCH,
        PITCH.upper(),
        PITCH.replace("a", "а").replace("e", "е"),
        "\u200b".join(PITCH),
        f"<b>{PITCH}</b>",
        f"{PITCH} https://accounts.example/offer",
        PITCH.replace("accountants", "acc0untants"),
    ],
)
def test_a_copy_in_disguise_has_nearly_all_bands(copy: str) -> None:
    assert shared(PITCH, copy) >= BANDS - 1


def test_a_reworded_copy_is_mostly_found() -> None:
    words = PITCH.split()
    chance = random.Random(5)
    found = 0
    for _ in range(100):
        changed = [word if chance.random() > 0.15 else f"other{chance.random()}" for word in words]
        found += shared(PITCH, " ".join(changed)) > 0
    assert found >= 70


def test_strangers_share_no_band() -> None:
    assert shared(PITCH, HAM) == 0
    chance = random.Random(7)
    letters = "bdfgklmnprst"
    stock = ["a".join(three) + "eo" for three in itertools.product(letters, repeat=3)]
    texts = [" ".join(chance.choices(stock, k=40)) for _ in range(60)]
    pairs = list(itertools.combinations([bands_of(text) for text in texts], 2))
    assert sum(bool(set(one) & set(two)) for one, two in pairs) < len(pairs) * 0.001


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Thanks!",
        "Great article, thanks so much for sharing this with us, I really enjoyed reading it!",
        "This is a very good blog post with really useful information, I love it, thank you.",
        "Vielen Dank für den tollen Artikel, sehr interessant!",
        "first " * 50,
        "https://a.example https://b.example",
    ],
)
def test_thanks_and_short_comments_have_no_sketch(body: str) -> None:
    assert bands_of(body) == ()


@pytest.mark.parametrize(
    "body",
    [
        "このラーメン屋の味噌スープは冬に最高ですが、麺が少し柔らかすぎると思いました。",
        "Котёл в подвале шумит каждое утро, насос меняли прошлой зимой, мастер советует слить.",
    ],
)
def test_other_scripts_have_sketches(body: str) -> None:
    assert len(bands_of(body)) == BANDS
    assert shared(body, f"{body} https://x.example") >= BANDS - 1
