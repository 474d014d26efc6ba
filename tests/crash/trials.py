"""One trial: an operation is cut off in some way, and then the index is looked at, used, and mended."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from index import Index, IndexDamagedError, IndexMissingError
from index.checking import check
from index.directory import DIRECTORY_NAME
from index.plan import Every, Plan
from tests.crash.children import STUCK, Ended, Program, ask
from tests.crash.cuts import Act, Changes, Disk, can_fault, limit_files
from tests.crash.operations import Operation, State, copy

# Files that are let grow this far are never cut short: the dictionary is the largest.
_LARGEST: Final = 2_000_000
_SMALLEST: Final = 10
_KILLED: Final = -9
_FAULT: Final = 2
# So often an operation may end before it is cut off, until something is wrong with the trial.
ATTEMPTS: Final = 50
# Runs the operation, and tells what was done to it and how it ended.
Cut: TypeAlias = "Callable[[], tuple[str, Ended]]"


@dataclass
class Figures:
    """What came of trials, counted, and what was wrong, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def look(folder: Path, name: str = DIRECTORY_NAME) -> dict[str, Any]:
    """What an index holds, and what `status --check` says of it."""
    try:
        index = Index(folder / name)
    except IndexMissingError:
        return {"state": None, "faults": []}
    try:
        with closing(index.reader()) as reader:
            matches = reader.search(Plan(Every()), limit=10_000).matches
            articles = reader.fetch([match.number for match in matches])
    except IndexDamagedError as fault:
        return {"state": {"damaged": str(fault)}, "faults": [str(fault)]}
    return {"state": {article.id: article.body for article in articles}, "faults": check(index)}


