"""Dates as people type them in filters, and the conditions that they stand for."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from index.fold import fold
from index.plan import Condition, Keyword, Or, Range

_DATE: Final = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
# Greater than anything that can follow in an ISO date.
AFTER: Final = "~"


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


def between(since: str | None, until: str | None) -> Condition:
    """Articles dated from `since` to `until`, both included, ISO 8601 of any precision; None is open.

    An article dated by its month or year alone counts if any day of it could lie between.
    """
    inside = Range("date", since, until + AFTER if until else None)
    wider = since.rsplit("-")[:-1] if since else []
    less_precise = tuple("-".join(wider[: depth + 1]) for depth in range(len(wider)))
    return Or((inside, Keyword("date", less_precise))) if less_precise else inside
