"""The reading order of a page: columns from left to right, between what stands over all of them.

A page is cut at the gutter that most of its lines respect; lines that run across the gutter cut it into bands, and
each band with text on both sides is read left side first. The sides are cut again in the same way, so a newspaper's
three columns under one headline come out as such. Tables have gutters too, but their cells are no lines of prose.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Sequence
from itertools import groupby, pairwise
from math import inf

from corpus.readers.geometry.boxes import CLOSING, OPENING, Row, median

# Lines on either side of a gutter; with fewer, two lists of names would be columns.
_LINES = 3
# So many lines are enough to know a column by itself.
_MANY = 8
# A gutter that this part of the page's lines respects is one for a few of them, too, if one of those has this length:
# then they are no cells of a table.
_SHOWN = 0.5
_LONG = 10.0
# A column's lines in sizes of type: newspapers have ten characters a line, cells of tables fewer.
_NARROW = 7.0
# The part of a side's lines that are nearly as long as the side's longest: prose fills its column.
_EVEN, _NEARLY = 0.4, 0.8
# Where short lines stand among them, as in a masthead or a poem, this part at least ends at the edge, within so many
# sizes of it. Where a quarter breaks off there in the middle of a sentence, it is a column, whatever stands beside it.
_SOME, _BEFORE_EDGE = 0.15, 1.5
_INSIDE = 0.25
# Sentences and tables of contents have a mark for so many characters.
_SENTENCE = 40
_PUNCTUATION = frozenset("，。、；：！？,.;…·")
# Lines that begin within this (in sizes) of each other begin at one edge.
_EDGE = 0.5
# A page of a newspaper has eight columns, each with an edge for lines and one for first lines.
_MOST_EDGES = 16
# Sizes of type that differ by this part are two.
_OTHER = 0.06


def regions(segments: Sequence[Row]) -> list[list[Row]]:
    """The segments of a page, column by column in reading order."""
    most = max(_MANY, _SHOWN * len(segments))
    shown = frozenset(x for x in _edges(segments) if _bands(segments, x, ())[1] >= most)
    return _regions(list(segments), shown) if segments else []


def _regions(segments: list[Row], shown: Collection[float]) -> list[list[Row]]:
    parts = _cut(segments, shown)
    return parts if len(parts) == 1 else [region for part in parts for region in _regions(part, shown)]


def _cut(segments: list[Row], shown: Collection[float]) -> list[list[Row]]:
    """Cut at the best gutter: what stands above, left, right, below; everything in one if there is none.

    `shown` are the gutters that the page shows as a whole.
    """
    best: list[list[Row]] = [segments]
    most = 0
    for x in (*_edges(segments), *shown):
        parts, in_columns = _bands(segments, x, shown)
        if in_columns > most:
            best, most = parts, in_columns
    return best


def _edges(segments: Sequence[Row]) -> list[float]:
    """Where several lines begin, but for the leftmost; where most do first."""
    found: list[tuple[int, float]] = []
    rows = sorted(segments, key=_left)
    start = 0
    for i, row in enumerate(rows):
        if i + 1 == len(rows) or _left(rows[i + 1]) - _left(rows[start]) > _EDGE * row.size:
            if i + 1 - start >= _LINES and start:
                found.append((start - i, _left(rows[start])))
            start = i + 1
    return [x for _, x in sorted(found)[:_MOST_EDGES]]


def _bands(segments: Sequence[Row], x: float, shown: Collection[float]) -> tuple[list[list[Row]], int]:
    """The parts that a gutter left of `x` gives, and how many segments of them stand in columns."""
    whole: list[Row] = []
    parts: list[list[Row]] = []
    count = 0
    for across, group in groupby(zip(_sides(segments, x), segments, strict=True), key=lambda pair: pair[0] == 0):
        band = list(group)
        left = [row for side, row in band if side < 0]
        right = [row for side, row in band if side > 0]
        short = x in shown and bool(left) and bool(right) and any(r.width >= _LONG * r.size for _, r in band)
        if across or not (short or _columns(left, right)):
            whole += [row for _, row in band]
            continue
        if whole:
            parts.append(whole)
        left, whole = _below(left, right)
        parts += [left, right]
        count += len(left) + len(right)
    if whole:
        parts.append(whole)
    return parts, count


def _sides(segments: Sequence[Row], x: float) -> list[int]:
    """The side of the gutter left of `x` that each segment is on, 0 for what stands over both.

    So do headlines that are too short to cross it: beside them is nothing, and the other side goes on below; beside
    those of a column is the text of the other.
    """
    sides = [_side(row, x) for row in segments]
    least = (1 + _OTHER) * median(row.size for row in segments)
    large = [i for i, row in enumerate(segments) if sides[i] and row.size > least]
    if large:
        known = list(zip(sides, segments, strict=True))
        own = {side: sorted(r.y for s, r in known if s == side and r.size <= least) for side in (-1, 1)}
        beside = {side: sorted(r.y for s, r in known if s != side) for side in (-1, 1)}
        over = [i for i in large if _stands_over(segments[i], own[sides[i]], beside[sides[i]])]
        for i in over:
            sides[i] = 0
    return sides


def _stands_over(row: Row, own: Sequence[float], beside: Sequence[float]) -> bool:
    """Whether a headline has nothing beside it, down to the text below it.

    `own` are the heights of the text on its side, `beside` those of all on the other, in order.
    """
    at = bisect(own, row.y)
    above, below = own[at - 1] if at else 0.0, own[at] if at < len(own) else inf
    first = bisect(beside, min(above, row.y) + row.size / 2)
    free = first == len(beside) or beside[first] >= below - row.size / 2
    near = bisect(beside, row.y)
    apart = min((abs(y - row.y) for y in beside[max(near - 1, 0) : near + 1]), default=0.0)
    return free and near < len(beside) and apart > row.size


def _below(left: list[Row], right: list[Row]) -> tuple[list[Row], list[Row]]:
    """The left column, and what stands below both though it is too short to cross the gutter, as a colophon is.

    It has nothing beside it and is not set as the column is: in smaller type, or behind a wide space. A headline may
    stand at the foot of a column, but goes on at the head of the next.
    """
    size = median(r.size for r in left)
    pitch = median(b.y - a.y for a, b in pairwise(left))
    start = len(left)
    while left[start - 1].size < (1 - _OTHER) * size:
        start -= 1
    if start == len(left):
        gaps = (i for i in range(len(left) - 1, 0, -1) if left[i].y - left[i - 1].y > 2 * pitch)
        start = next(gaps, start)
    headline = all(r.size > size or r.weight > left[0].weight for r in left[start:])
    if start < len(left) and not headline and left[start].y > right[-1].y + size / 2:
        return left[:start], left[start:]
    return left, []


def _side(row: Row, x: float) -> int:
    """-1 left of the gutter before `x`, 1 right of it, 0 across."""
    slack = 0.3 * row.size
    return 1 if _left(row) >= x - slack else -1 if _right(row) <= x - slack else 0


def _left(row: Row) -> float:
    """Where the ink of a row begins."""
    return row.x0 + row.size / 2 if row.text[0] in OPENING else row.x0


def _right(row: Row) -> float:
    return row.x1 - row.size / 2 if row.text[-1] in CLOSING else row.x1


def _columns(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether these are columns: both have prose, or one is full of it, so that what stands beside it is the other."""
    if not left or not right:
        return False
    return (_prose(left) and _prose(right)) or _runs_on(left) or _runs_on(right)


