"""Opening and reading files, with faults that name the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from corpus.errors import CorpusError


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """The file at `path`, open for reading bytes.

    Raises `CorpusError`, its message beginning with the path, if it cannot be opened or read.
    """
    try:
        with _open(Path(path)) as stream:
            yield stream
    except FileNotFoundError:
        raise CorpusError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise CorpusError(f"{path}: this is a directory, not a file") from None
    except PermissionError:
        raise CorpusError(f"{path}: no permission to read it") from None
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror or error}") from None


@contextmanager
def naming(path: str | os.PathLike[str]) -> Iterator[None]:
    """Puts the path before the message of a `CorpusError`."""
    try:
        yield
    except CorpusError as error:
        raise type(error)(f"{path}: {error}") from None


def _open(path: Path) -> BinaryIO:
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a device may never end
        raise CorpusError(f"{path}: this is no regular file")
    try:
        return path.open("rb")
    except ValueError as error:  # a NUL in the name
        raise CorpusError(f"{path}: cannot be read: {error}") from None
