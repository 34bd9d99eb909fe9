"""What a submission leaves to be recognised by: who sent it, from where, and where it points."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache

from service.filtering.links import domain_of, host_of
from service.filtering.nearby import sketch, telling_words
from service.filtering.reading import Reading
from service.filtering.submission import Submission

MOST_LINK_DOMAINS = 2
MOST_LAYER_WORDS = 48
MOST_CHARACTERS = 320

_NETWORK_BITS = {4: 24, 6: 64}
_ADDRESS_BITS = {4: 32, 6: 64}
"""A household has a whole IPv6 /64: to count its addresses one by one is to count none."""

_NEAR = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
        "0.0.0.0/8", "::/127", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
"""A proxy's own addresses: everybody's, so nobody's."""

EVERYBODYS = frozenset(
    (  # noqa: SIM905 (word lists read best as text)
        "amazon.com apple.com archive.org bit.ly blogger.com blogspot.com discord.com discord.gg "
        "dropbox.com ebay.com facebook.com flickr.com github.com github.io gitlab.com goo.gl "
        "google.com instagram.com linkedin.com live.com mastodon.social medium.com microsoft.com "
        "mozilla.org msn.com patreon.com pinterest.com reddit.com soundcloud.com spotify.com "
        "stackexchange.com stackoverflow.com t.co t.me telegram.me tiktok.com tinyurl.com "
        "tumblr.com twitch.tv twitter.com vimeo.com vk.com weebly.com whatsapp.com wikipedia.org "
        "wixsite.com wordpress.com x.com yahoo.com youtu.be youtube.com"
    ).split()
)
"""Domains under which everybody writes: one user's spam says nothing about the next."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What is remembered of a submission, in plain text: only keyed hashes of it are kept."""

    who: tuple[tuple[str, str], ...]
    """Pairs of a kind and a value: address, network, email, author, domain, link."""
    bands: tuple[str, ...]
    words: tuple[str, ...]
    linked: bool
    """Whether it points anywhere."""

    @property
    def author(self) -> str:
        """By what this author is told from others, as well as it can be."""
        values = dict(self.who)
        return values.get("author") or values.get("email") or values.get("address", "")


def traces_of(submission: Submission, reading: Reading) -> Traces:
    """The traces of a submission."""
    author = submission.author
    address, network = _places(author.ip.strip()[:MOST_CHARACTERS])
    domain = _domain(author.url[:MOST_CHARACTERS])
    who = [
        ("address", address),
        ("network", network),
        ("email", plain_email(author.email)),
        ("author", author.id[:MOST_CHARACTERS]),
        ("domain", domain),
        *(("link", host) for host in _linked(submission, reading) if host != domain),
    ]
    telling = telling_words(reading)
    return Traces(
        who=tuple([pair for pair in who if pair[1]]),
        bands=sketch(telling),
        words=_layer_words(reading),
        linked=bool(reading.links),
    )


def warm_up() -> None:
    """Load the list of public suffixes, which takes 0.15 s, before anybody waits for it."""
    _domain("https://warm.example")


def plain_email(email: str) -> str:
    """An address as its owner would know it: small, without a tag, and Gmail's dots."""
    local, _, domain = email[:MOST_CHARACTERS].strip().lower().rpartition("@")
    if not local or not domain:
        return ""
    local = local.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


@lru_cache(1024)
def _places(ip: str) -> tuple[str, str]:
    """An address and its network; empty for what is no public address."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "", ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if any(address.version == near.version and address in near for near in _NEAR):
        return "", ""
    own = ipaddress.ip_network((address, _ADDRESS_BITS[address.version]), strict=False)
    if address.version != 4:  # noqa: PLR2004 (the version of IP)
        return str(own), ""
    return str(own), str(ipaddress.ip_network((address, _NETWORK_BITS[4]), strict=False))


@lru_cache(1024)
def _domain(url: str) -> str:
    host = host_of(url)
    domain = domain_of(host) if "." in host else ""
    return "" if domain in EVERYBODYS else domain


def _linked(submission: Submission, reading: Reading) -> list[str]:
    """Domains that a comment points to, other than the page's own."""
    if not reading.links:
        return []
    own = _domain(submission.page.url[:MOST_CHARACTERS])
    found = dict.fromkeys(_domain(link.url[:MOST_CHARACTERS]) for link in reading.links[:8])
    return [domain for domain in found if domain and domain != own][:MOST_LINK_DOMAINS]


def _layer_words(reading: Reading) -> tuple[str, ...]:
    """Words that a site may know to be spam's or ham's own."""
    words = (word for word in dict.fromkeys(reading.words) if len(word) > 2)  # noqa: PLR2004
    return tuple(words)[:MOST_LAYER_WORDS]
