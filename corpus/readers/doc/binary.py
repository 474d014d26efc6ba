"""Word's binary format (MS-DOC): the text, and where in it which part of the document stands."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from corpus.errors import CorpusError, DamagedError, ProtectedError
from corpus.language import tr
from corpus.readers.doc.compound import DAMAGED, SAVE_ANEW, Compound

_WORD: Final = 0xA5EC
_WORD_95: Final = 0xA5DC
_ENCRYPTED: Final = 0x0100
_SECOND_TABLE: Final = 0x0200
# The pairs of offset and length in the table stream begin here (FibRgFcLcb97, MS-DOC 2.5.6).
_PAIRS: Final = 0x9A
_COUNTS: Final = 0x4C
_CLX: Final = 33
_SHORTEST: Final = 0x2F2  # a header of Word 97, whose lists are the last that are read here
_EIGHT_BITS: Final = 1 << 30
_PIECE_SIZE: Final = 8

# The parts of a document, in the order in which their texts stand one after the other (MS-DOC 2.3).
PARTS: Final = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text: positions in the text, the offset of its bytes in the stream, bytes per character."""

    start: int
    end: int
    offset: int
    width: int


class WordFile:
    """A Word 97 to 2003 document.

    `text` has one character for each UTF-16 code unit: positions of the format (CPs) are its indices. `starts` says
    where each of `PARTS` begins. Raises `CorpusError` for what is no such document, has a password, or is damaged.
    """

    def __init__(self, data: bytes) -> None:
        compound = Compound(data)
        if "WordDocument" not in compound:
            protected = "EncryptedPackage" in compound
            raise CorpusError(
                tr("protected by a password: open it with Word or WPS and save it without one")
                if protected
                else tr("no Word document; {save_anew}", save_anew=tr(SAVE_ANEW))
            )
        self.stream = compound.stream("WordDocument")
        _check_header(self.stream)
        (flags,) = struct.unpack_from("<H", self.stream, 0x0A)
        self._table = compound.stream("1Table" if flags & _SECOND_TABLE else "0Table")
        try:
            self._pieces = list(_pieces(self.table(_CLX)))
            self.text = self._read()
            counts = struct.unpack_from("<8i", self.stream, _COUNTS)
        except (struct.error, IndexError):
            raise DamagedError(tr(DAMAGED)) from None
        self._piece_starts = [piece.start for piece in self._pieces]
        ends = [0]
        for count in counts:
            ends.append(min(max(ends[-1] + count, ends[-1]), len(self.text)))
        self.starts = dict(zip(PARTS, ends, strict=False))
        self.ends = dict(zip(PARTS, ends[1:], strict=True))

    def table(self, index: int) -> bytes:
        """A structure of the table stream by its number in the header; empty if there is none."""
        offset, length = struct.unpack_from("<II", self.stream, _PAIRS + 8 * index)
        return self._table[offset : offset + length]

    def rest_of_table(self, index: int) -> bytes:
        """What follows a structure in the table stream."""
        offset, length = struct.unpack_from("<II", self.stream, _PAIRS + 8 * index)
        return self._table[offset + length :]

    def offset(self, position: int) -> int:
        """Where in the stream the character at `position` of the text has its bytes."""
        return next(self.stretches(position, position + 1), (0, 0, 0, 0))[2]

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """The text from `start` to `end` in stretches whose bytes follow each other: start, end, offset, width."""
        first = max(0, bisect_right(self._piece_starts, start) - 1)
        for at in range(first, len(self._pieces)):
            piece = self._pieces[at]
            if piece.start >= end:
                return
            begin = max(start, piece.start)
            yield begin, min(end, piece.end), piece.offset + (begin - piece.start) * piece.width, piece.width

    def _read(self) -> str:
        # No character is stored twice: pieces that claim so would make gigabytes out of nothing.
        if not self._pieces or self._pieces[-1].end > len(self.stream):
            raise DamagedError(tr(DAMAGED))
        parts = []
        for piece in self._pieces:
            size = (piece.end - piece.start) * piece.width
            raw = self.stream[piece.offset : piece.offset + size]
            if len(raw) < size:
                raise DamagedError(tr(DAMAGED))
            if piece.width == 1:
                parts.append(raw.decode("cp1252", "replace"))
            else:
                parts.append("".join(map(chr, struct.unpack(f"<{size // 2}H", raw))))
        return "".join(parts)


def spans(positions: Sequence[int], base: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a part of the text between its `positions`; what claims text of another one is empty.

    A part begins at `base` and ends at `end`. Were stretches allowed to overlap, a small file could have endless text.
    """
    last = 0
    for start, stop in pairwise(positions):
        if last <= start <= stop <= end - base:
            last = stop
            yield base + start, base + stop
        else:
            yield base, base


def _check_header(stream: bytes) -> None:
    if len(stream) < _SHORTEST:
        raise DamagedError(tr(DAMAGED))
    identifier, version = struct.unpack_from("<HH", stream, 0)
    (flags,) = struct.unpack_from("<H", stream, 0x0A)
    if identifier == _WORD_95 or (identifier == _WORD and version < 0xC1):
        raise CorpusError(
            tr("a document of Word 6 or 95, which is too old to be read; {save_anew}", save_anew=tr(SAVE_ANEW))
        )
    if identifier != _WORD:
        raise DamagedError(tr(DAMAGED))
    if flags & _ENCRYPTED:
        raise ProtectedError(tr("protected by a password: open it with Word or WPS and save it without one"))


def _pieces(clx: bytes) -> Iterator[_Piece]:
    """The piece table (MS-DOC 2.9.38): what it says before it about formatting is passed over."""
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    (length,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + length]
    count = (len(plc) - 4) // (4 + _PIECE_SIZE)
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    for i, (start, end) in enumerate(pairwise(positions)):
        (raw,) = struct.unpack_from("<I", plc, 4 * (count + 1) + _PIECE_SIZE * i + 2)
        if end < start:
            raise DamagedError(tr(DAMAGED))
        if raw & _EIGHT_BITS:
            yield _Piece(start, end, (raw & ~_EIGHT_BITS) // 2, 1)
        else:
            yield _Piece(start, end, raw, 2)
