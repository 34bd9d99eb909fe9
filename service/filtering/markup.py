"""Markup off: HTML, BBCode and Markdown to the text a reader sees and the links behind it.

Regular expressions here are linear: every repeated class excludes what follows it.
"""

import re
from html import unescape
from urllib.parse import unquote

from service.filtering.links import MAX_LINKS, Link, link_of

_BLOCK = (
    "p|div|br|hr|li|ul|ol|tr|td|th|table|h[1-6]"
    "|blockquote|pre|section|article|header|footer|dd|dt|dl"
)
_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|em|embed|font|form|i|iframe|img|input|ins|kbd|link|"
    "mark|meta|noscript|"
    "object|q|s|samp|script|small|span|strike|strong|style|sub|sup|svg|textarea|time|title|tt|u|var|video|wbr|body|html|head"
)
_TAG = re.compile(rf"<(/?)({_BLOCK}|{_INLINE})(?![\w-])([^<>]*)>|<!--[^<>]*-->", re.IGNORECASE)
_IS_BLOCK = re.compile(rf"(?:{_BLOCK})\Z", re.IGNORECASE)
_HREF = re.compile(
    r"(?:href|src)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE
)
_BB_LINK = re.compile(
    r"\[(?:url|link|img|email)=?[\"']?([^\[\]\"']*)[\"']?\]([^\[\]]*)\[/(?:url|link|img|email)\]",
    re.IGNORECASE,
)
_BB_TAG = re.compile(
    r"\[/?(?:b|i|u|s|url|link|img|email|color|size|font|quote|code|list|\*|center|left|right)(?:=[^\[\]]*)?\]",
    re.IGNORECASE,
)
_MD_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]\(\s*<?((?:https?://|www\.)[^\s()<>]+)>?(?:\s+\"[^\"\n]{0,200}\")?\s*\)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<![\w/%=&?.:-])(?:[\w ]{0,3}%[0-9a-fA-F]{2}){4,}\w{0,3}(?![\w/%=])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31});", re.IGNORECASE)
_LONG_CODE = re.compile(r"&#([0-9]{8,});?")
_MOST_DIGITS = 7
"""Of the largest code point, 1114111."""
_MOST_NESTED_ENTITIES = 2
"""Rounds of entity decoding: ``&amp;#112;`` is two deep, and no honest text goes deeper."""


def decoded(text: str) -> tuple[str, int]:
    """Text with entities and percent-encoded words decoded, and how many letters were encoded.

    Only encoded *letters and digits* count: ``&amp;`` and ``&#8217;`` are what editors write.
    """
    encoded = 0
    for _ in range(_MOST_NESTED_ENTITIES):
        if "&" not in text:
            break
        text = _LONG_CODE.sub(_shortened, text)
        encoded += sum(
            unescape(found).isalnum() and len(found) > 1 and found[1] == "#"
            for found in _ENTITY.findall(text)
        )
        text = unescape(text)
    if "%" in text:
        encoded += sum(found.count("%") for found in _PERCENT.findall(text))
        text = _PERCENT.sub(lambda found: unquote(found.group()), text)
    return text, encoded


def _shortened(found: re.Match[str]) -> str:
    """A number without the zeros in front; what is too large for any character is none.

    Python refuses to read numbers of thousands of digits, also inside ``html.unescape``.
    """
    digits = found.group(1).lstrip("0")
    return f"&#{digits or 0};" if len(digits) <= _MOST_DIGITS else "\ufffd"


def stripped(text: str) -> tuple[str, list[Link]]:
    """Visible text, and the links that stood in its markup (at most ``MAX_LINKS``)."""
    links: list[Link] = []
    if "<" in text:
        text = _TAG.sub(lambda found: _seen_tag(found, links), text)
    if "[" in text:
        text = _MD_LINK.sub(
            lambda found: _seen_link(found.group(2), found.group(1), "markdown", links), text
        )
        text = _BB_LINK.sub(lambda found: _seen_bbcode(found, links), text)
        text = _BB_TAG.sub(" ", text)
    return text, links[:MAX_LINKS]


def _seen_tag(found: re.Match[str], links: list[Link]) -> str:
    """What a reader sees of a tag: a gap for a block, nothing otherwise; its link is noted."""
    name, attributes = found.group(2) or "", found.group(3) or ""
    if not found.group(1) and attributes and len(links) < MAX_LINKS:
        address = _HREF.search(attributes)
        if address:
            links.append(link_of(next(filter(None, address.groups()), ""), "html"))
    return "\n" if _IS_BLOCK.match(name) else ""


def _seen_bbcode(found: re.Match[str], links: list[Link]) -> str:
    """What a reader sees of a BBCode link: its text; the address is noted."""
    address, shown = found.group(1), found.group(2)
    return _seen_link(address or shown, shown if address else "", "bbcode", links)


def _seen_link(address: str, shown: str, markup: str, links: list[Link]) -> str:
    """Note a link and leave the words it was written on."""
    links.append(link_of(address, markup))
    return f" {shown} "
