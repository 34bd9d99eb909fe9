"""Every signal: a finite number within its cap, nothing to say of nothing, a reason in words."""

import math
import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from texts import any_submission, genuine

from service.filtering.disguise import PLAIN
from service.filtering.features import measured
from service.filtering.reading import read
from service.filtering.signals import SIGNALS
from service.filtering.signals.signal import Signal
from service.filtering.submission import Author, Form, Page, Submission

EACH = pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)

FIRES_ON: dict[str, Submission] = {
    "link_count": Submission("see http://a.example"),
    "link_density": Submission("http://a.example"),
    "link_html": Submission("<a href='http://a.example'>x</a>"),
    "link_bbcode": Submission("[url=http://a.example]x[/url]"),
    "link_cheap_ending": Submission("http://pills.xyz"),
    "link_shortened": Submission("http://bit.ly/x"),
    "link_odd_host": Submission("http://203.0.113.9/x"),
    "link_busy_host": Submission("http://cheap-pills-24.example"),
    "link_keyword_path": Submission("http://a.example/cheap-pills-online"),
    "link_repeated": Submission("http://a.example http://a.example/2"),
    "link_domains": Submission("http://a.example http://b.example"),
    "link_to_page": Submission("http://a.example/x", page=Page(url="https://a.example/p")),
    "link_to_author": Submission("http://a.example/x", author=Author(url="http://a.example")),
    "chat_contact": Submission("message me on whatsapp +1 555 010 0199"),
    "phone_number": Submission("call +1 (555) 010-0199 00"),
    "mail_address": Submission("write to bob@mail.example"),
    "link_veiled": Submission("visit pills dot com"),
    "garbled": Submission("cafÃ© rÃ©sumÃ©"),
    "hidden_characters": Submission("vi\u200bagra"),
    "turned_text": Submission("\u202eargaiv\u202c"),
    "odd_alphabets": Submission("𝓬𝓪𝓼𝓲𝓷𝓸"),
    "stacked_marks": Submission("c̶a̶s̶i̶n̶o̶"),
    "lookalike_letters": Submission("саsinо"),
    "leetspeak": Submission("c4s1n0"),
    "spaced_letters": Submission("c a s i n o"),
    "encoded_letters": Submission("&#99;&#97;sino"),
    "shouting": Submission("BUY THESE PILLS TODAY"),
    "exclamation": Submission("now!"),
    "emoji": Submission("win 💰"),
    "repeated_words": Submission("buy now " * 10),
    "character_runs": Submission("sooooooo good"),
    "money": Submission("only $99"),
    "long_word": Submission("x1y2" * 20),
    "name_words": Submission("hi", author=Author(name="buy cheap shoes online")),
    "name_long": Submission("hi", author=Author(name="a very long name of an author")),
    "name_is_address": Submission("hi", author=Author(name="pills.com")),
    "name_digits": Submission("hi", author=Author(name="bob 123")),
    "name_lower_case": Submission("hi", author=Author(name="cheap shoes")),
    "name_heads_text": Submission("cheap shoes here", author=Author(name="Cheap Shoes")),
    "name_in_path": Submission(
        "hi", author=Author(name="cheap shoes", url="http://a.example/cheap-shoes")
    ),
    "name_in_host": Submission("hi", author=Author(name="Shoes", url="http://bestshoes.example")),
    "address_depth": Submission("hi", author=Author(url="http://a.example/b/c")),
    "address_keywords": Submission("hi", author=Author(url="http://a.example/buy-cheap-shoes")),
    "address_cheap_ending": Submission("hi", author=Author(url="http://shoes.xyz")),
    "email_own_domain": Submission(
        "hi", author=Author(email="bob@a.example", url="http://a.example")
    ),
    "title_words": Submission("I like teapots too", page=Page(title="About teapots")),
    "title_quoted": Submission("About teapots: nice", page=Page(title="About teapots")),
    "excerpt_words": Submission("teapots", page=Page(excerpt="All about teapots")),
    "ping": Submission("hi", type="trackback"),
    "cut_quotation": Submission("[...] teapots [...]"),
    "honeypot": Submission("hi", form=Form(honeypot="x")),
    "hasty": Submission("hi", form=Form(seconds=0.5)),
    "typed_too_fast": Submission("x" * 900, form=Form(seconds=3)),
    "robot": Submission("hi", author=Author(user_agent="curl/8.0")),
    "staff": Submission("hi", author=Author(role="editor")),
    "foreign_to_site": Submission("Привет всем", language="en"),
    "foreign_to_title": Submission("Привет всем", page=Page(title="About teapots")),
    "mixed_scripts": Submission("Привет everybody"),
    "address_file": Submission("hi", author=Author(url="http://a.example/tmp/pills.php?x=1")),
    "stock_praise": Submission("I have bookmarked your weblog, quality content"),
    "stock_questions": Submission("Does your blog have a contact page? I'm having trouble"),
    "stock_offers": Submission("Call the printer support team, our technicians help 24/7"),
    "stock_testimony": Submission("I was scammed until a recovery expert; contact him on WhatsApp"),
    "stock_begging": Submission("Subscribe to me and check out my new song"),
    "signs_off": Submission("Nice. Here is my web page: http://a.example"),
    "link_last": Submission("one two three four five http://a.example"),
    "link_first": Submission("http://a.example is the place"),
    "link_random": Submission("see http://www.qZ7rtBvQxM.example/a"),
    "address_random": Submission("hi", author=Author(url="http://kqtrbvxm.example")),
    "name_random": Submission("hi", author=Author(name="gjqzrsk")),
}
NAMES_LETTERS_IN = frozenset({"value", "percent"})


