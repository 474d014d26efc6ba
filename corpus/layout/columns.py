"""Names of columns above headlines: which lines can be such, by where they stand in the document."""

from __future__ import annotations

from itertools import pairwise

from corpus.layout.closing import Credit
from corpus.layout.lines import BRIEF_MARKS, Piece
from corpus.layout.words import COLUMN_ENDS, in_brackets

# The name of a column has no more characters.
_COLUMN = 8


def names_column(piece: Piece, after: Piece, beyond: Piece) -> bool:
    """Whether a line is called as columns are and stands above a headline with its text."""
    if not 2 <= len(piece.key) <= _COLUMN or piece.prose or piece.enumerated or not COLUMN_ENDS.end(piece.key):
        return False
    return (
        not after.prose
        and len(after.key) >= 6
        and not after.enumerated
        and (beyond.prose or "：" in beyond.text or ":" in beyond.text)
    )


def bracketed_lines(pieces: list[Piece]) -> tuple[int, bool]:
    """How many short lines stand in brackets, and whether most of them stand above headlines or briefs."""
    above = prose = 0
    for piece, after in pairwise(pieces):
        if len(piece.text) <= 16 and in_brackets(piece.text):
            heads = not after.prose or after.text[0] in BRIEF_MARKS or after.numbered
            above, prose = above + heads, prose + (not heads)
    return above + prose, above >= prose


def running_columns(
    pieces: list[Piece], credits_: list[Credit | None], repeats: dict[str, int], listed: set[int]
) -> set[str]:
    """Names that stand above each article of a section: short, repeated, always before a headline, no cells."""
    found: dict[str, bool] = {}
    for i, (piece, after) in enumerate(pairwise(pieces)):
        key = piece.key
        if not 2 <= len(key) <= 10 or repeats[key] < 2 or credits_[i] is not None or piece.enumerated:
            continue
        if i in listed:
            continue
        before = pieces[i - 1] if i else None
        opens = (before is None or before.finished or not before.prose) and not after.prose and len(after.key) >= 4
        found[key] = found.get(key, True) and opens and piece.text[0] not in BRIEF_MARKS
    return {key for key, always in found.items() if always}


def marked_columns(pieces: list[Piece]) -> set[int]:
    """Positions of `◎ 活动报导`, `◎ 健康小站`: short lines with one mark of their own, each above a headline."""
    rows: dict[str, list[int]] = {}
    others: set[str] = set()
    for i, (piece, after) in enumerate(pairwise(pieces)):
        sign = piece.text[0]
        if sign not in BRIEF_MARKS:
            continue
        heads = not after.prose and not after.finished and after.text[0] not in BRIEF_MARKS and len(after.key) > 2
        if 2 <= len(piece.key) <= _COLUMN and not piece.finished and heads:
            rows.setdefault(sign, []).append(i)
        else:
            others.add(sign)
    return {i for sign, row in rows.items() if sign not in others and len(row) >= 2 for i in row}
