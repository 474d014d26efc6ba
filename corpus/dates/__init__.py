"""Dates as Chinese newsletters write them, as ISO 8601 strings that may be partial (`2022`, `2022-10`).

A period is dated by its beginning, no more precisely than it is written: `9月27日至28日` is a 27 September, `10月上旬`
a month, `第三季度` the month that it begins with. See docs/decisions/dates.md.
"""

from corpus.dates.exact import exact_date
from corpus.dates.finding import DateMatch, find_date, find_dates, head_date
from corpus.dates.minguo import counts_from_1912
from corpus.dates.numerals import number

__all__ = ["DateMatch", "counts_from_1912", "exact_date", "find_date", "find_dates", "head_date", "number"]
