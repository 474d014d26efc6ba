"""Days of the calendar, and what is left of them when a date is partial."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

# An issue dated the 18th may announce what happens on the 30th; further ahead a day is of the year before.
_AHEAD: Final = timedelta(days=31)
# Of years that newsletters are of and write about.
_EARLIEST: Final = 1900
_LATEST: Final = 2099


def iso_date(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """ISO 8601 of what is given; None if the calendar has no such day."""
    if year is None or not _EARLIEST <= year <= _LATEST:
        return None
    if month is None:
        return f"{year:04}" if day is None else None
    if day is None:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=64)  # the dates of an issue are all reckoned from its own
def last_day(base: str | None) -> date | None:
    """The last day of a partial date; None if it is none."""
    if base is None:
        return None
    try:
        parts = [int(part) for part in base.split("-")]
        year, month = parts[0], parts[1] if len(parts) > 1 else 12
        day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
        return date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def latest(last: date, month: int, day: int | None) -> str | None:
    """The latest such day (or month, without a day) not later than a month after `last`."""
    # From December a month reaches into the next year. Eight years hold a 29 February even around 1900.
    for year in range(last.year + (last.month == 12), last.year - 9, -1):
        found = iso_date(year, month, day)
        if found is not None and date(year, month, day or 1) <= last + _AHEAD:
            return found
    return None
