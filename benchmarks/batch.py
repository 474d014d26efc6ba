"""Many queries through `wensou search --batch`, beside the library alone, each in one process.

    python -m benchmarks.batch DIRECTORY QUERIES

asks the library, and prints nothing.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import Final

from benchmarks.articles import draw_articles
from benchmarks.indexing import build
from benchmarks.processes import PYTHON, Runner
from benchmarks.queries import draw_words
from benchmarks.report import Row, Section
from benchmarks.sides import TANTIVY, WENSOU

# Articles that queries are drawn from: so many are kept in memory.
_DRAWN_FROM: Final = 2_000


def batch(runner: Runner, articles: int, queries: int, runs: int, seed: int, jobs: int | None = None) -> Section:
    """Processor seconds of so many two-word queries, which other programs on the machine change least."""
    drawn = draw_articles(runner.scratch / "batch.jsonl", articles, seed)
    built = build(runner, [TANTIVY], drawn, jobs=jobs)[TANTIVY]
    asked = runner.scratch / "queries.txt"
    asked.write_text("".join(f"{query}\n" for query in draw_words(drawn.sample(_DRAWN_FROM, seed), queries, seed)))
    index = str(built.directory)
    program = shlex.join([*WENSOU, "search", "--batch", "--index", index])
    commands = {
        "library": [*PYTHON, "-m", "benchmarks.batch", index, str(asked)],
        "--batch": ["sh", "-c", f"exec {program} < {shlex.quote(str(asked))}"],
    }
    taken = {name: spent.processor for name, spent in runner.medians(commands, runs).items()}
    shutil.rmtree(built.directory)
    drawn.path.unlink()
    rows = (Row("processor time", "s", taken), Row("of the library's", "×", _shares(taken)))
    measured = (
        f"{queries:,} pairs of words on {articles:,} articles, ten results each with snippets; median of {runs} runs"
    )
    return Section(f"Many queries at once, {articles:,} articles", measured, rows)


def _shares(taken: dict[str, float]) -> dict[str, float | None]:
    return {name: spent / taken["library"] for name, spent in taken.items()}


def main() -> None:
    from wensou import Index, Searcher

    searcher = Searcher(Index(Path(sys.argv[1])))
    for line in Path(sys.argv[2]).read_text().splitlines():
        searcher.search(line, advise=True)


if __name__ == "__main__":
    main()
