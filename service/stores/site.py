"""A site: a tenant with its mode, thresholds, messages and limits, and what may stand in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from service.errors import InvalidInputError
from service.filtering.verdict import Mode, Verdict
from service.stores.limits import DEFAULTS

MOST_NAME_CHARACTERS = 200
MOST_MESSAGE_CHARACTERS = 1000
MOST_LIMITS = 20
HIGHEST_LIMIT = 1_000_000_000
HIGHEST_TARGET_FPR = 0.5

CHECKS_PER_MONTH = "checks_per_month"
"""What usage is told as a share of; nothing is turned away for it."""

LIMIT_NAMES = (*DEFAULTS, CHECKS_PER_MONTH)
"""A name beside these would be a limit that nobody keeps: it is refused."""


@dataclass(frozen=True, slots=True)
class Site:
    """A tenant and its settings."""

    id: str
    name: str
    created_at: datetime
    mode: Mode = Mode.ENFORCE
    hold: float | None = None
    """Hold threshold in P(spam); None takes the model's."""
    spam: float | None = None
    """Spam threshold in P(spam); None takes the model's, or that of `target_fpr`."""
    target_fpr: float | None = None
    """Share of genuine comments that may be called spam; None takes the thresholds."""
    messages: Mapping[str, str] = field(default_factory=dict)
    """What a commenter is told, by verdict."""
    limits: Mapping[str, int] = field(default_factory=dict)
    akismet_hold_as: Literal["false", "true"] = "false"
    """What Akismet's yes or no says for a held comment."""
    discard_blatant: bool = False


Problem = tuple[str, str]
"""A place (`$.thresholds.hold`) and what is wrong there."""

_PLACES: Mapping[str, str] = {"hold": "$.thresholds.hold", "spam": "$.thresholds.spam"}
"""Where a field stands in what was sent, if not under its own name."""


def changed(site: Site, changes: Mapping[str, Any]) -> Site:
    """A site with changes by field name; raises InvalidInputError that names each wrong one.

    A target replaces the spam threshold and a spam threshold the target.
    """
    problems = [problem for name, value in changes.items() for problem in _problems_of(name, value)]
    if problems:
        message = "; ".join(f"{place}: {text}" for place, text in problems)
        raise InvalidInputError(message, tuple(problems))
    values = dict(changes)
    if values.get("target_fpr") is not None and values.get("spam") is None:
        values["spam"] = None
    elif values.get("spam") is not None:
        values.setdefault("target_fpr", None)
    if "mode" in values:
        values["mode"] = Mode(values["mode"])
    result = replace(site, **values)
    _check_together(result)
    return result


def _check_together(site: Site) -> None:
    """Refuse values that are right alone and wrong together."""
    if site.spam is not None and site.target_fpr is not None:
        problem = ("$.target_fpr", "give either a spam threshold or a target")
        raise InvalidInputError("Spam threshold and target exclude each other.", (problem,))
    if site.hold is not None and site.spam is not None and site.hold > site.spam:
        problem = (_PLACES["hold"], "must not lie above the spam threshold")
        raise InvalidInputError("The hold threshold lies above the spam threshold.", (problem,))


def _problems_of(name: str, value: Any) -> list[Problem]:
    check = _CHECKS.get(name)
    if check is None:
        return [(f"$.{name}", "cannot be changed")]
    at = _PLACES.get(name, f"$.{name}")
    return [(f"{at}{place}", text) for place, text in check(value)]


def _name(value: Any) -> list[Problem]:
    fine = isinstance(value, str) and len(value.strip()) > 0 and len(value) <= MOST_NAME_CHARACTERS
    return [] if fine else [("", f"must be a text of 1 to {MOST_NAME_CHARACTERS} characters")]


def _mode(value: Any) -> list[Problem]:
    return [] if value in tuple(Mode) else [("", "must be one of off, observe, enforce")]


def _threshold(value: Any) -> list[Problem]:
    fine = value is None or (_is_number(value) and 0 < value <= 1)
    return [] if fine else [("", "must be above 0 and at most 1, or null for the model's own")]


def _target(value: Any) -> list[Problem]:
    fine = value is None or (_is_number(value) and 0 < value <= HIGHEST_TARGET_FPR)
    return [] if fine else [("", f"must be above 0 and at most {HIGHEST_TARGET_FPR}, or null")]


def _messages(value: Any) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [("", "must be an object of texts by verdict")]
    names = [(f".{name}", "is no verdict") for name in value if name not in tuple(Verdict)]
    texts = [
        (f".{name}", f"must be a text of at most {MOST_MESSAGE_CHARACTERS} characters")
        for name, text in value.items()
        if not isinstance(text, str) or len(text) > MOST_MESSAGE_CHARACTERS
    ]
    return names + texts


def _limits(value: Any) -> list[Problem]:
    if not isinstance(value, Mapping) or len(value) > MOST_LIMITS:
        return [("", f"must be an object of at most {MOST_LIMITS} numbers")]
    known = ", ".join(LIMIT_NAMES)
    names = [
        (f".{name}", f"is no limit; there are {known}") for name in value if name not in LIMIT_NAMES
    ]
    numbers = [
        (f".{name}", f"must be a whole number from 0 to {HIGHEST_LIMIT}")
        for name, limit in value.items()
        if not _is_limit(limit)
    ]
    return names + numbers


def _is_limit(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_LIMIT


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _hold_as(value: Any) -> list[Problem]:
    return [] if value in ("false", "true") else [("", 'must be "false" or "true"')]


def _flag(value: Any) -> list[Problem]:
    return [] if isinstance(value, bool) else [("", "must be true or false")]


_CHECKS: Mapping[str, Callable[[Any], list[Problem]]] = {
    "name": _name,
    "mode": _mode,
    "hold": _threshold,
    "spam": _threshold,
    "target_fpr": _target,
    "messages": _messages,
    "limits": _limits,
    "akismet_hold_as": _hold_as,
    "discard_blatant": _flag,
}
