"""Indexing again when nothing changed: files are looked at, and none is read."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.cold_start import BASE
from benchmarks.processes import PYTHON, Runner
from benchmarks.report import Row, Section
from benchmarks.sides import SIDES

# So many files stand in one folder.
_IN_FOLDER = 500


def unchanged(runner: Runner, files: int, runs: int) -> Section:
    """The processor time of `wensou index` on `files` newsletters, and on as many ready articles in one file, that the
    index has already; the median of `runs`, in turn with the base.
    """
    inputs = {"files": _newsletters(runner.scratch / "newsletters", files)}
    inputs["articles in one file"] = _articles(runner.scratch / "articles.jsonl", files)
    commands: dict[tuple[str, str], tuple[str, ...]] = {("", BASE): (*PYTHON, "-c", "import click")}
    for side in (side for side in SIDES if side.ours):
        for what, path in inputs.items():
            # The first turn, which does not count, makes the index.
            directory = runner.scratch / f"{side.name}-{what}".replace(" ", "-")
            commands[what, side.heading] = side.index(path, directory)
    taken = {cell: each.processor for cell, each in runner.medians(commands, runs).items()}
    base = taken.pop(("", BASE))
    rows = []
    for what in inputs:
        times = {side: seconds for (of, side), seconds in taken.items() if of == what}
        rows.append(Row(f"{files:,} {what}", "ms", {name: 1000 * t for name, t in times.items()} | {BASE: 1000 * base}))
        rows.append(Row("· of the base", "×", {name: t / base for name, t in times.items()}))
    return Section("Nothing changed", f"Whole processes, processor time, median of {runs} runs", tuple(rows))


def _newsletters(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"{number // _IN_FOLDER:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(_article(number)) + "\n", encoding="utf-8")
    return folder


def _articles(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            title, body = _article(number)
            stream.write(json.dumps({"title": title, "body": body}, ensure_ascii=False) + "\n")
    return path


def _article(number: int) -> tuple[str, str]:
    return f"关于第{number}次会议的通知", f"县水利局召开第{number}次会议，研究部署水利工作。"
