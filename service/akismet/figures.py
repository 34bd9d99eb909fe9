"""A site's numbers as Akismet's calls show them. Pure: counts and parameters in, answers out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from service.akismet.answers import CSV, Answer, json_of
from service.akismet.forms import Form
from service.stores.site import CHECKS_PER_MONTH, Site
from service.stores.statistics import Counts, Month

SECONDS_SAVED_A_SPAM = 10
"""What a moderator is taken to need for one."""

RECENT_DAYS = 60
RECENT_MONTHS = 6
MOST_MONTHS = 61
"""As long as numbers are kept."""

MOST_SITES = 500

ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "total": "api_calls",
        "api_calls": "api_calls",
        "spam": "spam",
        "ham": "ham",
        "missed_spam": "missed_spam",
        "false_positives": "false_positives",
    }
)
HEAD = "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked"
UNKNOWN_HOST = "unknown"

_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Row:
    """One site's numbers in Akismet's terms: what was held is what its answer said."""

    api_calls: int
    spam: int
    ham: int
    missed_spam: int
    false_positives: int


def row_of(counts: Counts, site: Site) -> Row:
    """Counts in Akismet's terms; never below 0, should a label be older than its check."""
    spam = counts.spam + (counts.hold if site.akismet_hold_as == "true" else 0)
    return Row(
        api_calls=counts.checks,
        spam=spam,
        ham=counts.checks - spam,
        missed_spam=max(0, counts.missed_spam),
        false_positives=max(0, counts.false_positives),
    )


def months_of(form: Form, site: Site, now: datetime) -> list[str]:
    """The months that `from` asks for, the oldest first."""
    kept = (now.year - site.created_at.year) * 12 + now.month - site.created_at.month + 1
    count = {"all": max(1, min(kept, MOST_MONTHS)), "60-days": 3}.get(
        form.text("from"), RECENT_MONTHS
    )
    latest = now.year * 12 + now.month - 1
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(latest - count + 1, latest + 1)]


def month_of(form: Form, now: datetime) -> str:
    """The month that is asked for, else the current one."""
    asked = form.text("month").strip()
    return asked if _MONTH.fullmatch(asked) else f"{now:%Y-%m}"


def stats(form: Form, site: Site, months: Sequence[Month], now: datetime) -> Answer:
    """The answer of get-stats: by day for `60-days`, else by month."""
    if form.text("from") == "60-days":
        first = f"{now.astimezone(UTC) - timedelta(days=RECENT_DAYS - 1):%Y-%m-%d}"
        days = (pair for month in months for pair in month.days.items())
        parts = {day: counts for day, counts in days if day >= first}
    else:
        parts = {month.name: month.total for month in months}
    whole = row_of(sum(parts.values(), Counts()), site)
    return json_of(
        {
            **_shown(whole),
            "accuracy": _accuracy(whole),
            "time_saved": whole.spam * SECONDS_SAVED_A_SPAM,
            "breakdown": {
                name: {"da": name, **_shown(row_of(counts, site))} for name, counts in parts.items()
            },
        }
    )


def usage(site: Site, month: Month, *, throttled: bool) -> Answer:
    """The answer of usage-limit: the month's limit is told and not enforced, the minute's is."""
    used = month.total.checks
    limit = site.limits.get(CHECKS_PER_MONTH)
    percentage = 100 * used / limit if limit else 0.0
    answer = {
        "limit": limit or "none",
        "usage": used,
        "percentage": f"{percentage:.2f}",
        "throttled": throttled,
    }
    return json_of(answer)


def key_sites(form: Form, key: str, site: Site, month: Month) -> Answer:
    """The answer of key-sites: one row a host, as JSON or CSV."""
    rows = [(host or UNKNOWN_HOST, row_of(counts, site)) for host, counts in month.hosts.items()]
    wanted = form.text("filter").strip().lower()
    rows = [(host, row) for host, row in rows if wanted in host]
    order = ORDERS.get(form.text("order").strip().lower(), "api_calls")
    rows.sort(key=lambda pair: (-getattr(pair[1], order), pair[0]))
    limit = _number(form.text("limit"), MOST_SITES)
    offset = _number(form.text("offset"), 0)
    shown, total = rows[offset : offset + limit], len(rows)
    if form.text("format").strip().lower() == "csv":
        title = (
            f"Active sites for {key} during {month.name} "
            f"(limit:{limit}, offset: {offset}, total: {total})"
        )
        return _csv(title, shown)
    sites = [{"site": host, **_texts(row), "is_revoked": False} for host, row in shown]
    return json_of({month.name: sites, "limit": limit, "offset": offset, "total": total})


def _shown(row: Row) -> dict[str, Any]:
    names = ("spam", "ham", "missed_spam", "false_positives")
    return {name: getattr(row, name) for name in names}


def _texts(row: Row) -> dict[str, str]:
    return {"api_calls": str(row.api_calls)} | {name: str(n) for name, n in _shown(row).items()}


def _csv(title: str, rows: Iterable[tuple[str, Row]]) -> Answer:
    """Hosts hold no comma, quote or formula: see `statistics.host_of`."""
    lines = [title, HEAD]
    lines += [",".join((host, *_texts(row).values(), "false")) for host, row in rows]
    return Answer("\n".join(lines).encode() + b"\n", content_type=CSV)


def _accuracy(row: Row) -> float:
    """Share of checks, in percent, that nobody objected to."""
    wrong = row.missed_spam + row.false_positives
    return round(100 * max(0.0, 1 - wrong / row.api_calls), 2) if row.api_calls else 100.0


def _number(text: str, default: int) -> int:
    text = text.strip()[:9]
    return int(text) if text.isascii() and text.isdigit() else default
