"""Whatever is sent: 200 or 4xx, always with a guid, never a fault of ours."""

import re
from urllib.parse import quote_from_bytes

import pytest
from akismet_client import Client, Reply
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from malformed_forms import FIELDS, request, requests
from raw_call import raw_call
from served import SITE_KEY, Served

from service.akismet.routes import AKISMET_ROUTES

GUID = re.compile(r"[0-9a-f]{32}")
PATHS = [route.path.replace("{rest:.*}", "nothing") for route in AKISMET_ROUTES]
KNOWN = sorted({name.decode().partition("=")[0] for name in FIELDS} | {"api_key", "key", "blog"})


async def test_three_hundred_mistakes_made_by_hand(served: Served) -> None:
    port = served.http._base_url.port
    sent = list(requests())
    assert len(sent) >= 300
    guids = set()
    for one in sent:
        reply = await raw_call(port, one)
        assert reply.status == 200 or 400 <= reply.status < 500, (reply, one[:300])
        assert GUID.fullmatch(reply.headers.get("x-akismet-guid", "")), (reply, one[:300])
        guids.add(reply.headers["x-akismet-guid"])
    assert len(guids) == len(sent)
    assert (await raw_call(port, request(b"api_key=" + SITE_KEY.encode()))).status == 200


VALUES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from([b"", b"1", SITE_KEY.encode(), b"203.0.113.9", b"https://b.example"]),
    st.datetimes().map(lambda moment: moment.isoformat().encode()),
)
PAIRS = st.tuples(st.sampled_from(KNOWN) | st.text(max_size=20), VALUES, st.integers(0, 3))
TYPES = st.one_of(
    st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=iso-8859-1",
            "multipart/form-data; boundary=XX",
            "text/plain",
        ]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f")),
)


def written(pairs: list[tuple[str, bytes, int]]) -> bytes:
    """A form of pairs, each in one of four ways to write one."""
    pieces = []
    for name, value, way in pairs:
        title = name.encode("utf-8", "replace")
        escaped = quote_from_bytes(value).encode()
        part = b'--XX\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (title, value)
        pieces.append([title + b"=" + escaped, title, title + b"=" + value, part][way])
    return b"&".join(pieces)


FORMS = st.one_of(st.lists(PAIRS, max_size=8).map(written), st.binary(max_size=200))
METHODS = st.sampled_from(["POST", "POST", "POST", "GET"])


CALLS = st.tuples(METHODS, st.sampled_from(PATHS), FORMS, TYPES, st.booleans())
EVERYTHING = list(HealthCheck)


@settings(max_examples=150, deadline=None, suppress_health_check=EVERYTHING)
@given(call=CALLS)
async def test_some_generated_forms(
    client: Client, call: tuple[str, str, bytes, str, bool]
) -> None:
    await one_call(client, *call)


@pytest.mark.slow
@settings(max_examples=5000, deadline=None, suppress_health_check=EVERYTHING)
@given(call=CALLS)
async def test_five_thousand_generated_forms(
    client: Client, call: tuple[str, str, bytes, str, bool]
) -> None:
    await one_call(client, *call)


async def one_call(client: Client, method: str, path: str, form: bytes, *rest: object) -> None:
    """One call, with a good key in front of every other form."""
    kind, has_key = rest
    if has_key:
        form = f"api_key={SITE_KEY}&blog=b&user_ip=1.2.3.4&".encode() + form
    reply: Reply = await client.send(method, path, form, str(kind))
    assert reply.status == 200 or 400 <= reply.status < 500, reply
    assert GUID.fullmatch(reply.guid)
