"""Where in a cluster a command belongs: to whoever holds its first key."""

from service.stores.lane import Command

FIRST_KEY = {"EVALSHA": 3, "EVAL": 3, "FCALL": 3, "OBJECT": 2, "MEMORY": 2, "XINFO": 2}
"""Where a command's first key stands, if it is not the first argument."""

KEYLESS = frozenset(
    {"PING", "TIME", "INFO", "CONFIG", "DBSIZE", "SCRIPT", "SCAN", "CLIENT", "WAITAOF", "WAIT"}
)


def first_key(command: Command) -> bytes | str | float | None:
    """The key that decides where in a cluster a command goes; None: anywhere."""
    name = str(command[0])
    if name in KEYLESS:
        return None
    place = FIRST_KEY.get(name, 1)
    return command[place] if len(command) > place else None
