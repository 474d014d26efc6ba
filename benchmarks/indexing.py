"""Indexing: whole processes that read the same JSON Lines."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.articles import Text, write_lines
from benchmarks.processes import USUAL, WORKER, Runner
from benchmarks.report import Row, Section

_MOST_RUNS: Final = 3  # a run takes seconds, and varies little


def indexing(runner: Runner, kind: str, texts: Sequence[Text], runs: int) -> tuple[Section, Path, Path]:
    """Speed, memory and size, with the directories of both indexes: wensou's and the usual script's."""
    lines, ours, theirs = (runner.scratch / name for name in ("articles.jsonl", "index.wensou", "index.usual"))
    write_lines(texts, lines)
    runs = min(runs, _MOST_RUNS)
    measured: dict[Path, list[tuple[float, int]]] = {ours: [], theirs: []}
    for _ in range(runs):
        for program, directory in ((WORKER, ours), (USUAL, theirs)):
            shutil.rmtree(directory, ignore_errors=True)
            measured[directory].append(runner.measure(*program, "index", str(lines), str(directory)))
    (our_seconds, our_peak), (their_seconds, their_peak) = (_medians(runs) for runs in measured.values())
    count, characters = len(texts), sum(text.characters for text in texts)
    size = sum(text.size for text in texts)
    dictionary = sum(path.stat().st_size for path in ours.glob("dictionary-*"))
    rows = (
        Row("speed", "articles/s", count / our_seconds, count / their_seconds, more_is_better=True),
        Row("speed", "characters/s", characters / our_seconds, characters / their_seconds, more_is_better=True),
        Row("peak memory", "MB", our_peak / 1e6, their_peak / 1e6),
        Row("index, of UTF-8 text", "bytes/byte", bytes_of(ours) / size, bytes_of(theirs) / size),
        Row("same without the compiled dictionary", "bytes/byte", (bytes_of(ours) - dictionary) / size),
    )
    what = f"Whole processes, {count:,} {kind}: title and body of {characters:,} characters, median of {runs} runs"
    return Section("Indexing", what, rows), ours, theirs


def _medians(runs: Sequence[tuple[float, int]]) -> tuple[float, float]:
    return statistics.median(seconds for seconds, _ in runs), statistics.median(peak for _, peak in runs)


def bytes_of(directory: Path) -> int:
    """Bytes of all files below a directory."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
