"""Trials in processes that may die: what came of each changed document."""

from __future__ import annotations

import os
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final, TextIO

from corpus import CorpusError, read
from tests.fuzz.mutations import mutated

_MEMORY: Final = 1 << 30  # of addresses
_SECONDS: Final = 10  # of computing; a machine may be busy with other things
_SECONDS_AT_ALL: Final = 300  # for what only waits
# What one document leaves in memory is not the next one's fault.
_PER_PROCESS: Final = 100


@dataclass(slots=True)
class Figures:
    """How many trials came to what; the wrong ones with their numbers; the slowest one, in seconds; the most resident
    memory of a process, in KB.
    """

    counts: Counter[str] = field(default_factory=Counter)
    wrong: dict[int, str] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, 0)
    memory: int = 0


class Trials:
    """Changes the `documents`, which have this `suffix`, and reads them; the same ones for the same `seed`."""

    def __init__(self, suffix: str, documents: Sequence[bytes], seed: int) -> None:
        self._suffix = suffix
        self._documents = documents
        self._seed = seed
        self.figures = Figures()

    def document(self, number: int) -> bytes:
        """The changed document of this number."""
        random = Random(f"{self._seed} {self._suffix} {number}")
        return mutated(random.choice(self._documents), random)

    def run(self, goes_on: Callable[[int], bool]) -> None:
        """Tries documents as long as that is said of the next one's number."""
        number = 0
        while goes_on(number):
            number = self._in_process(number, goes_on)

    def _in_process(self, number: int, goes_on: Callable[[int], bool]) -> int:
        """Tries some in a process of their own; returns the number of the next."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            with os.fdopen(writing, "w", buffering=1) as told:
                self._child(number, goes_on, told)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as lines:
            for line in lines:
                kind, seconds, what = line.rstrip("\n").split("\t", 2)
                self.figures.counts[kind] += 1
                self.figures.slowest = max(self.figures.slowest, (float(seconds), number))
                if kind == "WRONG":
                    self.figures.wrong[number] = what
                number += 1
        _, status, usage = os.wait4(child, 0)
        self.figures.memory = max(self.figures.memory, usage.ru_maxrss)
        ended = os.waitstatus_to_exitcode(status)
        if ended:
            self.figures.counts["WRONG"] += 1
            self.figures.wrong[number] = signal.Signals(-ended).name if ended < 0 else f"status {ended}"
            number += 1
        return number

    def _child(self, first: int, goes_on: Callable[[int], bool], told: TextIO) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        for number in range(first, first + _PER_PROCESS):
            if not goes_on(number):
                return
            data = self.document(number)
            signal.setitimer(signal.ITIMER_PROF, _SECONDS)  # its signal ends the process
            signal.alarm(_SECONDS_AT_ALL)
            before = time.process_time()
            kind, what = _read(f"fuzz{self._suffix}", data)
            told.write(f"{kind}\t{time.process_time() - before:.3f}\t{what}\n")


def _read(name: str, data: bytes) -> tuple[str, str]:
    """What comes of reading: a document, a refusal, or what must never come."""
    try:
        read(Path(name), data=data)
    except CorpusError as fault:
        return "refused", type(fault).__name__
    except BaseException as fault:
        frames = traceback.extract_tb(fault.__traceback__)[-3:]
        where = " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
        return "WRONG", f"{fault!r:.200} {where}".replace("\n", " ")
    return "read", ""
