"""Links: found where they stand, and their hosts told whatever is in them."""

import pytest
from hypothesis import given
from texts import any_text

from service.filtering.links import URL, domain_of, host_of, link_of
from service.filtering.reading import read
from service.filtering.signals import SIGNALS
from service.filtering.submission import Submission


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://Example.COM/x", "example.com"),
        ("https://www.example.com:8080/", "example.com"),
        ("//example.com/x", "example.com"),
        ("example.com/x", "example.com"),
        ("http://user:pw@example.com/", "example.com"),
        ("http://xn--bcher-kva.example/", "bücher.example"),
        ("http://xn--999999999999.example/", "xn--999999999999.example"),
        ("http://[::1]:80/", "[::1]"),
        ("http://203.0.113.9/x", "203.0.113.9"),
        ("http://example.com.", "example.com"),
        ("http://", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://a.example/b.", ["http://a.example/b."]),
        ("(www.a.example)", ["www.a.example)"]),
        ("hxxp://a.example", ["hxxp://a.example"]),
        ("a.com and b.co.uk", ["a.com", "b.co.uk"]),
        ("shop.xyz/buy?x=1 now", ["shop.xyz/buy?x=1"]),
        ("Nice.But no space", []),
        ("main.py, i.e. this", []),
        ("bob@mail.com", []),
        ("HTTPS://A.EXAMPLE", ["HTTPS://A.EXAMPLE"]),
    ],
)
def test_addresses_are_found_in_running_text(text: str, found: list[str]) -> None:
    assert URL.findall(text) == found


def test_a_sentence_ends_outside_its_link() -> None:
    assert link_of("http://a.example/b).", "plain").url == "http://a.example/b"
    assert link_of("http://a.example/b.", "html").url == "http://a.example/b."


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.example.com", "example.com"),
        ("a.b.co.uk", "b.co.uk"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_the_domain_that_someone_registered(host: str, domain: str) -> None:
    assert domain_of(host) == domain


@given(any_text)
def test_any_text_has_a_host_or_none(text: str) -> None:
    assert host_of(text) == host_of(text)
    assert isinstance(domain_of(host_of(text)), str)


@pytest.mark.parametrize(
    ("host", "value"),
    [
        ("blog.example", 0.0),
        ("203.0.113.9", 1.0),
        ("müller.example", 0.5),
        ("xn--mller-kva.example", 0.5),
        ("pаypаl.example", 2.0),  # Cyrillic а
        ("пример.example", 0.5),
    ],
)
def test_a_host_is_odder_the_more_it_pretends(host: str, value: float) -> None:
    submission = Submission(f"see http://{host}/a now")
    (odd,) = [each for each in SIGNALS if each.name == "link_odd_host"]
    assert odd.measure(submission, read(submission)) == value
