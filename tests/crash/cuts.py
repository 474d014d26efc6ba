"""Ways to cut a process off: at a moment, at a change of a file, by files that must not grow, by a full disk."""

from __future__ import annotations

import mmap
import os
import resource
import signal
import sys
from collections.abc import Callable
from errno import ENOSPC
from typing import Any, Final

# What Python tells an audit hook of before it changes a directory.
_CHANGES: Final = {"os.rename", "os.mkdir"}
_REMOVALS: Final = {"os.remove", "os.rmdir"}
_WRITING: Final = os.O_WRONLY | os.O_RDWR


class Changes:
    """Counts the changes that the next processes make to files of an index, and may stop one at one of them.

    Changes are files opened for writing, renamed and removed, and directories made and removed, all in Python.
    """

    def __init__(self) -> None:
        self._count = mmap.mmap(-1, 8)  # shared with the processes that are forked

    @property
    def count(self) -> int:
        """How many there have been."""
        return int.from_bytes(self._count[:], "little")

    def watch(self, act: Callable[[int, str], None] = lambda number, event: None) -> None:
        """Runs in the process: `act` is told of each change, from 0 on, and what it is, before it is made."""
        self._count[:] = bytes(8)

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if _is_change(event, arguments):
                number = self.count
                self._count[:] = (number + 1).to_bytes(8, "little")
                act(number, event)

        sys.addaudithook(hook)


def _is_change(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "open":
        path, _, flags = arguments
        return isinstance(path, str) and ".wensou" in path and bool(flags & _WRITING)
    return event in _CHANGES | _REMOVALS and ".wensou" in str(arguments[0])


def die_at(wanted: int) -> Callable[[int, str], None]:
    """Kills the process at a change."""

    def act(number: int, _: str) -> None:
        if number == wanted:
            os.kill(os.getpid(), signal.SIGKILL)

    return act


def full_from(wanted: int) -> Callable[[int, str], None]:
    """A disk that is full from a change on: nothing new can be written, but files can be removed."""

    def act(number: int, event: str) -> None:
        if number >= wanted and event not in _REMOVALS:
            raise OSError(ENOSPC, os.strerror(ENOSPC))

    return act


def limit_files(size: int) -> None:
    """Lets no file grow beyond so many bytes: a write is cut short, the next one fails."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
