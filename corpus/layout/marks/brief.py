"""Briefs: a paragraph with a mark or a number is an article of its own."""

from __future__ import annotations

from corpus.layout.lines import BRIEF, BRIEF_MARKS
from corpus.layout.marks.spot import Spot
from corpus.layout.words import BRIEFS


def mark(spot: Spot) -> None:
    piece = spot.piece
    if piece.text[0] in BRIEF_MARKS:
        if piece.prose or len(piece.text) > 40:
            piece.add(BRIEF, 5, "a paragraph with a mark")
        else:
            piece.add(BRIEF, -1, "a short line with a mark")
    elif piece.numbered and piece.prose:
        head = next((p for p in reversed(spot.pieces[max(0, spot.i - 8) : spot.i]) if not p.prose), None)
        if head is not None and BRIEFS.search(head.text):
            piece.add(BRIEF, 5, "a numbered paragraph of a column of briefs")
