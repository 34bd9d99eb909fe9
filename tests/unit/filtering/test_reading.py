"""The reading: what stands in its forms, and that no text can break or stall it."""

import gc
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from texts import ATOMS, any_submission

from service.filtering.features import texts_of
from service.filtering.ngrams import Piece, batches, grams
from service.filtering.reading import LINK_MARK, MAX_CHARACTERS, Reading, cut, read
from service.filtering.signals import SIGNALS
from service.filtering.submission import Author, Page, Submission

SIXTY_FOUR_KIB = 65_536
BOUND_SECONDS = 0.25
"""Twenty times what the slowest text takes on a quiet machine; a quadratic one takes seconds."""


def text_of(body: str) -> str:
    return read(Submission(body)).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("", ""),
        ("x", "x"),
        ("  Nice \n\t post ", "nice post"),
        ("<p>One<br/>two</p><b>th</b>ree", "one two three"),
        ("<a href='http://x.example'>click</a> here", "click here"),
        ("see http://x.example/a?b=1 now", f"see {LINK_MARK} now"),
        ("see x.com, y.org!", f"see {LINK_MARK} , {LINK_MARK} !"),
        ("[url=http://x.example]pills[/url] [b]now[/b]", "pills now"),
        ("[pills](https://x.example) now", "pills now"),
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("caf&eacute;", "cafe"),
        ("&#118;iagra &amp;#118;iagra", "viagra viagra"),
        ("vi\u200bag\u00adra", "viagra"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a[0] and b[k]", "a[0] and b[k]"),
        ("write to bob@mail.example", "write to bob@mail.example"),
        ("version 1.2.3 of main.py", "version 1.2.3 of main.py"),
    ],
)
def test_a_body_reads_as_its_reader_sees_it(body: str, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(
    "body", ["vi&#8203;agra", "vi&shy;agra", "vi&ZeroWidthSpace;agra", "&#8238;argaiv&#8236;"]
)
def test_what_is_hidden_behind_a_code_is_hidden_all_the_same(body: str) -> None:
    reading = read(Submission(body))
    assert reading.text == "viagra"
    assert reading.disguises.invisible + reading.disguises.turned == 1


def test_case_is_kept_in_what_is_seen_and_lost_in_the_text() -> None:
    reading = read(Submission("<b>BUY</b> Now"))
    assert (reading.seen, reading.text) == ("BUY Now", "buy now")


def test_fields_are_folded_and_addresses_lose_what_tells_nothing() -> None:
    author = Author(
        name="ＢＯＢ  Smith", email="bob12@Mail.Example", url="https://www.Bob.example/A"
    )
    page = Page(title="On TEA", excerpt="Te\u200ba is good")
    reading = read(Submission("hi", author=author, page=page))
    assert (reading.name, reading.email) == ("bob smith", "mail.example")
    assert (reading.address, reading.title) == ("bob.example/a", "on tea")
    assert reading.excerpt == "tea is good"


def test_links_of_every_markup_are_found_once() -> None:
    body = (
        '<a href="http://a.example">x</a> [url]http://b.example[/url] [c](http://c.example) d.com'
    )
    found = {(link.host, link.markup) for link in read(Submission(body)).links}
    assert found == {
        ("a.example", "html"), ("b.example", "bbcode"), ("c.example", "markdown"),
        ("d.com", "plain"),
    }  # fmt: skip


def test_of_a_long_text_both_ends_are_read() -> None:
    body = "head " + "x" * SIXTY_FOUR_KIB + " tail"
    short = cut(body)
    assert len(short) == MAX_CHARACTERS + 1
    assert short.startswith("head")
    assert short.endswith("tail")
    assert cut("short") == "short"


@given(any_submission)
def test_any_submission_reads_and_reads_the_same_twice(submission: Submission) -> None:
    first = read(submission)
    assert first == read(submission)
    for field in ("text", "link_text", "name", "address", "email", "title", "excerpt"):
        text: str = getattr(first, field)
        assert "\0" not in text
        assert text == " ".join(text.split())


def _submissions(text: str) -> tuple[Submission, ...]:
    author = Author(name=text, email=f"{text}@{text}", url=text, user_agent=text)
    page = Page(url=text, title=text, excerpt=text)
    return (
        Submission(text),
        Submission(f"a1b at @ http:// {text}"),
        Submission("hello http://x.example", author=author, page=page),
        Submission(text[:20_000], page=Page(title=text, excerpt=text, url="http://a.example")),
    )


def _used(submission: Submission) -> Reading:
    reading = read(submission)
    for signal in SIGNALS:
        signal.measure(submission, reading)
    for batch in batches(Piece(0, channel, text) for channel, text in texts_of(reading)):
        grams(batch)
    return reading


HARD_ATOMS = (
    *ATOMS, "a1b !", "a b ", "a.", "a.co ", "aa-b", "&#1", "1", "@aaaa ", "at a", "a⭐", "a\u200b",
    "\u202ea\n", "x" * 39 + " ", "a4a", "[](http://a", "%41 ", "ﷺ.", "a|", "a!", "\u0301",
    "i really ", "this very ", "great and x ", "thank you for ", "check out ", "1.5 ",
)  # fmt: skip


@pytest.fixture(scope="module")
def no_collections() -> Iterator[None]:
    """No garbage of other tests is collected in the measured time: half a second after 2,000."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("atom", HARD_ATOMS, ids=ascii)
@pytest.mark.usefixtures("no_collections")
def test_64_kib_of_anything_take_a_moment(atom: str) -> None:
    text = (atom * SIXTY_FOUR_KIB)[:SIXTY_FOUR_KIB]
    for submission in _submissions(text):
        started = time.process_time()
        reading = _used(submission)
        assert time.process_time() - started < BOUND_SECONDS
        assert len(reading.text) <= MAX_CHARACTERS + 1


@pytest.mark.parametrize(
    "body",
    [
        "&#" + "1" * 5000 + ";",
        "&#x" + "1" * 9000 + ";",
        "&#0;&#1;&#xD800;&#x110000;",
        "%00%00%00%00%00",
        "http://[::1/" + "x" * 3000,
        "<" * 5000 + ">" * 5000,
    ],
    ids=lambda body: body[:12],
)
def test_codes_of_nothing_are_no_trouble(body: str) -> None:
    assert "\0" not in _used(Submission(body)).text


@pytest.mark.parametrize("padding", ["." * 1000, "a" * 1000, "é" * 1000, "ह" * 70, "!?" + "-" * 99])
def test_a_long_run_reads_like_a_short_one(padding: str) -> None:
    last = padding[-1]
    short = padding.rstrip(last) + last * 5
    spam = "buy cheap pills at http://pills.example now"
    assert _used(Submission(f"{spam} {padding}")).text == _used(Submission(f"{spam} {short}")).text


def test_runs_that_people_write_are_left_alone() -> None:
    for text in ("soooo good", "wwww", "1000000", "hmmmmm", "ok.....", "😂😂😂😂😂"):
        assert read(Submission(text)).text == text
