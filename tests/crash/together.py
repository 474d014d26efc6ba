"""Programs that use one index at once: several search without a pause while one writes, and two write."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import re
import shutil
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Final, NoReturn

from index import Index
from index.checking import check
from index.directory import DIRECTORY_NAME
from search.searcher import Searcher
from tests.crash.children import Program, ask
from tests.crash.operations import Files, state, write
from tests.crash.trials import ATTEMPTS, Figures, look
from tests.support.program import environment

# Articles that tell of one commit; they stand in two files, so that half of a commit would show.
_ARTICLES: Final = 20
_QUERY: Final = "计数"
_COMMIT: Final = re.compile(rf"{_QUERY}(\d+)回")
# A reader starts the command once for so many searches of its own.
_PER_COMMAND: Final = 20
# Of so many commits one makes the index anew.
_REBUILDS: Final = 8
_WAIT: Final = 60
# What is asked meanwhile besides searches.
_OTHERS: Final = (("status", "--check"), ("list", "sources"), ("show", "n03"), ("status",))
# What tells of the process that writes.
_HOLDER: Final = re.compile(r"process \d+ \(since 20\d\d-")


def _files(number: int) -> Files:
    names = [f"n{place:02}" for place in range(_ARTICLES)]
    word = f"{_QUERY}{number}回"
    return {"甲.jsonl": (names[::2], word), "乙.jsonl": (names[1::2], word)}


class _Board:
    """What the writer tells the readers, in memory that they share: the last commit that was begun, the last one that
    was done, and whether it is time to end.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, mmap.PAGESIZE)
        self.begun, self.done, self.is_over = (ctypes.c_uint64.from_buffer(self._memory, place) for place in (0, 8, 16))


