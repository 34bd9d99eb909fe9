"""Listening sockets: one for each worker on one port, kept open by the parent.

The kernel spreads new connections over the sockets. As the parent holds them, a worker that
dies leaves its waiting connections to its successor, and a restart refuses nobody.
"""

import errno
import socket
import sys

from service.errors import HamgateError

BACKLOG_COUNT = 1024
SPREADS = sys.platform == "linux"
"""Whether the kernel spreads connections over sockets on one port; macOS gives all to one."""


class ListenError(HamgateError):
    """The address cannot be listened on; the message says why and what to do."""


def open_listeners(host: str, port: int, count: int) -> list[socket.socket]:
    """Listening sockets for so many workers; ListenError when the port is taken or forbidden."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        probe_port(family, address)
        if not SPREADS:
            shared = _listening(family, address)
            return [shared, *(shared.dup() for _ in range(count - 1))]
        return [_listening(family, address) for _ in range(count)]
    except OSError as error:
        raise ListenError(_sentence(host, port, error)) from error


def probe_port(family: int, address: tuple[object, ...]) -> None:
    """Raise OSError when somebody listens here: sharing a port must not hide a stranger."""
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(probe, address)


def _listening(family: int, address: tuple[object, ...]) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if SPREADS:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    _bind(listener, address)
    listener.listen(BACKLOG_COUNT)
    listener.setblocking(False)  # noqa: FBT003 (the socket module's own signature)
    return listener


def _bind(listener: socket.socket, address: tuple[object, ...]) -> None:
    if listener.family == socket.AF_INET6:
        # "::" then takes IPv4 as well.
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    listener.bind(address)


def _sentence(host: str, port: int, error: OSError) -> str:
    """One sentence on what is wrong, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program; "
            "stop it, or choose another port with HAMGATE_PORT or --port."
        )
    if error.errno == errno.EACCES:
        return f"This user may not listen on port {port}; choose one above 1023 with HAMGATE_PORT."
    return (
        f"Cannot listen on {host} port {port} ({error.strerror or error}); "
        "choose another address with HAMGATE_HOST or --host."
    )
