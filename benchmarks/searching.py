"""Searching within one process: how long queries take, and whether they find what is there."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.articles import Articles
from benchmarks.indexing import Built
from benchmarks.processes import PYTHON, Runner
from benchmarks.queries import LONGEST, draw_literals, draw_words, holding
from benchmarks.report import Section, compare
from benchmarks.sides import Side
from benchmarks.worker import SPAWNED

# Articles that queries are drawn from: so many are kept in memory.
DRAWN_FROM: Final = 2_000
_KINDS: Final = {"words": "two words", "literals": "quoted literal"}
_PARTS: Final = {"engine": "engine alone", "shown": "as shown"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: two-word queries as they are typed, texts to be found as they stand, and for how many of these
    all that they find is judged.
    """

    words: list[str]
    literals: list[str]
    judged: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Of the true matches of literals, how many were found (`right`), and how many matches were none (`wrong`); of the
    literals, for how many all true matches were found (`whole`).
    """

    right: int
    wrong: int
    true: int
    whole: int
    literals: int

    @property
    def share(self) -> float:
        """Per cent of the true matches that were found."""
        return 100 * self.right / self.true

    @property
    def whole_share(self) -> float:
        """Per cent of the literals for which all true matches were found."""
        return 100 * self.whole / self.literals


# Measure, unit, what it is, and whether more is better.
_JUDGED: Final[tuple[tuple[str, str, Callable[[Found], float], bool], ...]] = (
    ("matches found", "%", lambda found: found.share, True),
    ("literals found everywhere", "%", lambda found: found.whole_share, True),
    ("matches that are none", "matches", lambda found: float(found.wrong), False),
)


def draw_request(articles: Articles, words: int, literals: int, judged: int, seed: int) -> Request:
    """So many queries of each kind, drawn from the articles."""
    texts = articles.sample(DRAWN_FROM, seed)
    return Request(draw_words(texts, words, seed), draw_literals(texts, literals, seed), judged)


def ask(runner: Runner, built: Mapping[Side, Built], request: Request, runs: int = 1) -> dict[Side, list[Any]]:
    """The answers of each side, run by run, each in a process of its own; the sides take turns."""
    asked = runner.scratch / "request.json"
    wanted = {name: getattr(request, name) for name in request.__slots__}
    answers: dict[Side, list[Any]] = {side: [] for side in built}
    for turn in range(runs):
        # What is found is the same in every run.
        asked.write_text(json.dumps({**wanted, "judged": 0} if turn else wanted), encoding="utf-8")
        for side, index in built.items():
            command = (*PYTHON, "-m", "benchmarks.worker", side.name, str(index.directory), str(asked))
            answers[side].append(runner.ask(*command))
    return answers


def percentiles(answers: Sequence[Any], kind: str, part: str) -> dict[str, float]:
    """Milliseconds by percentile over the queries of a kind, each taken at its median over the runs."""
    cuts = curve(answers, kind, part)
    return {"p50": cuts[50], "p99": cuts[99]}


def curve(answers: Sequence[Any], kind: str, part: str) -> list[float]:
    """The same at all percentiles from 0 to 100."""
    seconds = [statistics.median(times) for times in zip(*(run["times"][kind][part] for run in answers), strict=True)]
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return [1000 * second for second in (min(seconds), *cuts, max(seconds))]


def latency(sides: Sequence[Side], answers: Mapping[Side, Sequence[Any]], request: Request, count: int) -> Section:
    """Milliseconds of a query: the median and the 99th percentile over the queries of a kind."""
    rows = []
    for part, extent in _PARTS.items():
        for kind, name in _KINDS.items():
            taken = {side: percentiles(answers[side], kind, part) for side in sides if side in answers}
            for percentile in ("p50", "p99"):
                values = {side.heading: taken[side][percentile] if side in taken else None for side in sides}
                rows += compare(f"{name}, {extent}, {percentile}", "ms", values)
    runs = max(map(len, answers.values()))
    measured = (
        f"One warm process, {len(request.words):,} pairs of words, {len(request.literals):,} literals, ten results, "
        f"median of {runs} runs; as shown: from typed text to snippets with highlights (wensou), highlights (the usual "
        f"script) or the articles' texts; ripgrep, recoll and the whoosh command are processes, {SPAWNED} of a kind; "
        "completeness says what the times are worth"
    )
    curves = {
        f"{name}, {extent}": {side.heading: curve(answers[side], kind, part) for side in sides if side in answers}
        for part, extent in _PARTS.items()
        for kind, name in _KINDS.items()
    }
    return Section(f"Query latency, {count:,} articles", measured, tuple(rows), curves)


def completeness(
    sides: Sequence[Side], answers: Mapping[Side, Sequence[Any]], request: Request, articles: Articles
) -> Section:
    """What the judged literals find, compared with plain substring search over folded atoms."""
    true = holding(request.literals[: request.judged], articles)
    rows = []
    for manner in ("quoted", "unquoted"):
        found = {side.heading: _compare(answers[side][0][manner], true) for side in sides if side in answers}
        headings = [side.heading for side in sides]
        for measure, unit, of, more in _JUDGED:
            values = {name: of(found[name]) if name in found else None for name in headings}
            rows += compare(f"{measure}, {manner}", unit, values, more=more)
    measured = (
        f"{request.judged} random literals of 2 to {LONGEST} atoms, {sum(map(len, true)):,} true matches in all, told "
        "by plain substring search; unquoted, wensou and the scripts look for all words of a literal, wherever they "
        "stand"
    )
    return Section(f"Completeness, {articles.count:,} articles", measured, tuple(rows))


def _compare(found: Sequence[Sequence[str]], true: Sequence[set[str]]) -> Found:
    pairs = [(set(ids), held) for ids, held in zip(found, true, strict=True)]
    return Found(
        right=sum(len(ids & held) for ids, held in pairs),
        wrong=sum(len(ids - held) for ids, held in pairs),
        true=sum(map(len, true)),
        whole=sum(held <= ids for ids, held in pairs),
        literals=len(pairs),
    )
