"""How long comment-check takes beside /v1/check: the same comments, turn by turn, in one run.

`python tests/benchmarks/akismet_latency.py [REQUESTS]` serves from a folder of its own.
The Akismet form is one as WordPress sends it, with the visitor's headers and the form twice.
"""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

from running import SITE_KEY, Running, hamgate

WARM_UP = 500
LANES = 4
RATE_A_SECOND = 400
TEXT = (
    "I tried this with rye flour and it worked, though the dough needs {0} minutes more. "
    "Число {0}. See https://blog.example/p/{0} for the photos, and thank you for writing it down!"
)


def json_call(number: int) -> bytes:
    sent = {
        "body": TEXT.format(number),
        "author": {
            "name": "Bob",
            "email": "bob@mail.example",
            "url": "http://bob.example",
            "ip": "203.0.113.9",
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
        },
        "page": {"url": "https://blog.example/p/1"},
        "form": {"seconds": 42.0},
        "language": "en_US",
    }
    head = f"Authorization: Bearer {SITE_KEY}\r\nContent-Type: application/json"
    return call("/v1/check", head, json.dumps(sent).encode())


def akismet_call(number: int) -> bytes:
    text = TEXT.format(number)
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    fields = {
        "comment_post_ID": "1",
        "comment_author": "Bob",
        "comment_author_email": "bob@mail.example",
        "comment_author_url": "http://bob.example",
        "comment_content": text,
        "comment_type": "comment",
        "comment_parent": "0",
        "user_ID": "0",
        "user_ip": "203.0.113.9",
        "user_agent": agent,
        "referrer": "https://blog.example/p/1",
        "blog": "https://blog.example",
        "blog_lang": "en_US",
        "blog_charset": "UTF-8",
        "permalink": "https://blog.example/p/1",
        "akismet_comment_nonce": "passed",
        "POST_comment": text,
        "POST_author": "Bob",
        "POST_email": "bob@mail.example",
        "POST_ak_js": str(int(time.time() * 1000) - 42_000),
        "HTTP_USER_AGENT": agent,
        "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.5",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd",
        "HTTP_REFERER": "https://blog.example/p/1",
        "HTTP_HOST": "blog.example",
        "REMOTE_ADDR": "203.0.113.9",
        "REQUEST_URI": "/wp-comments-post.php",
        "api_key": SITE_KEY,
    }
    head = "Content-Type: application/x-www-form-urlencoded; charset=UTF-8"
    return call("/1.1/comment-check", head, urlencode(fields).encode())


def call(path: str, head: str, body: bytes) -> bytes:
    start = f"POST {path} HTTP/1.1\r\nHost: x\r\n{head}\r\nContent-Length: {len(body)}\r\n\r\n"
    return start.encode() + body


async def lane(port: int, numbers: range, times: dict[str, list[float]]) -> None:
    """One connection that asks both doors in turn, at a steady pace."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    due = time.perf_counter()
    for number in numbers:
        due += LANES / RATE_A_SECOND
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        name = ("json", "akismet")[number // LANES % 2]
        sent = (json_call if name == "json" else akismet_call)(number)
        started = time.perf_counter()
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        if number >= WARM_UP:
            times[name].append(time.perf_counter() - started)
    writer.close()


async def measure(server: Running, count: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {"json": [], "akismet": []}
    lanes = (lane(server.port, range(start, count, LANES), times) for start in range(LANES))
    await asyncio.gather(*lanes)
    return times


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder, hamgate(Path(folder), workers=1) as server:
        times = asyncio.run(measure(server, count))
    for name, found in times.items():
        found.sort()
        shown = (
            f"p{share}: {found[int(len(found) * share / 100)] * 1000:.2f} ms"
            for share in (50, 90, 99)
        )
        print(f"{name:8} {len(found):6} calls  {'  '.join(shown)}")  # noqa: T201 (its answer)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)
