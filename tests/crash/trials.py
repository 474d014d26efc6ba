"""One trial: an operation is cut off in some way, and then the index is looked at, used, and mended."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from index import Index, IndexDamagedError, IndexMissingError
from index.checking import check
from index.plan import Every, Plan
from tests.crash.children import STUCK, Ended, Program, ask
from tests.crash.cuts import Changes, die_at, full_from, limit_files
from tests.crash.operations import Operation, State, copy

# Files that are let grow this far are never cut short: the dictionary is the largest.
_LARGEST: Final = 2_000_000
_SMALLEST: Final = 10
_KILLED: Final = -9
_FAULT: Final = 2


@dataclass
class Figures:
    """What came of trials, counted, and what was wrong, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def look(folder: Path) -> dict[str, Any]:
    """What an index holds, and what `status --check` says of it."""
    try:
        index = Index(folder / ".wensou")
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
    """Trials of one operation on an index of one engine, in a folder of its own."""

    def __init__(self, folder: Path, operation: Operation, engine: str, seed: int) -> None:
        self._operation = operation
        self._engine = engine
        self._dice = random.Random(f"{operation.name} {engine} {seed}")
        self._template = folder / "template"
        self._folder = folder / "trial"
        self._changes = Changes()
        self.figures = Figures()
        operation.prepare(self._template, engine)
        self._duration = self._undisturbed()

    def _undisturbed(self) -> float:
        """How long the operation takes in seconds, and that it does what it should; counts its changes too."""
        copy(self._template, self._folder)
        begun = time.monotonic()
        ended = self._run(self._changes.watch)
        duration = time.monotonic() - begun
        assert ended.status == 0, ended.said
        assert ask(partial(look, self._folder)) == {"state": self._operation.after, "faults": []}
        assert self._changes.count > 0
        return duration

    def kills(self, count: int) -> None:
        """Kills the process: every other time at a moment, else at a change."""
        every = self._changes.count
        for number in range(count):
            copy(self._template, self._folder)
            if number % 2:
                at = (number // 2 * every // max(1, count // 2)) % every
                where = f"at change {at}"
                ended = self._run(partial(self._changes.watch, die_at(at)))
            else:
                seconds = self._dice.uniform(0, 1.05 * self._duration)
                where = f"after {seconds:.3f} s"
                ended = self._killed_after(seconds)
            self.figures.counts["killed" if ended.status == _KILLED else "ended before"] += 1
            self._judge(f"killed {where}", ended, {_KILLED, 0})

    def write_faults(self, count: int) -> None:
        """Lets writing fail: every other time beyond some size of a file, else from some change on."""
        every = self._changes.count
        for number in range(count):
            copy(self._template, self._folder)
            if number % 2:
                at = (number // 2 * every // max(1, count // 2)) % every
                where = f"from change {at} on"
                ended = self._run(partial(self._changes.watch, full_from(at)))
            else:
                size = int(_SMALLEST * (_LARGEST / _SMALLEST) ** self._dice.random())
                where = f"beyond {size} bytes of a file"
                ended = self._run(partial(limit_files, size))
            self.figures.counts["failed" if ended.status == _FAULT else "ended well"] += 1
            self._judge(f"writing failed {where}", ended, {_FAULT, 0})

    def _run(self, prepare: Callable[[], None]) -> Ended:
        return Program(self._folder, self._operation.command(self._engine), prepare).wait()

    def _killed_after(self, seconds: float) -> Ended:
        ended = Program(self._folder, self._operation.command(self._engine)).wait(seconds)
        return replace(ended, status=_KILLED) if ended.status == STUCK else ended

    def _judge(self, what: str, ended: Ended, expected: set[int]) -> None:
        """Looks at the index, then mends it."""
        for wrong in self._wrongs(ended, expected):
            self.figures.wrong.append(f"{self._engine} {self._operation.name}, {what}: {wrong}")

    def _wrongs(self, ended: Ended, expected: set[int]) -> Iterator[str]:
        if ended.status not in expected or "Traceback" in ended.said:
            yield f"ended with {ended.status}: {ended.said}"
        found = ask(partial(look, self._folder))
        state: State = found["state"]
        if state not in (self._operation.before, self._operation.after):
            yield f"{_difference(state, self._operation)}"
        if ended.status == 0 and state != self._operation.after:
            yield "it said that it was done, and was not"
        self.figures.counts["done" if state == self._operation.after else "not done"] += 1
        if found["faults"]:
            self.figures.counts["check says what to do"] += 1
            yield from (f"no way out: {fault}" for fault in found["faults"] if "wensou index" not in fault)
        arguments = self._operation.mending or self._operation.command(self._engine)
        mended = Program(self._folder, arguments).wait()
        if mended.status != 0:
            yield f"{'stuck' if mended.status == STUCK else 'not mended'}: {mended.said}"
        elif (after := ask(partial(look, self._folder))) != {"state": self._operation.after, "faults": []}:
            yield f"mended, but {_difference(after['state'], self._operation)} {after['faults']}"


def _difference(state: State, operation: Operation) -> str:
    """What is lost or half there, in words."""
    if state is None:
        return "lost: there is no index"
    before, after = operation.before or {}, operation.after or {}
    kept = {name: body for name, body in before.items() if after.get(name) == body}
    lost = [name for name, body in kept.items() if state.get(name) != body]
    return f"lost: {lost[:3]}" if lost else f"half: {len(state)} articles, {len(before)} before and {len(after)} after"
