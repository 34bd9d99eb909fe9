"""Whether the store answers: known afresh for every check, asked once for many.

A check whose memory cannot be asked must say so. One PING shared by all checks of a few
milliseconds tells, at the cost of 50 commands a second at most.
"""

import asyncio

from service.errors import StoreUnavailableError
from service.stores.trips import Trips

FRESH_SECONDS = 0.02
"""An answer this young still counts."""


class Pulse:
    """Feels for the store on behalf of the checks."""

    def __init__(self, trips: Trips) -> None:
        self._trips = trips
        self._heard_at = -FRESH_SECONDS

    async def beats(self) -> bool:
        """Whether the store answered just now, within its budget."""
        clock = asyncio.get_running_loop().time
        if not self._trips.healthy:
            return False
        if clock() - self._heard_at < FRESH_SECONDS:
            return True
        try:
            await self._trips.ping()
        except StoreUnavailableError:
            return False
        self._heard_at = clock()
        return True
