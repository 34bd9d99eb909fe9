"""Links: where a comment points, whatever the markup they came in."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList

MAX_LINKS = 200
"""Links looked at in one comment; the rest only counts as text."""

_COMMON_TLDS = (
    "com|net|org|info|biz|ru|xyz|top|shop|site|online|club|store|live|vip|pro|app|dev|blog|link|click|space|"
    "website|fun|icu|win|bet|casino|loan|work|life|world|today|agency|solutions|tech|cloud|asia|"
    "co|us|uk|de|fr|it|es|nl|pl|cz|eu|ch|at|be|se|no|dk|fi|pt|gr|hu|ro|bg|ua|by|kz|tr|ir|il|in|pk|bd|lk|"
    "id|my|sg|ph|vn|th|cn|jp|kr|tw|hk|au|nz|za|ng|ke|br|mx|ar|cl|pe|cc|tv|ws|tk|ml|ga|cf|gq|su|io|gg"
)
URL = re.compile(
    r"(?:h[tx]{2}ps?://|www\.)[^\s<>\"'\[\]{}|\\^`]+"
    r"|(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}(?:" + _COMMON_TLDS + r")(?![\w.-]*\w)"
    r"(?:/[^\s<>\"'\[\]{}|\\^`]*)?",
    re.IGNORECASE,
)
"""An address with a scheme or www., or a bare host under a common ending."""

_HOST_CHARACTERS = 253
"""Of a host in the domain name system; a longer one is looked up and not kept."""
_DOTTED = re.compile(r"\.[^\W\d_]{2}")
_TRAILING = ".,;:!?)'\"*"
_HOST = re.compile(
    r"^(?:(?:[a-z][a-z0-9+.-]{0,11}:)?//)?(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:]*)", re.IGNORECASE
)


def may_hold_links(text: str) -> bool:
    """Whether it is worth looking for addresses: a cheap test that misses none."""
    return "." in text and (
        "://" in text or _DOTTED.search(text) is not None or "www." in text.lower()
    )


@dataclass(frozen=True, slots=True)
class Link:
    """One link: its address, host (lower case, punycode decoded) and how it was written."""

    url: str
    host: str
    markup: str
    """``html``, ``bbcode``, ``markdown`` or ``plain``."""


def link_of(url: str, markup: str) -> Link:
    """The link behind an address as written."""
    trimmed = url.strip().rstrip(_TRAILING) if markup == "plain" else url.strip()
    return Link(trimmed, host_of(trimmed), markup)


def host_of(url: str) -> str:
    """Host of an address, lower case, without a leading www., punycode decoded; may be empty."""
    found = _HOST.match(url)
    host = found.group(1).lower().strip(".") if found else ""
    if "xn--" in host:
        host = ".".join(decoded_label(label) for label in host.split("."))
    return host.removeprefix("www.")


def decoded_label(label: str) -> str:
    """A host label out of punycode, as it was where it is not valid."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return label


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)


def domain_of(host: str) -> str:
    """The registrable domain of a host (``a.b.co.uk`` → ``b.co.uk``), the host where none is."""
    return _known_domain(host) if len(host) <= _HOST_CHARACTERS else _domain_of(host)


def _domain_of(host: str) -> str:
    return _suffixes().privatesuffix(host) or host


_known_domain = lru_cache(1024)(_domain_of)
"""Few hosts are met again and again, first of all the blog's own; a look in the list takes 4 µs."""
