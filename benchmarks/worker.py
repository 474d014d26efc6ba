"""Asks the index of one side in a process of its own, and prints the answers as JSON.

    python -m benchmarks.worker SIDE DIRECTORY REQUEST

A request holds `words`, two-word queries as they are typed; `literals`, texts to be found as they stand; and `judged`,
for how many of the literals all that they find is told.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.opened import Open
from benchmarks.sides import SIDES

_WARMING: Final = 50  # queries that are asked before those that count
SPAWNED: Final = 20  # queries of a kind, where each is a process of its own


def answer(index: Open, request: dict[str, Any]) -> dict[str, Any]:
    """Seconds of each query, by kind of query, in the engine alone and as shown; and the ids that the judged literals
    find, quoted and not.
    """
    timed = request.get("timed")
    quoted = [f'"{literal}"' for literal in request["literals"][:timed]]
    judged = request["literals"][: request["judged"]]
    return {
        "times": {"words": _times(index, request["words"][:timed]), "literals": _times(index, quoted)},
        "quoted": [index.found(f'"{literal}"') for literal in judged],
        "unquoted": [index.found(literal) for literal in judged],
    }


def _times(index: Open, queries: Sequence[str]) -> dict[str, list[float]]:
    """The seconds of each query, in the engine alone and as shown."""
    for query in queries[: min(_WARMING, len(queries) // 2)]:
        index.show(query)
    prepared = [index.prepare(query) for query in queries]
    engine, shown = [], []
    for query, ready in zip(queries, prepared, strict=True):
        engine.append(_seconds(index.search, ready))
        shown.append(_seconds(index.show, query))
    return {"engine": engine, "shown": shown}


def _seconds(act: Callable[[Any], Any], value: Any) -> float:
    started = time.perf_counter()
    act(value)
    return time.perf_counter() - started


def main() -> None:
    (side,) = (side for side in SIDES if side.name == sys.argv[1])
    request = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
    if side.spawns:
        request["timed"] = SPAWNED
    json.dump(answer(side.open(Path(sys.argv[2])), request), sys.stdout)


if __name__ == "__main__":
    main()
