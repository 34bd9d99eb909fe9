"""Waiting in tests for what happens by itself, and failing when it does not."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable

POLL_SECONDS = 0.02


async def eventually(
    condition: Callable[[], bool | Awaitable[bool]], patience_seconds: float = 1.0
) -> None:
    """Return once a condition holds; TimeoutError when it does not come to hold in time."""
    async with asyncio.timeout(patience_seconds):
        while not await _holds(condition):  # noqa: ASYNC110 (it cannot tell us itself)
            await asyncio.sleep(POLL_SECONDS)


async def _holds(condition: Callable[[], bool | Awaitable[bool]]) -> bool:
    found = condition()
    return await found if inspect.isawaitable(found) else found
