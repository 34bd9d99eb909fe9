"""Whether the store answers: asked afresh for every check that recalls nothing.

A check whose memory cannot be asked must say so, from the first one on after the store has
gone: an answer that is some milliseconds old says nothing of now. The PINGs of the checks of
one tick of the loop travel together.
"""

from service.errors import StoreUnavailableError
from service.stores.trips import Trips


class Pulse:
    """Feels for the store on behalf of the checks."""

    def __init__(self, trips: Trips) -> None:
        self._trips = trips

    async def beats(self) -> bool:
        """Whether the store answers now, within its budget."""
        try:
            await self._trips.ping()
        except StoreUnavailableError:
            return False
        return True
