"""One labelled comment, as every reader makes it and every fit takes it."""

from dataclasses import dataclass

from service.filtering.submission import Submission
from service.filtering.verdict import Label


@dataclass(frozen=True, slots=True)
class Example:
    """A submission with what is true of it and where it comes from."""

    submission: Submission
    label: Label
    source: str
    lang: str = ""
    kind: str = ""
    date: str = ""
    id: str = ""
    weight: float = 1.0
    """How much it counts, before the balance of sources and languages."""