def value_of(signal: Signal, submission: Submission) -> float:
    return dict(
        zip((each.name for each in SIGNALS), measured(submission, read(submission)), strict=True)
    )[signal.name]


def test_names_are_unique_and_there_are_at_least_25() -> None:
    names = [signal.name for signal in SIGNALS]
    assert len(set(names)) == len(names) >= 25
    assert all(name.isidentifier() and name == name.lower() for name in names)


@EACH
def test_an_empty_submission_says_nothing(signal: Signal) -> None:
    assert value_of(signal, Submission("")) == 0
    assert value_of(signal, Submission("ok")) == 0


@EACH
def test_a_signal_names_its_unit_and_its_reason(signal: Signal) -> None:
    assert signal.unit.strip()
    assert signal.cap > 0
    fields = {field for _, field, _, _ in string.Formatter().parse(signal.reason) if field}
    assert fields <= NAMES_LETTERS_IN
    for value in (0.0, 0.4, signal.cap):
        words = signal.explained(value)
        assert words.strip() == words != ""
        assert "{" not in words
        assert not words.endswith(".")


@settings(max_examples=200)
@given(any_submission)
def test_of_any_submission_every_value_is_finite_and_within_its_cap(submission: Submission) -> None:
    reading = read(submission)
    for signal, value in zip(SIGNALS, measured(submission, reading), strict=True):
        assert math.isfinite(value), signal.name
        assert 0 <= value <= signal.cap, signal.name


@given(any_submission)
def test_a_signal_measures_nothing_without_the_field_it_needs(submission: Submission) -> None:
    reading = read(submission)
    for signal in SIGNALS:
        if signal.needs:
            empty = PLAIN if signal.needs == "disguises" else type(getattr(reading, signal.needs))()
            assert signal.measure(submission, replace(reading, **{signal.needs: empty})) == 0


def test_of_genuine_comments_every_value_is_within_its_cap() -> None:
    for written in genuine():
        submission = Submission(written.text, language=written.language)
        for signal, value in zip(SIGNALS, measured(submission, read(submission)), strict=True):
            assert 0 <= value <= signal.cap, (signal.name, written.text)


@pytest.mark.parametrize("name", FIRES_ON)
def test_a_signal_speaks_of_what_it_is_there_for(name: str) -> None:
    (signal,) = [each for each in SIGNALS if each.name == name]
    assert value_of(signal, FIRES_ON[name]) > 0
