"""JSON Lines, plain or gzipped: one object a line."""

from collections.abc import Iterator
from typing import IO, Any

import msgspec

from training.corpora.rows import Place, example_from, require_text
from training.dataset import Example

_decoder = msgspec.json.Decoder(dict[str, Any])


def read_json_lines(stream: IO[bytes], file: str, source: str) -> Iterator[Example]:
    """Examples of a stream of lines; blank lines are passed over."""
    for number, line in enumerate(stream, start=1):
        # Editors on Windows put a byte-order mark in front of the first line.
        stripped = line.removeprefix(b"\xef\xbb\xbf").strip()
        if stripped:
            yield _example(stripped, Place(file, number), source)


def _example(line: bytes, place: Place, source: str) -> Example:
    try:
        record = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise place.error(f"not one JSON object ({error})") from error
    require_text(set(record), place)
    return example_from(record, place, source)
