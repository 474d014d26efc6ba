"""The margins of columns, and the distance of lines: what tells a full line from a last one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.readers.geometry.boxes import Row

# Columns whose left edges differ by less (in sizes of type) are one column on several pages.
_SAME_EDGE = 1.0
# Lines at least this long, as a part of the longest, show where the margin is.
_LONG = 0.8
# Lines of a paragraph are at most so far apart, in sizes of type: official letters have 28 points for 16 (GB/T 9704).
_TIGHT = 2.2
# Fewer long lines than this show no margin: other pages are asked.
_ENOUGH = 3


# What is set larger than most text by this, or all but in bold type, stands out.
_LARGER = 1.08
_BOLD = 0.9


@dataclass(frozen=True, slots=True)
class Type:
    """What a document is set in: the size of most of its characters, and the distance of its lines.

    `pitch` gives the distance in sizes; `bold` says that most of the text is bold, so that bold marks nothing.
    """

    size: float
    pitch: float
    bold: bool


def type_of(columns: Sequence[Sequence[Row]]) -> Type:
    """The type of a document, from all of its columns."""
    sizes: dict[float, int] = defaultdict(int)
    bold = total = 0.0
    for column in columns:
        for row in column:
            sizes[round(row.size, 1)] += len(row.text)
            bold += row.weight * len(row.text)
            total += len(row.text)
    size = max(sizes, key=lambda s: sizes[s], default=1.0)
    steps = [
        (lower.y - upper.y) / upper.size
        for column in columns
        for upper, lower in pairwise(column)
        if same_size(upper, lower) and abs(upper.size - size) < 0.1 * size
    ]
    # Lines of a paragraph stand closest; where most paragraphs have one line, most distances are those between them.
    near = sorted(s for s in steps if 1 <= s < 4)
    pitch = near[len(near) // 7] if near else 1.5
    return Type(size, pitch, bold > total / 2)


def with_titles(columns: Sequence[Sequence[Row]], face: Type) -> list[list[Row]]:
    """The columns, with the rows marked that stand out."""
    return [
        [
            replace(row, title=row.size > _LARGER * face.size or (row.weight >= _BOLD and not face.bold))
            for row in column
        ]
        for column in columns
    ]


def same_size(one: Row, other: Row) -> bool:
    """Whether two rows are set in one size, that of fake fractions of a point aside."""
    return abs(one.size - other.size) <= 0.06 * max(one.size, other.size)


def with_margins(columns: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The columns, each row with the margins of its column."""
    known = [_margins(column) for column in columns]
    found = []
    for column, (left, right, enough) in zip(columns, known, strict=True):
        margins = (left, right) if enough else _of_others(column, left, right, known)
        found.append([row.within(*margins) for row in column])
    return found


def _margins(column: Sequence[Row]) -> tuple[float, float, bool]:
    """Left and right margin, and whether enough lines show the right one."""
    longest = max(row.width for row in column)
    long = [row for row in column if row.width >= _LONG * longest] or list(column)
    # Full lines end at the margin, or up to a character before it; punctuation may hang over it.
    reach = max(row.x1 for row in column)
    full = [row for row in long if row.x1 > reach - 2 * row.size] or long
    ends = sorted(row.x1 for row in full if row.text[-1].isalnum()) or [reach]
    right = ends[len(ends) * 9 // 10]
    # Headings may begin further left than text does, first lines further right: what goes on after a full line shows.
    going_on = sorted(
        below.x0
        for above, below in pairwise(column)
        if above.x1 > right - above.size and same_size(above, below) and below.y - above.y < _TIGHT * above.size
    )
    left = going_on[len(going_on) // 10] if len(going_on) >= _ENOUGH else min(row.x0 for row in column)
    return left, right, len(full) >= _ENOUGH


def _of_others(
    column: Sequence[Row], left: float, right: float, known: Sequence[tuple[float, float, bool]]
) -> tuple[float, float]:
    """The margins of the narrowest column elsewhere that these lines fit into; their own if there is none."""
    size = column[0].size
    fitting = [
        (other_right - other_left, other_left, other_right)
        for other_left, other_right, enough in known
        if enough and other_left <= left + size * _SAME_EDGE and other_right >= right - size * _SAME_EDGE
    ]
    if not fitting:
        return left, right
    _, other_left, other_right = min(fitting)
    return min(left, other_left), max(right, other_right)
