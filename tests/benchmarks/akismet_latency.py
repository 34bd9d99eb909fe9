"""How long comment-check takes beside /v1/check: the same comments, turn by turn, in one run.

`python tests/benchmarks/akismet_latency.py [ROUNDS]` serves from a folder of its own and fails
where the median over the rounds of p99(comment-check) / p99(/v1/check) is above 1.10.
The Akismet form is one as WordPress sends it, with the visitor's headers and the form twice.

Each connection asks both doors one after the other, and begins with the other one the next
time, so that what a busy machine adds falls on both alike; a round's p99 is the tenth
slowest of its thousand, and one bad second spoils one round of many.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

from running import SITE_KEY, hamgate

MOST = 1.10
WARM_UP = 300
A_ROUND = 1000
LANES = 4
RATE_A_SECOND = 200
LEAD_SECONDS = 0.5
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


DOORS = ("json", "akismet")
CALLS = {"json": json_call, "akismet": akismet_call}


async def lane(port: int, numbers: range, times: dict[str, list[float]]) -> None:
    """One connection that asks both doors about each comment, at a steady pace of its own."""
    # Written beforehand: that work would fall into the waiting of other lanes.
    calls = {name: {number: CALLS[name](number) for number in numbers} for name in DOORS}
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    due = time.perf_counter() + LEAD_SECONDS + numbers[0] % LANES / RATE_A_SECOND
    for number in numbers:
        for name in DOORS if number // LANES % 2 else DOORS[::-1]:
            due += LANES / RATE_A_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            started = time.perf_counter()
            writer.write(calls[name][number])
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            times[name].append(time.perf_counter() - started)
            assert head.startswith(b"HTTP/1.1 200 "), head
    writer.close()


async def one_round(port: int, first: int, count: int) -> dict[str, list[float]]:
    """The times of each door, the shortest first."""
    times: dict[str, list[float]] = {name: [] for name in DOORS}
    numbers = (range(first + start, first + count, LANES) for start in range(LANES))
    await asyncio.gather(*(lane(port, each, times) for each in numbers))
    return {name: sorted(found) for name, found in times.items()}


def at(found: list[float], share: float) -> float:
    return found[int(len(found) * share)] * 1000


async def measure(port: int, rounds: int) -> list[tuple[float, float]]:
    """The ratios of each round at its middle and at its p99."""
    ratios = []
    await one_round(port, 0, WARM_UP)
    for number in range(1, rounds + 1):
        times = await one_round(port, number * A_ROUND, A_ROUND)
        json_times, akismet_times = (times[name] for name in DOORS)
        ratios.append(tuple(at(akismet_times, q) / at(json_times, q) for q in (0.5, 0.99)))
        shown = "  ".join(
            f"{name} p50 {at(times[name], 0.5):.2f} p99 {at(times[name], 0.99):.2f} ms"
            for name in DOORS
        )
        say(f"round {number}: {shown}  ratio p50 {ratios[-1][0]:.3f} p99 {ratios[-1][1]:.3f}")
    return ratios


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (its answer)


def main(rounds: int) -> int:
    with tempfile.TemporaryDirectory() as folder, hamgate(Path(folder), workers=1) as server:
        ratios = asyncio.run(measure(server.port, rounds))
    middle, tail = (statistics.median(each) for each in zip(*ratios, strict=True))
    say(f"median over {rounds} rounds: p50 {middle:.3f}, p99 {tail:.3f} (at most {MOST})")
    return int(tail > MOST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 11))
