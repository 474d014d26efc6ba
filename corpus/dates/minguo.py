"""Years of the Republic, which Taiwan counts from 1912: 民國115年 is 2026."""

from __future__ import annotations

from functools import cache
from typing import Final

# Years written without 民國 are taken for such from 60 (1971) to 150 (2061): smaller numbers are more often others.
YEARS: Final = "(?:[6-9][0-9]|1[0-4][0-9]|150)"
_BEFORE: Final = 1911
# A year that lies so near to the needs no other evidence.
_NEAR: Final = 1


def western(year: int) -> int:
    """The year of our era."""
    return year + _BEFORE


def counts_from_1912(text: str) -> bool:
    """Whether a text is of those whose `115.2.16` is a day: in traditional characters, or of Taiwan."""
    if "民国" in text or "台湾" in text:
        return True
    return not _traditional().isdisjoint(text)


def is_plausible(year: int, text: str, base_year: int | None) -> bool:
    """Whether a number in a text is a year that is counted so: near the issue's, or in a text of Taiwan."""
    if base_year is not None and abs(western(year) - base_year) <= _NEAR:
        return True
    return counts_from_1912(text)


@cache
def _traditional() -> frozenset[str]:
    from corpus.script import simplified

    return frozenset(map(chr, simplified()))
