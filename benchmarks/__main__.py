"""`python -m benchmarks`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from benchmarks.articles import LAW_ARTICLES, draw_articles
from benchmarks.cold_start import cold_start
from benchmarks.growth import SIZES, growth
from benchmarks.indexing import build, indexing
from benchmarks.processes import Runner
from benchmarks.ranking.table import lacking, ranking
from benchmarks.report import Section, draw, machine, save, wide_console
from benchmarks.searching import ask, completeness, draw_request, latency
from benchmarks.sides import contestants

SEED: Final = 20_240_301
_MOST_RUNS: Final = 3  # of what takes minutes, and varies little


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured.

    All sides are measured on the first `whoosh_articles`, and those without Whoosh on the first `articles`, with
    `words` and `literals` as queries, `judged` of the literals for completeness. Growth goes up to `growth` articles;
    0 leaves it out. There are `runs` processes of each kind, fewer of what takes minutes; `jobs` are wensou's processes
    for indexing. `ranking` says whether ranking is measured too, where what it needs is at hand.
    """

    articles: int
    whoosh_articles: int
    growth: int
    runs: int
    words: int = 200
    literals: int = 1_000
    judged: int = 200
    jobs: int | None = None
    ranking: bool = False


def measure(runner: Runner, scale: Scale) -> Iterator[Section]:
    """All sections, one after the other."""
    yield cold_start(runner, scale.runs)  # first, for it warms what the others use
    for count in sorted({min(scale.articles, scale.whoosh_articles), scale.articles}):
        yield from _contest(runner, count, scale)
    if scale.growth:
        yield growth(runner, scale.growth, scale.runs, scale.literals, SEED, scale.jobs)
    if scale.ranking and not lacking():
        yield ranking(runner, SEED)


def _contest(runner: Runner, count: int, scale: Scale) -> Iterator[Section]:
    """The sections of a contest on the first `count` articles."""
    runs = min(scale.runs, _MOST_RUNS)
    sides = contestants(slow=count <= scale.whoosh_articles)
    articles = draw_articles(runner.scratch / f"first{count}.jsonl", count, SEED)
    built = build(runner, sides, articles, runs, scale.jobs)
    yield indexing(sides, built, articles, runs)
    request = draw_request(articles, scale.words, scale.literals, scale.judged, SEED)
    answers = ask(runner, built, request, runs)
    yield latency(sides, answers, request, count)
    yield completeness(sides, answers, request, articles)
    for index in built.values():
        shutil.rmtree(index.directory)
    articles.path.unlink()


def notes(scale: Scale) -> list[str]:
    """What a reader of the tables has to know."""
    options = f"--articles {scale.articles} --whoosh-articles {scale.whoosh_articles} --growth {scale.growth}"
    jobs = f" --jobs {scale.jobs}" if scale.jobs else ""
    ranked = " --ranking" if scale.ranking else ""
    absent = [f"Ranking is not measured: {lacking()} is not at hand."] if scale.ranking and lacking() else []
    return [
        machine(),
        f"`python -m benchmarks {options} --runs {scale.runs}{jobs}{ranked}`, seed {SEED}",
        "The peers are the scripts in benchmarks/peers/. wensou is better by a factor above 1, worse below.",
        f"What is built on Whoosh is for few articles, and measured on at most the first {scale.whoosh_articles:,}.",
        "Times compare within one run alone.",
        *absent,
    ]


@click.command()
@click.option(
    "--articles", type=click.IntRange(1_000, LAW_ARTICLES), default=LAW_ARTICLES, show_default=True,
    help="Articles to index.",
)  # fmt: skip
@click.option(
    "--whoosh-articles", type=click.IntRange(1_000), default=10_000, show_default=True,
    help="Articles at most for what is built on Whoosh.",
)  # fmt: skip
@click.option(
    "--growth", type=click.IntRange(0, SIZES[-1]), default=LAW_ARTICLES, show_default=True,
    help="Articles at most to show growth with; 1000000 takes minutes and some GB of disk, 0 shows none.",
)  # fmt: skip
@click.option("--runs", type=click.IntRange(1), default=15, show_default=True, help="Processes of each kind.")
@click.option("--jobs", type=click.IntRange(1), help="wensou's processes for indexing. [default: its own]")
@click.option("--ranking", is_flag=True, help="Measure ranking too, as python -m benchmarks.ranking does.")
@click.option("--save", "keep", is_flag=True, help="Keep the tables in benchmarks/results/.")
def main(
    articles: int, whoosh_articles: int, growth: int, runs: int, jobs: int | None, ranking: bool, keep: bool
) -> None:
    """Measure wensou beside scripts that do a part of the same work."""
    scale = Scale(articles, whoosh_articles, growth, runs, jobs=jobs, ranking=ranking)
    console = wide_console()
    sections = []
    with tempfile.TemporaryDirectory() as scratch:
        for section in measure(Runner(Path(scratch)), scale):
            draw(section, console)
            sections.append(section)
    for note in notes(scale):
        console.print(note, markup=False, highlight=False)
    if keep:
        console.print(f"saved {save(sections, notes(scale)).name}")


if __name__ == "__main__":
    main()
