"""Values of documents, compressed in blocks.

    file   := block* table, bytes of the table (four bytes, little-endian)
    block  := zlib stream of: bytes of the lengths (four bytes, little-endian), lengths, values
              lengths are the bytes of each value, packed (index.engines.whoosh.numbers)
    table  := two numbers for each block, packed: its documents, its bytes

A document without a value has the empty one. Whoosh's own columns keep values as they are, or compress each alone,
which saves little on short ones; its compressed blocks are decompressed for every single value.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from whoosh import columns

from index.engines.whoosh.numbers import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.filedb.structfile import StructFile

# Bytes of values that make a block: larger ones save little more, and a value costs the decompression of its block.
_BLOCK: Final = 16 * 1024
_MOST_VALUES: Final = 1024  # of which all may be empty
_SIZE: Final = 4


class BlockColumn(columns.Column):
    """A column of bytes. A reader keeps the values of up to `kept` blocks, or of all that were read."""

    _default = b""

    def __init__(self, kept: int | None = None) -> None:
        self._kept = kept

    def writer(self, dbfile: StructFile) -> BlockWriter:
        return BlockWriter(dbfile)

    def reader(self, dbfile: StructFile, basepos: int, length: int, doccount: int) -> BlockReader:
        return BlockReader(dbfile, basepos, length, doccount, self._kept)


class BlockWriter(columns.ColumnWriter):
    """Writes a column; values come in the order of their documents."""

    def __init__(self, dbfile: StructFile) -> None:
        super().__init__(dbfile)
        self._values: list[bytes] = []
        self._bytes = 0
        self._table: list[int] = []

    def fill(self, docnum: int) -> None:
        """Gives the documents before `docnum` that have no value the empty one."""
        while self._count < docnum:
            self._take(b"")

    def add(self, docnum: int, value: bytes) -> None:
        """Adds the value of a document."""
        self.fill(docnum)
        self._take(value)

    def _take(self, value: bytes) -> None:
        self._values.append(value)
        self._count += 1
        self._bytes += len(value)
        if self._bytes >= _BLOCK or len(self._values) == _MOST_VALUES:
            self._write_block()

    def finish(self, docnum: int) -> None:
        """Ends a column of `docnum` documents."""
        self.fill(docnum)
        if self._values:
            self._write_block()
        table = pack(self._table)
        self._dbfile.write(table + len(table).to_bytes(_SIZE, "little"))

    def _write_block(self) -> None:
        lengths = pack(map(len, self._values))
        block = zlib.compress(b"".join((len(lengths).to_bytes(_SIZE, "little"), lengths, *self._values)))
        self._dbfile.write(block)
        self._table += [len(self._values), len(block)]
        self._values, self._bytes = [], 0


class BlockReader(columns.ColumnReader):
    """Reads a column."""

    def __init__(self, dbfile: StructFile, basepos: int, length: int, doccount: int, kept: int | None) -> None:
        super().__init__(dbfile, basepos, length, doccount)
        end = basepos + length - _SIZE
        size = int.from_bytes(dbfile.get(end, _SIZE), "little")
        table = list(unpack(dbfile.get(end - size, size)))
        self._first = list(accumulate(table[::2], initial=0))
        self._starts = list(accumulate(table[1::2], initial=basepos))
        self._kept = kept
        self._blocks: dict[int, list[bytes]] = {}

    def __getitem__(self, docnum: int) -> bytes:
        number = bisect_right(self._first, docnum) - 1
        if number not in self._blocks:
            if len(self._blocks) == self._kept:
                self._blocks.clear()
            self._blocks[number] = list(self._read_block(number))
        return self._blocks[number][docnum - self._first[number]]

    def _read_block(self, number: int) -> Iterator[bytes]:
        start, end = self._starts[number : number + 2]
        block = zlib.decompress(self._dbfile.get(start, end - start))
        place = _SIZE + int.from_bytes(block[:_SIZE], "little")
        for length in unpack(block[_SIZE:place]):
            yield block[place : place + length]
            place += length
