"""N-grams: the same numbers for a text wherever it stands, alone or among others."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import any_submission, any_text

from service.filtering.features import COLUMNS, features, texts_of
from service.filtering.hashing import CHARACTER_SIZES
from service.filtering.ngrams import (
    BODY,
    BUCKETS,
    CHANNELS,
    Channel,
    Grams,
    Piece,
    batches,
    entries,
    grams,
    shares,
)
from service.filtering.reading import read
from service.filtering.submission import Submission

plain_text = any_text.map(lambda text: read(Submission(text)).text)
Gram = tuple[int, float]


def of(text: str) -> Grams:
    return grams([Piece(0, BODY, text)])


def counted(found: Grams, number: int) -> Counter[Gram]:
    """The n-grams of one text of a batch."""
    buckets, values, owners = entries(found)
    mine = owners == number
    return Counter(zip(buckets[mine].tolist(), values[mine].tolist(), strict=True))


def size_of(text: str) -> int:
    return counted(of(text), 0).total()


def by_characters(found: Grams) -> Iterator[tuple[str, int]]:
    """Each n-gram of characters of a lone text, with its bucket."""
    places = len(found.codes)
    for row, size in enumerate(CHARACTER_SIZES):
        for start in range(max(places - size, 0)):
            yield found.joined[start : start + size], int(found.buckets[row * places + start])


def word_buckets(text: str, channel: Channel = BODY) -> list[int]:
    found = grams([Piece(0, channel, text)])
    first = len(CHARACTER_SIZES) * len(found.codes)
    return found.buckets[first : first + len(found.starts)].tolist()


def characters_of(text: str) -> int:
    """How many character n-grams a text has, with the spaces around it."""
    return sum(max(len(text) + 2 - size + 1, 0) for size in CHARACTER_SIZES)


@given(st.lists(plain_text, min_size=1, max_size=6))
def test_a_comment_in_a_batch_has_the_grams_it_has_alone(texts: Sequence[str]) -> None:
    together = grams([Piece(row, BODY, text) for row, text in enumerate(texts)])
    for row, text in enumerate(texts):
        assert counted(together, row) == counted(of(text), 0)


@given(st.lists(any_submission, min_size=1, max_size=4))
def test_a_row_of_a_corpus_is_the_row_of_its_comment(submissions: Sequence[Submission]) -> None:
    corpus = features(submissions)
    assert ((corpus.columns >= 0) & (corpus.columns < COLUMNS)).all()
    for row, submission in enumerate(submissions):
        alone = features([submission])
        mine = corpus.rows == row
        pairs = zip(corpus.columns[mine].tolist(), corpus.values[mine].tolist(), strict=True)
        assert Counter(pairs) == Counter(
            zip(alone.columns.tolist(), alone.values.tolist(), strict=True)
        )


@given(plain_text)
def test_grams_are_complete_and_inside_their_text(text: str) -> None:
    found = of(text)
    buckets, values, _ = entries(found)
    assert len(buckets) == characters_of(text) + max(2 * len(found.starts) - 1, 0)
    assert ((buckets >= 0) & (buckets < BUCKETS)).all()
    assert (values > 0).all()
    assert all("\0" not in characters for characters, _ in by_characters(found))
    assert all(found.joined[start] != " " for start in found.starts)


@given(st.lists(st.text("abc é", max_size=12), min_size=2, max_size=4))
def test_equal_characters_have_equal_buckets_anywhere(texts: Sequence[str]) -> None:
    known: dict[str, int] = {}
    for text in texts:
        for characters, bucket in by_characters(of(text)):
            assert known.setdefault(characters, bucket) == bucket


@given(st.lists(plain_text, min_size=1, max_size=4))
def test_weights_add_up_to_the_product_with_the_features(texts: Sequence[str]) -> None:
    weights = np.append(np.random.default_rng(5).normal(size=BUCKETS), 0).astype(np.float32)
    found = grams([Piece(0, CHANNELS[row], text) for row, text in enumerate(texts)])
    buckets, values, owners = entries(found)
    heavy = shares(found, weights)
    assert heavy.shape == (len(found.joined),)
    wanted = np.bincount(owners, weights[buckets] * values, minlength=len(texts))
    np.testing.assert_allclose(np.add.reduceat(heavy, found.bounds[:-1]), wanted, atol=1e-9)


@pytest.mark.parametrize("word", ["casino", "x", "спасибо", "कर्म", "café", "a" * 300])
@given(before=plain_text, after=plain_text)
def test_a_word_has_one_bucket_wherever_it_stands(before: str, after: str, word: str) -> None:
    assert word_buckets(word)[0] in word_buckets(f"{before} {word} {after}")


def test_other_words_and_other_channels_have_other_buckets() -> None:
    words = word_buckets("casino casinos Casino onisac ca sino")
    assert len(set(words)) == 6
    by_channel = [word_buckets("casino", channel)[0] for channel in CHANNELS]
    assert len(set(by_channel)) == len(CHANNELS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("...", 0),
        ("one", 1),
        ("one two, three", 3 + 2),
        ("don't", 2 + 1),
        ("非常好", 3 + 2),
        ("ขอบ", 3 + 2),
        ("good 非常", 3 + 2),
        ("कर्म ধন্যবাদ", 2 + 1),
    ],
)
def test_words_and_pairs_of_any_script_are_counted(text: str, words: int) -> None:
    assert size_of(text) - characters_of(text) == words


def test_a_word_weighs_less_among_many() -> None:
    alone, among = (of(text).worths()[0] for text in ("casino", "casino among other words"))
    assert alone[1] > among[1]
    assert alone[2] > among[2]


@given(st.lists(st.text(max_size=400), max_size=30))
def test_batches_keep_all_pieces_in_order(texts: Sequence[str]) -> None:
    pieces = [Piece(row, BODY, text) for row, text in enumerate(texts)]
    assert [piece for batch in batches(pieces) for piece in batch] == pieces


def test_batches_are_bounded_and_the_largest_reading_fits() -> None:
    many = list(batches(Piece(row, BODY, "x" * 1000) for row in range(200)))
    assert len(many) > 1
    assert max(sum(len(piece.text) + 3 for piece in batch) for batch in many) <= 60_000
    reading = read(Submission("ﷺ http://a.example/" * 9000))
    assert grams([Piece(0, channel, text) for channel, text in texts_of(reading)]).buckets.size
