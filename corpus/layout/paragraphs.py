"""Paragraphs: lines broken at the margin put together, and sentences that a page break cut in two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.layout.lines import BRIEF_MARKS, Piece, ends_sentence

# A paragraph never begins with these.
_NEVER_FIRST = "，。、；：！？）」』”’》】〉,;!?)%％"
_INSIDE = "，。；、,：“"
# A sentence cut by a page break has filled half a line at least; shorter lines are headings, verses, list items.
_CUT = 16
# A line of the contents ends with a page number behind these.
_LEADER = re.compile(r"[….·．。](?:[….·．。]{2}|(?<=…)…|(?<!。)\s(?:[….·．]\s){2})")
# A leader that ends in the next line has begun in so many characters.
_LED = 6
# Fewer full lines do not show where the margin is.
_ENOUGH = 4
# Columns of the narrowest column of a newspaper, and of the widest line that a page has.
_NARROWEST, _WIDEST = 30, 160
# A line ends so many columns before or behind the margin: punctuation hangs, and Latin words are not cut.
_RAGGED = 4


def unwrap(pieces: list[Piece]) -> list[Piece]:
    """Joins lines that were broken at the margin, if the document has a margin that most of its lines reach."""
    widths = [_width(piece) for piece in pieces]
    margin = _margin(pieces, widths)
    if margin is None:
        return pieces
    indented = sum(p.indent >= 2 for p in pieces) * 10 >= len(pieces)
    merged: list[list[Piece]] = []
    reach = 0
    led = False  # leaders stand in the paragraph
    for piece, width in zip(pieces, widths, strict=True):
        lines = merged[-1] if merged and reach >= margin else []
        if lines and not (led and lines[-1].text[-1].isdigit()) and _continues(lines[0], piece, indented):
            led = led or _LEADER.search(join(lines[-1].text[-_LED:], piece.text)) is not None
            lines.append(piece)
        else:
            merged.append([piece])
            led = _LEADER.search(piece.text) is not None
        reach = width
    return [_joined(lines) for lines in merged]


def _joined(lines: list[Piece]) -> Piece:
    """The first of the lines of a paragraph, with the text of all: put together at once, however many they are."""
    first, last = lines[0], lines[-1]
    if last is not first:
        gaps = ["", *(_gap(before.text, after.text) for before, after in pairwise(lines))]
        first.reword("".join(gap + line.text for gap, line in zip(gaps, lines, strict=True)))
        first.last, first.page_ends = last.last, last.page_ends
    return first


def _margin(pieces: list[Piece], widths: list[int]) -> int | None:
    """The width (in columns) that full lines have at least; None if lines are whole paragraphs.

    Full lines are about equally wide, hardly any line is wider, and most of them end within a sentence.
    """
    below = Counter(w for w, q in zip(widths, pieces[1:], strict=False) if not q.blanks and w >= _NARROWEST)
    enough = max(_ENOUGH, sum(below.values()) // 10)
    edge = max((w for w in below if sum(below[w - d] for d in range(_RAGGED + 1)) >= enough), default=None)
    if edge is None or edge > _WIDEST or 20 * sum(w > edge + _RAGGED for w in widths) > len(widths):
        return None
    full = [p for p, w in zip(pieces, widths, strict=True) if abs(w - edge) <= _RAGGED]
    return edge - _RAGGED if sum(not p.finished for p in full) * 2 > len(full) else None


def _continues(before: Piece, piece: Piece, indented: bool) -> bool:
    if piece.blanks or piece.heading or before.heading or piece.role != before.role:
        return False
    if piece.text[0] in BRIEF_MARKS or piece.enumerated or piece.wrapped_in_brackets:
        return False
    return not piece.indent if indented else piece.indent <= before.indent


def _width(piece: Piece) -> int:
    """The column it reaches to: other letters than Latin ones are counted as wide as Han characters."""
    text = piece.text
    return piece.indent + 2 * len(text) - len(text.encode("ascii", "ignore"))


def paragraphs(pieces: Sequence[Piece]) -> Iterable[str]:
    """The paragraphs of a body, sentences cut by page breaks (or by the furniture between) joined."""
    parts: list[str] = []
    size = 0
    first = before = None
    for piece in pieces:
        if first is not None and before is not None and _goes_on(first, before, size, piece):
            gap = _gap(before.text, piece.text)
            parts.append(gap + piece.text)
            size += len(piece.text)
        else:
            if parts:
                yield "".join(parts)
            parts, size, first = [piece.text], len(piece.text), piece
        before = piece
    if parts:
        yield "".join(parts)


def _goes_on(first: Piece, before: Piece, size: int, piece: Piece) -> bool:
    """Whether `piece` continues the paragraph that began with `first` and whose last part is `before`."""
    if piece.glued:
        return True
    if piece.heading or first.heading or before.whole:
        return False
    if piece.text[0] in _NEVER_FIRST:
        return True
    if size < _CUT or ends_sentence(before.text):
        return False
    from_end = before.text[-80:]
    # A heading, a list with its items, a link; or a paragraph with an indent, a mark, a number of its own.
    complete = from_end[-1] in "：:" or "://" in from_end
    opens = piece.enumerated or piece.text[0] in BRIEF_MARKS or piece.text[0] in "-*+|>"
    if complete or opens or (piece.indent >= 2 and piece.indent >= first.indent):
        return False
    # Lines without any comma or full stop are items of a list.
    return any(c in _INSIDE for c in from_end)


def join(before: str, after: str) -> str:
    """Two parts of a broken line put together, with a space only between Latin words."""
    return before + _gap(before, after) + after


def _gap(before: str, after: str) -> str:
    a, b = before[-1:], after[:1]
    return " " if a.isascii() and b.isascii() and (a.isalnum() or a in ",.;:!?)") and b.isalnum() else ""
