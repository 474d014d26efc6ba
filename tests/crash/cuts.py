"""Ways to cut a process off: at a change of a file, by files that must not grow, by a full disk."""

from __future__ import annotations

import ctypes
import mmap
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Final

_SOURCE: Final = Path(__file__).with_name("faults.c")
# Names the folder that the layer was made in to the program that runs above it.
_MADE: Final = "CRASH_LAYER"
# Bytes of a disk that is not full.
_AMPLE: Final = 1 << 26


class Act(IntEnum):
    """What becomes of a change: see `faults.c`."""

    NOTHING = 0
    DIE_BEFORE = 1
    DIE_AFTER = 2  # of what is written, a half
    FAIL_ONCE = 3
    FULL_FROM = 4  # nothing new can be written, but files can be removed


def preload() -> None:
    """Runs this program anew above the layer of `faults.c`, where there is a compiler to make that."""
    if made := os.environ.pop(_MADE, None):
        del os.environ["LD_PRELOAD"]  # it is loaded
        shutil.rmtree(made)
        return
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        return
    folder = tempfile.mkdtemp()
    library = os.path.join(folder, "faults.so")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"], check=True)
    os.execve(sys.executable, sys.orig_argv, {**os.environ, _MADE: folder, "LD_PRELOAD": library})


def can_fault() -> bool:
    """Whether this program runs above that layer."""
    return hasattr(ctypes.CDLL(None), "crash_arm")


class Changes:
    """Counts the changes that the next process makes to files of an index, and may stop it at one of them.

    Changes are files made, written to, flushed, renamed and removed, and directories made and removed, in any language.
    """

    def __init__(self) -> None:
        self._count = mmap.mmap(-1, mmap.PAGESIZE)  # shared with the processes that are forked
        self._shared = ctypes.c_uint64.from_buffer(self._count)

    @property
    def count(self) -> int:
        """How many there have been."""
        return self._shared.value

    def watched(self, at: int = 0, act: Act = Act.NOTHING) -> Callable[[], None]:
        """What the process is to run before it begins."""
        self._shared.value = 0
        return partial(self._arm, at, act) if can_fault() else _nothing

    def _arm(self, at: int, act: Act) -> None:
        arm = ctypes.CDLL(None).crash_arm
        arm.argtypes = ctypes.c_void_p, ctypes.c_uint64, ctypes.c_int
        arm(ctypes.addressof(self._shared), at, act)


def _nothing() -> None:
    pass


def limit_files(size: int) -> None:
    """Lets no file grow beyond so many bytes: a write is cut short, the next one fails."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


class Disk:
    """A disk in memory, mounted on a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def leave(self, room: int) -> None:
        """Leaves no more than so many bytes free."""
        status = os.statvfs(self._folder)
        self._resize((status.f_blocks - status.f_bfree) * status.f_frsize + room)

    def enlarge(self) -> None:
        """Gives it room for all that is done here."""
        self._resize(_AMPLE)

    def _resize(self, size: int) -> None:
        _mount("mount", "-o", f"remount,size={-(-size // mmap.PAGESIZE) * mmap.PAGESIZE}", self._folder)


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk | None]:
    """A disk, mounted on a folder; None where this user may mount none."""
    if not _mount("mount", "-t", "tmpfs", "-o", f"size={_AMPLE}", "wensou-crash", folder):
        yield None
        return
    try:
        yield Disk(folder)
    finally:
        _mount("umount", folder)


def _mount(*command: str | Path) -> bool:
    return bool(shutil.which(command[0])) and subprocess.run(command, capture_output=True, check=False).returncode == 0
