"""The calls of the Akismet protocol: each takes what came, asks one thing, and answers."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from aiohttp import web

from service.akismet import answers, figures, wire
from service.akismet.answers import Answer, guid_of
from service.akismet.forms import Form
from service.engine.reporting import Report
from service.errors import StoreUnavailableError
from service.filtering.verdict import Label
from service.keys import CHECKER, RECOGNISER, REPORTS, STORES
from service.stores.limits import Taken, call_limit
from service.stores.site import Site


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose key is known."""

    app: web.Application
    site: Site
    key: str
    form: Form

    @property
    def now(self) -> datetime:
        """The time of the application's clock."""
        return datetime.fromtimestamp(self.app[CHECKER].clock(), UTC)


Handler = Callable[[Call], Awaitable[Answer]]


async def verify_key(_call: Call) -> Answer:
    """That the key is good is known already."""
    return answers.VALID


async def check(call: Call) -> Answer:
    """Judge a comment."""
    lacking = wire.missing_field(call.form)
    if lacking is not None:
        return answers.missing(lacking)
    submission = wire.submission_of(call.form, call.now)
    if call.form.text("recheck_reason"):
        earlier = await call.app[RECOGNISER].recheck_of(call.site.id, submission)
        submission = replace(submission, recheck_of=earlier)
    decision = await call.app[CHECKER].check(call.site, submission)
    return answers.decided(call.site, decision)


async def submit_spam(call: Call) -> Answer:
    """Take a person's word that this is spam."""
    return await _reported(call, Label.SPAM)


async def submit_ham(call: Call) -> Answer:
    """Take a person's word that this is no spam."""
    return await _reported(call, Label.HAM)


async def _reported(call: Call, label: Label) -> Answer:
    submission = wire.submission_of(call.form, call.now)
    if submission.test:
        return answers.THANKS
    recogniser = call.app[RECOGNISER]
    known_as, about = await recogniser.find(call.site.id, submission)
    report = Report(
        site=call.site,
        submission=submission,
        label=label,
        reporter=wire.reporter_of(call.form),
        about=about,
        site_key=call.key,
        complaint=True,
        known_as=known_as,
    )
    sent = await call.app[REPORTS].take(report)
    if known_as is None:
        await recogniser.note(call.site.id, submission, sent.submission_id)
    return answers.THANKS


async def subscription(call: Call) -> Answer:
    """An account without end; WordPress saves a key only when this is `active`."""
    return answers.json_of(
        {
            "account_id": 1,
            "account_type": "self-hosted",
            "account_name": call.site.name,
            "status": "active",
            "next_billing_date": False,
            "limit_reached": False,
        }
    )


async def stats(call: Call) -> Answer:
    """The site's numbers of some months."""
    names = figures.months_of(call.form, call.site, call.now)
    months = await call.app[STORES].statistics.months(call.site.id, names)
    return figures.stats(call.form, call.site, months, call.now)


async def key_sites(call: Call) -> Answer:
    """The numbers of one month for each blog of the key."""
    month = figures.month_of(call.form, call.now)
    (found,) = await call.app[STORES].statistics.months(call.site.id, [month])
    return figures.key_sites(call.form, call.key, call.site, found)


async def usage_limit(call: Call) -> Answer:
    """How much of this month's limit is used, and whether a check would be turned away now."""
    (month,) = await call.app[STORES].statistics.months(call.site.id, [f"{call.now:%Y-%m}"])
    limited = call_limit(call.site.id, call.site.limits)
    took = await call.app[STORES].memory.limits.look(*limited) if limited else None
    return figures.usage(call.site, month, throttled=took is not None and not took.admitted)


async def charged(app: web.Application, site: Site) -> Taken | None:
    """Count a call against its site's limit; None where there is none, or no store to count in."""
    limited = call_limit(site.id, site.limits)
    if limited is not None:
        with suppress(StoreUnavailableError):
            return (await app[STORES].memory.limits.take([limited]))[0]
    return None


async def deactivate(_call: Call) -> Answer:
    """A plugin takes its leave; the site and its key stay."""
    return answers.DEACTIVATED


async def token(call: Call) -> Answer:
    """Something to show that a key was known; nothing here asks for it again."""
    return Answer(guid_of(call.app[CHECKER].ids()).encode())
