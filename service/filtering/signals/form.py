"""Signals of the form: how it was filled in, and by what."""

import re
from functools import lru_cache

from service.filtering.reading import Reading
from service.filtering.signals.signal import Signal
from service.filtering.submission import Submission

_ROBOTS = re.compile(
    r"curl|wget|python|perl|java/|libwww|go-http|okhttp|httpclient|scrapy|headless|phantom|bot\b|spider|xrumer|winhttp",
    re.IGNORECASE,
)
_KNOWN_CHARACTERS = 300
"""No browser calls itself by more; a longer name is searched and not kept."""
_HUMAN_CHARACTERS_PER_SECOND = 15.0
"""Faster than the fastest typists (about 1,000 characters a minute is 17/s)."""
_HASTY_SECONDS = 2.0


def _honeypot(submission: Submission, _: Reading) -> float:
    return 1.0 if submission.form.honeypot.strip() else 0.0


def _hasty(submission: Submission, _: Reading) -> float:
    seconds = submission.form.seconds
    if seconds is None:
        return 0.0
    return 1.0 if seconds < _HASTY_SECONDS else 0.0


def _typed_too_fast(submission: Submission, reading: Reading) -> float:
    seconds = submission.form.seconds
    if seconds is None or seconds < _HASTY_SECONDS:
        return 0.0
    return 1.0 if len(reading.raw) / seconds > _HUMAN_CHARACTERS_PER_SECOND else 0.0


def _robot(submission: Submission, _: Reading) -> float:
    agent = submission.author.user_agent
    if not agent or submission.type != "comment":
        return 0.0
    known = _known_robot if len(agent) <= _KNOWN_CHARACTERS else _is_robot
    return 1.0 if known(agent) else 0.0


def _is_robot(agent: str) -> bool:
    return _ROBOTS.search(agent) is not None


_known_robot = lru_cache(1024)(_is_robot)
"""Most comments come from few kinds of browser; a search takes 4 to 9 µs."""


def _stale_form(submission: Submission, _: Reading) -> float:
    return 1.0 if submission.form.nonce_passed is False else 0.0


def _no_languages(submission: Submission, _: Reading) -> float:
    """Every browser says which languages its reader prefers; programs mostly do not."""
    return 1.0 if submission.form.languages == "" else 0.0


def _trusted(submission: Submission, _: Reading) -> float:
    return 1.0 if submission.author.role in _STAFF else 0.0


_STAFF = frozenset({"administrator", "editor", "author", "moderator", "owner", "staff"})

FORM_SIGNALS = (
    Signal("honeypot", "yes or no", "filled in a field that people cannot see", _honeypot),
    Signal("hasty", "yes or no", "sent within two seconds", _hasty),
    Signal("typed_too_fast", "yes or no", "sent faster than anyone can type it", _typed_too_fast),
    Signal("robot", "yes or no", "sent by a program, not a browser", _robot),
    Signal("stale_form", "yes or no", "the form's one-time code was wrong", _stale_form),
    Signal("no_languages", "yes or no", "the browser asked for no language", _no_languages),
    Signal("staff", "yes or no", "written by the site's own staff", _trusted),
)
