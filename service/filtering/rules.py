"""Rules: a site's own word on whom and what it allows or denies, decided before the model.

Where several match, one that allows wins: a good comment lost is worse than a spam kept.
Patterns run on RE2 alone, whose time is linear in the text whatever the pattern.
"""

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import re2

from service.errors import InvalidInputError
from service.filtering.evidence import Evidence
from service.filtering.links import host_of
from service.filtering.reading import Reading, short_folded
from service.filtering.submission import Submission
from service.filtering.verdict import Verdict

MOST_VALUE_CHARACTERS = 500
MOST_PATTERN_BYTES = 1 << 20
"""Memory that a compiled pattern may take."""


class Action(StrEnum):
    """What a rule does."""

    ALLOW = "allow"
    DENY = "deny"


class RuleKind(StrEnum):
    """What a rule looks at."""

    IP = "ip"
    CIDR = "cidr"
    EMAIL = "email"
    DOMAIN = "domain"
    PHRASE = "phrase"
    PATTERN = "pattern"
    AUTHOR_ID = "author_id"


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry."""

    id: str
    action: Action
    kind: RuleKind
    value: str
    note: str = ""
    created_at: float = 0.0
    """Seconds since 1970."""
    expires_at: float | None = None
    """From then on it counts no more; None: never."""


Matches = Callable[[Submission, Reading], bool]


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule that can be asked."""

    rule: Rule
    matches: Matches


VERDICTS = {Action.ALLOW: Verdict.KEEP, Action.DENY: Verdict.SPAM}


def ready(rule: Rule) -> ReadyRule:
    """A rule made ready to match; raises InvalidInputError when its value is none of its kind."""
    if not rule.value.strip() or len(rule.value) > MOST_VALUE_CHARACTERS:
        raise _refusal(f"must have 1 to {MOST_VALUE_CHARACTERS} characters")
    return ReadyRule(rule, _MAKERS[rule.kind](rule.value.strip()))


def decide(
    rules: Sequence[ReadyRule], submission: Submission, reading: Reading, now: float
) -> Rule | None:
    """The rule that decides about a submission, if there is one."""
    denying = None
    for each in rules:
        if each.rule.expires_at is not None and each.rule.expires_at <= now:
            continue
        if denying is not None and each.rule.action is Action.DENY:
            continue
        if each.matches(submission, reading):
            if each.rule.action is Action.ALLOW:
                return each.rule
            denying = each.rule
    return denying


def told(rule: Rule) -> tuple[Evidence, Verdict]:
    """What a rule decides, and the evidence that says so."""
    does = "allows" if rule.action is Action.ALLOW else "denies"
    kind = rule.kind.replace("_", " ")
    note = f" ({rule.note})" if rule.note else ""
    reason = f"this site's rule {rule.id} {does} {kind} “{rule.value}”{note}"
    return Evidence("rule", 0.0, reason), VERDICTS[rule.action]


def _refusal(message: str) -> InvalidInputError:
    return InvalidInputError(f"$.value: {message}.", (("$.value", message),))


def _ip(value: str) -> Matches:
    try:
        wanted = ipaddress.ip_address(value)
    except ValueError:
        raise _refusal("is no IP address") from None
    return lambda submission, _: _address(submission.author.ip) == wanted


def _cidr(value: str) -> Matches:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise _refusal("is no network, as in 203.0.113.0/24") from None

    def matches(submission: Submission, _: Reading) -> bool:
        address = _address(submission.author.ip)
        return address is not None and address.version == network.version and address in network

    return matches


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip()) if text else None
    except ValueError:
        return None


def _email(value: str) -> Matches:
    wanted = value.lower()
    if "@" not in wanted:
        raise _refusal("is no e-mail address; a whole domain is a rule of kind domain")
    return lambda submission, _: submission.author.email.strip().lower() == wanted


def _domain(value: str) -> Matches:
    wanted = host_of(value if "//" in value else f"//{value}")
    if "." not in wanted or " " in wanted:
        raise _refusal("is no domain, as in pills.example")
    below = f".{wanted}"

    def matches(submission: Submission, reading: Reading) -> bool:
        hosts = [link.host for link in reading.links]
        hosts.append(host_of(submission.author.url))
        hosts.append(submission.author.email.rpartition("@")[2].strip().lower())
        return any(host == wanted or host.endswith(below) for host in hosts)

    return matches


def _phrase(value: str) -> Matches:
    wanted = short_folded(value)
    if not wanted:
        raise _refusal("has nothing that can be read")

    def matches(_: Submission, reading: Reading) -> bool:
        return any(_stands_in(wanted, text) for text in (reading.text, reading.name))

    return matches


def _stands_in(wanted: str, text: str) -> bool:
    """Whether a phrase stands in a text, not merely inside of a longer word."""
    place = text.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        if not (_joined(text[place - 1 : place + 1]) or _joined(text[end - 1 : end + 1])):
            return True
        place = text.find(wanted, place + 1)
    return False


def _joined(two: str) -> bool:
    """Whether two characters are of one word; scripts without spaces are never sure of that."""
    return len(two) > 1 and two.isalnum() and two < "\u0e00"


def _pattern(value: str) -> Matches:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MOST_PATTERN_BYTES
    options.case_sensitive = False
    try:
        pattern = re2.compile(value.encode("utf-8", "replace").decode(), options=options)
    except re2.error as error:
        detail = error.args[0] if error.args else "it cannot be read"
        detail = detail.decode() if isinstance(detail, bytes) else str(detail)
        raise _refusal(f"is no RE2 pattern: {detail}") from None

    def matches(_: Submission, reading: Reading) -> bool:
        texts = dict.fromkeys((reading.raw, reading.text))
        return any(
            pattern.search(text.encode("utf-8", "replace").decode()) is not None for text in texts
        )

    return matches


def _author_id(value: str) -> Matches:
    return lambda submission, _: submission.author.id == value


_MAKERS: dict[RuleKind, Callable[[str], Matches]] = {
    RuleKind.IP: _ip,
    RuleKind.CIDR: _cidr,
    RuleKind.EMAIL: _email,
    RuleKind.DOMAIN: _domain,
    RuleKind.PHRASE: _phrase,
    RuleKind.PATTERN: _pattern,
    RuleKind.AUTHOR_ID: _author_id,
}
