"""The table of ranking quality."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from benchmarks.articles import LAWS, Articles
from benchmarks.indexing import build
from benchmarks.processes import PYTHON, Runner
from benchmarks.ranking.judging import FIGURES, rank
from benchmarks.ranking.tasks import KNOWN, LAWS_AROUND, QUESTIONS, Task, draw_tasks
from benchmarks.ranking.worker import RANKED
from benchmarks.report import Row, Section
from benchmarks.sides import Side

# The ids of the ten best results, by query and whether every word of it is looked for.
_Found: TypeAlias = "dict[tuple[str, bool], list[str]]"


def lacking(questions: Path = QUESTIONS) -> Path | None:
    """What is needed and not at hand, if anything."""
    return next((path for path in (questions, LAWS) if not path.exists()), None)


def ranking(
    runner: Runner, seed: int, questions: Path = QUESTIONS, around: int = LAWS_AROUND, known: int = KNOWN
) -> Section:
    """How well each side ranks the same articles."""
    articles, tasks = draw_tasks(runner.scratch / "ranked.jsonl", questions, around, known, seed)
    built = build(runner, list(RANKED), articles)
    found = {side.heading: _found(runner, side, index.directory, tasks) for side, index in built.items()}
    return Section("Ranking", _measured(articles, around, tasks), tuple(_rows(found, tasks)))


def _found(runner: Runner, side: Side, directory: Path, tasks: Sequence[Task]) -> _Found:
    """The ids of the ten best results of each query; a process of its own asks, each query once."""
    queries = list(dict.fromkeys((asked.query, task.every) for task in tasks for asked in task.asked))
    path = runner.scratch / "queries.json"
    path.write_text(json.dumps(queries), encoding="utf-8")
    answers = runner.ask(*PYTHON, "-m", "benchmarks.ranking.worker", side.name, str(directory), str(path))
    return dict(zip(queries, answers, strict=True))


def _rows(found: Mapping[str, _Found], tasks: Sequence[Task]) -> Iterator[Row]:
    for task in tasks:
        ranks = {
            name: [rank(answers[asked.query, task.every], asked) for asked in task.asked]
            for name, answers in found.items()
        }
        for figure, of in FIGURES.items():
            yield Row(task.name, figure, {name: of(places) for name, places in ranks.items()})


def _measured(articles: Articles, around: int, tasks: Sequence[Task]) -> str:
    asked = ", ".join(f"{task.name}: {len(task.asked):,}" for task in tasks)
    return (
        f"{articles.count:,} articles, {around:,} of them of laws. Queries ({asked}): the questions are those of CMRC "
        "2018's development set, asked as they stand, and the weights of wensou were fitted on one half of them; the "
        "scripts look for any word of a question, and for every word of the other queries; wensou decides for itself"
    )
