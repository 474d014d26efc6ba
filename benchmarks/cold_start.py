"""Cold start: whole processes on the index of the sample issues, files warm."""

from __future__ import annotations

from typing import Final

from benchmarks.articles import SAMPLES, sample_texts, write_lines
from benchmarks.processes import PYTHON, USUAL, WENSOU, Runner
from benchmarks.report import Row, Section

# Both find something in the sample issues.
WORDS: Final = "农业保险 合作社"
LITERAL: Final = '"农业保险"'
_BASE: Final = "python -c 'import click'"
_SEARCH: Final = "wensou search --format jsonl, two words"
_USUAL: Final = "usual script"


def cold_start(runner: Runner, runs: int) -> Section:
    """Milliseconds from the start of a process to its end, the median of `runs`."""
    ours, theirs = _indexes(runner)
    article = sample_texts()[0].id
    seconds = runner.medians(
        {
            _BASE: (*PYTHON, "-c", "import click"),
            "wensou --help": (*WENSOU, "--help"),
            "wensou list regions": (*WENSOU, "list", "regions", "--index", ours),
            _SEARCH: (*WENSOU, "search", "--index", ours, "--format", "jsonl", WORDS),
            "wensou search, quoted literal": (*WENSOU, "search", "--index", ours, LITERAL),
            "wensou show ID": (*WENSOU, "show", "--index", ours, article),
            _USUAL: (*USUAL, "search", theirs, WORDS),
        },
        runs,
    )
    base = 1000 * seconds[_BASE]
    rows = [Row(f"base: {_BASE}", "ms", base, base=base)]
    for name, taken in seconds.items():
        if name not in (_BASE, _USUAL):
            usual = 1000 * seconds[_USUAL] if name == _SEARCH else None
            rows.append(Row(name, "ms", 1000 * taken, usual, base))
    measured = f"Whole processes, output in a pipe, {len(sample_texts())} articles, files warm, median of {runs} runs"
    return Section("Cold start", measured, tuple(rows))


def _indexes(runner: Runner) -> tuple[str, str]:
    """Indexes the sample issues on both sides."""
    ours, theirs, lines = (runner.scratch / name for name in ("samples.wensou", "samples.usual", "samples.jsonl"))
    write_lines(sample_texts(), lines)
    runner.run(*WENSOU, "index", "--index", str(ours), *map(str, SAMPLES))
    runner.run(*USUAL, "index", str(lines), str(theirs))
    return str(ours), str(theirs)