class Trials:
    """Trials of one operation on an index of one engine, in a folder of its own.

    Only a trial counts whose operation was cut off before it had ended; else it is tried again.
    """

    def __init__(self, folder: Path, operation: Operation, engine: str, seed: int) -> None:
        self._operation = operation
        self._engine = engine
        self._dice = random.Random(f"{operation.name} {engine} {seed}")
        self._template = folder / "template"
        self._folder = folder / "trial"
        self._changes = Changes()
        self._duration = 0.0
        self._room = 0
        self.figures = Figures()
        operation.prepare(self._template, engine)
        self._every = self._undisturbed()

    def _undisturbed(self) -> int:
        """How many changes the operation makes, and that it does what it should."""
        copy(self._template, self._folder)
        ended = self._run(self._changes.watched())
        assert ended.status == 0, ended.said
        assert ask(partial(look, self._folder)) == {"state": self._operation.after, "faults": []}
        self.figures.counts["changes of files that it makes undisturbed"] = self._changes.count
        return max(1, self._changes.count)

    def kills(self, count: int) -> None:
        """Kills the process so many times: every other time at a moment, else at a change."""
        for number in range(count):
            at_change = can_fault() and number % 2
            self._cut_off(self._killed_at_a_change if at_change else self._killed_at_a_moment, _KILLED)

    def write_faults(self, count: int) -> None:
        """Lets writing fail so many times: beyond some size of files, from a change on, and at one change alone."""
        cuts: list[Cut] = [self._limited]
        if can_fault():
            cuts += [partial(self._refused, Act.FULL_FROM), partial(self._refused, Act.FAIL_ONCE)]
        for number in range(count):
            self._cut_off(cuts[number % len(cuts)], _FAULT)

    def full_disks(self, count: int, disk: Disk) -> None:
        """Lets the operation fill the disk that the folder is on so many times, at first with no room at all."""
        self._room = 0
        for _ in range(count):
            self._cut_off(partial(self._filled, disk), _FAULT, disk.enlarge)
            self._room = self._room or sum(path.stat().st_size for path in (self._folder / ".wensou").rglob("*"))

    # Ways to cut it off. Each runs the operation once, and tells what was done to it.

    def _killed_at_a_moment(self) -> tuple[str, Ended]:
        seconds = self._dice.uniform(0, self._duration)
        return f"killed at a moment: after {seconds:.3f} s", self._run(self._changes.watched(), seconds)

    def _killed_at_a_change(self) -> tuple[str, Ended]:
        at, act = self._dice.randrange(self._every), self._dice.choice((Act.DIE_BEFORE, Act.DIE_AFTER))
        return f"killed at a change: {act.name} {at}", self._run(self._changes.watched(at, act))

    def _refused(self, act: Act) -> tuple[str, Ended]:
        at = self._dice.randrange(self._every)
        return f"could not write: {act.name} {at}", self._run(self._changes.watched(at, act))

    def _limited(self) -> tuple[str, Ended]:
        size = int(_SMALLEST * (_LARGEST / _SMALLEST) ** self._dice.random())
        return f"could not write: files beyond {size} bytes", self._run(partial(limit_files, size))

    def _filled(self, disk: Disk) -> tuple[str, Ended]:
        room = self._dice.randint(0, self._room)
        disk.leave(room)
        ended = self._run()
        if ended.status == 0:
            self._room = room  # which was enough
            disk.enlarge()
        return f"filled the disk: {room} bytes", ended

    def _run(self, prepare: Callable[[], None] = lambda: None, seconds: float | None = None) -> Ended:
        """Runs the operation, and kills it after so many seconds, if any."""
        begun = time.monotonic()
        program = Program(self._folder, self._operation.command(self._engine), prepare)
        ended = program.wait() if seconds is None else program.kill(seconds)
        if ended.status == 0:
            self._duration = max(self._duration / 2, time.monotonic() - begun)  # as the machine is busy now
        return ended

    def _cut_off(self, cut: Cut, wanted: int, relieve: Callable[[], None] = lambda: None) -> None:
        """Cuts the operation off, looks at the index and, after some relief, mends it."""
        for _ in range(ATTEMPTS):
            copy(self._template, self._folder)
            what, ended = cut()
            if ended.status == 0 or ended.had_run:
                self.figures.counts["not counted, for it had ended"] += 1
                continue
            self.figures.counts[what.partition(":")[0]] += 1
            if wanted == _KILLED and can_fault():
                self.figures.counts[f"killed in the {_quarter(self._changes.count / self._every)} of its changes"] += 1
            for wrong in self._wrongs(ended, wanted, relieve):
                self.figures.wrong.append(f"{self._engine} {self._operation.name}, {what}: {wrong}")
            return
        self.figures.wrong.append(f"{self._engine} {self._operation.name} cannot be cut off")

    def _wrongs(self, ended: Ended, wanted: int, relieve: Callable[[], None]) -> Iterator[str]:
        if ended.status != wanted or "Traceback" in ended.said:
            yield f"stuck: {ended.said}" if ended.status == STUCK else f"ended with {ended.status}: {ended.said}"
        if wanted == _FAULT and not ended.said.strip():
            yield "it ended without a word"
        found = ask(partial(look, self._folder))
        state: State = found["state"]
        if state not in (self._operation.before, self._operation.after):
            yield _difference(state, self._operation)
        which = "after" if state == self._operation.after else "before"
        self.figures.counts[f"the index as {which} it"] += 1
        if found["faults"]:
            self.figures.counts["status --check says what to do"] += 1
            yield from (f"no way out: {fault}" for fault in found["faults"] if "wensou index" not in fault)
        relieve()
        arguments = self._operation.mending or self._operation.command(self._engine)
        mended = Program(self._folder, arguments).wait()
        if mended.status != 0:
            yield f"{'stuck' if mended.status == STUCK else 'not mended'}: {mended.said}"
        elif (after := ask(partial(look, self._folder))) != {"state": self._operation.after, "faults": []}:
            yield f"mended, but {_difference(after['state'], self._operation)} {after['faults']}"


def _quarter(part: float) -> str:
    return ("first quarter", "second quarter", "third quarter", "last quarter")[min(3, int(4 * part))]


def _difference(state: State, operation: Operation) -> str:
    """What is lost or half there, in words."""
    if state is None:
        return "lost: there is no index"
    before, after = operation.before or {}, operation.after or {}
    kept = {name: body for name, body in before.items() if after.get(name) == body}
    lost = [name for name, body in kept.items() if state.get(name) != body]
    return f"lost: {lost[:3]}" if lost else f"half: {len(state)} articles, {len(before)} before and {len(after)} after"
