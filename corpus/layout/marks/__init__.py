"""Marks every line with what it could be, and how much speaks for it.

The weights are in one unit, for all labels: a point is about what one weak hint is worth (a line is short; a
paragraph follows), ten are near certainty (the contents list this very line). `choose` adds what speaks for one
label following another. Body text is the measure of all: it weighs nothing.

Each module here marks lines with one label, or with two that are told apart by their place alone. A convention goes
where its label is; if it is a word, into `corpus.layout.words`.
"""

from __future__ import annotations

from corpus.layout.contents import Contents
from corpus.layout.lines import BODY, BRIEF_BODY, BRIEF_MARKS, CONTENTS, Piece
from corpus.layout.marks import brief, colophon, credit, masthead, section, title
from corpus.layout.marks.spot import Spot
from corpus.layout.survey import Surroundings, survey

_SURE = 20.0
_MARKERS = (colophon.mark, masthead.mark, credit.mark, brief.mark, title.mark, section.mark)


def mark(pieces: list[Piece], contents: Contents, title: str | None = None) -> Surroundings:
    """Marks all `pieces`; returns what was found out about the document on the way.

    `title` is what the file says that it is called, None if it says nothing.
    """
    for number, entry in enumerate(contents.entries):
        for at in entry.at:
            pieces[at].entry = number
    around = survey(pieces, contents, title)
    for i, piece in enumerate(pieces):
        if piece.role:
            piece.add(piece.role, _SURE, "the reader says so")
        elif i in contents.pieces:
            piece.add(CONTENTS, _SURE, "table of contents")
        else:
            if not (piece.heading and piece.heading <= around.level):
                piece.marks[BODY] = piece.marks[BRIEF_BODY] = 0.0
            # Running text, of which there is most, can be nothing else.
            if piece.short or piece.entry is not None or not around.head <= i < around.tail or _opens(piece):
                spot = Spot(pieces, i, around)
                for marker in _MARKERS:
                    marker(spot)
    return around


def _opens(piece: Piece) -> bool:
    """Whether a paragraph begins as a brief may."""
    return piece.enumerated or piece.text[0] in BRIEF_MARKS
