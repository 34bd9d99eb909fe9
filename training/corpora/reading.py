"""Which reader reads which file: the table of formats, and reading many files as one set."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from training.corpora.jsonlines import read_json_lines
from training.corpora.rows import CorpusError
from training.corpora.tables import read_csv
from training.dataset import Example

Reader = Callable[[IO[bytes], str, str], Iterator[Example]]

READERS: dict[str, Reader] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json_lines,
    ".csv": read_csv,
}


def read_examples(path: Path, source: str | None = None) -> Iterator[Example]:
    """Examples of one file, or of every readable file below a folder, in sorted order.

    ``source`` names rows that do not name their own; by default it is the file's name
    without its endings. A folder is one source, of its name.
    """
    if path.is_dir():
        for file in _files(path):
            yield from read_examples(file, source or path.resolve().name)
        return
    reader = _reader(path)
    try:
        with _opened(path) as stream:
            yield from reader(stream, path.name, source or source_name(path))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CorpusError(f"{path}: damaged gzip file ({error})") from error
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error})") from error


def read_all(paths: Iterable[Path]) -> list[Example]:
    """Examples of many files; an empty result is an error, since nothing can be done with it."""
    paths = list(paths)
    examples = [example for path in paths for example in read_examples(path)]
    if not examples:
        named = ", ".join(str(path) for path in paths) or "no files"
        raise CorpusError(f"no labelled comments found in: {named}")
    return examples


def source_name(path: Path) -> str:
    """Name a source by its file, without the endings: ``blog.jsonl.gz`` → ``blog``."""
    return path.name.split(".")[0] or path.name


def _files(folder: Path) -> list[Path]:
    found = sorted(file for file in folder.iterdir() if _format(file) in READERS)
    if not found:
        raise CorpusError(
            f"{folder}: no {' or '.join(READERS)} files (plain or .gz) in this folder"
        )
    return found


def _format(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _reader(path: Path) -> Reader:
    if not path.exists():
        raise CorpusError(f"{path}: there is no such file or folder")
    reader = READERS.get(_format(path))
    if reader is None:
        raise CorpusError(f"{path}: unknown format; known are {', '.join(READERS)}, each also .gz")
    return reader


def _opened(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb")
