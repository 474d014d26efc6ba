"""Dates as Chinese newsletters write them, as ISO 8601 strings that may be partial (`2022`, `2022-10`)."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_DIGITS |= {c: i for i, c in enumerate("０１２３４５６７８９")}
_DIGITS |= {str(i): i for i in range(10)}
_DIGITS |= {"零": 0, "○": 0, "Ｏ": 0, "O": 0}

# Optional white space stands everywhere: texts taken from PDF files put it around digits.
_N = "[0-9０-９一二三四五六七八九十〇○零]"
_SPACE = "[ \t\u3000]{0,2}"
_YEAR = (
    rf"(?:(?P<y>[12１２][0-9０-９]{{3}}|[一二][一二三四五六七八九〇○零ＯO]{{3}}){_SPACE}年"
    rf"|民[国國](?P<roc>[0-9０-９]{{1,3}}|{_N}{{1,4}}){_SPACE}年"
    rf"|(?P<rel>今年|本年|去年|前年))"
)
_DAY = rf"(?P<d>{_N}{{1,3}}){_SPACE}[日号號]"
_PATTERN = re.compile(
    rf"(?<![0-9０-９.．])(?:"
    rf"(?:{_YEAR}{_SPACE})?(?P<m>{_N}{{1,3}}){_SPACE}月(?:份)?(?:{_SPACE}{_DAY})?"
    rf"|(?P<iy>(?:19|20)[0-9]{{2}})(?P<sep>[-/.])(?P<im>[0-9]{{1,2}})(?P=sep)(?P<id>[0-9]{{1,2}})(?![0-9])"
    rf"|(?P<oy>(?:19|20)[0-9]{{2}}|[一二][一二三四五六七八九〇○零ＯO]{{3}}){_SPACE}年"
    rf")"
)

# A date that stands alone: 2022, 2022-09, 2022/9/15, 2022.9, 20220915.
_ALONE = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?|(?P<cm>[0-9]{2})(?P<cd>[0-9]{2})?)?", re.ASCII
)
# What may follow the date in a table: the day of the week, the time of day.
_TIME = re.compile(r"(?:\s*[(]?(?:星期|周)[一二三四五六日天][)]?)?(?:[\sT]*[0-9]{1,2}[:时].*)?", re.DOTALL)

# An issue dated the 18th may announce what happens on the 30th; further ahead a day is of the year before.
_AHEAD = timedelta(days=31)
_EARLIEST, _LATEST = 1900, 2099
_OPENING = ' \t\u3000“"「『‘（('


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date found in a text: `iso`, and the character range `[start, end)` it stands in."""

    iso: str
    start: int
    end: int


def find_dates(text: str, *, base: str | None = None) -> Iterator[DateMatch]:
    """The dates in `text`, in order.

    A date without a year is resolved against `base` (ISO 8601, may be partial; usually the issue's date): it is the
    latest such day that is not later than a month after `base`. Without `base` such a date is passed over, and so is
    what is no day of the calendar.
    """
    for match in _PATTERN.finditer(text):
        iso = _resolve(match, base)
        if iso is not None:
            yield DateMatch(iso, match.start(), match.end())


def find_date(text: str, *, base: str | None = None) -> DateMatch | None:
    """The first date in `text`; see `find_dates`."""
    return next(find_dates(text, base=base), None)


def head_date(text: str, *, base: str | None = None) -> str | None:
    """The date with month and day that `text` begins with, or None."""
    head = text[:40].lstrip(_OPENING)
    match = _PATTERN.match(head)
    iso = _resolve(match, base) if match else None
    return iso if iso is not None and len(iso) == len("2022-10-18") else None


def exact_date(text: str) -> str | None:
    """The date that `text` is: `2022`, `2022-09-15`, `2022/9/15`, `20220915`, `2022年9月15日` and what else newsletters
    write, also with the day of the week or the time of day behind it; None for anything else.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    match = _ALONE.match(text)
    if match is not None and _TIME.fullmatch(text, match.end()):
        return _calendar_date(int(match[1]), match[3] or match["cm"], match[4] or match["cd"])
    found = _PATTERN.match(text)
    return _resolve(found, None) if found is not None and _TIME.fullmatch(text, found.end()) else None


def _calendar_date(year: int, month: str | None, day: str | None) -> str | None:
    try:
        date(year, int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([f"{year:04}", *(part.zfill(2) for part in (month, day) if part)])


def number(text: str) -> int | None:
    """The value of a number up to 99 or of a row of digits, in ASCII, full-width or Chinese digits, else None."""
    tens, ten, ones = text.partition("十")
    if ten:
        if any(c not in _DIGITS for c in tens + ones) or len(tens) > 1 or len(ones) > 1:
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    if not text or any(c not in _DIGITS for c in text):
        return None
    value = 0
    for c in text:
        value = value * 10 + _DIGITS[c]
    return value


def _resolve(match: re.Match[str], base: str | None) -> str | None:
    if match["oy"]:
        return _iso(number(match["oy"]), None, None)
    if match["iy"]:
        return _iso(int(match["iy"]), int(match["im"]), int(match["id"]))
    month = number(match["m"])
    day = number(match["d"]) if match["d"] else None
    if month is None or (match["d"] and day is None):
        return None
    if match["y"] or match["roc"]:
        return _iso(number(match["y"]) if match["y"] else (number(match["roc"]) or 0) + 1911, month, day)
    last = _last_day(base)
    if last is not None and match["rel"]:
        return _iso(last.year - {"去年": 1, "前年": 2}.get(match["rel"], 0), month, day)
    return _latest(last, month, day) if last is not None else None


def _latest(last: date, month: int, day: int | None) -> str | None:
    """The latest such day (or month, without a day) not later than a month after `last`."""
    # Eight years hold a 29 February even around 1900.
    for year in range(last.year + 1, last.year - 9, -1):
        iso = _iso(year, month, day)
        if iso is not None and date(year, month, day or 1) <= last + _AHEAD:
            return iso
    return None


def _last_day(base: str | None) -> date | None:
    """The last day of a partial date."""
    if base is None:
        return None
    try:
        parts = [int(part) for part in base.split("-")]
        year, month = parts[0], parts[1] if len(parts) > 1 else 12
        day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
        return date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def _iso(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None or not _EARLIEST <= year <= _LATEST:
        return None
    if month is None:
        return f"{year:04}" if day is None else None
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"
