"""Thirteen ways in which spammers write so that people read it and filters do not.

Each is a pure function of a text and a seeded source of randomness; a person still
reads the words, and links still lead where they led. The evaluation asks what a
disguise costs in recall, and training may use the same functions to augment.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from service.filtering.submission import Submission
from training.letters import (
    LETTER_ODDS,
    LINK,
    WORD,
    WORD_ODDS,
    between_letters,
    chosen,
    each_letter,
    maths_letter,
    outside_links,
    percent_encoded,
    puny_label,
    widened,
)
from training.lookalikes import (
    BIDI_MARKS,
    COMBINING_MARKS,
    EMOJI,
    EMOJI_LETTERS,
    LEET,
    LOOK_ALIKES,
    MATHS_ALPHABETS,
    MATHS_BOLD_ZERO,
    MATHS_DIGITS,
    OVERRIDE,
    POP,
    SOFT_HYPHEN,
    ZERO_WIDTH,
)

Rewrite = Callable[[str, Random], str]


@dataclass(frozen=True, slots=True)
class Disguise:
    """A named way to rewrite a text; some work on links alone and need one."""

    name: str
    rewrite: Rewrite
    needs_link: bool = False

    def applied(self, submission: Submission, rng: Random) -> Submission:
        """Disguise a submission: its body, author's name or, for links, address."""
        author = submission.author
        if self.needs_link:
            dressed = replace(author, url=self.rewrite(author.url, rng))
        else:
            dressed = replace(author, name=self.rewrite(author.name, rng))
        return replace(submission, body=self.rewrite(submission.body, rng), author=dressed)


def has_link(submission: Submission) -> bool:
    """Tell whether there is a link that a link's disguise could change."""
    return bool(LINK.search(submission.body) or LINK.search(submission.author.url))


def zero_width(text: str, rng: Random) -> str:
    """Put invisible characters between letters."""
    return between_letters(text, lambda: rng.choice(ZERO_WIDTH), rng)


def look_alikes(text: str, rng: Random) -> str:
    """Letters of other alphabets: саsіnо."""
    return each_letter(text, lambda letter: chosen(LOOK_ALIKES.get(letter, letter), letter, rng))


def leetspeak(text: str, rng: Random) -> str:
    """Digits and signs for letters: c4s1n0."""
    return each_letter(text, lambda letter: chosen(LEET.get(letter.lower(), letter), letter, rng))


def spaced_letters(text: str, rng: Random) -> str:
    """Letters set apart, words by a wider gap: c a s i n o or c.a.s.i.n.o."""
    mark = rng.choice((" ", " ", ".", "-", "_", "*"))

    def spaced(match: re.Match[str]) -> str:
        return mark.join(match[0]) if rng.random() < WORD_ODDS else match[0]

    wide = (lambda plain: plain.replace(" ", "  ")) if mark == " " else str
    return outside_links(text, lambda plain: WORD.sub(spaced, wide(plain)))


def entities(text: str, rng: Random) -> str:
    """HTML character references: &#99;&#x61;sino."""

    def referred(letter: str) -> str:
        code = ord(letter)
        return rng.choice((f"&#{code};", f"&#x{code:x};", f"&#{code:05d};", letter))

    return each_letter(text, referred)


def punycode(text: str, rng: Random) -> str:
    """Link hosts with a look-alike letter, in the ASCII form browsers decode (xn--…)."""

    def disguised(match: re.Match[str]) -> str:
        labels = match[2].split(".")
        longest = max(range(len(labels)), key=lambda place: len(labels[place]))
        labels[longest] = puny_label(labels[longest], rng)
        return match[1] + ".".join(labels) + match[3]

    return LINK.sub(disguised, text)


def emoji_between(text: str, rng: Random) -> str:
    """Pictures between and for letters: c🔥a🔥s🔥i🔥n🔥o, 🅱🅾nus."""
    mark = rng.choice(EMOJI)

    def pictured(match: re.Match[str]) -> str:
        if rng.random() >= WORD_ODDS:
            return match[0]
        if rng.random() < LETTER_ODDS:
            return mark.join(match[0])
        return "".join(EMOJI_LETTERS.get(letter.lower(), letter) for letter in match[0])

    return outside_links(text, lambda plain: WORD.sub(pictured, plain))


def percent_encoding(text: str, rng: Random) -> str:
    """Link hosts and paths with %-encoded letters: http://c%61sino.example/b%6Fnus."""

    def encoded(match: re.Match[str]) -> str:
        return match[1] + percent_encoded(match[2], rng) + percent_encoded(match[3], rng)

    return LINK.sub(encoded, text)


def bidi(text: str, rng: Random) -> str:
    """Words written backwards under an override that shows them forwards, and stray marks."""

    def turned(match: re.Match[str]) -> str:
        if rng.random() >= WORD_ODDS:
            return match[0]
        if rng.random() < LETTER_ODDS:
            return OVERRIDE + match[0][::-1] + POP
        return rng.choice(BIDI_MARKS) + match[0]

    return outside_links(text, lambda plain: WORD.sub(turned, plain))


def combining_marks(text: str, rng: Random) -> str:
    """Accents and strokes on letters that have none: c̶a̶s̶i̶n̶o̶."""
    mark = rng.choice(COMBINING_MARKS)
    return each_letter(text, lambda letter: chosen((letter + mark,), letter, rng))


def full_width(text: str, rng: Random) -> str:
    """Full-width forms of East Asian typesetting: ｃａｓｉｎｏ."""
    del rng
    return outside_links(text, lambda plain: "".join(widened(letter) for letter in plain))


def maths_alphabets(text: str, rng: Random) -> str:
    """Mathematical alphabets: 𝐜𝐚𝐬𝐢𝐧𝐨, 𝓬𝓪𝓼𝓲𝓷𝓸."""
    name = rng.choice(tuple(MATHS_ALPHABETS))
    zero = MATHS_DIGITS.get(name, MATHS_BOLD_ZERO)
    return each_letter(text, lambda letter: maths_letter(letter, MATHS_ALPHABETS[name], zero))


def soft_hyphens(text: str, rng: Random) -> str:
    """Hyphens that only show at a line's end: ca­si­no."""
    return between_letters(text, lambda: SOFT_HYPHEN, rng)


DISGUISES: tuple[Disguise, ...] = (
    Disguise("zero-width", zero_width),
    Disguise("look-alikes", look_alikes),
    Disguise("leetspeak", leetspeak),
    Disguise("spaced letters", spaced_letters),
    Disguise("entities", entities),
    Disguise("punycode", punycode, needs_link=True),
    Disguise("emoji", emoji_between),
    Disguise("%-encoding", percent_encoding, needs_link=True),
    Disguise("bidi", bidi),
    Disguise("combining marks", combining_marks),
    Disguise("full-width", full_width),
    Disguise("maths alphabets", maths_alphabets),
    Disguise("soft hyphens", soft_hyphens),
)
