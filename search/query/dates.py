"""Dates as people type them in queries and filters, and the conditions that they stand for."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final, TypeAlias

from index.fold import fold
from index.plan import Condition, Keyword, Or, Range

# The first and the last date that are meant, both included, ISO 8601 of any precision; None is open.
Bounds: TypeAlias = "tuple[str | None, str | None]"

_DATE: Final = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
# Greater and less than anything that a date can be; what is greater can follow in an ISO date as well.
AFTER: Final = "~"
_BEFORE: Final = "0000"

# In folded text.
_RANGE: Final = re.compile(r"([\[【{])(.*)(?:to|至)(.*)([\]】}])", re.DOTALL)
_COMPARISON: Final = re.compile(r"(>=|<=|[><≥≤])(.*)", re.DOTALL)
_OPEN_END: Final = frozenset({"", "*"})


def iso_date(text: str) -> str | None:
    """`2022`, `2022-09`, `2022-9-15`, `2022年9月` and the like as ISO 8601 of the same precision; None for anything
    else.
    """
    found = _DATE.fullmatch(fold(text.strip()).text)
    if not found:
        return None
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def bounds(text: str) -> Bounds | None:
    """The bounds that are meant by a date, a comparison such as `>=2022-09`, or a range such as `[2022-01 TO 2022-06]`,
    whose ends in `{}` are left out themselves; None for anything else.
    """
    folded = fold(text).text
    if compared := _COMPARISON.fullmatch(folded):
        return _compared(*compared.groups())
    if ranged := _RANGE.fullmatch(folded):
        return _ranged(*ranged.groups())
    day = iso_date(folded)
    return (day, day) if day else None


def _compared(operator: str, text: str) -> Bounds | None:
    day = iso_date(text)
    if day is None:
        return None
    match operator:
        case ">":
            return _day_after(day), None
        case "<":
            return None, _day_before(day)
        case ">=" | "≥":
            return day, None
        case _:
            return None, day


def _ranged(opening: str, low: str, high: str, closing: str) -> Bounds | None:
    ends = [None if end.strip() in _OPEN_END else iso_date(end) or "" for end in (low, high)]
    if "" in ends:
        return None
    since, until = ends
    return (
        _day_after(since) if since and opening == "{" else since,
        _day_before(until) if until and closing == "}" else until,
    )


def _day_after(day: str) -> str:
    """The day after all days of a date of any precision."""
    year, month, number = _parts(day)
    month = month or 12
    return _moved(date(year, month, number or monthrange(year, month)[1]), 1)


def _day_before(day: str) -> str:
    """The day before all days of a date of any precision."""
    year, month, number = _parts(day)
    return _moved(date(year, month or 1, number or 1), -1)


def _parts(day: str) -> tuple[int, int, int]:
    """Year, month and day of ISO 8601 of any precision; 0 for what is left open."""
    year, month, number, *_ = *map(int, day.split("-")), 0, 0
    return year, month, number


def _moved(day: date, days: int) -> str:
    try:
        return (day + timedelta(days)).isoformat()
    except OverflowError:  # beyond the years 1 and 9999 no article has a date
        return AFTER if days > 0 else _BEFORE


def is_empty(since: str | None, until: str | None) -> bool:
    """Whether no day lies between two bounds."""
    return bool(since and until and since > until and not since.startswith(until))


def between(since: str | None, until: str | None) -> Condition:
    """Articles dated from `since` to `until`, both included, ISO 8601 of any precision; None is open.

    An article dated by its month or year alone counts if any day of it could lie between.
    """
    inside = Range("date", since, until + AFTER if until else None)
    wider = since.rsplit("-")[:-1] if since else []
    less_precise = tuple("-".join(wider[: depth + 1]) for depth in range(len(wider)))
    return Or((inside, Keyword("date", less_precise))) if less_precise else inside
