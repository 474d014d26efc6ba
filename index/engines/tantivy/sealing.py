"""Tells whether Tantivy's files are as they were written.

Every file of a segment ends with a footer that has the CRC-32 of what precedes it:

    file := bytes, footer (JSON: version, crc), bytes of the footer, 1337 (four bytes each, little-endian)

Tantivy itself reads the footer and believes it. `meta.json`, the list of segments, has none. So each commit is followed
by `seal.json`, which has the commit's number, and the CRC-32 of `meta.json` and of the footer of each file. It says
nothing of any other commit: readers come between the two, and so may a crash.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from struct import Struct
from typing import Any, Final
from zlib import crc32

from corpus.frozen import Frozen
from corpus.language import tr
from index import checked, durable
from index.checked import Form, by_name, is_count
from index.errors import COUNT_ANEW, REBUILD, IndexDamagedError

META: Final = "meta.json"
MANAGED: Final = ".managed.json"
SEAL: Final = "seal.json"
_FORM: Final[Form] = {"commit": is_count, "meta": is_count, "files": by_name(is_count)}
# Files of segments, and what Tantivy writes aside.
_LEFT: Final = r"[0-9a-f]{32}(\.\w+)+|\.tmp\w+"
_OWN: Final = (
    rf"{_LEFT}|\.tantivy-(meta|writer)\.lock"
    rf"|{re.escape(MANAGED)}|{re.escape(META)}|{re.escape(SEAL)}({re.escape(durable.ASIDE)})?"
)
_ENDING: Final = Struct("<II")
_MAGIC: Final = 1337
_MOST_FOOTER: Final = 4096  # a hundred bytes are usual
_READ: Final = 1 << 20
# Bytes of files that are read whenever an index is opened, which takes a millisecond or two: all of a small index; of a
# large one the values that articles are sorted by, and what its deletions are.
_READ_WHEN_OPENED: Final = 4 << 20


def opened_commit(directory: Path) -> int:
    """The number of the last commit, whose smallest files are read.

    Raises IndexDamagedError where one of them, or `meta.json`, is not what was written.
    """
    number, sealed = _last_commit(directory)
    left = _READ_WHEN_OPENED
    for size, path, checksum in sorted(_sizes(directory, sealed["files"] if sealed else {})):
        left -= size
        if left < 0:
            break
        # One that is gone by now has been removed by a later commit; if not, Tantivy misses it.
        if (fault := _fault(path, checksum)) and path.exists():
            raise IndexDamagedError(fault)
    return number


def _sizes(directory: Path, checksums: dict[str, int]) -> Iterator[tuple[int, Path, int]]:
    """The bytes of files, with these; those that a later commit has removed since are left out."""
    for name, checksum in checksums.items():
        with suppress(FileNotFoundError):
            yield (directory / name).stat().st_size, directory / name, checksum


def _last_commit(directory: Path) -> tuple[int, dict[str, Any] | None]:
    """The number of the last commit, and its seal, if it has one.

    Raises IndexDamagedError where `meta.json` is not what was written.
    """
    data = _read(directory / META)
    number = _number(data)
    sealed = _seal(directory)
    if sealed is None or sealed["commit"] != number:
        return number, None
    if sealed["meta"] != crc32(data):
        raise IndexDamagedError(
            tr("the index is damaged ({file} is not what was written); {rebuild}", file=META, rebuild=tr(REBUILD))
        )
    return number, sealed


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as fault:
        raise IndexDamagedError(
            tr("the index is damaged (no file {file}); {rebuild}", file=path.name, rebuild=tr(REBUILD))
        ) from fault


def _number(meta: bytes) -> int:
    with _understood():
        return int(json.loads(meta)["opstamp"])


@contextmanager
def _understood() -> Iterator[None]:
    """Makes whatever else `meta.json` may hold damage."""
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as fault:
        raise IndexDamagedError(
            tr("the index is damaged ({file} cannot be understood); {rebuild}", file=META, rebuild=tr(REBUILD))
        ) from fault


def _seal(directory: Path) -> dict[str, Any] | None:
    """The seal; None where there is none yet, or none that can be read."""
    try:
        return checked.loads((directory / SEAL).read_bytes(), _FORM)
    except (ValueError, FileNotFoundError, IsADirectoryError):
        return None


def seal(directory: Path) -> None:
    """Seals the last commit, with what its files say of themselves. Flushes to the disk which files there are.

    Tantivy keeps what it writes aside from all other users; here they may read what the umask lets them read.
    """
    from shutil import copymode

    data = _read(directory / META)
    files = {path.name: _footer(path).checksum for path in _files(directory, data)}
    durable.replace(directory / SEAL, checked.dumps({"commit": _number(data), "meta": crc32(data), "files": files}))
    for name in (META, MANAGED):
        copymode(directory / SEAL, directory / name)


def _files(directory: Path, meta: bytes) -> Iterator[Path]:
    """The files of the segments of a commit. Raises IndexDamagedError."""
    with _understood():
        segments = {each["segment_id"].replace("-", ""): each["deletes"] for each in json.loads(meta)["segments"]}
    for path in sorted(directory.iterdir()):
        segment, _, kind = path.name.partition(".")
        if segment in segments:
            deletes = segments[segment]
            if not kind.endswith("del") or (deletes and kind == f"{deletes['opstamp']}.del"):
                yield path


class _Footer(Frozen):
    """The end of a file: how many bytes precede it, their CRC-32 as it tells, and its own."""

    beginning: int
    told: int
    checksum: int


def _footer(path: Path) -> _Footer:
    """The footer of a file. Raises ValueError for a file without one."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _ENDING.size))
        ending = file.read()
        if len(ending) < _ENDING.size:
            raise ValueError(tr("it ends too early"))
        length, magic = _ENDING.unpack(ending)
        beginning = size - _ENDING.size - length
        if magic != _MAGIC or length > _MOST_FOOTER or beginning < 0:
            raise ValueError(tr("it has another end"))
        file.seek(beginning)
        footer = file.read(length)
    try:
        return _Footer(beginning, int(json.loads(footer)["crc"]), crc32(ending, crc32(footer)))
    except (ValueError, TypeError, KeyError) as fault:
        raise ValueError(tr("it has another end")) from fault


