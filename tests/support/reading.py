"""A long-lived program that reads an index while others write to it.

Run as `python -m tests.support.reading INDEX STOP`: asks again and again with the public names alone until the file
STOP exists. Each round is a line of JSON on standard output: the ids found now, those that the first searcher finds,
and how many files are open.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from wensou import Index, Searcher

QUERY = "培训班"
MOST = 10**6


def ids(searcher: Searcher) -> list[str]:
    """The ids of all articles that the query finds, which the other ways to ask must confirm."""
    results = searcher.search(QUERY, limit=MOST)
    found = sorted(hit.article.id for hit in results.hits)
    assert results.total == len(found) == searcher.count(QUERY)
    assert all(hit.match == "literal" and QUERY in hit.article.body for hit in results.hits)
    assert not found or searcher.article(found[0]).id == found[0]
    return found


def open_files() -> int:
    """How many files this process holds open, 0 where that cannot be told."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def main() -> None:
    """Reads until it is told to stop."""
    index = Index(Path(sys.argv[1]))
    first = Searcher(index)
    while True:
        stop = os.path.exists(sys.argv[2])
        line = {"now": ids(Searcher(index)), "first": ids(first), "files": open_files()}
        print(json.dumps(line), flush=True)
        if stop:
            return


if __name__ == "__main__":
    main()
