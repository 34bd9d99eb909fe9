"""The character sets that forms come in: a fixed list, looked up by name.

Python's own lookup is not for strangers: it imports a module by the name it is given,
remembers every name it did not know, and holds codecs that are none for text, cannot
hold a form (UTF-16), or take quadratic time (punycode).
"""

from collections.abc import Iterable, Mapping
from encodings.aliases import aliases
from types import MappingProxyType

UTF8 = "utf_8"

WEB = frozenset(
    {UTF8, "big5", "big5hkscs", "cp866", "cp874", "cp932", "euc_jp", "euc_kr", "gb18030"}
    | {f"cp{number}" for number in range(1250, 1259)}
    | {f"iso8859_{number}" for number in range(2, 17) if number not in (9, 12)}
    | {"iso2022_jp", "johab", "koi8_r", "koi8_t", "koi8_u", "mac_cyrillic", "mac_roman", "ptcp154"}
    | {"shift_jis"}
)
"""Codecs in which ASCII is ASCII: all others cannot write a form."""

AS_ON_THE_WEB = {
    "latin_1": "cp1252",
    "iso8859_1": "cp1252",
    "iso8859_9": "cp1254",
    "tis_620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp949": "euc_kr",
    "mac": "mac_roman",
    "x_sjis": "cp932",
    "x_gbk": "gb18030",
    "unicode_1_1_utf_8": UTF8,
    "utf_8_sig": UTF8,
}
"""What the names mean in practice, by the WHATWG Encoding Standard, section 4.2."""


def _known() -> Mapping[str, str]:
    """Every name we know, in the form `_plain` gives it, with its codec."""
    names = {codec: codec for codec in WEB}
    for name, codec in (*aliases.items(), *AS_ON_THE_WEB.items()):
        codec = AS_ON_THE_WEB.get(codec, codec)  # noqa: PLW2901 (the same, as it is meant)
        if codec in WEB:
            names[_plain(name)] = codec
    return MappingProxyType(names)


def _plain(name: str) -> str:
    return name.strip(" \t\"'").lower().replace("-", "_").replace(" ", "_")


CODECS = _known()

LONGEST_NAME = 40


def codec_of(name: str) -> str | None:
    """The codec of a charset's name as clients write it; None for one nobody knows."""
    if name in ("UTF-8", "utf-8"):
        return UTF8
    return CODECS.get(_plain(name[:LONGEST_NAME])) if name else None


def decoded(raw: bytes, codecs: Iterable[str]) -> str:
    """Text in the first codec that fits it wholly; else UTF-8, with � for what is broken."""
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii")
    for codec in codecs:
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode(UTF8, "replace")
