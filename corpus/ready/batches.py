"""A file in pieces of bounded size, cheap to make and to send to another process."""

from __future__ import annotations

import csv
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias

from corpus.errors import CorpusError
from corpus.readers.opening import opened
from corpus.ready.streams import UNREADABLE, TextLines, utf_8
from corpus.ready.survey import Survey

# First and last line of the record, from 1, and its cells.
Row: TypeAlias = tuple[int, int, list[str]]
# A line, from 1, and what is wrong with it.
Fault: TypeAlias = tuple[int, str]

# Large enough that sending it costs little beside reading it, small enough that many may wait in memory.
_SIZE: Final = 1 << 18
# No article is that long; a file without line ends, or with a quotation mark that is never closed, is.
_LONGEST: Final = 1 << 26

_NUL: Final = "\udc00"  # stands for a NUL, which the csv module of Python 3.10 refuses
_TOO_LONG: Final = "\udc01"  # stands for a line that was passed over

_ADVICE: Final = "a cell with quotation marks in it is written in quotes, the marks inside it doubled"


@dataclass(frozen=True, slots=True)
class Batch:
    """A piece of a file: whole lines of JSON Lines as UTF-8, or the records of a table.

    `path` is for messages, `source` for the articles. `first` is the number of the first of `lines`. `columns` is the
    header that `rows` stand under. `faults` were found on the way.
    """

    path: str
    source: str
    encoding: str
    first: int = 1
    lines: bytes = b""
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()

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
    characters = min(characters, longest)
    if survey.columns:
        yield from _tables(stream, path, source, survey, characters, longest)
        return
    number = 1
    for number, lines, faults in _blocks(utf_8(stream, survey.encoding, characters), longest):
        yield Batch(path, source, survey.encoding, number, lines, faults=faults)


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
            faults = ((number, _too_long(longest)),)
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
        yield number, b"", ((number, _too_long(longest)),)
    elif length:
        yield number, b"".join(pending), ()


def _too_long(longest: int) -> str:
    return f"this is longer than {longest} characters and passed over"


# Tables


def _tables(stream: BinaryIO, path: str, source: str, survey: Survey, characters: int, longest: int) -> Iterator[Batch]:
    records = Records(TextLines(stream, survey.encoding, longest), survey.delimiter, len(survey.columns), longest)
    rows: list[Row] = []
    length = 0
    is_header = True
    for row in records:
        if is_header:
            is_header = False
            continue
        rows.append(row)
        length += records.length
        if length >= characters or len(records.faults) >= 1000:
            yield Batch(
                path, source, survey.encoding, columns=survey.columns, rows=tuple(rows), faults=records.take_faults()
            )
            rows, length = [], 0
    if rows or records.faults:
        faults = records.take_faults()
        yield Batch(path, source, survey.encoding, columns=survey.columns, rows=tuple(rows), faults=faults)


class _BrokenError(Exception):
    """A record that cannot be read; the message says why."""


class Records:
    """The records of a table that are not blank, read by the csv module.

    Where a quotation mark is missing, the csv module would read on to the next one or to the end of the file. Here the
    record is given up, and reading goes on with the next line that has a cell for each of the `width` columns; what
    lies between is reported as one fault. `length` is the number of characters of the last record.
    """

    def __init__(self, lines: TextLines, delimiter: str, width: int, longest: int) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), longest + 1))
        self._source = lines
        self._reader = csv.reader(_Feed(self), delimiter=delimiter, strict=True)
        self._width = width
        self._longest = longest
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._line = 0
        self._doubtful_to = 0
        self._skipped: list[int] = []
        self._reason = ""
        self._damage = ""
        self.length = 0
        self.faults: list[Fault] = []

    def __iter__(self) -> Iterator[Row]:
        while True:
            self._taken.clear()
            self.length, self._damage = 0, ""
            first = self._line + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                self._report_skipped()
                return
            except (csv.Error, _BrokenError) as fault:
                self._give_up(first, fault)
                continue
            if first <= self._doubtful_to and len(cells) != self._width:
                self._skipped.append(self._line)
                continue
            self._report_skipped()
            if self._damage:
                self.faults.append((first, self._damage))
            elif cells:
                yield first, self._line, cells

    def take_faults(self) -> tuple[Fault, ...]:
        """The faults since the last call."""
        faults, self.faults = tuple(self.faults), []
        return faults

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
            self._damage = _too_long(self._longest)
            if len(self._taken) > 1:
                raise _BrokenError
        if self.length > self._longest:
            raise _BrokenError
        if UNREADABLE in line:
            self._damage = "there are bytes in it that are no text"
        if "\0" in line:
            self._damage = "there is a NUL in it"
            line = line.replace("\0", _NUL)
        return line

    def _give_up(self, first: int, fault: Exception) -> None:
        """Passes over the first line of the record that is being read, and takes back the others."""
        self._report_skipped_before(first)
        self._doubtful_to = max(self._doubtful_to, self._line)
        self._again.extendleft(reversed(self._taken[1:]))
        self._line = first
        self._skipped.append(first)
        self._reason = self._reason or _reason(fault)

    def _report_skipped_before(self, first: int) -> None:
        if first > self._doubtful_to:
            self._report_skipped()

    def _report_skipped(self) -> None:
        if self._skipped:
            first, last = self._skipped[0], self._skipped[-1]
            upto = f" (skipped to line {last})" if last > first else ""
            self.faults.append((first, f"{self._reason or _UNCLOSED}; {_ADVICE}{upto}"))
            self._skipped.clear()
            self._reason = ""


_UNCLOSED: Final = "a quotation mark is opened in this record and not closed"
_STRAY: Final = "a quotation mark stands inside a cell in quotes"


def _reason(fault: Exception) -> str:
    return _STRAY if "expected after" in str(fault) else _UNCLOSED


class _Feed:
    """What the csv module reads its lines from."""

    def __init__(self, records: Records) -> None:
        self._next = records.next_line

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        return self._next()
