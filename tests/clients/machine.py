"""A machine of its own, on which rest.akismet.com is this Hamgate.

Runs in new network and mount namespaces (`unshare`): a private hosts file names Akismet's
hosts, a TLS front on port 443 and a plain one on port 80 lead to `hamgate serve`. Reads
commands as JSON lines from standard input and answers each with what it printed.
"""

import asyncio
import fcntl
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from running import SITE_KEY, hamgate

HOSTS = ("rest.akismet.com", f"{SITE_KEY}.rest.akismet.com", "ffffffffffff.rest.akismet.com")
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1

CANDIDATES = (
    "I disagree about the oven: mine needs ten minutes more, but the crust came out lovely.",
    "Thanks for writing this down. My grandmother made it with rye flour and a little honey.",
    "The second photo is upside down on my phone, by the way.",
    "Buy cheap viagra cialis online no prescription http://cheap-pills.example/viagra",
    "Buy cheap pills at http://pills.example now",
    "Buy cheap replica watches http://watches.example",
    "Great post! Contact me on whatsapp +1 555 0100 for loans http://loans.example",
    "Cheap viagra http://pills.example casino bonus http://casino.example call now +1 555 0100",
    """BUY CHEAP VIAGRA CIALIS ONLINE NO PRESCRIPTION!!! 90% discount, only $0.99 per pill!!!
    <a href='http://buy-cheap-viagra-77.xyz/buy-viagra-online'>buy viagra</a>
    [url=http://online-casino-bonus-88.top/casino-bonus-free]online casino bonus[/url]
    [url=http://payday-loans-99.icu/cash-loans-fast]payday loans[/url] 𝓬𝓱𝓮𝓪𝓹 c a s i n o ch34p
    p1lls, replica watches, seo services, sex dating, whatsapp me on +1 (555) 010-0199 or mail
    deals@cheap-pills-77.xyz http://bit.ly/x http://cheap-pills-77.shop/viagra""",
)
"""Of these the model's own verdicts choose a comment to keep, a spam and a blatant one.

The blatant one is so by far: each client sends other fields along with it."""


SETTINGS_SECONDS = 1.0
"""Within which every worker knows what was set for a site."""

AUTHOR = {"name": "Bob", "ip": "203.0.113.9", "user_agent": "Mozilla/5.0"}


def raise_loopback() -> None:
    """Bring the new network's only interface up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def name_hosts(folder: Path) -> None:
    """Let Akismet's hosts be the loopback for everything in this mount namespace."""
    hosts = folder / "hosts"
    hosts.write_text("127.0.0.1 localhost " + " ".join(HOSTS) + "\n")
    subprocess.run(["mount", "--bind", str(hosts), "/etc/hosts"], check=True)  # noqa: S603, S607


def certify(folder: Path) -> Path:
    """A certificate for Akismet's hosts that signs itself; who trusts it trusts the front."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Hamgate's tests")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "front.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return path


async def front(certificate: Path, port: int) -> None:
    """Hand every connection on ports 80 and 443 to a port, byte for byte."""

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", port)
        ways = (pipe(reader, other_writer), pipe(other_reader, writer))
        await asyncio.gather(*ways, return_exceptions=True)

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    plain = await asyncio.start_server(joined, "127.0.0.1", 80)
    secure = await asyncio.start_server(joined, "127.0.0.1", 443, ssl=tls)
    await asyncio.gather(plain.serve_forever(), secure.serve_forever())


def call(url: str, method: str, path: str, body: dict[str, Any]) -> Any:
    """One call of the JSON door."""
    headers = {"Authorization": f"Bearer {SITE_KEY}", "Content-Type": "application/json"}
    request = urllib.request.Request(  # noqa: S310
        url + path, json.dumps(body).encode(), headers, method=method
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def chosen_texts(url: str) -> dict[str, str]:
    """A comment for each verdict; a hold is made by the author's name."""
    texts = {}
    for body in CANDIDATES:
        sent = {"body": body, "author": AUTHOR, "test": True}
        decision = call(url, "POST", "/v1/check", sent)
        texts.setdefault("blatant" if decision["blatant"] else decision["verdict"], body)
    return {f"TEXT_{name.upper()}": body for name, body in texts.items()}


def answer_commands(environment: dict[str, str]) -> None:
    """Run what is asked for, one line after the other."""
    for line in sys.stdin:
        done = subprocess.run(  # noqa: S603
            json.loads(line),
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        answer = {"status": done.returncode, "out": done.stdout, "error": done.stderr}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def main(folder: Path) -> None:
    raise_loopback()
    name_hosts(folder)
    certificate = certify(folder)
    with hamgate(folder / "data") as server:
        threading.Thread(
            target=lambda: asyncio.run(front(certificate, server.port)), daemon=True
        ).start()
        call(server.url, "PATCH", "/v1/site", {"discard_blatant": True})
        time.sleep(SETTINGS_SECONDS)
        environment = {
            **os.environ,
            **chosen_texts(server.url),
            "KEY": SITE_KEY,
            "BLOG": "https://blog.example",
            "SSL_CERT_FILE": str(certificate),
            "NODE_EXTRA_CA_CERTS": str(certificate),
        }
        answer_commands(environment)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