def faults(directory: Path) -> Iterator[str]:
    """What is wrong with the files, all of which are read."""
    try:
        _, sealed = _last_commit(directory)
    except IndexDamagedError as fault:
        yield str(fault)
        return
    if sealed:
        checksums: dict[str, int | None] = sealed["files"]
    else:
        yield tr("{path} is not of the last commit; {count_anew}", path=directory / SEAL, count_anew=tr(COUNT_ANEW))
        checksums = dict.fromkeys(path.name for path in _files(directory, _read(directory / META)))
    for name, checksum in checksums.items():
        if found := _fault(directory / name, checksum):
            yield found


def _fault(path: Path, checksum: int | None) -> str | None:
    """What is wrong with a file, all of which is read."""
    try:
        what = None if _is_sound(path, checksum) else tr("{file} is not what was written", file=path.name)
    except (ValueError, FileNotFoundError, IsADirectoryError) as fault:
        what = f"{path.name}: {fault if isinstance(fault, ValueError) else 'it is missing'}"
    return what and tr("the index is damaged ({what}); {rebuild}", what=what, rebuild=tr(REBUILD))


def _is_sound(path: Path, checksum: int | None) -> bool:
    """Whether a file has the footer with that CRC-32, if it is known, and before it what the footer tells.

    Raises ValueError.
    """
    footer = _footer(path)
    left, found = footer.beginning, 0
    with path.open("rb") as file:
        while left > 0:
            piece = file.read(min(left, _READ))
            found = crc32(piece, found)
            left -= len(piece) or left
    return footer.told == found and checksum in (None, footer.checksum)


def clean(directory: Path) -> None:
    """Mends what a crash left: a commit without its seal, and files that are not of the last commit.

    Tantivy leaves them, and fails where it is to write one of the same name: the deletions of the same transaction,
    begun anew.
    """
    if _last_commit(directory)[1] is None:
        seal(directory)
    needed = set(_files(directory, _read(directory / META)))
    for path in directory.iterdir():
        if path not in needed and re.fullmatch(_LEFT, path.name):
            with suppress(PermissionError):  # Windows, while another program holds it open
                path.unlink()


def is_own(name: str) -> bool:
    """Whether a file of that name may be Tantivy's or ours."""
    return bool(re.fullmatch(_OWN, name))
