"""Searching within one process: how long queries take, and whether they find what is there."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.articles import Text
from benchmarks.processes import WORKER, Runner
from benchmarks.queries import LONGEST, Judge, draw_literals, draw_words
from benchmarks.report import Row, Section
from index import Index

_MOST_RUNS: Final = 3
_KINDS: Final = {"words": "two words", "literals": "quoted literal"}
_PARTS: Final = {"engine": "engine alone", "snippets": "with snippets"}


@dataclass(frozen=True, slots=True)
class Found:
    """How many of the true matches were found, how many matches that were none, and for how many of the literals all
    true matches were found.
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


class Contest:
    """The same queries asked of both indexes, each in a process of its own; the processes take turns."""

    def __init__(
        self, runner: Runner, texts: Sequence[Text], ours: Path, theirs: Path, count: int, seed: int, runs: int
    ) -> None:
        self.count = count
        self.runs = min(runs, _MOST_RUNS)
        self._texts = texts
        self._literals = draw_literals(texts, count, seed)
        segmenter = Index(ours).dictionary.segmenter
        request = {"literals": self._literals, "words": draw_words(texts, segmenter, count, seed)}
        path = runner.scratch / "request.json"
        path.write_text(json.dumps(request), encoding="utf-8")
        self._wensou: list[Any] = []
        self._usual: list[Any] = []
        for _ in range(self.runs):
            self._wensou.append(runner.ask(*WORKER, "wensou", str(ours), str(path)))
            self._usual.append(runner.ask(*WORKER, "usual", str(theirs), str(path)))

    def latency(self) -> Section:
        """Milliseconds of a query: the median and the 99th percentile over the queries of a kind."""
        rows = []
        for part, extent in _PARTS.items():
            for kind, name in _KINDS.items():
                ours, theirs = (_percentiles(runs, kind, part) for runs in (self._wensou, self._usual))
                for percentile in ours:
                    # The usual script misses so much of what is quoted that its time says nothing.
                    usual = theirs[percentile] if kind == "words" else None
                    rows.append(Row(f"{name}, {extent}, {percentile}", "ms", ours[percentile], usual))
        measured = f"One warm process, {self.count} queries of each kind, ten results, median of {self.runs} runs"
        return Section("Query latency", f"{measured}; with snippets: from typed text to highlights", tuple(rows))

    def completeness(self) -> Section:
        """What the literals find, compared with plain substring search over folded atoms."""
        judge = Judge(self._texts)
        true = [judge.holding(piece) for piece in self._literals]
        ours, theirs = self._wensou[0], self._usual[0]
        quoted, usual, plain = (_compare(found, true) for found in (ours["quoted"], theirs["quoted"], theirs["plain"]))
        rows = (
            Row("matches found, quoted", "%", quoted.share, usual.share, more_is_better=True),
            Row("matches found, the script unquoted", "%", quoted.share, plain.share, more_is_better=True),
            Row("literals found everywhere, quoted", "%", quoted.whole_share, usual.whole_share, more_is_better=True),
            Row(
                "literals found everywhere, the script unquoted",
                "%",
                quoted.whole_share,
                plain.whole_share,
                more_is_better=True,
            ),
            Row("matches that are none, quoted", "matches", quoted.wrong, usual.wrong),
            Row("matches that are none, the script unquoted", "matches", quoted.wrong, plain.wrong),
        )
        measured = f"{self.count} random literals of 2 to {LONGEST} atoms, {quoted.true:,} true matches in all"
        return Section("Completeness", f"{measured}, told by plain substring search", rows)


def _percentiles(runs: Sequence[Any], kind: str, part: str) -> dict[str, float]:
    """Milliseconds by percentile over the queries, each taken at its median over the runs."""
    seconds = [statistics.median(times) for times in zip(*(run["times"][kind][part] for run in runs), strict=True)]
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"p50": 1000 * cuts[49], "p99": 1000 * cuts[98]}


def _compare(found: Sequence[Sequence[str]], true: Sequence[set[str]]) -> Found:
    pairs = [(set(ids), held) for ids, held in zip(found, true, strict=True)]
    return Found(
        right=sum(len(ids & held) for ids, held in pairs),
        wrong=sum(len(ids - held) for ids, held in pairs),
        true=sum(map(len, true)),
        whole=sum(held <= ids for ids, held in pairs),
        literals=len(pairs),
    )
