"""Forms as real clients and broken ones send them, each with what is read."""

import time
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.akismet.charsets import codec_of
from service.akismet.forms import read_form, unescaped

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = 'multipart/form-data; boundary="xYz"'

CASES = {
    "plain": (b"a=b&c=d", URLENCODED, {"a": "b", "c": "d"}),
    "plus and percent": (b"a=one+two%2B%20%26", URLENCODED, {"a": "one two+ &"}),
    "valueless keys": (b"user_role&comment_type&a=b&c", URLENCODED, {"user_role": "", "a": "b"}),
    "no content type": (b"a=b", "", {"a": "b"}),
    "odd content type": (b"a=b", "text/plain", {"a": "b"}),
    "nonsense content type": (b"a=b", ";;;=%%%", {"a": "b"}),
    "content type of json": (b"a=b", "application/json", {"a": "b"}),
    "the last one counts": (b"a=1&a=2", URLENCODED, {"a": "2"}),
    "an equals sign in a value": (b"a=b=c==", URLENCODED, {"a": "b=c=="}),
    "escaped name": (b"comment%5fauthor=Bob", URLENCODED, {"comment_author": "Bob"}),
    "empty pieces": (b"&&a=b&&=x&", URLENCODED, {"a": "b", "": ""}),
    "broken escapes": (b"a=100%+%zz%4&b=%", URLENCODED, {"a": "100% %zz%4", "b": "%"}),
    "a quoted-printable soft break is none": (b"a=x%=\r\ny", URLENCODED, {"a": "x%=\r\ny"}),
    "unescaped utf-8": ("a=né".encode(), URLENCODED, {"a": "né"}),
    "utf-8": (b"a=caf%C3%A9", f"{URLENCODED}; charset=UTF-8", {"a": "café"}),
    "utf-8, unsaid": (b"a=caf%C3%A9", URLENCODED, {"a": "café"}),
    "latin 1": (b"a=caf%E9", f"{URLENCODED}; charset=ISO-8859-1", {"a": "café"}),
    "windows quotes in latin 1": (b"a=%93x%94", f"{URLENCODED};charset=latin1", {"a": "“x”"}),
    "windows-1251": (b"a=%EF%F0%E8", f'{URLENCODED}; charset="windows-1251"', {"a": "при"}),
    "shift jis": (b"a=%93%FA", f"{URLENCODED}; Charset=Shift_JIS", {"a": "日"}),
    "gbk": (b"a=%D6%D0", f"{URLENCODED}; charset=GBK", {"a": "中"}),
    "unknown charset": (b"a=caf%C3%A9", f"{URLENCODED}; charset=x-nope", {"a": "café"}),
    "unknown charset, broken": (b"a=%FFx", f"{URLENCODED}; charset=x-nope", {"a": "\ufffdx"}),
    "empty charset": (b"a=caf%C3%A9", f"{URLENCODED}; charset=", {"a": "café"}),
    "a charset that cannot hold forms": (b"a=bc", f"{URLENCODED}; charset=utf-16", {"a": "bc"}),
    "a codec that is none of text": (b"a=bc", f"{URLENCODED}; charset=base64", {"a": "bc"}),
    "latin 1 said by the blog": (b"a=caf%E9&blog_charset=ISO-8859-1", URLENCODED, {"a": "café"}),
    "utf-8 is believed before the blog": (
        b"a=caf%C3%A9&blog_charset=ISO-8859-1",
        URLENCODED,
        {"a": "café"},
    ),
    "multipart": (
        b'--xYz\r\nContent-Disposition: form-data; name="a"\r\n\r\none+two%20\r\n'  # noqa: ISC004 (one body)
        b"--xYz\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; name=c\r\n\r\n"
        b"d\r\ne\r\n--xYz--\r\n",
        MULTIPART,
        {"a": "one+two%20", "c": "d\r\ne"},
    ),
    "multipart with bare newlines": (
        b'--xYz\nContent-Disposition: form-data; name="a"\n\nb\n--xYz--\n',
        MULTIPART,
        {"a": "b"},
    ),
    "multipart, boundary unsaid": (
        b'--q\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--q--',
        "multipart/form-data",
        {"a": "b"},
    ),
    "multipart with a file's name": (
        b'--xYz\r\nContent-Disposition: form-data; filename="name=z"; name="a"\r\n\r\nb\r\n--xYz--',
        MULTIPART,
        {"a": "b", "z": ""},
    ),
    "multipart of nothing": (b"", MULTIPART, {"a": ""}),
    "multipart that is none": (b"a=b", MULTIPART, {"a": ""}),
    "multipart in latin 1": (
        b'--xYz\r\nContent-Disposition: form-data; name="a"\r\n\r\ncaf\xe9\r\n--xYz--',
        f"{MULTIPART}; charset=iso-8859-1",
        {"a": "café"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_sent_is_what_is_read(name: str) -> None:
    raw, content_type, expected = CASES[name]
    form = read_form(raw, content_type, "")
    assert {key: form.text(key) for key in expected} == expected


def test_the_query_counts_where_the_body_is_silent() -> None:
    form = read_form(b"a=body", URLENCODED, "a=query&b=query%21")
    assert (form.text("a"), form.text("b")) == ("body", "query!")


@pytest.mark.parametrize(
    "raw",
    [
        b"tags[0]=a&tags[1]=b",
        b"tags%5B0%5D=a&tags%5B1%5D=b",
        b"tags[]=a&tags[]=b",
        b"tags=a&tags[]=b&tags[]=",
        b"tags[x]=a&tagsy=no&tags[z][0]=b",
    ],
)
def test_every_way_to_write_a_list_is_read(raw: bytes) -> None:
    assert read_form(raw, URLENCODED, "").texts("tags") == ["a", "b"]


@given(st.binary(max_size=300))
def test_unescaping_is_the_standard_librarys(raw: bytes) -> None:
    assert unescaped(raw) == unquote_to_bytes(raw.replace(b"+", b" "))


@given(st.lists(st.sampled_from([b"%41", b"%0a", b"%3D", b"=", b" ", b"\r\n", b"%", b"a", b"\t"])))
def test_unescaping_is_the_standard_librarys_at_its_seams(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    assert unescaped(raw) == unquote_to_bytes(raw)


@given(st.binary(max_size=400), st.text(max_size=60), st.text(max_size=60))
def test_no_form_is_an_error(raw: bytes, content_type: str, query: str) -> None:
    for kind in (content_type, f"multipart/x;boundary={content_type}", f"a;charset={content_type}"):
        form = read_form(raw, kind, query)
        for name in (*form.escaped, *form.plain, "absent"):
            form.text(name).encode()  # no lone surrogates
        form.texts("a")


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (b"&" * 2**20, URLENCODED),
        (b"=&" * 2**19, URLENCODED),
        (b"a=" + b"%" * 2**20, URLENCODED),
        (b"a=" + b"%41" * 2**18, URLENCODED),
        (b"a[]=&" * 2**18, URLENCODED),
        (b"--xYz" * 2**17, MULTIPART),
        (b"--xYz" + b"content-disposition: " * 2**15, MULTIPART),
        (b"--xYz" + b"\r\n" * 2**19, MULTIPART),
        (b"-" * 2**20, "multipart/form-data; boundary=-"),
        (b"a=b", "charset=" * 2**12),
    ],
)
def test_a_form_of_any_shape_is_read_in_no_time(raw: bytes, content_type: str) -> None:
    started = time.process_time()  # our own work alone: a busy machine proves nothing
    form = read_form(raw, content_type, "")
    form.text("a")
    form.texts("a")
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("name", ["utf-16", "utf-7", "punycode", "idna", "rot13", "zip", "", "né"])
def test_what_cannot_hold_a_form_is_no_charset(name: str) -> None:
    assert codec_of(name) is None
