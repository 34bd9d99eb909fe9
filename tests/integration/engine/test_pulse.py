"""The pulse: the first check after the store's death knows of it."""

from collections.abc import Callable

from valkey_server import ValkeyServer

from service.engine.pulse import Pulse


async def test_a_store_that_died_since_the_last_check_is_missed_by_the_next(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    pulse = Pulse((await opened(own_valkey)).trips)
    assert await pulse.beats()
    own_valkey.kill()
    assert not await pulse.beats()
    own_valkey.start()
