"""What is sent to us: the bodies of all calls, as strict structs.

`null` for something optional is as good as leaving it out, except in changes (PATCH),
where it takes a site's own value away again. What was left out is UNSET all the same: so
the fields that were sent can be counted, which proves that no key came twice.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import astuple

from service.filtering.rules import MOST_VALUE_CHARACTERS, Action, RuleKind
from service.filtering.submission import Author, Form, Page, Submission
from service.filtering.verdict import Label, Mode

MAX_BATCH = 100
MAX_NAME_CHARACTERS = 200
MAX_MESSAGE_CHARACTERS = 1000

Threshold = Annotated[float, Meta(gt=0, le=1)]
Name = Annotated[str, Meta(min_length=1, max_length=MAX_NAME_CHARACTERS)]
Text = Annotated[str, Meta(max_length=MAX_MESSAGE_CHARACTERS)]
Limit = Annotated[int, Meta(ge=0, le=1_000_000_000)]
MaybeText = str | UnsetType | None
Seconds = Annotated[float, Meta(ge=0)]
TargetRate = Annotated[float, Meta(gt=0, le=0.5)]
LimitName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}\Z")]


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A body or a part of one: nothing but the fields it names."""


class AuthorBody(Body, frozen=True):
    """Who wrote the comment."""

    name: MaybeText = UNSET
    email: MaybeText = UNSET
    url: MaybeText = UNSET
    ip: MaybeText = UNSET
    user_agent: MaybeText = UNSET
    id: MaybeText = UNSET
    role: MaybeText = UNSET


class PageBody(Body, frozen=True):
    """What the comment stands under."""

    url: MaybeText = UNSET
    title: MaybeText = UNSET
    published_at: datetime | UnsetType | None = UNSET
    excerpt: MaybeText = UNSET


class FormBody(Body, frozen=True):
    """How the form was filled in."""

    seconds: Seconds | UnsetType | None = UNSET
    honeypot: MaybeText = UNSET
    token: MaybeText = UNSET


class SubmissionBody(Body, frozen=True):
    """A comment to be judged."""

    body: str
    type: MaybeText = UNSET
    author: AuthorBody | UnsetType | None = UNSET
    page: PageBody | UnsetType | None = UNSET
    form: FormBody | UnsetType | None = UNSET
    referrer: MaybeText = UNSET
    language: MaybeText = UNSET
    submitted_at: datetime | UnsetType | None = UNSET
    recheck_of: MaybeText = UNSET
    test: bool | UnsetType | None = UNSET
    callback: MaybeText = UNSET


class BatchBody(Body, frozen=True):
    """Several comments to be judged."""

    submissions: Annotated[list[SubmissionBody], Meta(max_length=MAX_BATCH)]


class FeedbackBody(Body, frozen=True):
    """What a person says a comment is; either its id or the comment itself."""

    label: Label
    id: str | None = None
    submission: SubmissionBody | None = None
    reporter: Annotated[str, Meta(max_length=MAX_NAME_CHARACTERS)] | None = None


class ThresholdChanges(Body, frozen=True):
    """Scores at or above which a verdict applies; null is the model's own."""

    hold: Threshold | UnsetType | None = UNSET
    spam: Threshold | UnsetType | None = UNSET


class MessageChanges(Body, frozen=True):
    """What commenters are told; null is our own words."""

    keep: Text | UnsetType | None = UNSET
    hold: Text | UnsetType | None = UNSET
    spam: Text | UnsetType | None = UNSET


class SiteChanges(Body, frozen=True):
    """Changes to a site; what is left out stays as it is."""

    name: Name | UnsetType = UNSET
    mode: Mode | UnsetType = UNSET
    thresholds: ThresholdChanges | UnsetType = UNSET
    target_fpr: TargetRate | UnsetType | None = UNSET
    messages: MessageChanges | UnsetType = UNSET
    limits: dict[LimitName, Limit | None] | UnsetType = UNSET
    akismet_hold_as: Literal["false", "true"] | UnsetType = UNSET
    discard_blatant: bool | UnsetType = UNSET


class NewSite(Body, frozen=True):
    """A site to be made."""

    name: Name


class RuleBody(Body, frozen=True):
    """A rule to be made, or with `dry_run` only tried."""

    action: Action
    kind: RuleKind
    value: Annotated[str, Meta(min_length=1, max_length=MOST_VALUE_CHARACTERS)]
    note: Annotated[str, Meta(max_length=MAX_MESSAGE_CHARACTERS)] | None = None
    expires_at: datetime | None = None
    dry_run: bool = False


SUBMISSION = msgspec.json.Decoder(SubmissionBody)
BATCH = msgspec.json.Decoder(BatchBody)
BATCH_LIST = msgspec.json.Decoder(Annotated[list[SubmissionBody], Meta(max_length=MAX_BATCH)])
FEEDBACK = msgspec.json.Decoder(FeedbackBody)
SITE_CHANGES = msgspec.json.Decoder(SiteChanges)
RULE = msgspec.json.Decoder(RuleBody)
NEW_SITE = msgspec.json.Decoder(NewSite)

_NO_AUTHOR = Author()
_NO_PAGE = Page()
_NO_FORM = Form()


def submission_of(sent: SubmissionBody) -> Submission:
    """The submission that was sent, with every absence in its plain form."""
    return Submission(
        body=sent.body,
        type=sent.type or "comment",
        author=_author_of(sent.author) if sent.author else _NO_AUTHOR,
        page=_page_of(sent.page) if sent.page else _NO_PAGE,
        form=_form_of(sent.form) if sent.form else _NO_FORM,
        referrer=sent.referrer or "",
        language=sent.language or "",
        submitted_at=_in_utc(sent.submitted_at),
        recheck_of=sent.recheck_of or None,
        test=bool(sent.test),
        callback=sent.callback or None,
    )


def keys_in(sent: SubmissionBody) -> int:
    """How many fields were sent, in the submission and its parts, `null` among them."""
    count = _sent_fields(sent)
    for part in (sent.author, sent.page, sent.form):
        if part:
            count += _sent_fields(part)
    return count


def keys_in_all(sent: Sequence[SubmissionBody]) -> int:
    """How many fields were sent in several submissions."""
    return sum(map(keys_in, sent))


def _sent_fields(sent: Body) -> int:
    values = astuple(sent)
    return len(values) - values.count(UNSET)


def _author_of(sent: AuthorBody) -> Author:
    return Author(
        sent.name or "",
        sent.email or "",
        sent.url or "",
        sent.ip or "",
        sent.user_agent or "",
        sent.id or "",
        sent.role or "",
    )


def _page_of(sent: PageBody) -> Page:
    return Page(sent.url or "", sent.title or "", _in_utc(sent.published_at), sent.excerpt or "")


def _form_of(sent: FormBody) -> Form:
    seconds = None if sent.seconds is UNSET else sent.seconds
    return Form(seconds, sent.honeypot or "", sent.token or "")


def _in_utc(moment: datetime | UnsetType | None) -> datetime | None:
    """A time that can be compared with others: one without a zone is taken as UTC."""
    if not moment:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
