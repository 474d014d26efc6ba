"""What is measured, part by part. A new benchmark is a module with a function that gives `Section`s, and a line in
`PARTS`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from benchmarks.articles import draw_articles
from benchmarks.batch import batch
from benchmarks.cold_start import cold_search, cold_start
from benchmarks.growth import growth
from benchmarks.indexing import build, indexing
from benchmarks.processes import Runner
from benchmarks.ranking.table import lacking, ranking
from benchmarks.report import Section
from benchmarks.searching import ask, completeness, draw_request, latency
from benchmarks.sides import contestants
from benchmarks.unchanged import unchanged

SEED: Final = 20_240_301
_MOST_RUNS: Final = 3  # of what takes minutes, and varies little


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured.

    All sides are measured on the first `whoosh_articles`, and those without Whoosh on the first `articles`, with
    `words` and `literals` as queries, `judged` of the literals for completeness. Growth goes up to `growth` articles;
    0 leaves it out. There are `runs` processes of each kind, fewer of what takes minutes; `jobs` are wensou's processes
    for indexing. With `files` newsletters it is measured what a run takes in which nothing changed. `ranking` says
    whether ranking is measured too, where what it needs is at hand.
    """

    articles: int
    whoosh_articles: int
    growth: int
    runs: int
    words: int = 200
    literals: int = 1_000
    judged: int = 200
    jobs: int | None = None
    files: int = 10_000
    ranking: bool = False


def _starts(runner: Runner, scale: Scale) -> Iterator[Section]:
    yield cold_start(runner, scale.runs)


def _unchanged(runner: Runner, scale: Scale) -> Iterator[Section]:
    yield unchanged(runner, scale.files, scale.runs)


def _few(runner: Runner, scale: Scale) -> Iterator[Section]:
    yield from _contest(runner, min(scale.articles, scale.whoosh_articles), scale)


def _many(runner: Runner, scale: Scale) -> Iterator[Section]:
    if scale.articles > scale.whoosh_articles:
        yield from _contest(runner, scale.articles, scale)


def _batch(runner: Runner, scale: Scale) -> Iterator[Section]:
    yield batch(runner, scale.articles, scale.literals, min(scale.runs, _MOST_RUNS), SEED, scale.jobs)


def _growth(runner: Runner, scale: Scale) -> Iterator[Section]:
    if scale.growth:
        yield growth(runner, scale.growth, scale.runs, scale.literals, SEED, scale.jobs)


def _ranking(runner: Runner, scale: Scale) -> Iterator[Section]:
    if scale.ranking and not lacking():
        yield ranking(runner, SEED)


# Cold start comes first, for it warms what the others use.
PARTS: Final[dict[str, Callable[[Runner, Scale], Iterator[Section]]]] = {
    "cold-start": _starts,
    "unchanged": _unchanged,
    "few": _few,
    "many": _many,
    "batch": _batch,
    "growth": _growth,
    "ranking": _ranking,
}


def _contest(runner: Runner, count: int, scale: Scale) -> Iterator[Section]:
    """The sections of a contest on the first `count` articles."""
    runs = min(scale.runs, _MOST_RUNS)
    sides = contestants(slow=count <= scale.whoosh_articles)
    articles = draw_articles(runner.scratch / f"first{count}.jsonl", count, SEED)
    built = build(runner, sides, articles, runs, scale.jobs)
    yield indexing(sides, built, articles, runs)
    request = draw_request(articles, scale.words, scale.literals, scale.judged, SEED)
    yield cold_search(runner, sides, built, request.words[0], count, scale.runs)
    answers = ask(runner, built, request, runs)
    yield latency(sides, answers, request, count)
    yield completeness(sides, answers, request, articles)
    for index in built.values():
        shutil.rmtree(index.directory)
    articles.path.unlink()
