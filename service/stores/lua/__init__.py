"""The Lua scripts that run inside the store, each in a file of its own.

Every script touches keys of one hash tag only, so that it runs on a cluster too, and
may be sent twice without harm.
"""

import hashlib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class LuaScript:
    """A script's text and the SHA-1 digest by which the store calls it."""

    source: str
    sha: str


def load_script(name: str) -> LuaScript:
    """Read `<name>.lua` from this folder."""
    source = resources.files(__name__).joinpath(f"{name}.lua").read_text(encoding="utf-8")
    return LuaScript(source, hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest())
