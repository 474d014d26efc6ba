"""Masthead: the newsletter's name, number, date and publisher, at the beginning of the document."""

from __future__ import annotations

from corpus.layout import colophon
from corpus.layout.lines import BRIEF_MARKS, MASTHEAD
from corpus.layout.marks.spot import Spot
from corpus.layout.names import is_unit
from corpus.layout.words import EDITORS_NOTE


def mark(spot: Spot) -> None:
    if spot.i >= spot.around.head:
        return
    piece, around = spot.piece, spot.around
    if piece.heading and piece.heading < around.level and not any(p.heading for p in spot.pieces[: spot.i]):
        piece.add(MASTHEAD, 13, "the one heading above all")
        return
    if EDITORS_NOTE.match(piece.plain):
        piece.add(MASTHEAD, 5, "the editors on the issue")
    if piece.prose and not colophon.is_colophon(piece):
        return
    before_contents = bool(around.contents.pieces) and spot.i < around.contents.first
    if before_contents:
        piece.add(MASTHEAD, 4, "before the contents")
    if around.title and piece.key == around.title and around.many:
        piece.add(MASTHEAD, 4, "the file's own title")
    weight = _weight(spot, before_contents or around.told >= 0)
    if weight:
        piece.add(MASTHEAD, weight, "number, date, publisher or name")
    elif around.told > spot.i:
        piece.add(MASTHEAD, 0.5, "masthead lines follow")


def _weight(spot: Spot, sure: bool) -> float:
    """What speaks for the line itself; `sure` says that there is a masthead."""
    piece, after = spot.piece, spot.after
    if colophon.has_number(piece):
        return 6
    if colophon.is_publisher(piece) or colophon.is_colophon(piece):
        return 4
    before = spot.before
    dated = before is not None and (colophon.is_date(before) or colophon.has_number(before))
    if dated and is_unit(piece.plain) and not (after is not None and after.plain.startswith("关于")):
        return 4
    if colophon.is_date(piece):
        return 3
    if colophon.is_name(piece):
        above_briefs = after is not None and after.text[0] in BRIEF_MARKS
        return 4 if sure and not above_briefs else 0.5
    return 0