def _prose(side: Sequence[Row]) -> bool:
    """Whether there are columns in it: sentences in lines of one length, or in some that fill the column."""
    if len(side) < _LINES or not _has_sentences(side):
        return False
    size = median(r.size for r in side)
    widths = sorted(r.width for r in side)
    typical = widths[len(widths) * 4 // 5]
    even = sum(w >= _NEARLY * typical for w in widths)
    if typical >= _NARROW * size and even >= _EVEN * len(side):
        return True
    return len(_full(side, size)) >= max(_LINES, _SOME * len(side))


def _runs_on(side: Sequence[Row]) -> bool:
    """Whether many of its lines break off in the middle of a sentence at one edge."""
    if len(side) < _MANY or not _has_sentences(side):
        return False
    size = median(r.size for r in side)
    inside = sum(row.text[-1] not in _PUNCTUATION for row in _full(side, size))
    return inside >= _INSIDE * len(side)


def _has_sentences(side: Sequence[Row]) -> bool:
    """Cells of tables have hardly any punctuation."""
    marks = sum(c in _PUNCTUATION for r in side for c in r.text)
    return marks * _SENTENCE >= sum(len(r.text) for r in side)


def _full(side: Sequence[Row], size: float) -> list[Row]:
    """The lines that are long enough for a column and end at its edge."""
    edge = max(r.x1 for r in side) - _BEFORE_EDGE * size
    return [r for r in side if r.x1 > edge and r.width >= _NARROW * size]
