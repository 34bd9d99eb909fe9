"""CSV with a header line, among them the UCI YouTube Spam Collection's files."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO

from training.corpora.rows import CorpusError, Place, Record, example_from, require_text
from training.dataset import Example

MAX_FIELD_CHARACTERS = 4 << 20
"""Python's own 128 KiB limit is below what spam floods send; beyond 4 MiB the quoting is broken."""


def read_csv(stream: IO[bytes], file: str, source: str) -> Iterator[Example]:
    """Examples of a CSV stream (UTF-8, comma, double quotes; header in any case)."""
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    rows = csv.DictReader(text, strict=True)
    try:
        require_text(set(rows.fieldnames or ()), Place(file, 1))
        yield from (_example(row, Place(file, rows.line_num), source) for row in rows)
    except UnicodeDecodeError as error:
        raise Place(file, rows.line_num + 1).error("not UTF-8; save the file as UTF-8") from error
    except csv.Error as error:
        raise CorpusError(f"{file}, line {rows.line_num}: broken CSV ({error})") from error
    finally:
        text.detach()  # whoever opened the stream closes it


def _example(row: dict[str, str], place: Place, source: str) -> Example:
    # DictReader files surplus cells under None, and missing ones as None values.
    if None in row:
        raise place.error("more cells than the header has; a quote is missing?")
    record: Record = {name: value or "" for name, value in row.items()}
    return example_from(record, place, source)
