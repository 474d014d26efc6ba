"""Opening and reading files, with faults that name the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from corpus.errors import CorpusError
from corpus.language import tr


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """The file at `path`, open for reading bytes.

    Raises `CorpusError`, its message beginning with the path, if it cannot be opened or read.
    """
    try:
        with _open(Path(path)) as stream:
            yield stream
    except FileNotFoundError:
        raise CorpusError(tr("{path}: no such file", path=path)) from None
    except IsADirectoryError:
        raise CorpusError(tr("{path}: this is a directory, not a file", path=path)) from None
    except PermissionError:
        raise CorpusError(tr("{path}: no permission to read it", path=path)) from None
    except OSError as error:
        raise CorpusError(
            tr("{path}: cannot be read: {why}", path=path, why=tr(error.strerror) if error.strerror else error)
        ) from None


@contextmanager
def naming(path: str | os.PathLike[str]) -> Iterator[None]:
    """Puts the path before the message of a `CorpusError`."""
    try:
        yield
    except CorpusError as error:
        raise type(error)(f"{path}: {error}") from None


def _open(path: Path) -> BinaryIO:
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a device may never end
        raise CorpusError(tr("{path}: this is no regular file", path=path))
    try:
        return path.open("rb")
    except ValueError as error:  # a NUL in the name
        raise CorpusError(tr("{path}: cannot be read: {error}", path=path, error=error)) from None
