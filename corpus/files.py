"""Finds the files to read in what a user names: files and directories."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from corpus.corrections import has_side_file, original
from corpus.kinds import SUFFIXES
from corpus.language import later, tr

# A directory with this file and a `generations` directory is an index, never input.
_INDEX_MARKS = ("meta.json", "generations")
# `通讯.html` has its pictures and frames in `通讯_files` (browsers) or `通讯.files` (word processors).
_PAGE_PARTS = ("_files", ".files")


@dataclass(slots=True)
class Discovery:
    """What was found: `files` to read, sorted within each directory; those of them that were `named`, and not met in a
    directory; `directories` that were walked to the end; how many files of which unknown type were met; and what could
    not be looked at, as messages.
    """

    files: list[Path] = field(default_factory=list)
    named: set[Path] = field(default_factory=set)
    directories: list[Path] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def discover(paths: Iterable[str | os.PathLike[str]], *, without: Path | None = None) -> Discovery:
    """Looks for readable files: those named, and those in named directories and below.

    Hidden files and directories, the parts of saved web pages, indexes and the directory `without` are passed over in
    directories, and links that lead out of them are not followed. A file that is named itself is taken whatever its
    type; reading it will tell. Where a corrected split is found, the file that it stands for is meant.
    """
    found = Discovery()
    for path in map(Path, paths):
        try:
            status = path.stat()
        except OSError as fault:
            found.faults.append(f"{path}: {tr(fault.strerror or 'cannot be read').lower()}")
            continue
        if S_ISDIR(status.st_mode):
            _walk(path, found, without)
        else:
            found.files.append(path)
            found.named.add(path)
    found.named = {original(path) for path in found.named}
    found.files = [original(path) for path in found.files]
    # A file under several names is read once, under the first.
    firsts = {os.path.realpath(path): path for path in reversed(found.files)}
    found.named = {firsts[os.path.realpath(path)] for path in found.named}
    found.files = list(firsts.values())[::-1]
    return found


def _walk(root: Path, found: Discovery, without: Path | None) -> None:
    faults: list[OSError] = []
    inside = os.path.realpath(root) + os.sep
    for folder, folders, names in os.walk(root, onerror=faults.append):
        is_excluded = without is not None and os.path.abspath(folder) == os.path.abspath(without)
        if is_excluded or all(mark in (*folders, *names) for mark in _INDEX_MARKS):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_of_a_page(name, names))
        for name in sorted(names):
            if name.startswith("."):
                continue
            path = Path(folder, name)
            try:
                kind = _kind(path, inside)
            except OSError as fault:
                faults.append(fault)
                continue
            if kind:
                found.unknown[kind] += 1
            else:
                found.files.append(path)
    found.faults.extend(f"{fault.filename}: {tr(str(fault.strerror))}" for fault in faults)
    if not faults:
        found.directories.append(root)


def _is_of_a_page(folder: str, names: Iterable[str]) -> bool:
    """Whether a folder holds the parts of a web page beside it, as browsers and word processors save them."""
    stem = next((folder.removesuffix(end) for end in _PAGE_PARTS if folder.endswith(end)), None)
    return stem is not None and any(f"{stem}{suffix}" in names for suffix in (".html", ".htm"))


def _kind(path: Path, inside: str) -> str:
    """What kind of file this is that is not read; empty for one that is. `inside` is where links must lead."""
    if path.is_symlink() and not os.path.realpath(path).startswith(inside):
        return later("links")
    if not S_ISREG(path.stat().st_mode):
        return later("special files")
    suffix = path.suffix.lower()
    return "" if suffix in SUFFIXES or has_side_file(path) else suffix or later("without a suffix")
