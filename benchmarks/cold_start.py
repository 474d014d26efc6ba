"""Cold start: whole processes on the index of the sample issues, files warm."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from benchmarks.articles import SAMPLES, Articles, sample_texts, write_articles
from benchmarks.processes import PYTHON, Runner
from benchmarks.report import Section, compare
from benchmarks.sides import SIDES, WENSOU, Side

# Both find something in the sample issues, whoever looks for them.
WORDS: Final = "农业保险 合作社"
LITERAL: Final = '"农业保险"'
_BASE: Final = "python -c 'import click'"


def cold_start(runner: Runner, runs: int) -> Section:
    """Milliseconds from the start of a process to its end, the median of `runs`."""
    samples = write_articles(runner.scratch / "samples.jsonl", "sample articles", sample_texts())
    indexes = {side: _index(runner, side, samples) for side in SIDES if not side.missing}
    article = next(iter(samples)).id
    commands: dict[tuple[str, str], tuple[str, ...]] = {}
    for side, index in indexes.items():
        commands["search, two words", side.heading] = side.search(index, WORDS)
        commands["search, quoted literal", side.heading] = side.search(index, LITERAL)
        if side.ours:
            commands["--help", side.heading] = (*WENSOU, "--help")
            commands["list regions", side.heading] = (*WENSOU, "list", "regions", "--index", str(index))
            commands["show ID", side.heading] = (*WENSOU, "show", "--index", str(index), article)
    seconds = runner.medians({("", _BASE): (*PYTHON, "-c", "import click"), **commands}, runs)
    headings = [side.heading for side in SIDES]
    rows = []
    for measure in dict.fromkeys(measure for measure, _ in commands):
        taken = {name: seconds.get((measure, name)) for name in headings}
        values = {name: value and 1000 * value for name, value in taken.items()}
        rows += compare(measure, "ms", {**values, _BASE: 1000 * seconds["", _BASE]})
    measured = f"Whole processes, output in a pipe, {samples.count} articles, files warm, median of {runs} runs"
    return Section("Cold start", measured, tuple(rows))


def _index(runner: Runner, side: Side, samples: Articles) -> Path:
    """The index of the sample issues: wensou reads the issues themselves, a peer their articles."""
    directory = samples.path.with_suffix("." + side.name.replace(" ", ""))
    first, *more = SAMPLES if side.ours else [samples.path]
    runner.run(*side.index(first, directory), *map(str, more))
    return directory
