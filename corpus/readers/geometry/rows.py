"""Boxes to rows: text on one baseline, cut at wide gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.readers.geometry.boxes import CLOSING, OPENING, Box, Page, Row

# Parts of the type's size. Baselines of one line differ by less (lines are at least one size apart). Small type above
# or below the line (footnote numbers, squares) does by up to half of it, and touches what it belongs to; smaller type
# still stands beside an initial of several lines.
_SAME_LINE = 0.25
_RAISED, _SMALL, _TINY = 0.5, 0.75, 0.45
_NEAR = 0.3
# A gutter between columns has at least this; if it was none, the segments are put together again.
_WIDE = 0.8
# Cells of a table are further apart; names of two characters are set with one space between.
_CELLS = 1.8
# Latin words have a space between them from here on: a space is a quarter, letters are spaced by a tenth at most.
_SPACE = 0.15
# The same character printed twice, a little to the side, is bold type.
_OVERPRINT = 0.2


def segments(page: Page) -> list[list[Row]]:
    """The lines of a page from top to bottom, each with its segments from left to right."""
    found = []
    for line in _lines(page.boxes):
        start = 0
        parts: list[Row] = []
        for i in range(1, len(line) + 1):
            if i == len(line) or _parted(line[i - 1], line[i]):
                parts.append(_segment(line[start:i], page.number))
                start = i
        if parts := [row for row in parts if row.text]:
            found.append(parts)
    return found


def _parted(one: Box, other: Box) -> bool:
    """Whether a gap between two boxes of a line is wide enough for a gutter.

    Closing punctuation at the edge of a column, and opening punctuation at that of the next, hang into it.
    """
    width = (other.x0 - one.x1) / min(one.size, other.size)
    hanging = (one.text[-1] in CLOSING) + (other.text[0] in OPENING)
    return width > _WIDE or (hanging > 0 and width > _WIDE - hanging / 2 + _SPACE and width > _SPACE * 2)


def _lines(boxes: Iterable[Box]) -> Iterable[list[Box]]:
    """Boxes that share a baseline, from left to right."""
    lines: list[list[Box]] = []
    bases: list[Box] = []  # the largest box of each line
    for box in sorted((b for b in boxes if b.text), key=lambda b: (b.y, b.x0)):
        # Sorted by height, only the last few lines can be its own.
        for at in range(len(lines) - 1, max(len(lines) - 4, -1), -1):
            if _one_line(bases[at], box, lines[at]):
                lines[at].append(box)
                if box.size > bases[at].size:
                    bases[at] = box
                break
        else:
            lines.append([box])
            bases.append(box)
    order = sorted(range(len(lines)), key=lambda i: bases[i].y)
    return (_without_twins(sorted(lines[i], key=lambda b: b.x0)) for i in order)


def _one_line(base: Box, box: Box, line: Sequence[Box]) -> bool:
    """Whether `box` stands on the line whose largest box is `base`."""
    large, small = max(base.size, box.size), min(base.size, box.size)
    apart = abs(base.y - box.y)
    if apart < _SAME_LINE * small:
        return True
    raised = _TINY * large < small < _SMALL * large and apart < _RAISED * large
    return raised and any(-_NEAR * large < max(b.x0 - box.x1, box.x0 - b.x1) < _NEAR * large for b in line)


def _without_twins(line: list[Box]) -> list[Box]:
    kept: list[Box] = []
    for box in line:
        twin = next((i for i in range(len(kept) - 1, max(len(kept) - 4, -1), -1) if _printed_twice(kept[i], box)), None)
        if twin is None:
            kept.append(box)
        else:
            old = kept[twin]
            kept[twin] = Box(old.text, old.x0, old.x1, old.y, old.size, bold=True)
    return kept


def _printed_twice(one: Box, other: Box) -> bool:
    return one.text == other.text and abs(one.x0 - other.x0) < _OVERPRINT * one.size


def _segment(boxes: Sequence[Box], page: int) -> Row:
    text = boxes[0].text
    reach = boxes[0].x1
    spaced = _has_spaces(boxes)
    for box in boxes[1:]:
        text += gap(text, box.text, (box.x0 - reach) / box.size, spaced) + box.text
        reach = max(reach, box.x1)
    sizes: Counter[float] = Counter()
    bold = total = 0
    for box in boxes:
        length = len(box.text.strip())
        sizes[box.size] += length
        bold += length * box.bold
        total += length
    first = boxes[0]
    # White space at the ends is no part of what is set, only an indent that was typed.
    indent = sum(1.0 if c == "\u3000" else 0.25 for c in text[: len(text) - len(text.lstrip())]) * first.size
    tail = sum(1.0 if c == "\u3000" else 0.25 for c in text[len(text.rstrip()) :]) * boxes[-1].size
    size = max(sizes, key=lambda s: (sizes[s], s))
    y = next(b.y for b in boxes if b.size == size)
    return Row(text.strip(), first.x0 + indent, reach - tail, y, size, page, bold / total if total else 0.0)


def _has_spaces(boxes: Sequence[Box]) -> bool:
    """Whether narrow gaps between Chinese characters are spaces: if all are wider, the line is spaced out."""
    gaps = sum(
        b.x0 - a.x1 > _SPACE * b.size and _chinese(a.text[-1:]) and _chinese(b.text[:1]) for a, b in pairwise(boxes)
    )
    return gaps * 4 <= max(sum(len(b.text) for b in boxes), 8)


def _chinese(c: str) -> bool:
    """Whether it is a letter of full width; punctuation has gaps of its own."""
    return c.isalpha() and c >= "\u2e80"


def gap(before: str, after: str, width: float, spaced: bool = True) -> str:
    """The white space between two pieces of a line that stand `width` sizes of type apart."""
    a, b = before[-1:], after[:1]
    if a.isspace() or b.isspace() or width < _SPACE:
        return ""
    if width > _WIDE:
        return "\u3000" * max(round(width), 1) if width < 4 else "\t"
    return " " if (a.isascii() and b.isascii()) or (spaced and _chinese(a) and _chinese(b)) else ""


def lines(pieces: Sequence[Row]) -> list[Row]:
    """Segments put together again to whole lines: cells of a table, a name set with wide spaces."""
    groups: list[list[Row]] = []
    for row in sorted(pieces, key=lambda r: (r.y, r.x0)):
        last = groups[-1] if groups else None
        if last is not None and abs(last[0].y - row.y) < _SAME_LINE * max(last[0].size, row.size):
            last.append(row)
        else:
            groups.append([row])
    return [joined(sorted(group, key=lambda r: r.x0)) for group in groups]


def joined(group: Sequence[Row]) -> Row:
    """Segments of one line, from left to right, as one row."""
    first = group[0]
    if len(group) == 1:
        return first
    text, reach = first.text, first.x1
    loose = False
    for row in group[1:]:
        loose = loose or row.x0 - reach > _CELLS * row.size
        text += gap(text, row.text, (row.x0 - reach) / row.size) + row.text
        reach = max(reach, row.x1)
    length = sum(len(r.text) for r in group)
    size = max(group, key=lambda r: len(r.text)).size
    weight = sum(r.weight * len(r.text) for r in group) / length
    return Row(text, first.x0, reach, first.y, size, first.page, weight, loose)
