"""ZIP archives, which Word, OFD, OpenDocument and e-book files are: opened within bounds, their parts found by name."""

from __future__ import annotations

import io
import posixpath
import zlib
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from corpus.errors import CorpusError, DamagedError, ProtectedError
from corpus.language import later, tr
from corpus.limits import exceeded, limits

_DAMAGED: Final = later(
    "open it with the program that made it and save it anew, or copy it once more from where it came from"
)
_PIECE: Final = 1 << 20
_IN_UTF_8: Final = 0x800  # bit 11 of a part's flags (APPNOTE 4.4.4)
_ENCRYPTED: Final = 0x1
_ENTRY: Final = b"PK\x01\x02"  # what each entry of the list of parts begins with (APPNOTE 4.3.12)


class Archive:
    """The parts of a ZIP archive, read from memory; nothing is ever written to a disk.

    What the archive claims about sizes is not believed: bytes are counted as they are unpacked, those of all parts
    together. `program` names what can save such a file anew, for messages. Raises `CorpusError` for what is no
    archive, is damaged, or has more parts than any document.
    """

    def __init__(self, data: bytes, *, program: str) -> None:
        self._limits = limits()
        self._left = self._limits.unpacked
        self._program = program
        # The list itself could fill the memory: entries are counted before it is read.
        if data.count(_ENTRY) > self._limits.parts:
            raise exceeded("parts", tr("an archive of more than {most:,} parts", most=self._limits.parts))
        try:
            self._zip = ZipFile(io.BytesIO(data))
        except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise DamagedError(
                tr("the file is damaged or not complete ({why}); {damaged}", why=_reason(error), damaged=tr(_DAMAGED))
            ) from None
        self._parts = {part_key(name): info for info in self._zip.infolist() for name in _names(info)}

    def __contains__(self, name: str) -> bool:
        return part_key(name) in self._parts

    def names(self) -> list[str]:
        """The names of all parts, in the archive's order."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """The bytes of the part `name`, whichever way its slashes, case and dots are written.

        Raises `CorpusError` if it is missing, encrypted, damaged, or breaks a limit.
        """
        info = self._parts.get(part_key(name))
        if info is None:
            raise DamagedError(tr("the part {name} is missing in it; {damaged}", name=name, damaged=tr(_DAMAGED)))
        if info.flag_bits & _ENCRYPTED:
            raise ProtectedError(
                tr("protected by a password: open it with {program} and save it without one", program=tr(self._program))
            )
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:  # others may ask for any amount of memory
            raise CorpusError(
                tr("packed in an unusual way; open it with {program} and save it anew", program=tr(self._program))
            )
        try:
            return self._unpack(info)
        except (BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise DamagedError(
                tr(
                    "the part {name} of it is damaged ({why}); {damaged}",
                    name=name,
                    why=_reason(error),
                    damaged=tr(_DAMAGED),
                )
            ) from None

    def _unpack(self, info: ZipInfo) -> bytes:
        most = max(self._limits.small, self._limits.ratio * info.compress_size)
        pieces: list[bytes] = []
        size = 0
        with self._zip.open(info) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                self._left -= len(piece)
                if size > most:
                    raise exceeded(
                        "ratio",
                        tr(
                            "the part {part} is more than {most} times larger than packed; no document packs like that",
                            part=info.filename,
                            most=self._limits.ratio,
                        ),
                    )
                if self._left < 0:
                    raise exceeded(
                        "unpacked",
                        tr("more than {most} MB when unpacked; no newsletter is", most=self._limits.unpacked >> 20),
                    )
                pieces.append(piece)
        return b"".join(pieces)


def part_key(name: str) -> str:
    """What all ways to write the name of the same part come to (part names differ by more than case: OPC 6.2.2)."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").casefold()


def resolve(base: str, target: str) -> str:
    """The name of the part that `target` means in the part `base`."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), target.replace("\\", "/"))).lstrip("/")


def _names(info: ZipInfo) -> list[str]:
    """The name of a part, and what else its bytes may mean: Chinese names are often not marked as UTF-8."""
    name = info.filename
    if name.isascii() or info.flag_bits & _IN_UTF_8:
        return [name]
    raw = name.encode("cp437", "replace")
    return [name, *(raw.decode(e, "replace") for e in ("utf-8", "gb18030"))]


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
