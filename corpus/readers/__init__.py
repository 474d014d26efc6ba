"""Newsletter files to lightly marked text: a reader for each kind of file."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from corpus.errors import CorpusError
from corpus.kinds import reader_of
from corpus.language import tr
from corpus.limits import LIMITS, check_lines
from corpus.marked import MarkedText
from corpus.opening import naming, opened

# (data, encoding) -> MarkedText; `encoding` is what the user says of it, None if nothing.
Reader = Callable[[bytes, "str | None"], MarkedText]


def marked(path: str | os.PathLike[str], *, encoding: str | None = None, data: bytes | None = None) -> MarkedText:
    """The text of the newsletter file at `path`, lightly marked.

    A file whose content is of another kind than its name says is read as what it is, with a warning. `encoding`
    overrides the guess for text files. `data` is what the file holds, for a caller that has it already. Raises
    `CorpusError`, its message beginning with the path, for a file that cannot be opened, is of no kind that a reader
    knows, or breaks a limit.
    """
    path = Path(path)
    content = load(path) if data is None else data
    with naming(path):
        module, warning = reader_of(content, path.suffix.lower())
        text = cast(Reader, import_module(module).read_bytes)(content, encoding)
        check_lines(len(text.lines))
    return replace(text, warnings=(warning, *text.warnings)) if warning else text


def load(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file. Raises `CorpusError`, its message beginning with the path."""
    with opened(path) as stream:
        data = stream.read(LIMITS.file + 1)
    if len(data) > LIMITS.file:
        raise CorpusError(
            tr(
                "{path}: larger than {megabytes} MB; no newsletter is, so it is not read",
                path=path,
                megabytes=LIMITS.file >> 20,
            )
        )
    return data
