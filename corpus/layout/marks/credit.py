"""Credits: who wrote an article and for which unit, where it was taken from, what is attached to it."""

from __future__ import annotations

from corpus.layout import colophon
from corpus.layout.closing import Credit
from corpus.layout.lines import BYLINE, CLOSING, Piece
from corpus.layout.marks.spot import Spot

# The signature of a letter, with what is named below it, has no more lines.
_SIGNATURE = 6


def mark(spot: Spot) -> None:
    piece, credit = spot.piece, spot.credit
    if credit is not None:
        weight = credit.weight - (1.5 if piece.glued else 0)
        piece.add(BYLINE, weight, "unit or author")
        piece.add(CLOSING, weight + _below(spot, credit), "unit or author")
    elif colophon.is_date(piece):
        piece.add(BYLINE, 2, "a date alone")
        before = spot.around.credits[spot.i - 1] if spot.i else None
        piece.add(CLOSING, 4 if before is not None and before.unit else 1.5, "a date alone")
    elif _appended(piece) and (spot.after_credit or _signed_above(spot)):
        piece.add(CLOSING, 5, "what is attached or whom to ask, named after the article's end")


def _appended(piece: Piece) -> bool:
    """Whether it names what is attached, or in brackets whom to ask: `附件1`, `（联系人：…）`."""
    attached = piece.short and piece.plain.startswith(("附件", "附：", "附表"))
    return attached or (piece.wrapped_in_brackets and colophon.is_contact(piece))


def _signed_above(spot: Spot) -> bool:
    """Whether only the date of the signature, and lines such as `_appended` finds, part it from a unit that signs."""
    for i in range(spot.i - 1, max(-1, spot.i - _SIGNATURE), -1):
        credit = spot.around.credits[i]
        if credit is not None:
            return credit.unit is not None and (credit.weight >= 4 or colophon.is_date(spot.pieces[i + 1]))
        if not (colophon.is_date(spot.pieces[i]) or _appended(spot.pieces[i])):
            return False
    return False


def _below(spot: Spot, credit: Credit) -> float:
    """How much more, or less, speaks for a credit below a text than for one above it."""
    before, after = spot.before, spot.after
    weight = 0.0
    if credit.unit and after is not None and colophon.is_date(after):
        weight += 3.5  # signed and dated
    elif before is not None and not before.finished and not before.wrapped_in_brackets:
        weight -= 1
    if before is not None and before.key in spot.around.running_columns:
        weight -= 5  # it opens what stands below the name of a column
    return weight
