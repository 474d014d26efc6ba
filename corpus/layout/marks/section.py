"""Names of sections: columns, as newspapers say."""

from __future__ import annotations

from corpus.layout.lines import BRIEF_MARKS, SECTION
from corpus.layout.marks.spot import Spot
from corpus.layout.marks.title import headline_shape
from corpus.layout.words import COLUMN_ENDS, COLUMNS, SO_MANY_BRIEFS, in_brackets

_HEADING_WEIGHT = 12.0
# Longer lines are no names of sections, nor are longer ones repeated or in brackets.
_LONGEST, _LONGEST_BARE = 20, 14
# A line that only its place makes a name of a section.
_SHORT = 8
# So many lines in brackets are no accident.
_USUAL = 3


def mark(spot: Spot) -> None:
    piece, around = spot.piece, spot.around
    if piece.heading:
        if piece.heading < around.level:
            piece.add(SECTION, _HEADING_WEIGHT, f"heading of level {piece.heading}")
        return
    if not 0 < len(piece.key) <= _LONGEST or not (
        headline_shape(piece) or piece.entry is not None or _numbered(spot) or spot.i in around.serials
    ):
        return
    weight = _weight(spot)
    if not weight:
        return
    if around.complete and not around.contents.sections:
        weight -= 1
    if spot.set_apart:
        weight += 1.5
    if spot.interrupts:
        weight -= 4
    if spot.i in around.listed:
        weight -= 3
    piece.add(SECTION, weight, "name of a section")


def _weight(spot: Spot) -> float:
    """What speaks for a line itself being the name of a section: contents, briefs, brackets, repetition, words."""
    piece, around, size = spot.piece, spot.around, len(spot.piece.key)
    above = spot.after is not None and not spot.after.prose and headline_shape(spot.after) and len(spot.after.key) >= 6
    weight = 0.0
    if piece.key in around.contents.sections:
        weight += 10
    if around.heads_briefs(spot.i):
        weight += 12 if piece.entry is not None else 4
    if in_brackets(piece.text) and size <= _LONGEST_BARE:
        weight += 1 if not around.bracketed_sections else 4 if around.bracketed < _USUAL else 7
    if around.repeats[piece.key] >= 2 and size <= _LONGEST_BARE and spot.credit is None:
        weight += 4
    if piece.key in around.running_columns:
        weight += 3
    if any(spot.i in row for row in (around.marked_columns, around.numbered_sections, around.serials, around.days)):
        weight += 8
    elif piece.enumerated:
        weight += 2
    if size <= 10 and (COLUMN_ENDS.end(piece.key) or SO_MANY_BRIEFS.search(piece.key)):
        weight += 3
    if piece.key in COLUMNS:
        weight += 4 if above else 1
    if above and 2 <= size <= _SHORT:
        weight += _above_headline(spot)
    if weight and piece.emphasis and around.emphasised:
        weight += 1
    return weight


def _above_headline(spot: Spot) -> float:
    """What its place above a headline says for a short line."""
    weight = 2.0 if spot.piece.text[0] in BRIEF_MARKS else 0.0  # a mark, and no text of its own
    if spot.piece.entry is None and spot.after is not None:
        # Below it stands what the contents list, or above it an article is closed.
        weight += 4 if spot.after.entry is not None else 1.5 if spot.after_credit else 0
    return weight


def _numbered(spot: Spot) -> bool:
    """`二、基层信息` before a headline; before a paragraph it would be structure inside an article."""
    piece, after = spot.piece, spot.after
    if spot.i in spot.around.numbered_sections:
        return True
    numbered = piece.enumerated and piece.text[0] in "一二三四五六七八九十" and len(piece.key) <= 10
    heads = after is not None and not after.prose and headline_shape(after) and len(after.key) >= 6
    return numbered and heads and COLUMN_ENDS.end(piece.plain)
