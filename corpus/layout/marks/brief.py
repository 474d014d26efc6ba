"""Briefs: a paragraph with a mark or a number is an article of its own."""

from __future__ import annotations

from corpus.layout.lines import BRIEF, BRIEF_MARKS, Piece
from corpus.layout.marks.spot import Spot
from corpus.layout.words import BRIEFS

# A column has rarely more briefs than this has lines.
_REACH = 30


def mark(spot: Spot) -> None:
    piece = spot.piece
    if piece.text[0] in BRIEF_MARKS:
        if piece.prose or len(piece.text) > 40 or piece.text[-1] == "。":  # no headline ends so
            piece.add(BRIEF, 5, "a paragraph with a mark")
        else:
            piece.add(BRIEF, -1, "a short line with a mark")
    elif piece.numbered and piece.prose:
        head = _heading(spot)
        if head is not None and BRIEFS.search(head.plain):
            piece.add(BRIEF, 5, "a numbered paragraph of a column of briefs")


def _heading(spot: Spot) -> Piece | None:
    """The nearest line above that is neither a paragraph nor a credit."""
    for i in range(spot.i - 1, max(-1, spot.i - _REACH), -1):
        piece = spot.pieces[i]
        if not piece.prose and not piece.finished and not piece.glued and spot.around.credits[i] is None:
            return piece
    return None
