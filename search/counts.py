"""Counting what is found by what is known of it: how many articles of each region, section, year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

# Characters of an ISO 8601 date that name the year or the month.
_DATE_PARTS: Final = {"year": len("2022"), "month": len("2022-10")}


def counted_field(field: str) -> str:
    """The field of the index that counting by `field` needs."""
    return "date" if field in _DATE_PARTS else field


def arranged(field: str, counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by the values of an index's field as counts by `field`, in the order they are shown in."""
    if field not in _DATE_PARTS:
        return by_frequency(counts)
    size = _DATE_PARTS[field]
    parts: Counter[str] = Counter()
    for date, count in counts.items():
        if len(date) >= size:  # of 2022 no month is known
            parts[date[:size]] += count
    return dict(sorted(parts.items()))


def by_frequency(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent value first, equally frequent ones in the order of their characters."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def tree(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Counts of regions with each one right below the region that it lies in, otherwise in the order given."""
    given = dict(counts)
    order = {path: place for place, path in enumerate(given)}
    ranks = {path: tuple(order.get(above, len(order)) for above in _lineage(path)) for path in given}
    return sorted(given.items(), key=lambda item: (ranks[item[0]], item[0]))


def _lineage(path: str) -> list[str]:
    """What a path lies in, from the top, and itself."""
    parts = path.split("/")
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
