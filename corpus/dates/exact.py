"""What is a date and nothing else, as cells of tables are."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from corpus.dates import minguo
from corpus.dates.finding import match_date

# 2022, 2022-09, 2022/9/15, 2022.9, 20220915.
_ALONE: Final = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?|(?P<cm>[0-9]{2})(?P<cd>[0-9]{2})?)?", re.ASCII
)
# 115/02/16: in Taiwan's tables, years of three digits.
_REPUBLIC: Final = re.compile(r"(1[0-4][0-9]|150)([-/.])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
# What may follow the date in a table: the day of the week, the time of day.
_TIME: Final = re.compile(r"(?:\s*[(]?(?:星期|周)[一二三四五六日天][)]?)?(?:[\sT]*[0-9]{1,2}[:时].*)?", re.DOTALL)


def exact_date(text: str) -> str | None:
    """The date that `text` is: `2022`, `2022-09-15`, `2022/9/15`, `20220915`, `115/2/16`, `2022年9月15日` and what else
    newsletters write, also with the day of the week or the time of day behind it; None for anything else.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if (found := _ALONE.match(text)) is not None and _TIME.fullmatch(text, found.end()):
        return _calendar_date(int(found[1]), found[3] or found["cm"], found[4] or found["cd"])
    if (found := _REPUBLIC.match(text)) is not None and _TIME.fullmatch(text, found.end()):
        return _calendar_date(minguo.western(int(found[1])), found[3], found[4])
    spoken = match_date(text)
    return spoken.iso if spoken is not None and _TIME.fullmatch(text, spoken.end) else None


def _calendar_date(year: int, month: str | None, day: str | None) -> str | None:
    try:
        date(year, int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([f"{year:04}", *(part.zfill(2) for part in (month, day) if part)])
