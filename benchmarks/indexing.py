"""Indexing: whole processes that read the same JSON Lines."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.articles import Articles
from benchmarks.processes import Measured, Runner
from benchmarks.report import Section, compare
from benchmarks.sides import RIPGREP, Side


@dataclass(frozen=True, slots=True)
class Built:
    """An index of a side's, and the medians of what it took to make it: `seconds`, and `peak` memory in bytes."""

    directory: Path
    seconds: float
    peak: float

    @property
    def size(self) -> int:
        """Bytes of all files of the index."""
        return sum(path.stat().st_size for path in self.directory.rglob("*") if path.is_file())

    @property
    def dictionary(self) -> int:
        """Bytes of wensou's compiled dictionary, which are the same for every index."""
        return sum(path.stat().st_size for path in self.directory.glob("dictionary-*"))


def build(
    runner: Runner, sides: Sequence[Side], articles: Articles, runs: int = 1, jobs: int | None = None
) -> dict[Side, Built]:
    """Indexes the articles with each side that is not missing; the sides take turns, slow peers one turn alone.

    `jobs` are wensou's processes; None leaves their number to it.
    """
    sides = [side for side in sides if not side.missing]
    directories = {side: articles.path.with_suffix("." + side.name.replace(" ", "")) for side in sides}
    measured: dict[Side, list[Measured]] = {side: [] for side in sides}
    for turn in range(runs):
        for side, directory in directories.items():
            if turn and side.slow and not side.ours:
                continue
            shutil.rmtree(directory, ignore_errors=True)
            option = ("--jobs", str(jobs)) if side.ours and jobs else ()
            measured[side].append(runner.measure(*side.index(articles.path, directory), *option))
    return {
        side: Built(
            directories[side],
            statistics.median(taken.seconds for taken in all_runs),
            statistics.median(taken.peak for taken in all_runs),
        )
        for side, all_runs in measured.items()
    }


def indexing(sides: Sequence[Side], built: Mapping[Side, Built], articles: Articles, runs: int) -> Section:
    """Speed, memory and size."""
    made = {side: built.get(side) for side in sides}
    indexed = {side.heading: index for side, index in made.items() if side is not RIPGREP}  # it indexes nothing
    seconds = {name: index.seconds for name, index in indexed.items() if index}
    sizes = {side.heading: index.size / articles.size if index else None for side, index in made.items()}
    rest = {side.heading: (index.size - index.dictionary) / articles.size for side, index in built.items() if side.ours}
    rows = [
        *compare("speed", "articles/s", {name: articles.count / taken for name, taken in seconds.items()}, more=True),
        *compare(
            "speed", "characters/s", {name: articles.characters / taken for name, taken in seconds.items()}, more=True
        ),
        *compare("peak memory", "MB", {name: index.peak / 1e6 for name, index in indexed.items() if index}),
        *compare("index, of UTF-8 text", "bytes/byte", sizes),
        *compare("same without the compiled dictionary", "bytes/byte", {**sizes, **rest}),
    ]
    what = (
        f"Whole processes, {articles.count:,} {articles.kind}: title and body of {articles.characters:,} characters, "
        f"median of {runs} runs, of slow peers one; memory of all processes together (benchmarks/measure.py says how); "
        "ripgrep needs a text file alone"
    )
    return Section(f"Indexing {articles.count:,} articles", what, tuple(rows))
