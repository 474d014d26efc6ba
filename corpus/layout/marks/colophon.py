"""Colophon: editors, recipients, printing, at the end of the document."""

from __future__ import annotations

from corpus.layout import colophon
from corpus.layout.lines import COLOPHON
from corpus.layout.marks.spot import Spot


def mark(spot: Spot) -> None:
    piece = spot.piece
    if spot.i < spot.around.tail:
        return
    if colophon.is_colophon(piece):
        piece.add(COLOPHON, 6, "colophon words")
    else:
        # Two paragraphs outweigh the words: then these stood in the text of an article.
        piece.add(COLOPHON, -3 if len(piece.text) > 40 else 0.5, "after colophon words")
