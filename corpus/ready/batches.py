"""A file in pieces of bounded size, cheap to make and to send to another process."""

from __future__ import annotations

import csv
import os
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias

from corpus.encodings import UNREADABLE
from corpus.errors import CorpusError
from corpus.language import later, tr
from corpus.opening import opened
from corpus.ready.streams import TextLines, as_text, utf_8
from corpus.ready.survey import Survey

# First and last line of the record, from 1, and its cells, or what is wrong with it.
Row: TypeAlias = "tuple[int, int, list[str] | str]"
# A line, from 1, and what is wrong with it.
Fault: TypeAlias = tuple[int, str]

# Large enough that sending it costs little beside reading it, small enough that many may wait in memory.
_SIZE: Final = 1 << 18
# No article is that long; a file without line ends, or with a quotation mark that is never closed, is.
_LONGEST: Final = 1 << 26

# Nor does an article have so many lines; a record with a quotation mark that is never closed does.
_MOST_LINES: Final = 1 << 16

_TOO_LONG: Final = "\udc01"  # stands for a line that was passed over
# What the csv module of Python 3.10 refuses, and what stands for bytes that are no text.
_SUSPECT: Final = re.compile("[\0\ud800-\udfff]")

_UNCLOSED: Final = later("a cell in quotes is opened in this record and not closed")
_STRAY: Final = later("a quotation mark stands inside a cell in quotes")
_ADVICE: Final = later("a cell with quotation marks in it is written in quotes, the marks inside it doubled")
_NUL_IN_IT: Final = later("there is a NUL in it")
_UNREADABLE: Final = later("there are bytes in it that are no text; see --encoding")


@dataclass(frozen=True, slots=True)
class Batch:
    """A piece of a file: whole lines of JSON Lines as UTF-8, or the records of a table.

    `path` is for messages, `source` for the articles. `first` is the number of the first of `lines`, `issue` the line
    that tells the issue of articles that name none. `columns` is the header that `rows` stand under. `faults` are those
    of lines that are left out.
    """

    path: str
    source: str
    encoding: str
    first: int = 1
    lines: bytes = b""
    issue: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """The numbers of its first and last line."""
        if self.rows:
            return self.rows[0][0], self.rows[-1][1]
        return self.first, self.first + self.lines.rstrip(b"\n").count(b"\n")

    @property
    def size(self) -> int:
        """About how many bytes of the file it holds."""
        return len(self.lines) or 3 * sum(len(cell) for _, _, cells in self.rows for cell in cells)


def batches(
    path: str | os.PathLike[str], source: str, survey: Survey, *, characters: int = _SIZE, longest: int = _LONGEST
) -> Iterator[Batch]:
    """The pieces of a file that was surveyed, in order, each of about so many bytes or characters.

    No more than a piece is held in memory, or one line or record up to `longest`; what is longer is a fault of its
    line. `source` is the name that the articles carry. Raises `CorpusError`, its message beginning with the path, if
    the file can no longer be read.
    """
    with opened(path) as stream:
        try:
            yield from pieces(stream, str(path), source, survey, characters, longest)
        except CorpusError as fault:
            raise CorpusError(f"{path}: {fault}") from None


def pieces(
    stream: BinaryIO, path: str, source: str, survey: Survey, characters: int = _SIZE, longest: int = _LONGEST
) -> Iterator[Batch]:
    """What `batches` gives, from an open file."""
    characters = max(4, min(characters, longest))
    if survey.columns:
        yield from _tables(stream, path, source, survey, characters, longest)
        return
    for number, lines, faults in _blocks(utf_8(stream, survey.encoding, characters), longest):
        yield Batch(path, source, survey.encoding, number, lines, survey.issue, faults=faults)


# JSON Lines


def _blocks(chunks: Iterator[bytes], longest: int) -> Iterator[tuple[int, bytes, tuple[Fault, ...]]]:
    """Blocks of whole lines, each with the number of its first line and what is wrong with lines that are left out."""
    number = 1
    pending: list[bytes] = []
    length = 0
    for chunk in chunks:
        faults: tuple[Fault, ...] = ()
        start, cut = 0, chunk.rfind(b"\n") + 1
        if cut and length + chunk.find(b"\n") > longest:
            faults = ((number, tr("this line is longer than {longest} bytes", longest=longest)),)
            start = chunk.find(b"\n") + 1
            pending = []
            number += 1
        if cut:
            lines = b"".join((*pending, chunk[start:cut]))
            yield number, lines, faults
            number += lines.count(b"\n")
            pending, length = [], 0
        length += len(chunk) - cut
        if length <= longest:
            pending.append(chunk[cut:])
        else:
            pending.clear()
    if length > longest:
        yield number, b"", ((number, tr("this line is longer than {longest} bytes", longest=longest)),)
    elif length:
        yield number, b"".join(pending), ()


