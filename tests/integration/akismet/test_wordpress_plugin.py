"""The must-use plugin for WordPress, run by PHP (apt-get install php-cli) on a stub of it."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.commands.integration import integration, wordpress_plugin
from service.errors import InvalidInputError

PHP = shutil.which("php")
STUB = Path(__file__).with_name("wordpress_stub.php")
URL = "https://ham.example/behind"
CHECK = "https://rest.akismet.com/1.1/comment-check"
KEY = "0123456789ab"
GUID = re.compile(r"[0-9a-f]{32}")

needs_php = pytest.mark.skipif(PHP is None, reason="needs PHP: apt-get install php-cli")


@dataclass(frozen=True)
class Outcome:
    results: list[Any]
    sent: list[Any]
    meta: Any
    reported: list[int]


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    path = tmp_path / "hamgate.php"
    path.write_text(wordpress_plugin(URL), encoding="utf-8")
    return path


def run(plugin: Path, *steps: dict[str, Any]) -> Outcome:
    """What some steps come to, with every notice of PHP an error."""
    done = subprocess.run(  # noqa: S603
        [str(PHP), "-d", "display_errors=stderr", str(STUB), str(plugin)],
        input=json.dumps(steps),
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode == 0, done.stderr
    return Outcome(**json.loads(done.stdout))


def answer(body: str = "false", code: int = 200, **headers: str) -> dict[str, Any]:
    named = {"x-akismet-guid": "0" * 32} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return {"headers": named, "body": body, "response": {"code": code, "message": ""}}


def http(url: str = CHECK, *, body: Any = f"api_key={KEY}", **more: Any) -> dict[str, Any]:
    """A call of WordPress; `host` and `answer` are its header and what comes back."""
    headers = {"Host": more.pop("host", "rest.akismet.com"), "User-Agent": "WordPress/6.1"}
    args = {"headers": headers, "body": body, "timeout": 15, "method": "POST"}
    return {"do": "http", "url": url, "args": args, **more}


def insert(number: int) -> dict[str, Any]:
    return {"do": "insert", "id": number}


def transition(number: int, old: str, new: str, *, may: bool = True) -> dict[str, Any]:
    return {"do": "transition", "id": number, "old": old, "new": new, "may": may}


HELD = answer("false", x_akismet_error="held")
RECHECK = f"api_key={KEY}&comment_ID=7&recheck_reason=retry"


@needs_php
@pytest.mark.parametrize(
    ("url", "host", "body", "expected"),
    [
        (CHECK, "rest.akismet.com", f"api_key={KEY}", "/1.1/comment-check"),
        ("http://rest.akismet.com/1.1/test", "", "", "/1.1/test"),
        ("https://192.0.2.1/1.1/verify-key", "rest.akismet.com", "key=x", "/1.1/verify-key"),
        ("https://REST.akismet.com/1.2/x?a=b", "", "", "/1.2/x?a=b"),
        (f"http://{KEY}.rest.akismet.com/1.1/a", "", "blog=b", f"/1.1/a?api_key={KEY}"),
        (f"http://{KEY}.rest.akismet.com/1.1/a", "", f"key={KEY}", "/1.1/a"),
        (
            f"http://{KEY}.rest.akismet.com:80/1.1/a?b=c",
            "",
            {"blog": "b"},
            f"/1.1/a?b=c&api_key={KEY}",
        ),
    ],
)
def test_calls_for_akismet_come_to_us(
    plugin: Path, url: str, host: str, body: Any, expected: str
) -> None:
    found = run(plugin, http(url, host=host, body=body, answer=answer("connected")))
    (sent,) = found.sent
    assert sent["url"] == URL + expected
    assert sent["args"]["body"] == body
    assert "Host" not in sent["args"]["headers"]
    assert sent["args"]["headers"]["User-Agent"] == "WordPress/6.1"
    assert sent["args"]["timeout"] == 5
    assert found.results[0]["body"] == "connected"


@needs_php
@pytest.mark.parametrize(
    "url",
    [
        "https://api.wordpress.org/core/version-check/1.7/",
        "https://akismet.com/1.1/test",
        "https://rest.akismet.com.evil.example/1.1/test",
        "https://evilrest.akismet.com/1.1/test",
        "https://evil.example/rest.akismet.com",
    ],
)
def test_all_other_calls_go_their_way(plugin: Path, url: str) -> None:
    found = run(plugin, http(url, host="", answer=answer("theirs")))
    assert (found.sent[0]["url"], found.sent[0]["args"]["timeout"]) == (url, 15)


@needs_php
@pytest.mark.parametrize(
    "failure",
    [
        None,
        answer("true", 500),
        answer("This site may make 2 calls a minute; try again in 30 s.", 429),
        answer("true", 404),
        answer("", 502),
        answer("<html>", 200) | {"headers": {}},
    ],
)
def test_while_we_are_away_a_comment_is_held_and_checked_again(
    plugin: Path, failure: dict[str, Any] | None
) -> None:
    step = http(answer=failure) if failure else http()
    first, second = run(plugin, step, step).results
    assert first["response"]["code"] == 503
    assert first["body"] not in ("true", "false", "")
    guids = [each["headers"]["x-akismet-guid"] for each in (first, second)]
    assert all(GUID.fullmatch(guid) for guid in guids)
    assert guids[0] != guids[1]


@needs_php
def test_a_good_answer_is_handed_on_as_it_is(plugin: Path) -> None:
    spam = answer("true", x_akismet_pro_tip="discard")
    assert run(plugin, http(answer=spam)).results == [spam]


@needs_php
@pytest.mark.parametrize("first", [HELD, None])
def test_an_approved_comment_that_was_held_is_reported_once(
    plugin: Path, first: dict[str, Any] | None
) -> None:
    found = run(
        plugin,
        http(answer=first) if first else http(),
        insert(7),
        transition(7, "unapproved", "approved"),
        transition(7, "approved", "unapproved"),
        transition(7, "unapproved", "approved"),
    )
    assert found.reported == [7]


@needs_php
@pytest.mark.parametrize(
    "steps",
    [
        [http(answer=answer()), insert(7), transition(7, "unapproved", "approved")],
        [http(answer=HELD), insert(7), transition(7, "unapproved", "spam")],
        [http(answer=HELD), insert(7), transition(7, "unapproved", "trash")],
        [http(answer=HELD), insert(7), transition(8, "unapproved", "approved")],
        [http(answer=HELD), insert(7), insert(8), transition(8, "unapproved", "approved")],
        [http(answer=HELD), insert(7), transition(7, "unapproved", "approved", may=False)],
        [
            http(answer=HELD),
            insert(7),
            {"do": "meta", "id": 7, "name": "akismet_rechecking", "value": "1"},
            transition(7, "unapproved", "approved"),
        ],
    ],
)
def test_nothing_else_is_reported(plugin: Path, steps: list[dict[str, Any]]) -> None:
    assert run(plugin, *steps).reported == []


@needs_php
def test_a_comment_that_is_held_when_checked_again_is_not_published(plugin: Path) -> None:
    moderation = {"do": "moderation"}
    found = run(
        plugin,
        http(answer=HELD),
        moderation,
        http(body=RECHECK, answer=HELD),
        moderation,
        http(body=RECHECK, answer=answer()),
        moderation,
    )
    assert found.results[1::2] == [False, "1", False]
    assert found.meta["7"]["hamgate_held"] == "held"


@needs_php
def test_the_plugin_opens_only_inside_wordpress(plugin: Path) -> None:
    done = subprocess.run(  # noqa: S603
        [str(PHP), str(plugin)], capture_output=True, text=True, check=True, timeout=20
    )
    assert (done.stdout, done.stderr) == ("", "")


@needs_php
def test_an_address_stays_a_text_in_php(tmp_path: Path) -> None:
    path = tmp_path / "hamgate.php"
    path.write_text(wordpress_plugin("https://h.example/a'.evil().'\\"), encoding="utf-8")
    step = http("https://rest.akismet.com/1.1/test", answer=answer())
    assert run(path, step).sent[0]["url"] == "https://h.example/a'.evil().'\\/1.1/test"


@pytest.mark.parametrize(
    "url", ["", "ham.example", "ftp://x", "http://", "https://x/?a", "http://x\n"]
)
def test_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidInputError, match="no address"):
        wordpress_plugin(url)


def test_the_command_prints_the_plugin() -> None:
    printed = CliRunner().invoke(integration, ["wordpress", "--url", "https://ham.example/"])
    assert printed.exit_code == 0
    assert printed.stdout.startswith("<?php\n")
    assert "define( 'HAMGATE_URL', 'https://ham.example' );" in printed.stdout
