"""What Akismet's fields mean, case by case."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.akismet import wire
from service.akismet.forms import Form, read_form
from service.filtering.submission import Author, Page, Submission
from service.filtering.submission import Form as CommentForm

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
KEY, OTHER = "0123456789ab", "ba9876543210"


def form(**fields: str) -> Form:
    return read_form(urlencode(fields).encode(), "", "")


@pytest.mark.parametrize(
    ("fields", "host", "found"),
    [
        ({"api_key": KEY}, "rest.akismet.com", KEY),
        ({"key": KEY}, "rest.akismet.com", KEY),
        ({"api_key": KEY, "key": OTHER}, "", KEY),
        ({"api_key": f" {KEY}\n"}, "", KEY),
        ({}, f"{KEY}.rest.akismet.com", KEY),
        ({}, f"{KEY}.rest.akismet.com:8080", KEY),
        ({}, f"{KEY.upper()}.rest.akismet.com", KEY),
        ({}, f"{KEY}.localhost", KEY),
        ({"api_key": ""}, f"{KEY}.rest.akismet.com", KEY),
        ({"api_key": "nonsense"}, f"{KEY}.rest.akismet.com", "nonsense"),
        ({"api_key": OTHER}, f"{KEY}.rest.akismet.com", OTHER),
        ({}, KEY, ""),
        ({}, f"{KEY}:8080", ""),
        ({}, f"{KEY}0.rest.akismet.com", ""),
        ({}, "rest.akismet.com", ""),
        ({}, "", ""),
    ],
)
def test_the_key_is_found_in_its_three_places(
    fields: dict[str, str], host: str, found: str
) -> None:
    assert wire.key_of(form(**fields), host) == found


def test_the_key_asked_about_wins_over_the_key_in_use() -> None:
    both = form(api_key=OTHER, key=KEY)
    assert wire.key_of(both, f"{OTHER}.rest.akismet.com", wire.OWN_KEYS) == KEY


@pytest.mark.parametrize(
    ("text", "true"),
    [("1", True), ("true", True), ("True", True), (" 1 ", True)]
    + [(text, False) for text in ("", "0", "false", "False", "no", "2", "null", "on")],
)
def test_a_flag_is_a_text(text: str, true: bool) -> None:  # noqa: FBT001 (a case)
    assert wire.is_true(text) is true
    assert wire.submission_of(form(is_test=text), NOW).test is true


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-11-22 10:00:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T10:00:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T10:00:00Z", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T10:00:00.000Z", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T10:00:00+02:00", datetime(2026, 11, 22, 8, tzinfo=UTC)),
        ("1795341600", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("0000-00-00 00:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("9" * 500, None),
        ("", None),
    ],
)
def test_dates_are_read_as_clients_write_them(text: str, date: datetime | None) -> None:
    assert wire.date_of(text) == date


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "comment"),
        ({"comment_type": "comment"}, "comment"),
        ({"comment_type": "", "content_type": "forum-post"}, "forum-post"),
        ({"comment_type": "Pingback"}, "pingback"),
        ({"comment_type": "contact_form"}, "contact-form"),
        ({"comment_type": "registration"}, "signup"),
        ({"comment_type": "of my own"}, "of-my-own"),
        ({"comment_type": "x" * 999}, "x" * 40),
    ],
)
def test_types_have_our_names(fields: dict[str, str], kind: str) -> None:
    assert wire.submission_of(form(**fields), NOW).type == kind


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"POST_ak_js": str(NOW_MS - 3200)}, 3.2),
        ({"ak_js": str(NOW_MS - 3200)}, 3.2),
        ({"POST_ak_js": str(NOW_MS - 9000), "comment_date_gmt": "2026-11-22 11:59:59"}, 8.0),
        ({"POST_ak_js": str(NOW_MS + 50)}, None),
        ({"POST_ak_js": str(NOW_MS - 90_000_000)}, None),
        ({"POST_ak_js": "113"}, None),
        ({"POST_ak_js": "-170000000000"}, None),
        ({"POST_ak_js": "１７９５３４１６０００００"}, None),
        ({"POST_ak_js": "9" * 5000}, None),
        ({}, None),
    ],
)
def test_the_forms_time_is_measured_from_its_display(
    fields: dict[str, str], seconds: float | None
) -> None:
    assert wire.submission_of(form(**fields), NOW).form.seconds == seconds


@pytest.mark.parametrize(
    "fields",
    [
        {"honeypot_field_name": "trap", "trap": "caught"},
        {"honeypot_field_name": "trap", "POST_trap": "caught"},
        {"honeypot_field_name": "ловушка", "ловушка": "caught"},
        {"POST_ak_hp_textarea": "caught"},
        {"honeypot_field_name": "trap", "trap": "", "POST_ak_hp_textarea": "caught"},
    ],
)
def test_what_stands_in_a_honeypot_is_seen(fields: dict[str, str]) -> None:
    assert wire.submission_of(form(**fields), NOW).form.honeypot == "caught"


@pytest.mark.parametrize(
    ("fields", "nonce_passed", "languages"),
    [
        ({}, None, None),
        ({"akismet_comment_nonce": "inactive"}, None, None),
        ({"akismet_comment_nonce": "passed", "HTTP_HOST": "blog.example"}, True, ""),
        ({"akismet_comment_nonce": "failed", "HTTP_ACCEPT_LANGUAGE": "de"}, False, "de"),
        ({"HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.5", "HTTP_HOST": "blog.example"}, None, "en"),
        ({"HTTP_ACCEPT_LANGUAGE": "*;q=0.1"}, None, "*"),
    ],
)
def test_the_nonce_and_the_browsers_languages_are_read(
    fields: dict[str, str],
    nonce_passed: bool | None,  # noqa: FBT001 (a case of the table)
    languages: str | None,
) -> None:
    read = wire.submission_of(form(**fields), NOW).form
    assert (read.nonce_passed, read.languages) == (nonce_passed, languages)


def test_an_empty_or_absent_honeypot_is_none() -> None:
    for fields in ({"honeypot_field_name": "trap"}, {"honeypot_field_name": ""}, {"trap": "x"}):
        assert wire.submission_of(form(**fields), NOW).form.honeypot == ""


def test_a_whole_form_is_a_whole_submission() -> None:
    sent = form(
        blog="https://blog.example",
        user_ip=" 203.0.113.9 ",
        user_agent="Mozilla/5.0",
        referrer="https://blog.example/p/1",
        permalink="https://blog.example/p/1",
        comment_type="comment",
        comment_author="Bob",
        comment_author_email="bob@mail.example",
        comment_author_url="http://bob.example",
        comment_content="Nice post!",
        comment_date_gmt="2026-11-22T10:00:00Z",
        comment_post_modified_gmt="2026-11-01 10:00:00",
        blog_lang="en_US, fr_CA",
        user_role="editor,author",
        user_ID="42",
        callback="https://blog.example/hook",
        **{"comment_context[0]": "tea", "comment_context[1]": "cups"},
    )
    assert wire.submission_of(sent, NOW) == Submission(
        body="Nice post!",
        author=Author(
            name="Bob",
            email="bob@mail.example",
            url="http://bob.example",
            ip="203.0.113.9",
            user_agent="Mozilla/5.0",
            id="42",
            role="editor",
        ),
        page=Page(
            url="https://blog.example/p/1",
            published_at=datetime(2026, 11, 1, 10, tzinfo=UTC),
            excerpt="tea, cups",
        ),
        form=CommentForm(),
        referrer="https://blog.example/p/1",
        language="en_US",
        submitted_at=datetime(2026, 11, 22, 10, tzinfo=UTC),
        callback="https://blog.example/hook",
    )


def test_a_visitors_headers_and_the_repeated_form_go_nowhere() -> None:
    private = {
        "HTTP_COOKIE": "private",
        "HTTP_AUTHORIZATION": "private",
        "HTTP_X_FORWARDED_FOR": "private",
        "POST_comment": "private",
        "POST_password": "private",
        "REMOTE_ADDR": "private",
        "REQUEST_URI": "private",
        "akismet_comment_nonce": "private",
    }
    sent = wire.submission_of(form(comment_content="x", **private), NOW)
    assert "private" not in repr(sent)


@pytest.mark.parametrize(
    ("fields", "sent", "read"),
    [
        ({"comment_post_ID": "1"}, r"it\'s \"this\" \\ that", 'it\'s "this" \\ that'),
        ({"comment_post_ID": "1", "comment_ID": "7"}, r"it\'s", r"it\'s"),
        ({}, r"it\'s", r"it\'s"),
        ({"comment_post_ID": "1"}, r"it's \'so\'", r"it's \'so\'"),
        ({"comment_post_ID": "1"}, r"C:\dir", r"C:\dir"),
        ({"comment_post_ID": "1"}, "plain", "plain"),
    ],
)
def test_a_new_comment_of_wordpress_loses_the_backslashes_it_was_given(
    fields: dict[str, str], sent: str, read: str
) -> None:
    made = wire.submission_of(form(comment_content=sent, comment_author=sent, **fields), NOW)
    assert (made.body, made.author.name) == (read, read)


def test_an_administrator_is_one_among_other_roles_too() -> None:
    sent = wire.submission_of(form(user_role="subscriber, administrator"), NOW)
    assert sent.author.role == "administrator"


def test_a_page_without_permalink_is_the_blogs_front() -> None:
    assert wire.submission_of(form(blog="https://b.example"), NOW).page.url == "https://b.example"


@pytest.mark.parametrize(
    "address", ["", "ftp://x.example", "javascript:1", "http://x/" + "a" * 3000]
)
def test_a_callback_is_an_address_of_the_web(address: str) -> None:
    assert wire.submission_of(form(callback=address), NOW).callback is None


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"user_ip": "203.0.113.9", "blog": "https://b.example"}, None),
        ({"blog": "https://b.example"}, "user_ip"),
        ({"user_ip": " ", "blog": "https://b.example"}, "user_ip"),
        ({"user_ip": "203.0.113.9"}, "blog"),
        ({}, "user_ip"),
    ],
)
def test_a_missing_field_is_named(fields: dict[str, str], name: str | None) -> None:
    assert wire.missing_field(form(**fields)) == name


def test_a_report_says_who_reports() -> None:
    assert wire.reporter_of(form(reporter=" ann ")) == "ann"
    assert wire.reporter_of(form(reporter="x" * 999)) == "x" * 200
    assert wire.reporter_of(form()) == ""


DIFFICULT = [
    "comment_content",
    "comment_type",
    "comment_date_gmt",
    "comment_post_modified_gmt",
    "user_role",
    "POST_ak_js",
    "honeypot_field_name",
    "callback",
    "blog_lang",
    "is_test",
    "user_ID",
    "blog",
]


@given(st.dictionaries(st.sampled_from(DIFFICULT), st.text(max_size=40)))
def test_no_values_are_an_error(fields: dict[str, str]) -> None:
    named = {name: value.encode("utf-8", "replace") for name, value in fields.items()}
    wire.submission_of(read_form(urlencode(named).encode(), "", ""), NOW)
