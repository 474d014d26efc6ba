"""Poems in traditional characters: many real texts, as JSON Lines, which are no part of the project."""

from __future__ import annotations

import json
import lzma
from functools import cache
from itertools import islice

from corpus.records import Article
from tests.support.indexes import article
from tests.support.places import POEMS


@cache
def poems(count: int) -> list[Article]:
    """The first poems, as they are written."""
    with lzma.open(POEMS, "rt", encoding="utf-8") as lines:
        records = map(json.loads, islice(lines, count))
        return [
            article(
                record["body"],
                id=f"p{number}",
                title=record["title"],
                untitled=False,
                unit=record["unit"],
                line_start=number,
                line_end=number,
            )
            for number, record in enumerate(records, 1)
        ]
