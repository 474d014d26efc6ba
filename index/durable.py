"""Files that are there whole or not at all, whenever the machine may stop.

What is written aside and flushed to the disk is renamed to its place; a name is on the disk when its directory is
flushed too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

# What is added to the name of a file while it is written.
ASIDE: Final = ".new"


def replace(target: Path, content: bytes) -> None:
    """Puts a file in the place of what stands there, be that a directory or a link."""
    aside = target.with_name(target.name + ASIDE)
    with create(aside) as file:
        file.write(content)
    if target.is_dir() and not target.is_symlink():
        remove(target)
    aside.replace(target)
    flush_directory(target.parent)


@contextmanager
def create(path: Path) -> Iterator[BinaryIO]:
    """Writes a new file, in the place of what stands there, and flushes it to the disk."""
    remove(path)
    with path.open("xb") as file:  # which follows no link
        yield file
        file.flush()
        os.fsync(file.fileno())


def flush_directory(path: Path) -> None:
    """Flushes to the disk which files a directory has, where the system can (Windows cannot, and need not)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Removes a file, a link or a whole directory, if it is there."""
    if path.is_dir() and not path.is_symlink():
        from shutil import rmtree

        rmtree(path)
    else:
        path.unlink(missing_ok=True)
