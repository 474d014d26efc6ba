"""Files to documents: a reader for each kind of file, found by the suffix of its name."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from corpus.errors import CorpusError
from corpus.readers.opening import opened
from corpus.records import Document

# (data, source, encoding) -> Document
Reader = Callable[[bytes, str, "str | None"], Document]

# suffix -> the module whose `read_bytes` reads it. A module is imported when its first file comes, so a format's
# library costs nothing to those who have no such files. A new format is one line here and one module beside text.py.
_READERS = {
    ".csv": "corpus.readers.table",
    ".jsonl": "corpus.readers.jsonl",
    ".txt": "corpus.readers.text",
}

SUFFIXES: tuple[str, ...] = tuple(sorted(_READERS))


def read(
    path: str | os.PathLike[str],
    *,
    source: str | None = None,
    encoding: str | None = None,
    data: bytes | None = None,
) -> Document:
    """Reads the file at `path` and splits it into articles.

    `source` is the name the records carry (default: the path as given). `encoding` overrides the guess for text
    files. `data` is what the file holds, for a caller that has it already. Raises `CorpusError`, its message
    beginning with the path, for a file that cannot be opened, has a suffix that no reader knows, or holds no text.
    """
    path = Path(path)
    module = _READERS.get(path.suffix.lower())
    if module is None:
        if data is None and path.exists():
            load(path)  # a directory, or no permission: the better reason
        kind = f"files of type {path.suffix}" if path.suffix else "files without a suffix"
        raise CorpusError(f"{path}: cannot read {kind}; readable are {' '.join(SUFFIXES)}")
    content = load(path) if data is None else data
    reader = cast(Reader, import_module(module).read_bytes)
    try:
        return reader(content, str(path) if source is None else source, encoding)
    except CorpusError as error:
        raise type(error)(f"{path}: {error}") from None


def load(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file. Raises `CorpusError`, its message beginning with the path."""
    with opened(path) as stream:
        return stream.read()
