"""How large a benchmark is: seconds under load, comments, stored submissions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """The size of one run."""

    seconds: float = 5.0
    """Of each load."""
    comments: int = 200_000
    """To train on."""
    stored: int = 1_000_000
    """Submissions in the store at most."""
    checks: int = 1_000_000
    """Of the soak."""
    connections: int = 16
