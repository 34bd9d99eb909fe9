"""Readers: every format gives the same examples, every error names file and line."""

import csv
import gzip
import json
from pathlib import Path

import pytest

from service.filtering.verdict import Label
from training.corpora.reading import read_all, read_examples
from training.corpora.rows import CorpusError

ROW = {
    "text": "Nice “post”, thanks\nreally",
    "label": "spam",
    "author": "Bob",
    "author_url": "http://pills.example",
    "author_email": "bob@mail.example",
    "title": "On tea",
    "kind": "praise",
    "lang": "en",
    "date": "2026-01-02",
    "id": "7",
}


def write_lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_csv(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_json_lines_plain_gzipped_and_csv_give_the_same_example(tmp_path: Path) -> None:
    plain = write_lines(tmp_path / "tea.jsonl", ROW)
    packed = tmp_path / "tea.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    table = write_csv(tmp_path / "tea.csv", ROW)
    first, second, third = (next(read_examples(path)) for path in (plain, packed, table))
    assert first == second == third
    assert first.submission.author.url == "http://pills.example"
    assert first.submission.page.title == "On tea"
    assert (first.source, first.kind, first.lang, first.id) == ("tea", "praise", "en", "7")


def test_the_comments_language_is_not_passed_off_as_the_sites(tmp_path: Path) -> None:
    (found,) = read_examples(write_lines(tmp_path / "a.jsonl", ROW))
    assert found.submission.language == ""


def test_a_rows_own_source_goes_before_the_files_name(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", ROW, {**ROW, "source": "video-1"})
    assert [each.source for each in read_examples(path)] == ["a", "video-1"]
    assert [each.source for each in read_examples(path, "b")] == ["b", "video-1"]


def test_uci_youtube_columns_are_known(tmp_path: Path) -> None:
    row = {
        "COMMENT_ID": "z12",
        "AUTHOR": "Julius",
        "DATE": "2013-11-07T06:20:48",
        "CONTENT": "check my channel",
        "CLASS": "1",
    }
    (found,) = read_examples(write_csv(tmp_path / "Youtube01-Psy.csv", row))
    assert found.label is Label.SPAM
    assert (found.submission.body, found.submission.author.name) == ("check my channel", "Julius")
    assert (found.id, found.date, found.source) == ("z12", row["DATE"], "Youtube01-Psy")


def test_context_is_the_pages_title(tmp_path: Path) -> None:
    row = {"text": "hi", "label": "ham", "context": "On milk"}
    (found,) = read_examples(write_lines(tmp_path / "a.jsonl", row))
    assert found.submission.page.title == "On milk"


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("ham", "ham"),
        ("SPAM", "spam"),
        (0, "ham"),
        (1, "spam"),
        ("no", "ham"),
        ("Yes", "spam"),
        (False, "ham"),
        (True, "spam"),
        (1.0, "spam"),
    ],
)
def test_labels_are_read_in_all_their_spellings(tmp_path: Path, label: object, meant: str) -> None:
    (found,) = read_examples(write_lines(tmp_path / "a.jsonl", {"text": "x", "label": label}))
    assert found.label == meant


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not one JSON object"),
        ("[1]", "not one JSON object"),
        ("[" * 100_000, "not one JSON object"),
        ('{"text": "x", "label": "maybe"}', "the label is 'maybe'"),
        ('{"text": "x", "label": ""}', "the label is missing"),
        ('{"text": "x"}', "no field for the label"),
        ('{"label": "ham"}', "no field for the text"),
        ('{"text": ["x"], "label": "ham"}', "the field 'text' must be text, not list"),
    ],
)
def test_an_error_names_file_and_line(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f'{{"text": "fine", "label": "ham"}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        list(read_examples(path))
    assert str(caught.value).startswith("bad.jsonl, line 3: ")
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"text,label\nfine,ham\nx,maybe\n", "bad.csv, line 3: the label is 'maybe'"),
        (b"text,label\nfine,ham,more\n", "bad.csv, line 2: more cells"),
        (b"body,class\n\xff\xfe,ham\n", "not UTF-8"),
        (b"words,label\nx,ham\n", "bad.csv, line 1: no field for the text"),
        (b"", "bad.csv, line 1: no field for the text"),
        (b'text,label\n"open,ham\n', "broken CSV"),
    ],
)
def test_a_bad_table_is_named_too(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"bad\.csv") as caught:
        list(read_examples(path))
    assert problem in str(caught.value)


def test_unknown_formats_missing_and_damaged_files_are_one_sentence(tmp_path: Path) -> None:
    damaged = tmp_path / "a.jsonl.gz"
    damaged.write_bytes(gzip.compress(b'{"text": "x", "label": "ham"}\n' * 99)[:40])
    for path in (tmp_path / "a.xlsx", tmp_path / "none.jsonl", damaged, tmp_path / "empty.jsonl"):
        if path.name == "empty.jsonl":
            path.touch()
        with pytest.raises(CorpusError):
            read_all([path])


@pytest.mark.parametrize("name", ["missing", "missing.jsonl", "missing.csv.gz"])
def test_a_file_that_is_not_there_is_told_as_that(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        read_all([tmp_path / name])


def test_a_folder_is_one_source_read_in_sorted_order(tmp_path: Path) -> None:
    write_lines(tmp_path / "b.jsonl", {**ROW, "id": "2"})
    write_lines(tmp_path / "a.jsonl", {**ROW, "id": "1"})
    (tmp_path / "notes.txt").write_text("not a corpus", encoding="utf-8")
    found = list(read_examples(tmp_path))
    assert [each.id for each in found] == ["1", "2"]
    assert {each.source for each in found} == {tmp_path.name}


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ROW).encode())
    assert len(read_all([path])) == 1


def test_real_files_are_read_whole(shared_data: Path) -> None:
    for name, rows, spam in (
        ("youtube_psy_katy_lmfao_eminem", 1586, 831),
        ("datacamp_blog", 406, 78),
    ):
        found = read_all([shared_data / f"{name}.jsonl.gz"])
        assert len(found) == rows
        assert sum(each.label is Label.SPAM for each in found) == spam
