"""Counts of articles by value, in the formats of `search --count-by` and `list`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from search.output.records import dump
from search.output.safe import one_line
from search.output.tables import csv_row, tsv_row

_HEADER: Final = ("value", "articles")


def plain(_: str, counts: Mapping[str, int]) -> Iterator[str]:
    """A line for each value: it, a tab and its number."""
    for value, count in counts.items():
        yield f"{one_line(value)}\t{count}\n"


def json(field: str, counts: Mapping[str, int]) -> Iterator[str]:
    """One object for all."""
    yield dump({"field": field, "counts": [_record(value, count) for value, count in counts.items()]}, indent=2) + "\n"


def jsonl(_: str, counts: Mapping[str, int]) -> Iterator[str]:
    """One object a line for each value."""
    for value, count in counts.items():
        yield dump(_record(value, count)) + "\n"


def csv_table(_: str, counts: Mapping[str, int]) -> Iterator[str]:
    """Comma-separated values with a header."""
    for row in (_HEADER, *counts.items()):
        yield csv_row(map(str, row))


def tsv_table(_: str, counts: Mapping[str, int]) -> Iterator[str]:
    """Tab-separated values with a header."""
    for row in (_HEADER, *counts.items()):
        yield tsv_row(map(str, row)) + "\n"


COUNT_FORMATS: Final[dict[str, Callable[[str, Mapping[str, int]], Iterator[str]]]] = {
    "text": plain,
    "json": json,
    "jsonl": jsonl,
    "csv": csv_table,
    "tsv": tsv_table,
}


def _record(value: str, count: int) -> dict[str, str | int]:
    return dict(zip(_HEADER, (value, count), strict=True))
