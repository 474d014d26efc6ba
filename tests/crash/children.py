"""Processes that run the program, each of which can be cut off. They are forked, for starting Python takes longer than
what they do; nothing that starts threads may run here before.
"""

from __future__ import annotations

import json
import mmap
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

# Longer than anything here should take, also where other programs go first for minutes: what takes so long is stuck.
PATIENCE: Final = 600.0
STUCK: Final = -1000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit status, or less than 0 for the signal that killed it, what it said, and whether the
    program had run to its end.
    """

    status: int
    said: str
    had_run: bool


class Program:
    """The program, running in a folder."""

    def __init__(self, folder: Path, arguments: Sequence[str], prepare: Callable[[], None] = lambda: None) -> None:
        """Starts it; `prepare` runs in the new process before."""
        # A pipe holds all that it says, and no limit of files holds for it.
        self._reading, writing = os.pipe()
        self._end = mmap.mmap(-1, 1)  # shared with the process
        self._process = os.fork()
        if not self._process:
            _run(folder, arguments, prepare, writing, self._end)
        os.close(writing)

    def wait(self) -> Ended:
        """Waits until it ends; what takes too long is STUCK."""
        return self._ended(_wait(self._process, PATIENCE))

    def kill(self, seconds: float) -> Ended:
        """Kills it after so many seconds, if it has not ended by then."""
        status = _wait(self._process, seconds)
        return self._ended(-signal.SIGKILL if status == STUCK else status)

    def _ended(self, status: int) -> Ended:
        with os.fdopen(self._reading, errors="replace") as said, self._end:
            return Ended(status, said.read(), self._end[0] != 0)


def _run(folder: Path, arguments: Sequence[str], prepare: Callable[[], None], writing: int, end: mmap.mmap) -> NoReturn:
    status = 99
    try:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        os.chdir(folder)
        from search.cli import run

        prepare()
        status = run(list(arguments))
        end[0] = status == 0
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _wait(process: int, seconds: float) -> int:
    """How a process ends within so many seconds; STUCK where it has to be killed."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.0005)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return STUCK


def ask(question: Callable[[], Any]) -> Any:
    """What a function answers in a process of its own, as JSON."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        try:
            with os.fdopen(writing, "w") as stream:
                json.dump(question(), stream)
        except BaseException:
            traceback.print_exc()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        answer = stream.read()
    os.waitpid(process, 0)
    return json.loads(answer)
