"""One command over a Unix socket without an event loop: is somebody there, and what do they say."""

import socket
from pathlib import Path


def ask(path: Path, command: str, timeout_seconds: float) -> str | None:
    """The first line of the reply; None when nobody answers or the connection just ends."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(timeout_seconds)
            connection.connect(str(path))
            connection.sendall(f"{command}\r\n".encode())
            line = connection.makefile("rb").readline()
    except OSError:
        return None
    return line.decode(errors="replace").strip() or None
