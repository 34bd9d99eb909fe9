"""Markup: a reader's text and the links behind it; what only looks like markup stays."""

import pytest
from hypothesis import given
from texts import any_text

from service.filtering.links import MAX_LINKS
from service.filtering.markup import decoded, stripped


@pytest.mark.parametrize(
    ("markup", "text", "hosts"),
    [
        ("<a href='http://a.example/x'>y</a>", "y", ["a.example"]),
        ('<A HREF = "http://a.example">y</A>', "y", ["a.example"]),
        ("<a href=http://a.example>y</a>", "y", ["a.example"]),
        ('<img src="http://a.example/i.png">', "", ["a.example"]),
        ("[url=http://a.example]y[/url]", " y ", ["a.example"]),
        ("[URL]http://a.example[/URL]", "  ", ["a.example"]),
        ("[y](http://a.example)", " y ", ["a.example"]),
        ('[y](<http://a.example> "title")', " y ", ["a.example"]),
        ("![y](http://a.example/i.png)", " y ", ["a.example"]),
        ("ab<!-- no -->cd", "abcd", []),
        ("<p>a</p><p>b</p>", "\na\n\nb\n", []),
        ("if a <b and c> d", "if a  d", []),
        ("x <y> z", "x <y> z", []),
        ("List<String> x", "List<String> x", []),
        ("<3 you", "<3 you", []),
        ("[1] and [x]", "[1] and [x]", []),
        ("[note](see below)", "[note](see below)", []),
        ("<a href='http://a.example'", "<a href='http://a.example'", []),
    ],
)
def test_markup_comes_off_and_its_links_are_kept(markup: str, text: str, hosts: list[str]) -> None:
    seen, links = stripped(markup)
    assert (seen, [link.host for link in links]) == (text, hosts)


@pytest.mark.parametrize(
    ("encoded", "text", "letters"),
    [
        ("plain", "plain", 0),
        ("a &amp; b &#8217;s &nbsp;", "a & b ’s \xa0", 0),
        ("&#99;&#x61;sh", "cash", 2),
        ("&amp;#99;ash", "cash", 1),
        ("&eacute;t&eacute;", "été", 0),
        ("%63%61%73%68", "cash", 4),
        ("100% sure, 50%25 off", "100% sure, 50%25 off", 0),
        ("http://x.example/%63%61%73%68", "http://x.example/%63%61%73%68", 0),
        ("&notanentity;", "¬anentity;", 0),
        ("&#99999999999999999999;", "\ufffd", 0),
        ("&#" + "9" * 5000, "\ufffd", 0),
        ("&#" + "0" * 100 + "99;", "c", 1),
    ],
)
def test_codes_become_letters_and_encoded_letters_are_counted(
    encoded: str, text: str, letters: int
) -> None:
    found = decoded(encoded)
    assert found[0] == text
    assert (found[1] > 0) == (letters > 0)


def test_links_are_bounded() -> None:
    assert len(stripped("<a href='http://a.example'>x</a>" * (MAX_LINKS + 9))[1]) == MAX_LINKS


@given(any_text)
def test_any_text_is_decoded_and_stripped(text: str) -> None:
    seen, links = stripped(decoded(text)[0])
    assert isinstance(seen, str)
    assert all(link.host == link.host.strip() for link in links)