class Together:
    """Programs on an index of one engine, in a folder of its own."""

    def __init__(self, folder: Path, engine: str) -> None:
        self._folder = folder
        self._engine = engine
        self.figures = Figures()

    def read_while_writing(self, readers: int, seconds: float) -> None:
        """One program commits again and again; the others must see each commit that was done, whole, and never fail."""
        board = _Board()
        self._commit(board, 1)
        started = [_start(self._folder, number, board) for number in range(readers)]
        end = time.monotonic() + seconds
        number = 1
        while time.monotonic() < end:
            number += 1
            self._commit(board, number)
        board.is_over.value = 1
        for reader in started:
            os.waitpid(reader, 0)
        for place in range(readers):
            told = json.loads((self._folder / f"reader-{place}.json").read_text(encoding="utf-8"))
            self.figures.counts.update(told["counts"])
            self.figures.wrong += told["wrong"]
        if ask(lambda: check(Index(self._folder / DIRECTORY_NAME))):
            self.figures.wrong.append("status --check is not content")

    def _commit(self, board: _Board, number: int) -> None:
        board.begun.value = number
        write(self._folder, _files(number))
        anew = ("--rebuild",) if number % _REBUILDS == 0 else ()
        chosen = ("--engine", self._engine) if number == 1 or anew else ()
        ended = Program(self._folder, ("index", "--jobs", "1", *anew, *chosen, ".")).wait()
        self.figures.counts["commits, by rebuilding" if anew else "commits"] += 1
        if ended.status:
            self.figures.wrong.append(f"the writer ended with {ended.status}: {ended.said}")
        board.done.value = number

    def write_in_pairs(self, pairs: int) -> None:
        """Two programs write at once: in every other pair one waits for the other, else it is told who writes. A pair
        counts only if they met.
        """
        for number in range(pairs):
            for _ in range(ATTEMPTS):
                if self._meet(self._folder / f"pair-{number}", is_waiting=number % 2 == 1):
                    break
                self.figures.counts["pairs not counted, for they did not meet"] += 1
            else:
                self.figures.wrong.append("two programs never wrote at once")

    def _meet(self, folder: Path, *, is_waiting: bool) -> bool:
        """Whether two programs that were started at once have met."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        files: Files = {f"{name}.jsonl": ([f"{name}{place}" for place in range(5)], "夏收") for name in "甲乙"}
        write(folder, files)
        options = ("--jobs", "1", "--engine", self._engine, *(("--wait", str(_WAIT)) if is_waiting else ()))
        both = [Program(folder, ("index", *options, name)) for name in files]
        ended = dict(zip(files, [program.wait() for program in both], strict=True))
        told = {name for name, each in ended.items() if _HOLDER.search(each.said)}
        if not told and not any(each.status for each in ended.values()):
            return False
        self.figures.counts[f"pairs of which one {'waited' if is_waiting else 'was refused'}, told of the other"] += 1
        expected = {name: 0 if is_waiting or name not in told else 2 for name in files}
        if {name: each.status for name, each in ended.items()} != expected:
            self.figures.wrong.append(f"a pair ended as {ended}")
        held = state({name: content for name, content in files.items() if expected[name] == 0})
        if (found := ask(lambda: look(folder))) != {"state": held, "faults": []}:
            self.figures.wrong.append(f"after a pair that ended with {expected}: {found}")
        return True


def _start(folder: Path, number: int, board: _Board) -> int:
    """Starts a reader; returns its process."""
    process = os.fork()
    if not process:
        _read(folder, number, board)
    return process


def _read(folder: Path, number: int, board: _Board) -> NoReturn:
    """Searches until it is told to end, then writes down what it has seen."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    try:
        index = Index(folder / DIRECTORY_NAME)
        others = cycle(_OTHERS)
        while not board.is_over.value:
            for _ in range(_PER_COMMAND):
                _look_once(counts, wrong, "programs that stay", board, lambda: _by_program(index))
            _look_once(counts, wrong, "commands", board, lambda: _by_command(folder))
            wrong += _faults_of(folder, next(others))
            counts["other commands"] += 1
    except BaseException:
        wrong.append(traceback.format_exc())
    finally:
        told = {"counts": counts, "wrong": wrong}
        (folder / f"reader-{number}.json").write_text(json.dumps(told), encoding="utf-8")
        os._exit(0)


def _look_once(
    counts: Counter[str], wrong: list[str], who: str, board: _Board, search: Callable[[], list[str]]
) -> None:
    done = board.done.value
    found = search()
    begun = board.begun.value
    counts[f"queries by {who}"] += 1
    seen = next((n for n in range(done, begun + 1) if found == _held(n)), None)
    if seen is None:
        counts["queries that went wrong"] += 1
        wrong.append(f"{who} saw, between the commits {done} and {begun}: {found}")
    elif seen > done:
        counts["queries that saw a commit before the writer had ended"] += 1


def _held(number: int) -> list[str]:
    return sorted(f"{name} {number}" for names, _ in _files(number).values() for name in names)


def _by_program(index: Index) -> list[str]:
    hits = Searcher(index).search(_QUERY, limit=10 * _ARTICLES).hits
    return sorted(f"{hit.article.id} {_number(hit.article.body)}" for hit in hits)


def _by_command(folder: Path) -> list[str]:
    done = _run(folder, "search", _QUERY, "-n", "200", "--format", "jsonl")
    if done.returncode or done.stderr:
        return [f"status {done.returncode}: {done.stderr}"]
    hits = map(json.loads, done.stdout.splitlines())
    return sorted(f"{hit['id']} {_number(hit['snippet'])}" for hit in hits)


def _faults_of(folder: Path, command: tuple[str, ...]) -> list[str]:
    """What a command says that should have nothing to say."""
    done = _run(folder, *command)
    return [f"{command} ended with {done.returncode}: {done.stderr}"] if done.returncode or done.stderr else []


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wensou", *arguments]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)


def _number(shown: str) -> str:
    return str(_COMMIT.findall(shown)[0])
