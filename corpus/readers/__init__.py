"""Newsletter files to lightly marked text: a reader for each kind of file."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from corpus.kinds import reader_of
from corpus.language import tr
from corpus.limits import check_lines, exceeded, limits
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
        _check(text)
    return replace(text, warnings=(warning, *text.warnings)) if warning else text


def load(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file. Raises `CorpusError`, its message beginning with the path."""
    most = limits().file
    with opened(path) as stream:
        is_larger = os.fstat(stream.fileno()).st_size > most
        data = b"" if is_larger else stream.read(most + 1)  # it may grow meanwhile
    if is_larger or len(data) > most:
        with naming(path):
            raise exceeded("file", tr("larger than {most} MB; no newsletter is", most=most >> 20))
    return data


def _check(text: MarkedText) -> None:
    """Raises `LimitError` for more lines, or longer ones, than are read."""
    check_lines(len(text.lines))
    most = limits().line
    for line in text.lines:
        if len(line.text) > most:
            raise exceeded("line", tr("line {line} has more than {most:,} characters", line=line.number, most=most))
