"""A first look at a file: what is in it, byte for byte, and how it is to be read."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, Final

from corpus.encodings import (
    ADVICE,
    UNREADABLE,
    check_encoding,
    check_is_text,
    likely_encoding,
    marked_encoding,
    mostly_utf_8,
    unreadable_marked,
)
from corpus.errors import CorpusError, NotArticlesError
from corpus.language import later, tr
from corpus.opening import opened
from corpus.ready.fields import has_text, slots

_CHUNK: Final = 1 << 20
# How much of a file must show that there are articles in it.
_HEAD: Final = 1 << 20
# How much around the first byte that is no UTF-8 tells the encoding.
_SAMPLE: Final = 8192
# What separates the cells of what spreadsheets call CSV.
_DELIMITERS: Final = (",", ";", "\t")
# A header is one line of names.
_HEADER: Final = 1 << 16

_KINDS: Final = ("issue", "article", "remainder")  # of the lines of `wensou parse`
_WANTED: Final = later("title (标题) or body (正文)")


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over a file tells: `digest` is the BLAKE2b hash of its bytes (16 bytes, hexadecimal), `size` their
    number. `delimiter` and `columns` (the header) are those of a table, and empty for JSON Lines. `issue` is the line
    that JSON Lines begin with if it is of kind `issue`, else empty.
    """

    digest: str
    size: int
    encoding: str
    delimiter: str = ""
    columns: tuple[str, ...] = ()
    issue: str = ""


def survey(path: str | os.PathLike[str], encoding: str | None = None) -> Survey:
    """Looks through the file at `path`; `encoding` overrides what its bytes look like.

    Memory does not grow with the file. Raises `CorpusError`, its message beginning with the path, for a file that
    cannot be read or is no text; `NotArticlesError` for one that holds no articles: a table whose header has neither
    title nor body, lines of JSON none of which has one within the first megabyte, or no text at all.
    """
    with opened(path) as stream:
        try:
            return survey_stream(stream, Path(path).suffix, encoding)
        except CorpusError as fault:
            raise type(fault)(f"{path}: {fault}") from None


def survey_stream(stream: BinaryIO, suffix: str, encoding: str | None) -> Survey:
    """What `survey` does, on an open file."""
    if encoding is not None:
        check_encoding(encoding)
    scan = _Scan(is_decoded=encoding is None)
    while chunk := stream.read(_CHUNK):
        scan.take(chunk)
    head = bytes(scan.head)
    if not head.strip():
        raise NotArticlesError(tr("no text in it"))
    is_whole = scan.size <= len(head)
    if marked_encoding(head) is None:
        check_is_text(head, "")
    try:
        encoding = encoding or _encoding(scan)
    except CorpusError:
        text = _beginning(head, "utf-8", is_whole=is_whole)
        check_is_text(b"", text[:_SAMPLE])
        _look(text, suffix, is_whole=is_whole)  # some other table, in an encoding of elsewhere
        raise
    text = _beginning(head, encoding, is_whole=is_whole)
    check_is_text(b"", text[:_SAMPLE])
    delimiter, columns = _look(text, suffix, is_whole=is_whole)
    issue = "" if columns else _issue(text)
    return Survey(scan.digest.hexdigest(), scan.size, encoding, delimiter, columns, issue)


