"""Running whole processes, their output in a pipe."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Hashable, Mapping, Sequence
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
        self._environment = {**inherited, **ours}

    def run(self, *command: str) -> str:
        """What a command prints. Raises RuntimeError where it fails."""
        done = subprocess.run(
            command, cwd=PROJECT, env=self._environment, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} exited with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def seconds(self, *command: str) -> float:
        """How long a command runs."""
        started = time.perf_counter()
        self.run(*command)
        return time.perf_counter() - started

    def measure(self, *command: str) -> Measured:
        """How long a command runs, and what memory it takes."""
        printed = self.run(*_MEASURE, *command)  # in the last line, below what the command prints
        return Measured(**json.loads(printed.splitlines()[-1]))

    def ask(self, *command: str) -> Any:
        """The JSON that a command prints."""
        return json.loads(self.run(*command))

    def medians(self, commands: Mapping[_Name, Sequence[str]], runs: int) -> dict[_Name, float]:
        """The median seconds of each command. The commands take turns, after a first turn that warms files."""
        times: dict[_Name, list[float]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                taken = self.seconds(*command)
                if turn:
                    times[name].append(taken)
        return {name: statistics.median(taken) for name, taken in times.items()}
