"""The shape of a signal: one measurable thing, with its unit and its reason in words."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from service.filtering.reading import Reading
from service.filtering.submission import Submission

Measure = Callable[[Submission, Reading], float]


@dataclass(frozen=True, slots=True)
class Signal:
    """One measurable thing about a submission. It measures and never decides.

    ``measure`` answers a finite number ≥ 0 in ``unit``; 0 means that there is nothing to say,
    also where the field it reads is missing. ``reason`` is a sentence part with ``{value}``.
    """

    name: str
    unit: str
    reason: str
    measure: Measure
    cap: float = 1.0
    """The largest value: more of the same says nothing new."""
    needs: str = ""
    """A field of the reading without which it measures 0, and need not be asked."""

    def explained(self, value: float) -> str:
        """The reason in words for a measured value."""
        return self.reason.format(value=value, percent=round(100 * value))


def where_there_is(field: str, *signals: Signal) -> tuple[Signal, ...]:
    """Signals that measure 0 where a field of the reading is empty."""
    return tuple(replace(signal, needs=field) for signal in signals)
