"""What is remembered is weighed by how much there is of it."""

import math

from service.engine.weighing import weighed
from service.stores.remembered import Remembered


def words_weight(*words: tuple[str, int, int], labels: tuple[int, int]) -> float:
    """What words of these counts (spam, ham) say of a comment, beside so many labels."""
    pieces = weighed(Remembered("s", words=words, labels=labels), author="", linked=False, loud=1.0)
    return math.fsum(piece.weight for piece in pieces)


def test_a_few_spam_labels_do_not_make_every_common_word_speak_for_ham() -> None:
    common = [(f"common{number}", 0, 60) for number in range(10)]
    assert -0.5 < words_weight(*common, labels=(4, 240)) < 0


def test_the_same_shares_say_more_the_more_labels_they_are_of() -> None:
    few = words_weight(("forex", 3, 0), labels=(6, 6))
    many = words_weight(("forex", 30, 0), labels=(60, 60))
    assert 0 < few < many


def test_a_word_seen_once_says_nothing() -> None:
    assert words_weight(("forex", 1, 0), labels=(20, 20)) == 0
