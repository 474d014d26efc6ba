"""Where the masthead can end and the colophon begin."""

from __future__ import annotations

import re

from corpus.layout import colophon
from corpus.layout.closing import Credit, is_sure
from corpus.layout.contents import Contents
from corpus.layout.lines import Piece
from corpus.layout.words import EDITORS_NOTE

# The masthead has ended after so many lines, the colophon is no longer than so many.
_HEAD = 30
_TAIL = 40
# A licence, a call to subscribe: so many paragraphs may follow the colophon.
_REMARKS = 2
# What stands alone above an annex, which an official letter has between its text and its colophon.
_ANNEX = re.compile(r"附[件表]\s?[0-9０-９一二三四五六七八九十]{0,2}\s?[:：]?")


def head_end(pieces: list[Piece], contents: Contents) -> int:
    """Where the masthead has ended: at contents near the beginning, if there are any, else at the first paragraph."""
    begin = contents.first if contents.pieces and not contents.at_end else _HEAD
    for i, piece in enumerate(pieces[: min(begin, _HEAD)]):
        if piece.prose and not colophon.is_colophon(piece) and not EDITORS_NOTE.match(piece.plain):
            return i
    if contents.pieces and not contents.at_end and begin < _HEAD:
        after = max(contents.pieces) + 1
        while after < len(pieces) and colophon.is_colophon(pieces[after]):
            after += 1
        return after
    return min(len(pieces), _HEAD)


def last_told(pieces: list[Piece], head: int) -> int:
    """The last line before position `head` that tells the number or the publisher of the issue; -1 if none does."""
    told = (i for i in reversed(range(head)) if colophon.has_number(pieces[i]) or colophon.is_publisher(pieces[i]))
    return next(told, -1)


def tail_start(pieces: list[Piece], credits_: list[Credit | None], columns: set[str]) -> int:
    """Where the colophon can begin: its first sure line, with no paragraph of an article after it."""
    start = sure = len(pieces)
    over = next((i for i in range(max(1, start - _TAIL), start) if colophon.is_end(pieces[i])), 0)
    if over and sum(p.prose for p in pieces[over:]) <= _REMARKS:
        return over
    prose = 0
    for i in range(len(pieces) - 1, max(-1, len(pieces) - 1 - _TAIL), -1):
        piece = pieces[i]
        if colophon.is_colophon(piece):
            start = i
            if not colophon.is_contact(piece):
                sure = i
        elif piece.entry is not None or piece.key in columns or is_sure(credits_[i]) or _ANNEX.fullmatch(piece.plain):
            break
        elif piece.prose and not (i and colophon.is_colophon(pieces[i - 1])):
            prose += 1
            if prose > _REMARKS:
                break
    return start if sure < len(pieces) else sure
