"""Cold start: whole processes, files warm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.articles import SAMPLES, Articles, sample_texts, write_articles
from benchmarks.indexing import Built
from benchmarks.processes import PYTHON, Runner
from benchmarks.report import Row, Section, compare
from benchmarks.sides import SIDES, WENSOU, Command, Side

# Both find something in the sample issues, whoever looks for them.
WORDS: Final = "农业保险 合作社"
LITERAL: Final = '"农业保险"'
BASE: Final = "python -c 'import click'"
_TERMINAL: Final = "search on a terminal"

# A measure, and the heading of a side.
_Cell = tuple[str, str]


def cold_start(runner: Runner, runs: int) -> Section:
    """Milliseconds from the start of a process to its end, on the index of the sample issues."""
    samples = write_articles(runner.scratch / "samples.jsonl", "sample articles", sample_texts())
    indexes = {side: _index(runner, side, samples) for side in SIDES if not side.missing}
    article = next(iter(samples)).id
    commands: dict[_Cell, Command] = {}
    for side, index in indexes.items():
        commands["search, two words", side.heading] = side.search(index, WORDS)
        commands["search, quoted literal", side.heading] = side.search(index, LITERAL)
        if side.ours:
            for name, arguments in {
                _TERMINAL: ("search", "--index", str(index), WORDS),
                "list regions": ("list", "regions", "--index", str(index)),
                "show ID": ("show", "--index", str(index), article),
                "status": ("status", "--index", str(index)),
                "--help": ("--help",),
                "completion bash": ("completion", "bash"),
            }.items():
                commands[name, side.heading] = (*WENSOU, *arguments)
    rows = _rows(runner, SIDES, commands, runs)
    measured = f"Whole processes, output in a pipe, {samples.count} articles, files warm, median of {runs} runs"
    return Section("Cold start", measured, tuple(rows))


def cold_search(
    runner: Runner, sides: Sequence[Side], built: Mapping[Side, Built], words: str, count: int, runs: int
) -> Section:
    """The same for a search of a larger index."""
    commands = {
        ("search, two words", side.heading): side.search(index.directory, words) for side, index in built.items()
    }
    for side, index in built.items():
        if side.ours:
            commands[_TERMINAL, side.heading] = (*WENSOU, "search", "--index", str(index.directory), words)
    measured = f"Whole processes, output in a pipe, files warm, median of {runs} runs"
    return Section(f"Cold start, {count:,} articles", measured, tuple(_rows(runner, sides, commands, runs)))


def _rows(runner: Runner, sides: Sequence[Side], commands: Mapping[_Cell, Command], runs: int) -> list[Row]:
    """A measure a row, by the clock and of processor time, beside what Python and Click alone take."""
    on_terminal = {cell for cell in commands if cell[0] == _TERMINAL}
    taken = runner.medians({("", BASE): (*PYTHON, "-c", "import click"), **commands}, runs, on_terminal=on_terminal)
    rows: list[Row] = []
    for measure in dict.fromkeys(measure for measure, _ in commands):
        cells = {side.heading: taken.get((measure, side.heading)) for side in sides}
        values = {name: cell and 1000 * cell.clock for name, cell in cells.items()}
        rows += compare(measure, "ms", {**values, BASE: 1000 * taken["", BASE].clock})
        used = {name: cell and 1000 * cell.processor for name, cell in cells.items()}
        rows.append(Row("· processor time", "ms", {**used, BASE: 1000 * taken["", BASE].processor}))
    return rows


def _index(runner: Runner, side: Side, samples: Articles) -> Path:
    """The index of the sample issues: wensou reads the issues themselves, a peer their articles."""
    directory = samples.path.with_suffix("." + side.name.replace(" ", ""))
    first, *more = SAMPLES if side.ours else [samples.path]
    runner.run(*side.index(first, directory), *map(str, more))
    return directory
