"""Running whole processes, their output in a pipe."""

from __future__ import annotations

import json
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Container, Hashable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from benchmarks.articles import PROJECT

PYTHON: Final = (sys.executable,)
_MEASURE: Final = (sys.executable, "-I", "-S", str(PROJECT / "benchmarks" / "measure.py"))
_Name = TypeVar("_Name", bound=Hashable)


class Measured(NamedTuple):
    """How many seconds a command ran, and the peak memory in bytes of all its processes together."""

    seconds: float
    peak: int


class Taken(NamedTuple):
    """Seconds that a command took: by the clock, and of processor time, which says more where other programs run."""

    clock: float
    processor: float


class Runner:
    """Runs commands that keep what they cache in a scratch directory of ours.

    jieba keeps its dictionary there, and Python its bytecode: whatever the environment says, every module is compiled
    beforehand, as installers leave it.
    """

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        cache, bytecode = scratch / "cache", scratch / "bytecode"
        cache.mkdir(exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WENSOU"))}
        ours = {"TMPDIR": str(cache), "PYTHONPYCACHEPREFIX": str(bytecode), "PYTHONIOENCODING": "utf-8"}
        ours["LC_ALL"] = "C.UTF-8"  # recoll takes queries to be in the encoding of the locale
        self._environment = {**inherited, **ours}

    def run(self, *command: str) -> str:
        """What a command prints. Raises RuntimeError where it fails."""
        done = subprocess.run(
            command, cwd=PROJECT, env=self._environment, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} exited with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def time(self, *command: str, on_terminal: bool = False) -> Taken:
        """How long a command runs, which writes to a pipe or to a terminal.

        Raises RuntimeError where it fails; 1 without a message is how searches say that they have found nothing.
        """
        reading, writing = pty.openpty() if on_terminal else os.pipe()
        started = time.perf_counter()
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env={**self._environment, "TERM": "xterm-256color"},
                stdin=subprocess.DEVNULL,
                stdout=writing,
                stderr=errors,
            )
            os.close(writing)
            with suppress(OSError):  # a terminal that nobody writes to any more ends so on Linux
                while os.read(reading, 1 << 16):
                    pass
            _, status, used = os.wait4(process.pid, 0)
            clock = time.perf_counter() - started
            os.close(reading)
            errors.seek(0)
            said = errors.read().decode(errors="replace")
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and not (process.returncode == 1 and "Traceback" not in said):
            raise RuntimeError(f"{' '.join(command)} exited with {process.returncode}:\n{said}")
        return Taken(clock, used.ru_utime + used.ru_stime)

    def measure(self, *command: str) -> Measured:
        """How long a command runs, and what memory it takes."""
        printed = self.run(*_MEASURE, *command)  # in the last line, below what the command prints
        return Measured(**json.loads(printed.splitlines()[-1]))

    def ask(self, *command: str) -> Any:
        """The JSON that a command prints."""
        return json.loads(self.run(*command))

    def medians(
        self, commands: Mapping[_Name, Sequence[str]], runs: int, *, on_terminal: Container[_Name] = ()
    ) -> dict[_Name, Taken]:
        """The median seconds of each command. The commands take turns, after a first turn that warms files."""
        times: dict[_Name, list[Taken]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                taken = self.time(*command, on_terminal=name in on_terminal)
                if turn:
                    times[name].append(taken)
        return {name: Taken(*map(statistics.median, zip(*taken, strict=True))) for name, taken in times.items()}
