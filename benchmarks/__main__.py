"""`python -m benchmarks`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from benchmarks.articles import draw_articles
from benchmarks.cold_start import cold_start
from benchmarks.indexing import indexing
from benchmarks.processes import Runner
from benchmarks.report import Section, draw, machine, save
from benchmarks.searching import Contest

SEED: Final = 20_240_301
QUERIES: Final = 200
_WIDTH: Final = 130  # in a pipe, where nothing says how wide the table may be


def measure(runner: Runner, articles: int, runs: int, queries: int = QUERIES) -> list[Section]:
    """All sections: `runs` processes of each kind, and `queries` of each kind on an index of `articles` articles."""
    kind, texts = draw_articles(articles, SEED)
    started = cold_start(runner, runs)  # first, for it warms what the others use
    built, ours, theirs = indexing(runner, kind, texts, runs)
    contest = Contest(runner, texts, ours, theirs, queries, SEED, runs)
    return [started, built, contest.latency(), contest.completeness()]


def notes(runs: int, articles: int) -> list[str]:
    """What a reader of the table has to know."""
    return [
        machine(),
        f"`python -m benchmarks --articles {articles} --runs {runs}`, seed {SEED}",
        "The usual script is benchmarks/peers/usual_script.py. wensou is better by a factor above 1, worse below.",
        "Times compare within one run alone.",
    ]


@click.command()
@click.option("--articles", type=click.IntRange(1), default=2_000, show_default=True, help="Articles to index.")
@click.option("--runs", type=click.IntRange(1), default=15, show_default=True, help="Processes of each kind.")
@click.option("--save", "keep", is_flag=True, help="Keep the table in benchmarks/results/.")
def main(articles: int, runs: int, keep: bool) -> None:
    """Measure wensou beside the usual script of jieba and Whoosh."""
    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH
    with tempfile.TemporaryDirectory() as scratch:
        sections = measure(Runner(Path(scratch)), articles, runs)
    draw(sections, console)
    for note in notes(runs, articles):
        console.print(note, markup=False, highlight=False)
    if keep:
        console.print(f"saved {save(sections, notes(runs, articles)).name}")


if __name__ == "__main__":
    main()
