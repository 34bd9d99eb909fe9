"""A circuit breaker: after a few failures in a row, it stops asking for a while.

A pure state machine with the clock passed in (any clock that only goes forward, in
seconds):

    closed ──(failures in a row)──▶ open ──(delay over: one probe)──▶ half-open
       ▲                             ▲  delay × 2, up to the longest      │
       │                             └──────────(probe failed)────────────┤
       └────────────────────────────────────────(probe succeeded)─────────┘

With a longest delay of 2 s, a store that is back is found within 2 s and one trip.
"""

from enum import StrEnum

FAILURES_TO_OPEN = 5
FIRST_DELAY_SECONDS = 0.25
LONGEST_DELAY_SECONDS = 2.0


class State(StrEnum):
    """Where a breaker stands."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Breaker:
    """Counts failures in a row and says whether to ask."""

    def __init__(
        self,
        failures_to_open: int = FAILURES_TO_OPEN,
        *,
        first_delay_seconds: float = FIRST_DELAY_SECONDS,
        longest_delay_seconds: float = LONGEST_DELAY_SECONDS,
    ) -> None:
        self._failures_to_open = failures_to_open
        self._first_delay_seconds = first_delay_seconds
        self._longest_delay_seconds = longest_delay_seconds
        self._failures = 0
        self._delay_seconds = first_delay_seconds
        self._retry_at = 0.0
        self.state = State.CLOSED

    @property
    def closed(self) -> bool:
        """Whether everybody may ask."""
        return self.state is State.CLOSED

    def retry_in_seconds(self, now: float) -> float:
        """Seconds until a probe is due; 0 when it is, or when none is needed."""
        return max(0.0, self._retry_at - now) if self.state is State.OPEN else 0.0

    def try_probe(self, now: float) -> bool:
        """Whether the caller may send the one probe, which it must then settle."""
        if self.state is not State.OPEN or now < self._retry_at:
            return False
        self.state = State.HALF_OPEN
        return True

    def succeeded(self) -> None:
        """Settle a trip or a probe that was answered.

        A late answer from before the breaker opened does not close it: only a probe does.
        """
        if self.state is State.OPEN:
            return
        self.state = State.CLOSED
        self._failures = 0
        self._delay_seconds = self._first_delay_seconds

    def failed(self, now: float) -> bool:
        """Settle a trip or a probe that failed; whether that opened the breaker."""
        if self.state is State.OPEN:
            return False
        if self.state is State.HALF_OPEN:
            self._delay_seconds = min(2 * self._delay_seconds, self._longest_delay_seconds)
        else:
            self._failures += 1
            if self._failures < self._failures_to_open:
                return False
        self.state = State.OPEN
        self._retry_at = now + self._delay_seconds
        return True
