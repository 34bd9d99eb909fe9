"""Reading: a comment in every normalised form that signals and n-grams need, each made once."""

import re
from dataclasses import dataclass

from service.filtering.disguise import Disguises, folded, visible
from service.filtering.links import URL, Link, link_of
from service.filtering.markup import decoded, stripped
from service.filtering.submission import Submission

MAX_CHARACTERS = 12_000
"""What is read of a text; of a longer one the first two thirds and the last third.

Advertisements stand at either end, and a bound keeps the time of a check bounded: 12,000
characters cost about 2 ms.
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
    links: tuple[Link, ...]
    disguises: Disguises
    link_text: str
    """All links' addresses, folded, space-separated."""
    name: str
    """The author's name, folded."""
    address: str
    """The author's URL, folded."""
    email: str
    """The domain of the author's e-mail address, folded.

    What stands before the @ is as good as random; only its digits are a signal.
    """
    email_local: str
    """What stands before the @, folded."""
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
    if encoded:
        plain, more_hidden, _ = visible(plain)
        hidden += more_hidden
    seen, markup_links = stripped(plain)
    text, links = _without_links(seen, markup_links)
    text, disguises = folded(text, encoded, hidden, turned)
    author, page = submission.author, submission.page
    return Reading(
        raw=raw,
        seen=seen,
        text=" ".join(text.split()),
        links=links,
        disguises=disguises,
        link_text=short_folded(" ".join([_bare(link.url) for link in links])) if links else "",
        name=short_folded(author.name),
        address=short_folded(_bare(author.url)),
        email=short_folded(author.email.rpartition("@")[2]),
        email_local=short_folded(author.email.rpartition("@")[0]),
        title=short_folded(page.title),
        excerpt=short_folded(page.excerpt),
    )


_MAX_FIELD_CHARACTERS = 2_000


def short_folded(text: str) -> str:
    """A field folded like the body, cut to 2,000 characters."""
    if not text:
        return ""
    clear = visible(text[:_MAX_FIELD_CHARACTERS])[0]
    return " ".join(folded(clear)[0].split())


def _bare(url: str) -> str:
    """An address without scheme and www., which tell nothing."""
    return (
        url.partition("://")[2].removeprefix("www.") if "://" in url else url.removeprefix("www.")
    )


def _without_links(text: str, markup_links: list[Link]) -> tuple[str, tuple[Link, ...]]:
    """Text with marks for addresses, and all links: the markup's, then the plain ones."""
    if "." not in text:
        return text, tuple(markup_links)
    links = list(markup_links)

    def marked(found: re.Match[str]) -> str:
        links.append(link_of(found.group(), "plain"))
        return f" {LINK_MARK} "

    return URL.sub(marked, text), tuple(links)
