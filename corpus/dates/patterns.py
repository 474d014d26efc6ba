"""How dates are written, as one pattern whose groups say which way it is."""

from __future__ import annotations

import re
from typing import Final

from corpus.dates import minguo

# Optional white space stands everywhere: texts taken from PDF files put it around digits.
_D: Final = "[0-9０-９]"
_N: Final = "[0-9０-９一二三四五六七八九十〇○零]"
_S: Final = "[ \t\u3000]{0,2}"
_TO: Final = "[-－–—~～至到]{1,2}"
_AND: Final = "[、和及]"

_YEAR_NUMBER: Final = rf"(?:[12１２]{_D}{{3}}|[一二][一二三四五六七八九〇○零ＯO]{{3}})"
_REPUBLIC_NUMBER: Final = rf"{_D}{{1,3}}|[一二三四五六七八九十百〇○零]{{1,6}}"
# Not 过去|年代, 如今|年代, 以前|年度, 目前|年产.
_THIS_YEAR: Final = "(?<!如)今年|(?<!日)本年|(?<!过)去年|(?<![以目当])前年"
_YEAR: Final = (
    rf"(?:(?P<year>{_YEAR_NUMBER}){_S}年[)）]?"
    rf"|民[国國]{_S}(?P<republic>{_REPUBLIC_NUMBER}){_S}年"
    rf"|(?<![0-9第])(?P<bare_republic>{minguo.YEARS}){_S}年(?={_S}[0-9]{{1,2}}{_S}月)"
    rf"|(?P<this_year>{_THIS_YEAR}))"
)
_PART_OF_MONTH: Final = "(?:[上中下]旬|初|底|末)"


def _month(group: str = "") -> str:
    """A month, or the first of several (1—9月). 八月初三 and 三月三 are of the lunar calendar, 十月革命 is a name."""
    first = f"(?P<{group}>{_N}{{1,3}})" if group else f"{_N}{{1,3}}"
    return (
        rf"(?<!{_N}){first}{_S}(?:{_TO}{_S}{_N}{{1,3}}{_S})?月份?"
        rf"(?!初[一二三四五六七八九十]|[一二三四五六七八九十](?!{_N}{{0,2}}{_S}(?:{_TO}|{_AND}|[日号號]))|革命)"
    )


def _day(group: str = "") -> str:
    """A day, or the first of several: 27日, 27—28日, 27、28日."""
    first = f"(?P<{group}>{_N}{{1,3}})" if group else f"{_N}{{1,3}}"
    return rf"{first}{_S}(?:(?:{_TO}|{_AND}){_S}{_N}{{1,3}}{_S}){{0,3}}[日号號]"


def _with_separators(initial: str, years: str, separators: str) -> str:
    """Year, month and day with the same separator between them."""
    return (
        rf"(?P<{initial}_year>{years})(?P<{initial}_sep>[{separators}])(?P<{initial}_month>{_D}{{1,2}})"
        rf"(?P={initial}_sep)(?P<{initial}_day>{_D}{{1,2}})"
    )


_MONTH_AND_DAY: Final = rf"{_month()}(?:{_S}{_day()}|{_PART_OF_MONTH})?"
# What is of every year (每年9月), of one that is meant otherwise (次年三月, 乾隆十六年八月) or of the lunar calendar
# (农历八月), to its end (每年6月至9月). 上一月 is no January.
_OF_NO_YEAR: Final = (
    rf"(?:[年每隔整第期历曆]|年[)）]|[上下前后](?=[一1]月))的?{_S}{_MONTH_AND_DAY}"
    rf"(?:{_S}{_TO}{_S}(?:[次翌第][一二三]?年{_S})?{_MONTH_AND_DAY})?"
    "|年的?(?:第?[一二三四1-4]季度|[上下]半年)"
)
_SPOKEN: Final = rf"(?:{_YEAR}{_S})?{_month('month')}(?:{_S}{_day('day')}|{_PART_OF_MONTH})?"
_PART_OF_YEAR: Final = (
    rf"(?:(?P<part_year>{_YEAR_NUMBER}){_S}年{_S}|(?P<part_this_year>{_THIS_YEAR}))?"
    "(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)"
)
_ISO: Final = _with_separators("iso", f"(?:19|20|１９|２０){_D}{{2}}", "-/.－／．") + f"(?!{_D})"
# 2023.05 is a month only where it stands apart, since it is a price as well; 2003-6 may be of four years.
_ISO_MONTH: Final = (
    r"(?<![-/A-Za-z])(?P<short_year>(?:19|20)[0-9]{2})(?:[-/.](?P<short_month>0[1-9]|1[0-2])|[/.](?P<short_digit>[1-9]))"
    r"(?=[ \t\u3000)）\]】|｜第总總]|$)"
)
# 115.2.16, and no version or section.
_REPUBLIC: Final = rf"(?<![-/A-Za-z第版])(?:{_with_separators('roc', minguo.YEARS, './')})(?![0-9]|[./][0-9])"
_YEAR_ALONE: Final = (
    rf"民[国國]{_S}(?P<only_republic>{_REPUBLIC_NUMBER}){_S}年"
    rf"|(?P<only_year>{_YEAR_NUMBER}){_S}(?:{_TO}{_S}{_YEAR_NUMBER}{_S})?年|(?P<only_this_year>{_THIS_YEAR})"
)
# Not 以上|月份, 晚上|月亮, 基本|月度; 今天 only where something happens then.
_NEAR: Final = (
    r"(?P<near_month>(?<![基根样日])本月(?![刊某])|(?<![以晚])上个?月(?![亮球光色]))份?"
    rf"(?:{_S}{_day('near_day')}|{_PART_OF_MONTH})?"
    "|(?P<near_date>[今昨][天日])(?=[，,]|[上下中]午|[早晚夜]|凌晨|清晨|傍晚)"
)

DATE: Final = re.compile(
    rf"(?P<none>{_OF_NO_YEAR})"
    rf"|(?<![0-9０-９.．])(?:{_SPOKEN}|{_PART_OF_YEAR}|{_ISO}|{_ISO_MONTH}|{_REPUBLIC}|{_YEAR_ALONE}|{_NEAR})"
)
# What each of them holds, so that most text need not be searched for all. What may stand before comes behind the first
# character: a pattern is searched for by the characters that it can begin with.
SIGN: Final = re.compile("[年月季今昨0-9０-９](?:(?<=[年月季])|(?<=[0-9０-９])[-/.－／．][0-9０-９]|(?<=[今昨])[天日])")
