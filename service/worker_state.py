"""What a worker knows of itself while it runs."""

from dataclasses import dataclass


@dataclass(slots=True)
class WorkerState:
    """How this worker stands."""

    log_all: bool = False
    """Whether every call is logged, not only what is refused or slow."""
    draining: bool = False
    """Set once, when the worker stops accepting: answers then end their connections."""
