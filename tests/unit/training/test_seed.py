"""The seed comments keep their promises: balance, languages, kinds, no copies."""

from collections import Counter, defaultdict
from itertools import combinations

import pytest

from service.filtering.lexicon import words_of
from service.filtering.reading import short_folded
from service.filtering.verdict import Label
from training.dataset import Example
from training.default_model import seed_examples

LARGEST = [
    "en",
    "es",
    "de",
    "ja",
    "fr",
    "pt",
    "ru",
    "it",
    "nl",
    "pl",
    "tr",
    "zh",
    "fa",
    "vi",
    "cs",
    "id",
    "ko",
    "uk",
    "ar",
    "hu",
    "el",
    "sv",
]
SHINGLE_WORDS = 3
MIN_WORDS = 10
MOST_SHARED = 0.5


@pytest.fixture(scope="module")
def seed() -> list[Example]:
    return seed_examples()


def test_there_are_enough_and_half_of_them_are_spam(seed: list[Example]) -> None:
    spam = sum(example.label is Label.SPAM for example in seed)
    assert len(seed) >= 8_000
    assert 0.42 <= spam / len(seed) <= 0.58


def test_every_large_language_has_a_hundred_and_neither_label_prevails(seed: list[Example]) -> None:
    counts = Counter((example.lang, example.label) for example in seed)
    languages = {lang for lang, _ in counts}
    assert len(languages) >= 25
    for lang in LARGEST:
        ham, spam = counts[lang, Label.HAM], counts[lang, Label.SPAM]
        assert ham + spam >= 100, lang
        assert 0.4 <= spam / (ham + spam) <= 0.65, lang


def test_there_are_twenty_kinds_of_spam_and_of_ham(seed: list[Example]) -> None:
    for label in Label:
        kinds = Counter(example.kind for example in seed if example.label is label)
        assert sum(count >= 10 for count in kinds.values()) >= 20, kinds


def test_a_field_tells_nothing_by_being_there(seed: list[Example]) -> None:
    shares = {}
    for label in Label:
        mine = [example.submission.author for example in seed if example.label is label]
        shares[label] = sum(bool(author.name) for author in mine) / len(mine)
    assert abs(shares[Label.HAM] - shares[Label.SPAM]) < 0.1, shares


def test_no_comment_is_a_copy_of_another(seed: list[Example]) -> None:
    """Of texts of ten words or more, no two share half of their three-word runs."""
    runs = []
    places = defaultdict(list)
    for number, example in enumerate(seed):
        words = words_of(short_folded(example.submission.body))
        mine = {tuple(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - 2)}
        runs.append(mine if len(words) >= MIN_WORDS else set())
        for run in runs[-1]:
            places[run].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in places.values():
        if 1 < len(numbers) <= 20:
            shared.update(combinations(numbers, 2))
    copies = [
        (seed[one].submission.body[:80], seed[other].submission.body[:80])
        for (one, other), count in shared.items()
        if count / len(runs[one] | runs[other]) > MOST_SHARED
        and "repost" not in {seed[one].kind, seed[other].kind}  # altered on purpose
    ]
    assert copies == []
