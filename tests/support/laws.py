"""The law articles: many real texts, as JSON Lines with ids, which are no part of the project."""

from __future__ import annotations

import json
import lzma
from functools import cache
from itertools import islice
from pathlib import Path

from corpus.records import Article
from tests.support.indexes import article
from tests.support.places import LAWS


def write_laws(path: Path, count: int | None = None) -> None:
    """Writes the first `count` lines, or all, to a file."""
    with lzma.open(LAWS, "rb") as packed, path.open("wb") as file:
        file.writelines(islice(packed, count))


@cache
def law_articles(count: int | None = None) -> list[Article]:
    """The articles on the same lines, from what the lines say alone."""
    with lzma.open(LAWS, "rt", encoding="utf-8") as lines:
        records = map(json.loads, islice(lines, count))
        return [
            article(
                record["body"],
                id=record["id"],
                title=record["title"],
                untitled=False,
                section=record["section"],
                date=record["date"],
                line_start=number,
                line_end=number,
            )
            for number, record in enumerate(records, 1)
        ]
