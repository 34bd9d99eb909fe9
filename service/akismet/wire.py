"""What Akismet's fields mean: whose key it is, and which submission a form describes. Pure.

Source: akismet.com/developers, and the clients' own sources where they differ from it.
WordPress repeats the comment in `POST_*` and sends the visitor's headers as `HTTP_*`.
Read of these are the form's time and honeypot; nothing else of them goes any further.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from service.akismet.forms import Form
from service.filtering.submission import Author, Page, Submission
from service.filtering.submission import Form as CommentForm

BODY_KEYS = ("api_key", "key")
"""Fields a key may stand in, the one that counts first."""

OWN_KEYS = ("key", "api_key")
"""The same for calls about a key itself: WordPress asks about a new key in `key` while it
goes on sending the old one in `api_key`."""

_HOST_KEY = re.compile(r"([0-9a-f]{12})\.[^.]", re.IGNORECASE)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}\b")

_ESCAPED = re.compile(r"\\(['\"\\0])")
_ALL_ESCAPED = re.compile(r"(?:[^'\"\\]++|\\['\"\\0])*+")
"""What PHP's addslashes makes: no quote and no backslash without another before it."""

REQUIRED = ("user_ip", "blog")

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "": "comment",
        "blog-comment": "comment",
        "contactform": "contact-form",
        "pingback": "pingback",
        "registration": "signup",
        "user-registration": "signup",
        "trackback": "trackback",
    }
)
"""Types that are called otherwise with us; all others keep their name."""

MOST_TYPE_CHARACTERS = 40
MOST_HONEYPOT_CHARACTERS = 100
MOST_REPORTER_CHARACTERS = 200
MOST_CALLBACK_CHARACTERS = 2048
MOST_DATE_CHARACTERS = 40

LATEST_FORM_SECONDS = 86_400.0
"""Longer than this nobody writes: the clock was wrong, or the page came from a cache."""

HONEYPOTS = ("POST_ak_hp_textarea", "ak_hp_textarea")
"""WordPress' own, which it names only in newer versions."""

SCRIPT_TIMES = ("POST_ak_js", "ak_js")
"""When the form was shown, in milliseconds; a number below 251 where no script ran."""


def key_of(form: Form, host: str, names: tuple[str, ...] = BODY_KEYS) -> str:
    """The key a call carries: in its form, else as the first label of `Host`; or nothing."""
    for name in names:
        if key := form.text(name).strip():
            return key
    found = _HOST_KEY.match(host)
    return found[1].lower() if found else ""


def missing_field(form: Form) -> str | None:
    """The first required field that a check lacks."""
    return next((name for name in REQUIRED if not form.text(name).strip()), None)


def is_true(text: str) -> bool:
    """Whether a flag is set: clients send `1`, `true`, `True`, and `0`, `False` or nothing."""
    return text.strip().lower() in ("1", "true")


def reporter_of(form: Form) -> str:
    """Who reports."""
    return form.text("reporter").strip()[:MOST_REPORTER_CHARACTERS]


def submission_of(form: Form, now: datetime) -> Submission:
    """The submission a form describes; nothing in it can make this fail."""
    submitted_at = date_of(form.text("comment_date_gmt"))
    return Submission(
        body=_written(form, "comment_content"),
        type=_type_of(form.text("comment_type") or form.text("content_type")),
        author=_author_of(form),
        page=_page_of(form),
        form=CommentForm(
            seconds=_seconds_of(form, submitted_at or now),
            honeypot=_honeypot_of(form),
            nonce_passed=_NONCES.get(form.text("akismet_comment_nonce")),
            languages=_languages_of(form),
        ),
        referrer=form.text("referrer") or form.text("referer"),
        language=form.text("blog_lang").partition(",")[0].strip(),
        submitted_at=submitted_at,
        test=is_true(form.text("is_test")),
        callback=_callback_of(form),
    )


_NONCES = {"passed": True, "failed": False}
"""What WordPress says of its form's one-time code; ``inactive`` is nothing said."""


def _languages_of(form: Form) -> str | None:
    """The language a browser asks for first; None where the client sends no headers on.

    That one was asked for is the signal: the rest of the header would tell visitors apart.
    """
    sent = form.text("HTTP_ACCEPT_LANGUAGE").strip()
    if sent:
        found = _LANGUAGE.match(sent)
        return found[0].lower() if found else "*"
    return "" if form.text("HTTP_HOST") or form.text("HTTP_USER_AGENT") else None


def date_of(text: str) -> datetime | None:
    """A date as clients write it, which is UTC where no zone is named; None for no date."""
    text = text.strip()[:MOST_DATE_CHARACTERS]
    if not text:
        return None
    try:
        if text.isascii() and text.isdigit() and len(text) in (9, 10):
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _written(form: Form, name: str) -> str:
    r"""What an author wrote, without the backslashes that are not the author's.

    WordPress checks a new comment with its quotes escaped (`it\'s`), and reports or rechecks
    it as it is stored, under the id that it has by then.
    """
    text = form.text(name)
    if "\\" not in text or not form.has("comment_post_ID") or form.has("comment_ID"):
        return text
    return _ESCAPED.sub(r"\1", text) if _ALL_ESCAPED.fullmatch(text) else text


def _type_of(text: str) -> str:
    name = text.strip().lower().replace("_", "-").replace(" ", "-")[:MOST_TYPE_CHARACTERS]
    return TYPES.get(name, name)


def _author_of(form: Form) -> Author:
    number = form.text("user_ID") or form.text("user_id")
    return Author(
        name=_written(form, "comment_author"),
        email=form.text("comment_author_email"),
        url=form.text("comment_author_url"),
        ip=form.text("user_ip").strip(),
        user_agent=form.text("user_agent"),
        id="" if number.strip() == "0" else number,
        role=_role_of(form.text("user_role")),
    )


def _role_of(text: str) -> str:
    """One role: WordPress lists all of a user's, separated by commas."""
    roles = [role.strip() for role in text.split(",")]
    return "administrator" if "administrator" in roles else roles[0]


def _page_of(form: Form) -> Page:
    """The page, which is the blog's front where no permalink is sent."""
    return Page(
        url=form.text("permalink") or form.text("blog"),
        published_at=date_of(form.text("comment_post_modified_gmt")),
        excerpt=", ".join(form.texts("comment_context")),
    )


def _honeypot_of(form: Form) -> str:
    name = form.text("honeypot_field_name")
    places = (name, f"POST_{name}", *HONEYPOTS) if name else HONEYPOTS
    found = (form.text(place) for place in places)
    return next((text for text in found if text), "")[:MOST_HONEYPOT_CHARACTERS]


def _seconds_of(form: Form, sent_at: datetime) -> float | None:
    """Seconds from the form's display to its sending, by the visitor's clock and ours."""
    shown = next((text for name in SCRIPT_TIMES if (text := form.text(name).strip())), "")
    if not (shown.isascii() and shown.isdigit() and len(shown) == len("1700000000000")):
        return None
    seconds = round(sent_at.timestamp() - int(shown) / 1000, 3)
    return seconds if 0 <= seconds <= LATEST_FORM_SECONDS else None


def _callback_of(form: Form) -> str | None:
    address = form.text("callback").strip()
    fine = address.startswith(("http://", "https://")) and len(address) <= MOST_CALLBACK_CHARACTERS
    return address if fine else None
