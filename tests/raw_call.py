"""Bytes to a server and its whole answer back, as no client library would send them."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True)
class RawReply:
    status: int
    headers: dict[str, str]
    """By name in lower case."""
    body: bytes


async def raw_call(port: int, sent: bytes, patience_seconds: float = 5.0) -> RawReply:
    """Send bytes to the loopback, half-close, and read until the server has closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        await writer.drain()
        async with asyncio.timeout(patience_seconds):
            head = await reader.readuntil(b"\r\n\r\n")
            while head.startswith(b"HTTP/1.1 100"):
                head = await reader.readuntil(b"\r\n\r\n")
            line, *lines = head.decode("latin-1").rstrip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (x.partition(": ") for x in lines)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
    finally:
        writer.close()
    return RawReply(int(line.split()[1]), headers, body)
