"""Real processes: one reads without a pause while others write."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from index import Index
from index.checking import check
from index.engines import ENGINES
from tests.support.places import PROJECT
from tests.support.program import environment, wensou

# Longer than anything here should take: a test that waits so long has failed.
PATIENCE = 60


@pytest.fixture(scope="module", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine that stores files."""
    name: str = request.param
    return name


class Reading:
    """A program that reads an index, and what it has said so far."""

    def __init__(self, index: Path, folder: Path) -> None:
        self._said = folder / "said.jsonl"
        self._faults = folder / "faults.txt"
        self._stop = folder / "stop"
        with self._said.open("w") as said, self._faults.open("w") as faults:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "error", "-m", "tests.support.reading", str(index), str(self._stop)],
                cwd=PROJECT,
                env=environment(),
                stdout=said,
                stderr=faults,
            )

    def rounds(self) -> list[dict[str, Any]]:
        """All answers, first to last."""
        lines = self._said.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def wait_for(self, met: Callable[[list[dict[str, Any]]], bool]) -> None:
        """Waits until its answers are as they should be."""
        end = time.monotonic() + PATIENCE
        while not met(self.rounds()):
            assert self.process.poll() is None, self._faults.read_text()
            assert time.monotonic() < end, self.rounds()[-1:]
            time.sleep(0.05)

    def finish(self) -> None:
        """Lets it end, which it must do without a word."""
        self._stop.touch()
        assert (self.process.wait(PATIENCE), self._faults.read_text()) == (0, "")


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Reading]]:
    """Starts reading an index."""
    started: list[Reading] = []

    def run(index: Path) -> Reading:
        started.append(Reading(index, tmp_path_factory.mktemp("reading")))
        return started[-1]

    yield run
    for reading in started:
        reading.process.kill()
        reading.process.wait()


def write(path: Path, ids: list[str], body: str = "县里举办了培训班。") -> None:
    """A file of ready articles."""
    lines = (json.dumps({"id": name, "title": f"消息{name}", "body": body}, ensure_ascii=False) for name in ids)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_program_that_reads_sees_each_commit_whole_and_without_a_fault(
    tmp_path: Path, engine_name: str, start: Callable[[Path], Reading]
) -> None:
    def names(letter: str, count: int) -> list[str]:
        return [f"{letter}{number:03}" for number in range(count)]

    def update(*options: str) -> None:
        before = len(reading.rounds())
        done = wensou("index", ".", *options, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        reading.wait_for(lambda rounds: rounds[-1]["now"] == states[-1] and len(rounds) > before + 1)

    write(tmp_path / "甲.jsonl", names("a", 60))
    write(tmp_path / "乙.jsonl", names("b", 60))
    (tmp_path / "词.dict").write_text("举办了 5\n", encoding="utf-8")
    assert wensou("index", ".", "--engine", engine_name, cwd=tmp_path).returncode == 0
    states = [names("a", 60) + names("b", 60)]
    reading = start(tmp_path / ".wensou")
    reading.wait_for(lambda rounds: len(rounds) > 1)

    write(tmp_path / "丙.jsonl", names("c", 200))  # more files
    states.append(states[0] + names("c", 200))
    update()
    write(tmp_path / "丙.jsonl", names("c", 100))  # a changed one
    states.append(states[0] + names("c", 100))
    update()
    (tmp_path / "甲.jsonl").unlink()  # one that is gone
    states.append(names("b", 60) + names("c", 100))
    update()
    write(tmp_path / "丁.jsonl", names("d", 7))  # all of it made anew, cut by other words
    states.append(names("b", 60) + names("c", 100) + names("d", 7))
    update("--rebuild", "--user-dict", "词.dict")
    write(tmp_path / "戊.jsonl", names("e", 3))
    states.append(states[-1] + names("e", 3))
    update()

    reading.finish()
    rounds = reading.rounds()
    seen = [found for found, _ in groupby(answer["now"] for answer in rounds)]
    assert seen == states
    assert all(answer["first"] == states[0] for answer in rounds), "a searcher shows one commit"
    assert rounds[-1]["files"] <= rounds[0]["files"] + 50, "files of old snapshots stay open"
    assert check(Index(tmp_path / ".wensou")) == []
