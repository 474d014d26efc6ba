"""Compound files (MS-CFB), which old Office and WPS documents are: their streams, within bounds."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Final

from corpus.errors import DamagedError
from corpus.language import later, tr

if TYPE_CHECKING:
    from olefile import OleFileIO

SAVE_ANEW: Final = later("open it with Word or WPS and save it as .docx")
DAMAGED: Final = later(
    "the file is damaged or not complete; open it with Word or WPS and save it as .docx, or copy it once more from "
    "where it came from"
)
_HEADER: Final = 512
# What `olefile` raises for damaged files: its own errors are OSErrors, the others come from where it does not look.
_FAULTS: Final = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, RecursionError)


class Compound:
    """The streams of a compound file. Raises `CorpusError` for what is none, and for a damaged one."""

    def __init__(self, data: bytes) -> None:
        import olefile

        self._size = len(data)
        _check(data)
        try:
            self._ole: OleFileIO = olefile.OleFileIO(io.BytesIO(data))
        except _FAULTS:
            raise DamagedError(tr(DAMAGED)) from None
        # Small streams lie in one that the root has; its size is believed when it is read.
        if self._ole.root is None or self._ole.root.size > self._size:
            raise DamagedError(tr(DAMAGED))

    def __contains__(self, name: str) -> bool:
        return bool(self._ole.exists(name))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; raises `CorpusError` if it is missing or damaged."""
        try:
            if self._ole.get_size(name) > self._size:
                raise DamagedError(tr(DAMAGED))
            with self._ole.openstream(name) as stream:
                return bytes(stream.read())
        except _FAULTS:
            raise DamagedError(tr(DAMAGED)) from None


def _check(data: bytes) -> None:
    """Compares how many sectors of tables the header claims with how many there can be (MS-CFB 2.2)."""
    if len(data) < _HEADER:
        raise DamagedError(tr(DAMAGED))
    (shift,) = struct.unpack_from("<H", data, 0x1E)
    (tables,) = struct.unpack_from("<I", data, 0x2C)
    (small,) = struct.unpack_from("<I", data, 0x40)
    if shift not in {9, 12} or max(tables, small) > len(data) >> shift:
        raise DamagedError(tr(DAMAGED))
