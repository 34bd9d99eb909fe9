"""From one record of any labelled file to an example: the one table of field names."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.errors import HamgateError
from service.filtering.submission import Author, Page, Submission
from service.filtering.verdict import Label
from training.dataset import Example


class CorpusError(HamgateError):
    """A labelled file cannot be read; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: what an error names."""

    file: str
    line: int

    def error(self, problem: str) -> CorpusError:
        """Make an error at this place: one sentence for whoever can mend the file."""
        return CorpusError(f"{self.file}, line {self.line}: {problem}")


Record = Mapping[str, object]

# The first name that is present and not empty wins. Ours first, then the UCI YouTube
# collection's (CONTENT, CLASS…), then those that exports of blogs commonly use.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "comment", "message"),
    "label": ("label", "class", "is_spam", "spam"),
    "author": ("author", "author_name", "name"),
    "author_url": ("author_url", "url", "website"),
    "author_email": ("author_email", "email"),
    "ip": ("author_ip", "ip"),
    "title": ("title", "context", "page_title"),
    "page_url": ("page_url", "permalink"),
    "lang": ("lang", "language"),
    "kind": ("kind",),
    "date": ("date", "submitted_at", "created_at"),
    "id": ("id", "comment_id"),
    "source": ("source",),
}

LABELS: dict[str, Label] = {
    "ham": Label.HAM,
    "0": Label.HAM,
    "no": Label.HAM,
    "false": Label.HAM,
    "spam": Label.SPAM,
    "1": Label.SPAM,
    "yes": Label.SPAM,
    "true": Label.SPAM,
}


def example_from(record: Record, place: Place, source: str) -> Example:
    """Make the example that a record holds; its own ``source`` field goes before ``source``."""
    named = {key.strip().lower(): value for key, value in record.items()}
    fields = {field: _field(named, names, place) for field, names in FIELD_NAMES.items()}
    return Example(
        submission=_submission(fields),
        label=_label(fields["label"], place),
        source=fields["source"] or source,
        lang=fields["lang"],
        kind=fields["kind"],
        date=fields["date"],
        id=fields["id"],
    )


def require_text(names: set[str], place: Place) -> None:
    """Refuse a record or header without a text or a label field, naming what it may be called."""
    lowered = {name.strip().lower() for name in names}
    for field in ("text", "label"):
        if lowered.isdisjoint(FIELD_NAMES[field]):
            known = ", ".join(FIELD_NAMES[field])
            raise place.error(f"no field for the {field} (one of: {known})")


def _submission(fields: Mapping[str, str]) -> Submission:
    author = Author(
        name=fields["author"],
        email=fields["author_email"],
        url=fields["author_url"],
        ip=fields["ip"],
    )
    page = Page(url=fields["page_url"], title=fields["title"])
    # `language` stays empty: it is the site's language, while a corpus' lang is what somebody
    # found the comment to be in. Passed on, it would tell the model what no site knows.
    return Submission(fields["text"], author=author, page=page)


def _field(named: Record, names: tuple[str, ...], place: Place) -> str:
    for name in names:
        value = named.get(name)
        if value not in (None, ""):
            return _text(value, name, place)
    return ""


def _text(value: object, name: str, place: Place) -> str:
    if isinstance(value, str):
        return value.strip() if name not in FIELD_NAMES["text"] else value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    raise place.error(f"the field {name!r} must be text, not {type(value).__name__}")


def _label(text: str, place: Place) -> Label:
    label = LABELS.get(text.lower())
    if label is None:
        shown = repr(text) if text else "missing"
        raise place.error(f"the label is {shown}; it must be ham or spam (or 0/1, no/yes)")
    return label
