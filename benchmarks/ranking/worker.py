"""Asks the index of one side in a process of its own, and prints what it finds as JSON.

    python -m benchmarks.ranking.worker SIDE DIRECTORY QUERIES

QUERIES is a file of pairs: a query, and whether every word of it is looked for. For each, the ids of the ten best.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.opened import Ranked, RjiebaTantivy, SqliteFts5, UsualScript, Wensou
from benchmarks.sides import RJIEBA_TANTIVY, SQLITE_FTS5, TANTIVY, USUAL_SCRIPT, WHOOSH, WITH_BIGRAMS, Side

# How the index of each side that ranks is opened.
RANKED: Final[Mapping[Side, Callable[[Path], Ranked]]] = {
    WHOOSH: Wensou,
    TANTIVY: Wensou,
    USUAL_SCRIPT: UsualScript,
    RJIEBA_TANTIVY: RjiebaTantivy,
    WITH_BIGRAMS: partial(RjiebaTantivy, bigrams=True),
    SQLITE_FTS5: SqliteFts5,
}


def main() -> None:
    name, directory, queries = sys.argv[1:]
    (opened,) = (opened for side, opened in RANKED.items() if side.name == name)
    index = opened(Path(directory))
    asked = json.loads(Path(queries).read_text(encoding="utf-8"))
    json.dump([index.best(query, every=every) for query, every in asked], sys.stdout)


if __name__ == "__main__":
    main()
