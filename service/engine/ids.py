"""Ids of submissions and feedback: UUIDv7, in the order in which one process made them."""

import os
from collections.abc import Callable

from service.secrets import uuid7

FRACTIONS_A_MILLISECOND = 4096
"""The 12 bits after the version hold the time within the millisecond (RFC 9562, method 3)."""


def id_maker(clock: Callable[[], float]) -> Callable[[], str]:
    """A function that makes ids by a clock in seconds since 1970."""

    def make_id() -> str:
        now_ms = clock() * 1000
        whole_ms = int(now_ms)
        fraction = int((now_ms - whole_ms) * FRACTIONS_A_MILLISECOND)
        return uuid7(whole_ms, fraction.to_bytes(2, "big") + os.urandom(8))

    return make_id
