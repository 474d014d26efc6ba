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
# Fewer lines that break off at it than this show no margin: other pages are asked. Nothing narrower is a column.
_ENOUGH = 3
_NARROW = 7.0


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


@dataclass(frozen=True, slots=True)
class _Margins:
    """The left and the right margin of a column, and how many of its lines show the right one.

    Those do that break off at it in the middle of a sentence: the lines of a poem end alike, but in punctuation.
    """

    left: float
    right: float
    shown: int

    @property
    def width(self) -> float:
        return self.right - self.left


def with_margins(columns: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The columns, each row with the margins of its column."""
    own = [_margins(column) for column in columns]
    known = [margins for margins in own if margins.shown >= _ENOUGH]
    found = []
    for column, margins in zip(columns, own, strict=True):
        fitted = margins if margins.shown >= _ENOUGH else _of_others(column[0].size, margins, known)
        found.append([replace(r, left=fitted.left, right=fitted.right, edge=fitted.shown > 0) for r in column])
    return found


def _margins(column: Sequence[Row]) -> _Margins:
    longest = max(row.width for row in column)
    long = [row for row in column if row.width >= _LONG * longest] or list(column)
    # Full lines end at the margin, or up to a character before it; punctuation may hang over it.
    reach = max(row.x1 for row in column)
    full = [row for row in long if row.x1 > reach - 2 * row.size] or long
    broken = [row for row in full if row.text[-1].isalnum()]
    ends = sorted(row.x1 for row in broken) or [reach]
    right = ends[len(ends) * 9 // 10]
    # Headings may begin further left than text does, first lines further right: what goes on after a full line shows.
    going_on = sorted(
        below.x0
        for above, below in pairwise(column)
        if above.x1 > right - above.size and same_size(above, below) and below.y - above.y < _TIGHT * above.size
    )
    left = going_on[len(going_on) // 10] if len(going_on) >= _ENOUGH else min(row.x0 for row in column)
    return _Margins(left, right, sum(row.width >= _NARROW * row.size for row in broken))


def _of_others(size: float, own: _Margins, known: Sequence[_Margins]) -> _Margins:
    """The margins of the narrowest column elsewhere that these lines fit into; their own if there is none."""
    slack = size * _SAME_EDGE
    fitting = [m for m in known if m.left <= own.left + slack and m.right >= own.right - slack]
    if fitting:
        best = min(fitting, key=lambda m: m.width)
        return _Margins(min(own.left, best.left), max(own.right, best.right), best.shown)
    # The columns of a page have one width as a rule.
    like = min((m for m in known if m.width > own.width - slack), key=lambda m: m.width, default=own)
    return _Margins(own.left, own.left + max(like.width, own.width), like.shown)
