"""Finds the files to read in what a user names: files and directories."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.readers import SUFFIXES

# A directory with this file and a `generations` directory is an index, never input.
_INDEX_MARKS = ("meta.json", "generations")


@dataclass(slots=True)
class Discovery:
    """What was found: `files` to read, sorted within each directory; `directories` that were walked to the end; how
    many files of which unknown type were met; and what could not be looked at, as messages.
    """

    files: list[Path] = field(default_factory=list)
    directories: list[Path] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def discover(paths: Iterable[str | os.PathLike[str]]) -> Discovery:
    """Looks for readable files: those named, and those in named directories and below.

    Hidden files and directories and indexes are passed over in directories, and links that lead out of them are not
    followed. A file that is named itself is taken whatever its type; reading it will tell.
    """
    found = Discovery()
    for path in map(Path, paths):
        if path.is_dir():
            _walk(path, found)
        elif path.exists():
            found.files.append(path)
        else:
            found.faults.append(f"{path}: no such file or directory")
    found.files = list({os.path.abspath(path): path for path in reversed(found.files)}.values())[::-1]
    return found


def _walk(root: Path, found: Discovery) -> None:
    faults: list[OSError] = []
    inside = os.path.realpath(root) + os.sep
    for folder, folders, names in os.walk(root, onerror=faults.append):
        if all(mark in (*folders, *names) for mark in _INDEX_MARKS):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if path.is_symlink() and not os.path.realpath(path).startswith(inside):
                found.unknown["links"] += 1
            elif path.suffix.lower() in SUFFIXES:
                found.files.append(path)
            else:
                found.unknown[path.suffix.lower() or "without a suffix"] += 1
    found.faults.extend(f"{fault.filename}: {fault.strerror}" for fault in faults)
    if not faults:
        found.directories.append(root)
