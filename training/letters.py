"""The handiwork of the disguises: rewriting letters, words and link parts, leaving the rest."""

import re
from collections.abc import Callable, Sequence
from random import Random
from urllib.parse import quote

from training.lookalikes import FULL_WIDTH_SHIFT, LOOK_ALIKES

# Links, tags and entities stay whole: a spammer keeps the link working.
KEPT = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'\])]+|<[^<>]*>|&#?\w+;|\[/?url[^\]]*\]", re.IGNORECASE
)
LINK = re.compile(r"((?:https?://|www\.))([^\s/<>\"'\])?#:]+)([^\s<>\"'\])]*)", re.IGNORECASE)
WORD = re.compile(r"\w{3,}")

# How much of a text is changed: enough to break every word list, and still read at a glance.
LETTER_ODDS = 0.65
WORD_ODDS = 0.6
PERCENT_ODDS = 0.4


def outside_links(text: str, rewrite: Callable[[str], str]) -> str:
    """Rewrite what lies between links, tags and entities."""
    pieces, start = [], 0
    for kept in KEPT.finditer(text):
        pieces += [rewrite(text[start : kept.start()]), kept[0]]
        start = kept.end()
    return "".join([*pieces, rewrite(text[start:])])


def each_letter(text: str, rewrite: Callable[[str], str]) -> str:
    """Rewrite every letter and digit outside links."""

    def word(plain: str) -> str:
        return "".join(rewrite(letter) if letter.isalnum() else letter for letter in plain)

    return outside_links(text, word)


def between_letters(text: str, mark: Callable[[], str], rng: Random) -> str:
    """Put a mark after most letters of a word, never after its last."""

    def filled(match: re.Match[str]) -> str:
        letters = (letter + mark() * (rng.random() < LETTER_ODDS) for letter in match[0][:-1])
        return "".join(letters) + match[0][-1]

    return outside_links(text, lambda plain: WORD.sub(filled, plain))


def chosen(options: Sequence[str], letter: str, rng: Random) -> str:
    """Pick an option, or now and then the letter itself."""
    return rng.choice(options) if rng.random() < LETTER_ODDS else letter


def puny_label(label: str, rng: Random) -> str:
    """Write one label of a host with a look-alike letter, in its ASCII form."""
    places = [place for place, letter in enumerate(label) if letter.lower() in LOOK_ALIKES]
    if not places or label.startswith("xn--"):
        return label
    place = rng.choice(places)
    alike = rng.choice(LOOK_ALIKES[label[place].lower()])
    return "xn--" + (label[:place] + alike + label[place + 1 :]).lower().encode("punycode").decode()


def percent_encoded(part: str, rng: Random) -> str:
    """Encode some letters of a link's part; its punctuation stays."""
    return "".join(
        f"%{ord(letter):02X}"
        if letter.isascii() and letter.isalnum() and rng.random() < PERCENT_ODDS
        else quote(letter, safe="/?#&=%.:;@+,!~*'()-_")
        for letter in part
    )


def widened(letter: str) -> str:
    """Give the full-width form of a printable ASCII character."""
    return chr(ord(letter) + FULL_WIDTH_SHIFT) if "!" <= letter <= "~" else letter


def maths_letter(letter: str, capital_a: int, zero: int) -> str:
    """Give a letter or digit in the alphabet that starts at ``capital_a``."""
    if "A" <= letter <= "Z":
        return chr(capital_a + ord(letter) - ord("A"))
    if "a" <= letter <= "z":
        return chr(capital_a + 26 + ord(letter) - ord("a"))
    return chr(zero + ord(letter) - ord("0")) if "0" <= letter <= "9" else letter
