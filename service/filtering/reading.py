"""Reading: a comment in every normalised form that signals and n-grams need, each made once."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from service.filtering.confusables import twin_table
from service.filtering.disguise import Disguises, folded, visible
from service.filtering.hints import digits_in, holds_runs
from service.filtering.language import scripts_of
from service.filtering.lexicon import words_of
from service.filtering.links import URL, Link, decoded_label, link_of, may_hold_links
from service.filtering.markup import decoded, stripped
from service.filtering.mentions import mentions_in
from service.filtering.stock.counting import stock_in
from service.filtering.submission import Submission

MAX_CHARACTERS = 12_000
"""What is read of a text; of a longer one the first two thirds and the last third.

Advertisements stand at either end, and a bound keeps the time of a check bounded: 12,000
characters cost about 10 ms to read and score.
"""

LINK_MARK = "\ue000"
"""Stands in the folded text where an address stood: one word for all links."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The forms of one submission's texts."""

    raw: str
    """The body as it came, cut to ``MAX_CHARACTERS``."""
    seen: str
    """What a reader sees: no markup, no invisible characters, case kept."""
    text: str
    """Folded and lower case, disguises undone, links replaced by ``LINK_MARK``."""
    parts: tuple[str, ...]
    """What stands between the spaces of ``text``, in order."""
    words: tuple[str, ...]
    """The words of ``text``, in order."""
    vocabulary: frozenset[str]
    """The different words of ``text``."""
    mentions: tuple[int, ...]
    """How often ``text`` speaks of each of ``lexicon.GROUPS``."""
    stock: tuple[int, ...]
    """How many phrases of each of ``stock.counting.STOCKS`` it holds; empty where of none."""
    digits: int
    """How many digits of any script stand in ``text``."""
    scripts: Mapping[str, float]
    """Share of each script among the letters of ``text``."""
    links: tuple[Link, ...]
    disguises: Disguises
    link_text: str
    """All links' addresses, folded, space-separated."""
    name: str
    """The author's name, folded."""
    address: str
    """The author's URL, folded."""
    email: str
    """The domain of the author's e-mail address, folded."""
    title: str
    """The page's title, folded."""
    excerpt: str
    """The page's excerpt, folded."""


def cut(text: str) -> str:
    """Text short enough to read: whole, or its first two thirds and its last third."""
    if len(text) <= MAX_CHARACTERS:
        return text
    head = MAX_CHARACTERS * 2 // 3
    return f"{text[:head]} {text[head - MAX_CHARACTERS :]}"


def read(submission: Submission) -> Reading:
    """The reading of a submission; linear in the length of what it reads."""
    raw = cut(submission.body)
    clear, hidden, turned = visible(raw)
    plain, encoded = decoded(clear)
    if plain != clear:
        plain, more_hidden, more_turned = visible(plain)
        hidden, turned = hidden + more_hidden, turned + more_turned
    seen, markup_links = stripped(plain)
    text, links = _without_links(seen, markup_links)
    text, disguises = folded(text, encoded, hidden, turned)
    text, parts = _parted(_without_long_runs(text), MAX_CHARACTERS + 1)
    words = tuple(words_of(text))
    author, page = submission.author, submission.page
    return Reading(
        raw=raw,
        seen=seen,
        text=text,
        parts=parts,
        words=words,
        vocabulary=frozenset(words),
        mentions=mentions_in(text, words),
        stock=stock_in(words),
        digits=digits_in(text),
        scripts=scripts_of(text),
        links=links,
        disguises=disguises,
        link_text=_folded_address(" ".join([_bare(link.url) for link in links])) if links else "",
        name=short_folded(author.name),
        address=_folded_address(_bare(author.url)),
        email=short_folded(author.email.rpartition("@")[2]),
        title=short_folded(page.title),
        excerpt=short_folded(page.excerpt),
    )


_LONG_RUN = re.compile(r"(\D)\1{5,}|(\d)\2{15,}")
"""Longer than people write for emphasis; a number may have a dozen noughts."""


def _without_long_runs(text: str) -> str:
    """Text in which no character stands more than five times in a row, no digit fifteen.

    A run says nothing by its length, yet its n-grams outnumber and drown all others: a thousand
    dots behind it let 94 of 100 spam comments pass of which 43 passed without.
    """
    if not holds_runs(text):
        return text
    return _LONG_RUN.sub(lambda found: found.group()[: 5 if found.group(1) else 15], text)


_MAX_FIELD_CHARACTERS = 2_000
_PUNYCODE = re.compile(r"xn--[a-z0-9-]+")


def short_folded(text: str) -> str:
    """A field folded like the body, cut to 2,000 characters."""
    if not text:
        return ""
    clear = visible(text[:_MAX_FIELD_CHARACTERS])[0]
    return _parted(folded(clear)[0], _MAX_FIELD_CHARACTERS)[0]


def _parted(text: str, most: int) -> tuple[str, tuple[str, ...]]:
    """Text with single spaces, and what stands between them.

    It is cut again: one letter may fold to eighteen (``ﷺ``).
    """
    parts = tuple(text.split())
    text = " ".join(parts)
    if len(text) > most:
        text = text[:most].rstrip()
        parts = tuple(text.split())
    return text, parts


def _folded_address(text: str) -> str:
    """Addresses folded by alphabet and case only: digits in them are no disguise."""
    text = visible(text[:_MAX_FIELD_CHARACTERS])[0]
    small = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    if "xn--" in small:  # what a reader sees of a host in foreign letters
        small = _PUNYCODE.sub(lambda found: decoded_label(found.group()), small)
        small = small.translate(twin_table())
    return _parted(small, _MAX_FIELD_CHARACTERS)[0]


def _bare(url: str) -> str:
    """An address without scheme and www., which tell nothing."""
    return (
        url.partition("://")[2].removeprefix("www.") if "://" in url else url.removeprefix("www.")
    )


def _without_links(text: str, markup_links: list[Link]) -> tuple[str, tuple[Link, ...]]:
    """Text with marks for addresses, and all links: the markup's, then the plain ones."""
    if not may_hold_links(text):
        return text, tuple(markup_links)
    links = list(markup_links)

    def marked(found: re.Match[str]) -> str:
        links.append(link_of(found.group(), "plain"))
        return f" {LINK_MARK} "

    return URL.sub(marked, text), tuple(links)
