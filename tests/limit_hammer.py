"""A process that takes from limits as fast as it can, and prints how often each let it in."""

import asyncio
import json
import sys

from service.stores.breaker import Breaker
from service.stores.connect import open_client
from service.stores.limits import Limit, Limits
from service.stores.trips import Trips

BUDGET_SECONDS = 30.0
AT_ONCE = 250


async def hammer(url: str, counts: list[int], tasks: int) -> list[int]:
    """So many tasks at each limit; how many were admitted by each."""
    trips = Trips(open_client(url, BUDGET_SECONDS), Breaker(), BUDGET_SECONDS)
    limits = Limits(trips)
    admitted = []
    for count in counts:
        limit = Limit("address_per_hour", count, 3600)

        async def take(limit: Limit = limit) -> bool:
            key = f"hamgate:{{s:x}}:lim:{limit.count}"
            (took,) = await limits.take([(limit, key)])
            return took.admitted

        done: list[bool] = []
        for start in range(0, tasks, AT_ONCE):
            few = min(AT_ONCE, tasks - start)
            done += await asyncio.gather(*(take() for _ in range(few)))
        admitted.append(sum(done))
    await trips.close()
    return admitted


if __name__ == "__main__":
    print(json.dumps(asyncio.run(hammer(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])))))  # noqa: T201 (its result)
