"""The command line: what scripts need, offline where it can be, one line for an error."""

import http.client
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from running import environment, hamgate, run
from served import make_artifact

from service.artifacts import Signer
from service.secrets import load_secret


def json_of(data_dir: Path, *arguments: str) -> dict:
    result = run(data_dir, *arguments, "--json")
    assert result.returncode == 0, result.stderr
    found: dict = json.loads(result.stdout)
    return found


def test_a_comment_is_judged_offline(tmp_path: Path) -> None:
    sent = json.dumps({"body": "cheap pills http://pills.example", "author": {"name": "Bob"}})
    result = run(tmp_path, "check", stdin=sent)
    decision = json.loads(result.stdout)
    assert decision["verdict"] in {"keep", "hold", "spam"}
    total = math.fsum(piece["weight"] for piece in decision["evidence"])
    score = decision["score"]
    assert abs(total - math.log(score / (1 - score))) < 1e-6
    text = run(tmp_path, "check", "--text", "hello")
    assert json.loads(text.stdout)["verdict"]
    assert not list(tmp_path.iterdir())


def test_a_plain_text_comes_by_name_or_from_standard_input(tmp_path: Path) -> None:
    named = run(tmp_path, "check", "--text", "cheap pills")
    for arguments in (("--text",), ("--text", "-")):
        piped = run(tmp_path, "check", *arguments, stdin="cheap pills\n")
        assert json.loads(piped.stdout)["evidence"] == json.loads(named.stdout)["evidence"]
    dashed = run(tmp_path, "check", "--text", "-1, and --model is no option here")
    assert json.loads(dashed.stdout)["verdict"]


def test_a_text_in_another_encoding_is_refused_in_one_line(tmp_path: Path) -> None:
    called = [sys.executable, "-m", "service", "check", "--text", b"caf\xe9"]
    result = subprocess.run(  # noqa: S603
        called, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert "UTF-8" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("serve", "--prot", "1"),
        ("site", "add"),
        ("promote",),
        ("compare", "default"),
        ("train", "/no/such/file.jsonl"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(tmp_path, *arguments)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("hamgate: ")
    assert "--help" in result.stderr
    assert result.stdout == ""


def test_a_name_that_is_none_is_told_with_its_reason(tmp_path: Path) -> None:
    result = run(tmp_path, "site", "add", " ")
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert "$.name: must be a text" in result.stderr


@pytest.mark.parametrize("sent", ["", "nonsense", '{"body": 5}', '{"body": "x", "zzz": 1}'])
def test_what_is_no_submission_is_told_in_one_line(tmp_path: Path, sent: str) -> None:
    result = run(tmp_path, "check", stdin=sent)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_sites_and_admins_are_made_with_and_without_a_server(tmp_path: Path) -> None:
    made = json_of(tmp_path, "site", "add", "Tea")
    with hamgate(tmp_path, workers=1) as server:
        more = json_of(tmp_path, "site", "add", "Coffee")
        admin = json_of(tmp_path, "admin", "add", "ann")
        for key in (made["key"], more["key"]):
            assert _status(server.port, "/v1/site", key) == 200
        assert _status(server.port, "/v1/admin/sites", admin["token"]) == 200
        listed = run(tmp_path, "site", "list")
        assert "Tea" in listed.stdout
        assert "Coffee" in listed.stdout
        another = json_of(tmp_path, "site", "key", made["site"], "--replace")
        assert _status(server.port, "/v1/site", another["key"]) == 200
        assert run(tmp_path, "site", "remove", more["site"]).returncode == 0
    assert run(tmp_path, "site", "remove", more["site"]).returncode == 1


def test_models_are_promoted_from_a_folder_and_rolled_back(tmp_path: Path) -> None:
    data_dir, folder = tmp_path / "data", tmp_path / "model"
    signer = Signer(load_secret(data_dir, ""))
    make_artifact(folder, "2026-11-22.9-abcdef", 9, signer)
    assert json_of(data_dir, "promote", str(folder))["champion"] == "2026-11-22.9-abcdef"
    assert json_of(data_dir, "models")["champion"] == "2026-11-22.9-abcdef"
    assert "* " in run(data_dir, "models").stdout
    assert json_of(data_dir, "rollback")["champion"] is None
    assert json_of(data_dir, "promote", "2026-11-22.9-abcdef")["former"] is None
    (folder / "weights.npz").write_bytes(b"damaged")
    result = run(data_dir, "promote", str(folder))
    assert result.returncode == 1
    assert "damaged" in result.stderr
    assert run(data_dir, "promote", "nonsense").returncode == 1


def test_the_doctor_finds_a_sound_installation_sound(tmp_path: Path) -> None:
    result = run(tmp_path, "doctor", port=1)
    assert "eviction: never" in result.stdout
    with hamgate(tmp_path, workers=1) as server:
        while_it_runs = run(tmp_path, "doctor", port=server.port)
        assert while_it_runs.returncode == 0, while_it_runs.stdout
        assert "is served by Hamgate" in while_it_runs.stdout


def test_help_names_every_command(tmp_path: Path) -> None:
    shown = run(tmp_path, "--help").stdout
    for name in ("serve", "check", "site", "admin", "models", "promote", "rollback", "doctor"):
        assert name in shown
    for name in ("train", "evaluate", "compare"):
        assert name in shown


def _status(port: int, path: str, key: str) -> int:
    """What a server answers to a call with a key."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Authorization": f"Bearer {key}"})
    status = connection.getresponse().status
    connection.close()
    return status
