"""What a site sends to be judged, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the comment, as far as the site knows. Empty means unknown."""

    name: str = ""
    email: str = ""
    url: str = ""
    ip: str = ""
    user_agent: str = ""
    id: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What the comment stands under."""

    url: str = ""
    title: str = ""
    published_at: datetime | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """How the comment form was filled in."""

    seconds: float | None = None
    """Seconds between the form's display and its sending; None when unknown."""
    honeypot: str = ""
    """What stood in a field that people cannot see."""
    token: str = ""
    nonce_passed: bool | None = None
    """Whether the form's one-time code was right; None where the site has none."""
    languages: str | None = None
    """The browser's ``Accept-Language``: empty if it sent none, None when unknown."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One comment with its author, page and circumstances."""

    body: str
    type: str = "comment"
    author: Author = field(default_factory=Author)
    page: Page = field(default_factory=Page)
    form: Form = field(default_factory=Form)
    referrer: str = ""
    language: str = ""
    submitted_at: datetime | None = None
    recheck_of: str | None = None
    test: bool = False
    callback: str | None = None