# Tables


def _tables(stream: BinaryIO, path: str, source: str, survey: Survey, characters: int, longest: int) -> Iterator[Batch]:
    rows: list[Row] = []
    length = 0
    with as_text(stream, survey.encoding) as text:
        records = Records(TextLines(text, longest), survey.delimiter, len(survey.columns), longest)
        for row in records:
            rows.append(row)
            length += records.length
            if length >= characters:
                yield Batch(path, source, survey.encoding, columns=survey.columns, rows=tuple(rows))
                rows, length = [], 0
    if rows:
        yield Batch(path, source, survey.encoding, columns=survey.columns, rows=tuple(rows))


@dataclass(slots=True)
class _Skipped:
    """Lines in a row that are passed over, from `first` to `last`, and why."""

    first: int
    last: int
    reason: str


class _BrokenError(Exception):
    """A record that is too long."""


class Records:
    """The records of a table under its header, read by the csv module, without blank ones.

    Where a quotation mark is missing, the csv module would read on to the next one or to the end of the file. Here the
    record is given up, and reading goes on with the next line that has a cell for each of the `width` columns; the
    lines between are one fault. `length` is the number of characters that were read for the last record.
    """

    def __init__(self, lines: TextLines, delimiter: str, width: int, longest: int) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), longest + 1))
        self._source = lines
        self._reader = csv.reader(_Feed(self), delimiter=delimiter, strict=True)
        self._width = width
        self._longest = longest
        self._line = 0  # the number of the last line that was taken
        self._taken: list[str] = []  # the lines of this record
        self._again: deque[str] = deque()  # lines that were given back
        self._damage = ""
        self._broken = 0  # the first line of the last record that was given up,
        self._doubtful = 0  # and the line that it was read to
        self._skipped: _Skipped | None = None
        self.length = 0

    def __iter__(self) -> Iterator[Row]:
        is_header = True
        while True:
            self._taken.clear()
            self.length, self._damage = 0, ""
            first = self._line + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                break
            except (csv.Error, _BrokenError) as fault:
                if first > self._doubtful:
                    yield from self._report()
                self._give_up(first, tr(_STRAY) if "expected after" in str(fault) else tr(_UNCLOSED))
                continue
            if first <= self._doubtful and len(cells) != self._width:
                self._skip(
                    first, tr("this may belong to line {line}, where a quotation mark is missing", line=self._broken)
                )
                continue
            yield from self._report()
            if is_header:
                is_header = not cells
            elif self._damage or cells:
                yield first, self._line, self._damage or cells
        yield from self._report()

    def next_line(self) -> str:
        """The next line of the record that is being read; raises `StopIteration` at the end of the file."""
        line = self._again.popleft() if self._again else self._source.read()
        if line == "":
            raise StopIteration
        if line is None:
            line = _TOO_LONG
        self._taken.append(line)
        self._line += 1
        self.length += len(line)
        if line == _TOO_LONG:
            self._damage = tr("this line is longer than {longest} characters", longest=self._longest)
        if (
            (line == _TOO_LONG and len(self._taken) > 1)
            or self.length > self._longest
            or len(self._taken) > _MOST_LINES
        ):
            raise _BrokenError
        if _SUSPECT.search(line):
            self._damage = tr(_NUL_IN_IT) if "\0" in line else tr(_UNREADABLE)
            line = line.replace("\0", UNREADABLE)
        return line

    def _give_up(self, first: int, reason: str) -> None:
        """Passes over the first line of the record that is being read, and takes back the others."""
        self._broken, self._doubtful = first, max(self._doubtful, self._line)
        self._again.extendleft(reversed(self._taken[1:]))
        self._line = first
        self._skip(first, tr("{reason}; {advice}", reason=reason, advice=tr(_ADVICE)))

    def _skip(self, first: int, reason: str) -> None:
        """Passes over the lines from `first` to the last one that was taken."""
        if self._skipped is None:
            self._skipped = _Skipped(first, self._line, reason)
        self._skipped.last = self._line

    def _report(self) -> Iterator[Row]:
        skipped, self._skipped = self._skipped, None
        if skipped is not None:
            further = skipped.last > skipped.first
            yield (
                skipped.first,
                skipped.last,
                skipped.reason + (tr(" (passed over to line {last})", last=skipped.last) if further else ""),
            )


class _Feed:
    """What the csv module reads its lines from."""

    def __init__(self, records: Records) -> None:
        self.__next = records.next_line

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        return self.__next()
