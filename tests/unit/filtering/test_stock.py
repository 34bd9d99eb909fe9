"""Stock phrases and random letters: found where spam has them, quiet where people write."""

import pytest

from service.filtering.reading import read
from service.filtering.signals.letters import LETTER_SIGNALS, random_host
from service.filtering.signals.stock import STOCK_SIGNALS
from service.filtering.stock.counting import STOCKS, stock_in
from service.filtering.submission import Author, Submission


def values(submission: Submission) -> dict[str, float]:
    reading = read(submission)
    return {
        signal.name: signal.measure(submission, reading)
        for signal in (*STOCK_SIGNALS, *LETTER_SIGNALS)
    }


@pytest.mark.parametrize("number", range(len(STOCKS)))
def test_every_stock_phrase_is_found_in_a_text_that_holds_it(number: int) -> None:
    for phrase in STOCKS[number]:
        assert len(phrase.split()) >= 2
        assert stock_in(["so", *phrase.split(), "then"])[number] >= 1, phrase


def test_a_phrase_counts_once_however_often_it_stands() -> None:
    assert stock_in(["your", "weblog"] * 5) == stock_in(["your", "weblog"])


def test_part_of_a_phrase_is_none() -> None:
    assert not stock_in(["excellent", "beats", "me"])
    assert not stock_in(["weblog"])
    assert not stock_in([])


@pytest.mark.parametrize(
    "host",
    [
        "github.com", "stackoverflow.com", "html5rocks.com", "w3schools.com",
        "htmlparsing.example", "nightclub.example", "knightsbridge.example",
        "schwarzschild.example", "krzyszczyk.example", "docs.python.org", "ec2-52-10-4-7.example",
        "h264-x265.example", "3m.example", "web.archive.org", "xkcd.com", "news.ycombinator.com",
        "www.bbc.co.uk",
    ],
)  # fmt: skip
def test_hosts_that_people_named_are_not_random(host: str) -> None:
    assert not random_host(host)


@pytest.mark.parametrize(
    "host",
    ["www.qz7rt8bv9xm.example", "bwrc7ct9ei.example", "gylfkwtjs.example", "a1b2c3d4.example"],
)
def test_hosts_that_programs_drew_are_random(host: str) -> None:
    assert random_host(host)


def test_a_link_in_random_capitals_is_random_and_a_company_s_is_not() -> None:
    for host, value in (
        ("CubHXCpAsY.example", 1.0),
        ("DevExpress.example", 0.0),
        ("WordPress.example", 0.0),
        ("System.Diagnostics.CodeAnalysis.example", 0.0),
        ("WWW.EXAMPLE.EXAMPLE", 0.0),
    ):
        assert values(Submission(f"see http://{host}/x"))["link_random"] == value, host


def test_names_with_many_consonants_are_names() -> None:
    for name in (
        "Krzysztof Szczepański",
        "Grzegorz",
        "Schmidt",
        "Ng",
        "Matthew Wright",
        "Vlk Štěpán",
    ):
        assert not values(Submission("hi", author=Author(name=name)))["name_random"], name


def test_an_invitation_counts_at_the_end_alone_and_more_with_its_address() -> None:
    said = "Here is my web page"
    assert values(Submission(f"Great. {said} - cheap pills"))["signs_off"] == 1
    assert values(Submission(f"Great. {said}: http://a.example"))["signs_off"] == 2
    long_after = "The rest of this comment is about the weather in the hills, and it goes on. " * 3
    assert values(Submission(f"{said}. {long_after}"))["signs_off"] == 0
