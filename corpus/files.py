"""Finds the files to read in what a user names: files and directories."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from errno import ELOOP, ENOENT, ENOTDIR
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from corpus.corrections import has_side_file, original
from corpus.kinds import SUFFIXES
from corpus.language import later, tr

# A directory with this file and a `generations` directory is an index, never input.
_INDEX_MARKS = ("meta.json", "generations")
# `通讯.html` has its pictures and frames in `通讯_files` (browsers) or `通讯.files` (word processors).
_PAGE_PARTS = ("_files", ".files")
# What the system says of a link that leads to nothing, or to itself.
_NOTHING = {ENOENT, ENOTDIR, ELOOP}


@dataclass(slots=True)
class Discovery:
    """What was found: `files` to read, sorted within each directory; those of them that were `named`, and not met in a
    directory; `directories` that were walked to the end; how many files of which unknown type were met; links met that
    lead to `nothing`; and what could not be looked at, as messages.
    """

    files: list[Path] = field(default_factory=list)
    named: set[Path] = field(default_factory=set)
    directories: list[Path] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    nothing: list[Path] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def discover(paths: Iterable[str | os.PathLike[str]], *, without: Path | None = None) -> Discovery:
    """Looks for readable files: those named, and those in named directories and below.

    Hidden files and directories, the parts of saved web pages, indexes and the directory `without` are passed over in
    directories, and links that lead out of them or to nothing are counted and not followed. A file that is named itself
    is taken whatever its type; reading it will tell. Where a corrected split is found, the file that it stands for is
    meant.
    """
    found = Discovery()
    firsts: dict[str, Path] = {}  # by where it really is: a file under several names is read once, under the first
    for path in map(Path, paths):
        try:
            status = path.stat()
        except OSError as fault:
            found.faults.append(f"{path}: {tr(fault.strerror or 'cannot be read').lower()}")
            continue
        if S_ISDIR(status.st_mode):
            _walk(path, found, firsts, without)
        else:
            meant = original(path)
            found.named.add(firsts.setdefault(os.path.realpath(meant), meant))
    found.files = list(firsts.values())
    return found


def _walk(root: Path, found: Discovery, firsts: dict[str, Path], without: Path | None) -> None:
    faults: list[OSError] = []
    inside = os.path.realpath(root) + os.sep
    for folder, folders, names in os.walk(root, onerror=faults.append):
        is_excluded = without is not None and os.path.abspath(folder) == os.path.abspath(without)
        if is_excluded or all(mark in (*folders, *names) for mark in _INDEX_MARKS):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_of_a_page(name, names))
        within, really = Path(folder), os.path.realpath(folder)
        for name in sorted(names):
            if name.startswith("."):
                continue
            path = within / name
            try:
                mode, real = os.lstat(path).st_mode, os.path.join(really, name)
                if S_ISLNK(mode):
                    real = os.path.realpath(path)
                    mode = os.stat(path).st_mode if real.startswith(inside) else mode
                kind = _kind(path, mode)
            except OSError as fault:
                if os.path.islink(path) and fault.errno in _NOTHING:
                    found.nothing.append(path)
                    found.unknown[later("links to nothing")] += 1
                else:
                    faults.append(fault)
                continue
            if kind:
                found.unknown[kind] += 1
            elif (meant := original(path)) == path:
                firsts.setdefault(real, path)
            else:
                firsts.setdefault(os.path.realpath(meant), meant)
    found.faults.extend(f"{fault.filename}: {tr(str(fault.strerror))}" for fault in faults)
    if not faults:
        found.directories.append(root)


def _is_of_a_page(folder: str, names: Iterable[str]) -> bool:
    """Whether a folder holds the parts of a web page beside it, as browsers and word processors save them."""
    stem = next((folder.removesuffix(end) for end in _PAGE_PARTS if folder.endswith(end)), None)
    return stem is not None and any(f"{stem}{suffix}" in names for suffix in (".html", ".htm"))


def _kind(path: Path, mode: int) -> str:
    """What kind of file this is that is not read; empty for one that is. A link's own `mode` is that it is not read."""
    if not S_ISREG(mode):
        return later("links") if S_ISLNK(mode) else later("special files")
    suffix = path.suffix.lower()
    return "" if suffix in SUFFIXES or has_side_file(path) else suffix or later("without a suffix")
