"""Growth: what the number of articles does to cost, memory, size and latency."""

from __future__ import annotations

import shutil
from typing import Final

from benchmarks.articles import LAW_ARTICLES, draw_articles
from benchmarks.indexing import build
from benchmarks.processes import Runner
from benchmarks.report import Row, Section, factor
from benchmarks.searching import ask, draw_request, percentiles
from benchmarks.sides import RJIEBA_TANTIVY, TANTIVY

SIZES: Final = (10_000, 50_000, LAW_ARTICLES, 1_000_000)
_SIDES: Final = (TANTIVY, RJIEBA_TANTIVY)
_UNITS: Final = {
    "time to index": "s",
    "time to index, an article": "µs",
    "peak memory": "MB",
    "index, of UTF-8 text": "bytes/byte",
    "quoted literal, engine alone, p50": "ms",
    "quoted literal, engine alone, p99": "ms",
    "quoted literal, as shown, p50": "ms",
    "quoted literal, as shown, p99": "ms",
    "search from the command line, two words": "ms",
}


def growth(runner: Runner, largest: int, runs: int, literals: int, seed: int, jobs: int | None = None) -> Section:
    """A column for each of `SIZES` below `largest`, and for `largest`; only one of them is on disk at a time."""
    columns: dict[str, dict[str, dict[str, float]]] = {}
    kinds = []
    for size in (*(size for size in SIZES if size < largest), largest):
        column, kind = _measure(runner, size, runs, literals, seed, jobs)
        columns[f"{size:,}"] = column
        kinds.append(f"{size:,} {kind}")
    rows = []
    for measure, unit in _UNITS.items():
        series = {side: {size: column[side.name][measure] for size, column in columns.items()} for side in _SIDES}
        rows += [Row(f"{side.name}: {measure}", unit, values) for side, values in series.items()]
        factors = {size: factor(value, series[RJIEBA_TANTIVY][size]) for size, value in series[TANTIVY].items()}
        rows.append(Row(f"· {TANTIVY.name} better by", "×", factors))
    measured = (
        f"{', '.join(kinds)}; indexed once by each; {literals:,} literals in one warm process; whole processes of "
        f"search, median of {runs} runs. What is recombined brings no new words, but new neighbours of words"
    )
    return Section("Growth", measured, tuple(rows))


def _measure(
    runner: Runner, size: int, runs: int, literals: int, seed: int, jobs: int | None
) -> tuple[dict[str, dict[str, float]], str]:
    """All measures of each side by name, and what the articles are."""
    articles = draw_articles(runner.scratch / "growth.jsonl", size, seed)
    built = build(runner, _SIDES, articles, jobs=jobs)
    request = draw_request(articles, 2, literals, 0, seed)
    answers = ask(runner, built, request)
    starts = runner.medians({side: side.search(built[side].directory, request.words[0]) for side in _SIDES}, runs)
    measured = {}
    for side, index in built.items():
        engine, shown = (percentiles(answers[side], "literals", part) for part in ("engine", "shown"))
        values = (
            index.seconds, 1e6 * index.seconds / size, index.peak / 1e6, index.size / articles.size,
            engine["p50"], engine["p99"], shown["p50"], shown["p99"], 1000 * starts[side].clock,
        )  # fmt: skip
        measured[side.name] = dict(zip(_UNITS, values, strict=True))
        shutil.rmtree(index.directory)
    articles.path.unlink()
    return measured, articles.kind
