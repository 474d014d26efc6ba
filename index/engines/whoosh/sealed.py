"""A segment in one file, of which no byte is used before it is checked.

    file      := parts pages directory tail
    parts     := the bytes of the segment's files, one file behind the other
    pages     := CRC-32 of every 4,096 bytes of the parts (four bytes each, little-endian)
    directory := JSON: for each part, by name, where it begins and how many bytes it has
    tail      := bytes of parts, bytes of directory (eight bytes each, little-endian), and the seal:
                 CRC-32 of pages, directory and those two numbers (four bytes)

The list of segments (index.engines.whoosh.commits) holds the seal, and the seal stands for every byte of the file.
Opening checks pages and directory, a thousandth of the file; reading checks the pages that it meets, once. Whoosh's own
files of this kind are read through pickles: one wrong byte can ask for all memory, or run what a stranger wrote.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
from array import array
from struct import Struct
from typing import TYPE_CHECKING, BinaryIO, Final
from zlib import crc32

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from corpus.language import tr
from index.errors import REBUILD, IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# What the system reads from a disk at once. Larger pages save little of the file, and cost more at every first touch.
PAGE: Final = 4096
_COPIED: Final = 256 * PAGE
_CHECKSUM: Final = "I"
_LENGTHS: Final = Struct("<QQ")
_TAIL: Final = Struct("<QQI")


def write_sealed(target: BinaryIO, parts: Iterable[Path]) -> int:
    """Writes files as parts of one file, each under its name, and returns the seal."""
    checksums = array(_CHECKSUM)
    directory: dict[str, tuple[int, int]] = {}
    begun = b""  # a page of which the rest is to come
    place = 0
    for part in parts:
        beginning = place
        with part.open("rb") as source:
            while copied := source.read(_COPIED):
                target.write(copied)
                place += len(copied)
                begun += copied
                whole = len(begun) - len(begun) % PAGE
                checksums.extend(crc32(begun[start : start + PAGE]) for start in range(0, whole, PAGE))
                begun = begun[whole:]
        directory[part.name] = beginning, place - beginning
    if begun:
        checksums.append(crc32(begun))
    described = json.dumps(directory).encode()
    rest = _little_endian(checksums).tobytes() + described + _LENGTHS.pack(place, len(described))
    seal = crc32(rest)
    target.write(rest + seal.to_bytes(4, "little"))
    return seal


def _little_endian(checksums: array[int]) -> array[int]:
    if sys.byteorder == "big":
        checksums.byteswap()
    return checksums


class SealedFile:
    """A file that `write_sealed` wrote, mapped into memory. Raises IndexDamagedError wherever it is not as written."""

    def __init__(self, path: Path, seal: int) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _TAIL.size:
                raise self._damage(tr("it ends too early"))
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._size, self.parts, self._checksums = self._opened(size, seal)
        except BaseException:
            self._bytes.close()
            raise
        self._unseen = bytearray(b"\1") * len(self._checksums)

    def _opened(self, size: int, seal: int) -> tuple[int, dict[str, tuple[int, int]], array[int]]:
        """The bytes of the parts, where each of these stands, and the checksums of their pages."""
        parts, described, found = _TAIL.unpack(self._bytes[size - _TAIL.size :])
        end = size - _TAIL.size - described
        # The lengths are asked for nothing before they are known to fit the file.
        if found != seal or parts > end or crc32(self._bytes[parts : size - 4]) != seal:
            raise self._damage(tr("its directory is not what was written"))
        directory = json.loads(self._bytes[end : end + described])
        checksums = array(_CHECKSUM, self._bytes[parts:end])
        return parts, {name: (start, length) for name, (start, length) in directory.items()}, _little_endian(checksums)

    def get(self, start: int, end: int) -> bytes:
        """Bytes of the parts."""
        if not 0 <= start <= end <= self._size:
            raise self._damage(
                tr("bytes {start} to {end} are asked for, of {size}", start=start, end=end, size=self._size)
            )
        first, last = start // PAGE, -(-end // PAGE)
        page = self._unseen.find(1, first, last)
        while page >= 0:
            self._check(page)
            page = self._unseen.find(1, page + 1, last)
        return self._bytes[start:end]

    def check(self) -> None:
        """Reads the whole file."""
        for page in range(len(self._checksums)):
            self._check(page)

    def _check(self, page: int) -> None:
        start, end = page * PAGE, min(self._size, (page + 1) * PAGE)
        if crc32(self._bytes[start:end]) != self._checksums[page]:
            raise self._damage(tr("bytes {start} to {end} are not what was written", start=start, end=end))
        self._unseen[page] = 0

    def _damage(self, what: str) -> IndexDamagedError:
        return IndexDamagedError(
            tr("the index is damaged ({file}: {what}); {rebuild}", file=self.path.name, what=what, rebuild=tr(REBUILD))
        )

    def close(self) -> None:
        """Closes the file."""
        self._bytes.close()


class Part(StructFile):
    """One of a segment's files, as Whoosh reads it."""

    def __init__(self, file: SealedFile, name: str) -> None:
        self._file = file
        self._start, self._length = file.parts[name]
        self._place = 0
        self._name = name
        self.is_real = False
        self.is_closed = False

    def get(self, position: int, length: int) -> bytes:
        start = self._start + position
        return self._file.get(start, min(start + length, self._start + self._length))

    def read(self, size: int = -1) -> bytes:
        found = self.get(self._place, self._length - self._place if size < 0 else size)
        self._place += len(found)
        return found

    def seek(self, place: int) -> int:
        self._place = place
        return place

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        self.is_closed = True


class SealedStorage(FileStorage):
    """The files of one segment, for Whoosh to read."""

    def __init__(self, path: Path, seal: int) -> None:
        super().__init__(str(path.parent), readonly=True)  # type: ignore[no-untyped-call]
        self._file = SealedFile(path, seal)

    def list(self) -> list[str]:
        return list(self._file.parts)

    def file_exists(self, name: str) -> bool:
        return name in self._file.parts

    def file_length(self, name: str) -> int:
        return self._file.parts[name][1]

    def open_file(self, name: str, **_: object) -> Part:
        return Part(self._file, name)

    def check(self) -> None:
        """Reads all of it. Raises IndexDamagedError."""
        self._file.check()

    def close(self) -> None:
        self._file.close()
