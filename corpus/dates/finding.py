"""Finds dates in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final, NamedTuple

from corpus.dates import minguo
from corpus.dates.days import iso_date, last_day, latest
from corpus.dates.numerals import number
from corpus.dates.patterns import DATE, SIGN

_YEARS_AGO: Final = {"去年": 1, "前年": 2}
_FIRST_MONTH: Final = {"上": 1, "下": 7}
_OPENING: Final = ' \t\u3000“"「『‘（('
# So many characters from the beginning of an article a date begins it.
_HEAD: Final = 40
# One of so many lines may be the date: the name of a column and an author may stand before it.
_LINES: Final = 3
# No line that is a date is longer.
_ALONE: Final = 80
# What joins the end of a period to its beginning, whose year it shares.
_JOINT: Final = re.compile(r"\s*[-－–—~～至到、和及]{1,2}\s*")
_DAY_LENGTH: Final = len("2022-10-18")


class _Context(NamedTuple):
    """What a date is understood by: the text around it, the last day that it may be reckoned from (None if nothing
    tells), and whether that is a day and not the end of a month or a year.
    """

    text: str
    last: date | None
    is_day: bool = False

    @classmethod
    def of(cls, text: str, base: str | None) -> _Context:
        return cls(text, last_day(base), is_day=len(base or "") == _DAY_LENGTH)

    def year_of_republic(self, year: int) -> int | None:
        """The year of our era, if it is plausible that years are counted from 1912."""
        plausible = minguo.is_plausible(year, self.text, self.last.year if self.last is not None else None)
        return minguo.western(year) if plausible else None

    def year(self, written: str | None, said: str | None) -> int | None:
        """The year that is written, else that which is said (今年)."""
        if written:
            return number(written)
        return self.last.year - _YEARS_AGO.get(said or "", 0) if self.last is not None else None


class DateMatch(NamedTuple):
    """A date found in a text: `iso`, and the character range `[start, end)` it stands in."""

    iso: str
    start: int
    end: int


def find_dates(text: str, *, base: str | None = None, around: str = "") -> Iterator[DateMatch]:
    """The dates in `text`, in order.

    A date without a year is resolved against `base` (ISO 8601, may be partial; usually the issue's date): it is the
    latest such day that is not later than a month after `base`. Without `base` such a date is passed over, and so is
    what is no day of the calendar. `115.2.16` is a date in texts of Taiwan alone, which this or the text `around` it
    shows, or where its year is that of `base`. What names no day (近日, 日前) is none.
    """
    if not SIGN.search(text):
        return
    context = _Context.of(text + around, base)
    before: DateMatch | None = None
    for match in DATE.finditer(text):
        joined = before is not None and _JOINT.fullmatch(text, before.end, match.start()) is not None
        iso = _resolve(match, _Context(context.text, _end_of(before.iso)) if before and joined else context)
        if iso is not None:
            before = DateMatch(iso, match.start(), match.end())
            yield before


def find_date(text: str, *, base: str | None = None) -> DateMatch | None:
    """The first date in `text`; see `find_dates`."""
    if not SIGN.search(text):  # most texts: sooner told than a generator is made
        return None
    return next(find_dates(text, base=base), None)


def match_date(text: str) -> DateMatch | None:
    """The date that `text` begins with."""
    match = DATE.match(text)
    iso = _resolve(match, _Context(text, None)) if match is not None else None
    return DateMatch(iso, 0, match.end()) if match is not None and iso is not None else None


def head_date(text: str, *, base: str | None = None) -> str | None:
    """The day that an article's text begins with, or that one of its first lines is; None if there is none."""
    head = text[: _HEAD * _LINES]
    if not SIGN.search(head):
        return None
    context = _Context.of(text, base)
    first = DATE.match(text[:_HEAD].lstrip(_OPENING))
    lines = [line for line in head.split("\n", _LINES)[1:_LINES] if len(line) <= _ALONE]
    for match in chain((first,), (DATE.fullmatch(line.strip()) for line in lines)):
        iso = _resolve(match, context) if match is not None else None
        if iso is not None and len(iso) == _DAY_LENGTH:
            return iso
    return None


def _resolve(match: re.Match[str], context: _Context) -> str | None:
    """The date of a match."""
    if match["month"]:
        return _spoken(match, context)
    if match["quarter"] or match["half"]:
        return _part_of_year(match, context)
    if match["iso_year"] or match["short_year"] or match["roc_year"]:
        return _separated(match, context)
    if match["only_year"] or match["only_this_year"]:
        return iso_date(context.year(match["only_year"], match["only_this_year"]))
    if match["only_republic"]:
        return iso_date(minguo.western(number(match["only_republic"]) or 0))
    return _near(match, context)


def _spoken(found: re.Match[str], context: _Context) -> str | None:
    """9月27日, with or without its year."""
    month, day = number(found["month"] or ""), number(found["day"]) if found["day"] else None
    if month is None or (found["day"] and day is None):
        return None
    if found["bare_republic"]:
        return iso_date(context.year_of_republic(int(found["bare_republic"])), month, day)
    if found["republic"]:
        return iso_date(minguo.western(number(found["republic"]) or 0), month, day)
    if found["year"] or found["this_year"]:
        return iso_date(context.year(found["year"], found["this_year"]), month, day)
    return latest(context.last, month, day) if context.last is not None else None


def _separated(found: re.Match[str], context: _Context) -> str | None:
    """2022-10-18, 2022.10, 115.2.16."""
    if found["short_year"]:
        return iso_date(number(found["short_year"]), number(found["short_month"] or found["short_digit"] or ""))
    if found["iso_year"]:
        return iso_date(number(found["iso_year"]), number(found["iso_month"] or ""), number(found["iso_day"] or ""))
    year = context.year_of_republic(int(found["roc_year"] or 0))
    return iso_date(year, number(found["roc_month"] or ""), number(found["roc_day"] or ""))


def _part_of_year(found: re.Match[str], context: _Context) -> str | None:
    """The month that a quarter or a half begins with."""
    quarter = number(found["quarter"]) if found["quarter"] else None
    month = 3 * quarter - 2 if quarter else _FIRST_MONTH[found["half"] or "上"]
    if found["part_year"] or found["part_this_year"]:
        return iso_date(context.year(found["part_year"], found["part_this_year"]), month)
    return latest(context.last, month, None) if context.last is not None else None


def _near(found: re.Match[str], context: _Context) -> str | None:
    """本月 and 上月, with or without a day; 今天 and 昨天. What is left is of no year."""
    last = context.last
    if last is None or found["none"]:
        return None
    if found["near_date"]:
        day_before = timedelta(days=1 if found["near_date"].startswith("昨") else 0)
        return (last - day_before).isoformat() if context.is_day else None
    month = last.replace(day=1) - timedelta(days=0 if found["near_month"] == "本月" else 1)
    return iso_date(month.year, month.month, number(found["near_day"]) if found["near_day"] else None)


def _end_of(iso: str) -> date | None:
    """The day that the end of a period is reckoned from which begins so: it is of the same year, or of the next."""
    day = last_day(iso)
    return date(day.year + 1, day.month, 1) - timedelta(days=32) if day is not None else None
