"""Requests byte for byte as real clients send them, and what each is answered."""

import re
from dataclasses import dataclass, field

import pytest
from raw_call import raw_call
from served import SITE_KEY, Served

GUID = re.compile(r"[0-9a-f]{32}")
FORM = "application/x-www-form-urlencoded"
THANKS = b"Thanks for making the web a better place."
COMMENT = (
    f"api_key={SITE_KEY}&blog=https%3A%2F%2Fblog.example&user_ip=203.0.113.9"
    "&comment_author=Bob&comment_content="
)


@dataclass(frozen=True)
class Golden:
    """A request and its answer; {key} stands for the site's key."""

    path: str
    body: bytes
    answer: bytes
    headers: dict[str, str | None] = field(default_factory=dict)
    """Beyond and instead of the usual ones; None leaves a usual one out."""
    line: str = "POST {path} HTTP/1.1"


def multipart(**fields: str) -> bytes:
    parts = (
        f'--XX\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return ("".join(parts) + "--XX--\r\n").encode()


CASES = {
    "wordpress: the connectivity check": Golden(
        "/1.1/test", b"", b"connected", {"Host": "rest.akismet.com"}, "GET {path} HTTP/1.1"
    ),
    "wordpress: a first key": Golden(
        "/1.1/verify-key",
        f"key={SITE_KEY}&blog=http%3A%2F%2Fblog.example".encode(),
        b"valid",
        {"Host": "rest.akismet.com", "Content-Type": f"{FORM}; charset=UTF-8"},
        "POST {path} HTTP/1.0",
    ),
    "wordpress: a new key while an old one is in use": Golden(
        "/1.1/verify-key", f"key={SITE_KEY}&api_key=ffffffffffff".encode(), b"valid"
    ),
    "wordpress: a wrong new key while a good one is in use": Golden(
        "/1.1/verify-key", f"key=ffffffffffff&api_key={SITE_KEY}".encode(), b"invalid"
    ),
    "wordpress: a comment with keys without a value": Golden(
        "/1.1/comment-check",
        f"comment_post_ID=1&comment_author=akismet-guaranteed-spam&comment_author_email"
        f"&comment_author_url&comment_content=Hi&comment_type&comment_parent=0&user_ID=0"
        f"&user_ip=203.0.113.9&user_agent=Mozilla%2F5.0&referrer&blog=http%3A%2F%2Fblog.example"
        f"&blog_lang=en_US&blog_charset=UTF-8&permalink=http%3A%2F%2Fblog.example%2F%3Fp%3D1"
        f"&akismet_comment_nonce=passed&POST_comment=Hi&POST_ak_js=1700000000000"
        f"&HTTP_USER_AGENT=Mozilla%2F5.0&REMOTE_ADDR=203.0.113.9&REQUEST_URI=%2Fpost.php"
        f"&api_key={SITE_KEY}".encode(),
        b"true",
        {"Host": "rest.akismet.com", "Content-Type": f"{FORM}; charset=UTF-8"},
        "POST {path} HTTP/1.0",
    ),
    "a charset nobody knows": Golden(
        "/1.1/comment-check",
        COMMENT.encode() + b"spam+%E9",
        b"true",
        {"Content-Type": f"{FORM}; charset=x-martian"},
    ),
    "a blog in Latin 1": Golden(
        "/1.1/comment-check",
        COMMENT.encode() + b"spam+%E9",
        b"true",
        {"Content-Type": f"{FORM}; charset=ISO-8859-1"},
    ),
    "no content type": Golden(
        "/1.1/comment-check", COMMENT.encode() + b"spam+it", b"true", {"Content-Type": None}
    ),
    "a content type of something else": Golden(
        "/1.1/comment-check", COMMENT.encode() + b"spam+it", b"true", {"Content-Type": "text/xml"}
    ),
    "cedx: a list in brackets": Golden(
        "/1.1/comment-check",
        COMMENT.encode() + b"keep+it&comment_context%5B0%5D=tea&comment_context[1]=cups&is_test=1",
        b"false",
    ),
    "perl: the key in Host": Golden(
        "/1.1/comment-check",
        b"blog=b.example&user_ip=203.0.113.9&comment_content=spam+it",
        b"true",
        {"Host": f"{SITE_KEY}.rest.akismet.com"},
    ),
    "an old library: the key in Host with a port": Golden(
        "/1.1/submit-spam",
        b"blog=b.example&user_ip=203.0.113.9&comment_content=never+seen",
        THANKS,
        {"Host": f"{SITE_KEY}.rest.akismet.com:8080"},
        "POST {path} HTTP/1.0",
    ),
    "HTTP/1.0 without a Host": Golden(
        "/1.1/submit-ham",
        COMMENT.encode() + b"keep",
        THANKS,
        {"Host": None},
        "POST {path} HTTP/1.0",
    ),
    "multipart": Golden(
        "/1.1/comment-check",
        multipart(api_key=SITE_KEY, blog="b", user_ip="203.0.113.9", comment_content="spam it"),
        b"true",
        {"Content-Type": "multipart/form-data; boundary=XX"},
    ),
    "curl: waiting to be asked for a long body": Golden(
        "/1.1/comment-check",
        COMMENT.encode() + b"keep" * 500,
        b"false",
        {"Expect": "100-continue"},
    ),
    "an expectation nobody knows": Golden(
        "/1.1/comment-check", COMMENT.encode() + b"keep", b"false", {"Expect": "200-ok"}
    ),
    "no key": Golden("/1.1/comment-check", b"blog=b&user_ip=203.0.113.9", b"invalid"),
    "an unknown key, before any other complaint": Golden(
        "/1.1/comment-check", b"api_key=ffffffffffff", b"invalid"
    ),
    "a body of nothing": Golden("/1.1/submit-spam", b"", b"invalid"),
    "no address": Golden(
        "/1.1/comment-check",
        f"api_key={SITE_KEY}&blog=b".encode(),
        b"Missing required field: user_ip.",
    ),
    "deactivate": Golden("/1.1/deactivate", f"key={SITE_KEY}&blog=b".encode(), b"deactivated"),
    "plugins to go along with": Golden(
        "/1.2/compatible-plugins", b"", b"[]", line="GET {path} HTTP/1.1"
    ),
    "PyPI: key-sites without a key": Golden(
        "/1.2/key-sites?month=2026-11", b"", b"invalid", line="GET {path} HTTP/1.1"
    ),
    "an account that never ends": Golden(
        "/1.1/get-subscription",
        f"key={SITE_KEY}&blog=b".encode(),
        b'{"account_id":1,"account_type":"self-hosted","account_name":"Test","status":"active",'
        b'"next_billing_date":false,"limit_reached":false}',
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_request_gets_its_answer_byte_for_byte(served: Served, name: str) -> None:
    golden = CASES[name]
    usual = {
        "Host": "127.0.0.1",
        "Content-Type": FORM,
        "Content-Length": str(len(golden.body)),
        "Connection": "close",
        **golden.headers,
    }
    lines = [golden.line.format(path=golden.path)]
    lines += [f"{name}: {value}" for name, value in usual.items() if value is not None]
    head = "\r\n".join(lines) + "\r\n\r\n"
    reply = await raw_call(served.http._base_url.port, head.encode() + golden.body)
    assert (reply.status, reply.body) == (200, golden.answer)
    assert GUID.fullmatch(reply.headers["x-akismet-guid"])
    kind = "application/json" if reply.body[:1] in b"{[" else "text/plain"
    assert reply.headers["content-type"] == f"{kind}; charset=utf-8"
    helped = golden.path != "/1.1/verify-key" and reply.body.startswith((b"invalid", b"Missing"))
    assert ("x-akismet-debug-help" in reply.headers) == helped