@dataclass(slots=True)
class _Scan:
    """What is seen while the bytes go by. `sample` is what stands around the first byte that is no UTF-8, if there is
    one, and `bad` the position of that byte in it; it begins with a line.
    """

    is_decoded: bool
    digest: blake2b = field(default_factory=lambda: blake2b(digest_size=16))
    size: int = 0
    head: bytearray = field(default_factory=bytearray)
    sample: bytearray = field(default_factory=bytearray)
    bad: int = 0
    _decoder: Any = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def take(self, chunk: bytes) -> None:
        self.digest.update(chunk)
        self.size += len(chunk)
        if len(self.head) < _HEAD:
            self.head += chunk[: _HEAD - len(self.head)]
        if self.sample:
            self.sample += chunk[: max(0, self.bad + _SAMPLE - len(self.sample))]
        elif self.is_decoded:
            self._decode(chunk)

    def _decode(self, chunk: bytes) -> None:
        try:
            self._decoder.decode(chunk)
        except UnicodeDecodeError as error:
            start = error.object.rfind(b"\n", 0, max(0, error.start - _SAMPLE // 2)) + 1
            self.sample += error.object[start : error.start + _SAMPLE]
            self.bad = error.start - start


def _encoding(scan: _Scan) -> str:
    """The encoding of a file by its byte order mark, else UTF-8 if it is mostly that, else what it reads best in."""
    if name := marked_encoding(bytes(scan.head[:4])):
        return name
    if not scan.sample:
        return "utf-8"
    sample = bytes(scan.sample)
    if mostly_utf_8(sample):
        return "utf-8"
    # What stands before the bad byte is mostly ASCII; a part that is damaged itself is no evidence.
    for part in (sample, sample[scan.bad :], *sample[scan.bad :].splitlines()[1:50]):
        name = None if part.isascii() else likely_encoding(part)
        if name and (b"\0" in part or not name.startswith("utf-16")):  # in UTF-16 a comma and a line end have a NUL
            return name
    raise CorpusError(tr("neither UTF-8 nor GB18030, Big5 or UTF-16 text; if it is text, {advice}", advice=tr(ADVICE)))


def _beginning(head: bytes, encoding: str, *, is_whole: bool) -> str:
    """The text that a file begins with; a character that is cut off at its end is left out."""
    text = unreadable_marked(head, encoding)
    return text if is_whole else text.removesuffix(UNREADABLE)


def _look(text: str, suffix: str, *, is_whole: bool) -> tuple[str, tuple[str, ...]]:
    """The delimiter and the header of the table that begins with `text`, empty for JSON Lines; raises
    `NotArticlesError` if that is no beginning of a file of articles.
    """
    if not text.strip():
        raise NotArticlesError(tr("no text in it"))
    if suffix.lower() == ".csv":
        return _header(text[:_HEADER])
    _check_lines(text, is_whole=is_whole)
    return "", ()


def _header(text: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter and the header of a table that begins with `text`."""
    found = [
        (len(_known(columns)), -rank, delimiter, columns)
        for rank, delimiter in enumerate(_DELIMITERS)
        if (columns := _first_row(text, delimiter))
    ]
    if not found:
        raise NotArticlesError(tr("the first line is no header"))
    _, _, delimiter, columns = max(found)
    if not has_text(_known(columns)):
        names = ", ".join(columns)
        raise NotArticlesError(
            tr("no column {wanted} in the header {header!r}", wanted=tr(_WANTED), header=names[:100])
        )
    try:
        slots(columns)
    except ValueError as fault:
        raise CorpusError(tr("the header names a field twice: {fault}", fault=fault)) from None
    return delimiter, columns


def _known(columns: tuple[str, ...]) -> set[tuple[int, int]]:
    """The fields among the columns, each once however often it is named."""
    return {(0, slot) for name in columns for _, slot in slots([name])}


def _first_row(text: str, delimiter: str) -> tuple[str, ...]:
    lines = io.StringIO(text.replace("\0", UNREADABLE), newline="")
    try:
        return next((tuple(row) for row in csv.reader(lines, delimiter=delimiter, strict=True) if row), ())
    except csv.Error:
        return ()


def _check_lines(text: str, *, is_whole: bool) -> None:
    """Raises `NotArticlesError` if no line is the record of an article, or one of what `wensou parse` writes."""
    lines = text.split("\n")
    if not is_whole:
        lines.pop()
    if not lines:  # one line that is longer than what is looked at
        return
    for line in lines:
        try:
            record = json.loads(line)
            if isinstance(record, dict) and (record.get("kind") in _KINDS or has_text(slots(record))):
                return
        except (ValueError, RecursionError):
            continue
    raise NotArticlesError(tr("no line is a JSON object with a {wanted}", wanted=tr(_WANTED)))


def _issue(text: str) -> str:
    """The first line if it tells what issue the articles are of."""
    line = text.partition("\n")[0]
    try:
        record = json.loads(line) if '"issue"' in line else None
    except (ValueError, RecursionError):
        return ""
    return line if isinstance(record, dict) and record.get("kind") == "issue" else ""
