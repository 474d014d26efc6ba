"""What has to happen in a process of its own.

    python -m benchmarks.worker index ARTICLES DIRECTORY           indexes JSON Lines with wensou
    python -m benchmarks.worker wensou|usual DIRECTORY REQUEST     runs queries, prints the answer as JSON

A request holds `words`, two-word queries as they are typed, and `literals`, texts to be found as they stand.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from benchmarks.articles import read_lines
from benchmarks.sides import Usual, Wensou


class Side(Protocol):
    """An open index and how it is searched."""

    def prepare(self, query: str) -> Any:
        """A query made ready to run."""

    def search(self, prepared: Any) -> Any:
        """The ten best results, without their texts."""

    def show(self, query: str) -> Any:
        """The ten best results with what lights up in them, from the query as it is typed."""

    def found(self, query: str) -> list[str]:
        """The ids of all results."""


_SIDES: Final[dict[str, Callable[[Path], Side]]] = {"wensou": Wensou, "usual": Usual}


def index_articles(articles: Path, directory: Path) -> None:
    """Indexes JSON Lines with wensou."""
    from index import SourceFile, writer

    records = read_lines(articles)
    with writer(directory) as transaction:
        transaction.add(SourceFile(articles.name, 0, 0, "", 0), records)


def answer(side: Side, request: dict[str, Any]) -> dict[str, Any]:
    """Seconds of each query, by kind of query, in the engine alone and with snippets; and the ids that all literals
    find, quoted and not.
    """
    quoted = [f'"{literal}"' for literal in request["literals"]]
    times = {}
    for kind, queries in (("words", request["words"]), ("literals", quoted)):
        _times(side, queries)  # warms up
        times[kind] = _times(side, queries)
    return {
        "times": times,
        "quoted": [side.found(query) for query in quoted],
        "plain": [side.found(literal) for literal in request["literals"]],
    }


def _times(side: Side, queries: Sequence[str]) -> dict[str, list[float]]:
    """The seconds of each query, in the engine alone and with snippets."""
    prepared = [side.prepare(query) for query in queries]
    engine, snippets = [], []
    for query, ready in zip(queries, prepared, strict=True):
        engine.append(_seconds(side.search, ready))
        snippets.append(_seconds(side.show, query))
    return {"engine": engine, "snippets": snippets}


def _seconds(act: Callable[[Any], Any], value: Any) -> float:
    started = time.perf_counter()
    act(value)
    return time.perf_counter() - started


def main() -> None:
    action, first, second = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if action == "index":
        index_articles(first, second)
        return
    request = json.loads(second.read_text(encoding="utf-8"))
    json.dump(answer(_SIDES[action](first), request), sys.stdout)


if __name__ == "__main__":
    main()
