"""Articles in a row that are numbered: `一、××县召开……`, `二、……`, with structure of its own inside each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.dates import number
from corpus.layout import colophon
from corpus.layout.closing import Credit
from corpus.layout.contents import Contents
from corpus.layout.lines import BRIEF_MARKS, Piece
from corpus.layout.words import AROUND, COLUMN_ENDS

_HAN = re.compile(r"([一二三四五六七八九十]{1,3})[、.．]\s{0,2}")
_PARENTHESES = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[)）]\s{0,2}")
_DIGITS = re.compile(r"([0-9０-９]{1,2})[、.．](?![0-9０-９])\s{0,2}")
# `第17号建议`, `【案例一】`, `01`, `PART 2`: a number with the word for what is counted, and no name.
_SERIAL = re.compile(
    r"(?P<head>第|案例|典型案例|例|之|(?i:part|no)\.?\s?|)(?P<number>0[1-9]|[1-9][0-9]{0,2}|[一二三四五六七八九十]{1,3})"
    r"(?P<tail>号|号建议|号提案|号议案|期|)"
)
DAY = re.compile(r"([0-9]{1,2})月([0-9]{1,2})日")
# Headlines have so many characters on average, headings inside an article mostly fewer.
_HEADLINE = 9
# A name of a section with its number has no more.
_NAME = 12


def numbered_articles(pieces: Sequence[Piece], credits_: Sequence[Credit | None], contents: Contents) -> set[int]:
    """Positions of headlines that are numbered as articles; empty if numbers are structure inside articles.

    They are articles if credit lines stand before them, or if no title stands above the first: what is numbered then
    comes right after the masthead, and the headings are as long as headlines.
    """
    for pattern in (_HAN, _DIGITS, _PARENTHESES):
        heads = _row(pieces, pattern, contents)
        if len(heads) < 2:
            continue
        closed = sum(i > 0 and _closes(credits_[i - 1]) for i in heads[1:])
        size = sum(len(pieces[i].key) for i in heads) / len(heads)
        if closed * 2 >= len(heads) - 1 or (size >= _HEADLINE and _untitled(pieces, heads[0], contents)):
            return set(heads)
    return set()


def numbered_sections(pieces: Sequence[Piece], contents: Contents) -> set[int]:
    """Positions of `一、工作动态`, `二、基层信息`: names in a row, each above a headline or briefs, none above text."""
    heads: list[int] = []
    for i, (piece, after) in enumerate(pairwise(pieces)):
        match = _HAN.match(piece.text) if piece.enumerated and len(piece.text) <= _NAME else None
        if match is None or piece.finished or i in contents.pieces or number(match[1]) != len(heads) + 1:
            continue
        if (after.prose or after.enumerated) and after.text[0] not in BRIEF_MARKS:
            return set()
        heads.append(i)
    return set(heads) if len(heads) >= 2 else set()


def serial_headings(pieces: Sequence[Piece]) -> set[int]:
    """Positions of lines that only count the articles, each above a headline: `第17号建议`, `【案例一】`, `01`."""
    rows: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for i, (piece, head, text) in enumerate(zip(pieces, pieces[1:], pieces[2:], strict=False)):
        match = _SERIAL.fullmatch(piece.plain.strip(AROUND)) if len(piece.text) <= _NAME else None
        if match is None or not (match["head"] or match["tail"] or match["number"][0] == "0"):
            continue
        if not head.prose and not head.finished and (text.prose or text.finished or not head.blanks or text.blanks):
            rows.setdefault((match["head"], match["tail"]), []).append((number(match["number"]) or 0, i))
    found: set[int] = set()
    for row in rows.values():
        if len(row) >= 2 and all(a < b for (a, _), (b, _) in pairwise(row)):
            found.update(i for _, i in row)
    return found


def day_headings(pieces: Sequence[Piece]) -> set[int]:
    """Positions of days that stand alone above what happened on them, three at least and in their order: `4月2日`."""
    days: list[tuple[int, int, int]] = []
    for i, (piece, text) in enumerate(pairwise(pieces)):
        match = DAY.fullmatch(piece.text) if len(piece.text) <= _NAME else None
        if match is not None and text.prose:
            days.append((int(match[1]), int(match[2]), i))
    rising = all(a[:2] <= b[:2] for a, b in pairwise(days))
    return {i for *_, i in days} if len(days) >= 3 and rising else set()


def is_serial(text: str) -> bool:
    """Whether `text`, a name of a section without the brackets, only counts: it names nothing."""
    match = _SERIAL.fullmatch(text)
    return match is not None and bool(match["head"] or match["tail"] or match["number"][0] == "0")


def beyond_numbered(pieces: Sequence[Piece], contents: Contents) -> set[int]:
    """Positions of lines that may head the next article: after `一、` to `三、`, with no `四、` behind them."""
    found: set[int] = set()
    last = expected = 0
    for i, (piece, after) in enumerate(pairwise(pieces)):
        match = _HAN.match(piece.text) if piece.enumerated else None
        if match is not None:
            value = number(match[1]) or 0
            if value == last + 1 and value > 1:
                # The structure goes on: what stood between was of it.
                found.difference_update(range(expected, i))
            last, expected = value, i
        elif last > 1 and _heads(pieces, i, after) and i not in contents.pieces:
            found.add(i)
    return found


def _heads(pieces: Sequence[Piece], i: int, after: Piece) -> bool:
    piece = pieces[i]
    if piece.prose or piece.finished or piece.enumerated or len(piece.key) < _HEADLINE or not after.prose:
        return False
    return pieces[i - 1].prose and pieces[i - 1].finished and not after.enumerated


def _row(pieces: Sequence[Piece], pattern: re.Pattern[str], contents: Contents) -> list[int]:
    """Positions of short lines numbered 1, 2, 3 ..., each above text; numbers may begin anew. Empty if it is no row."""
    heads: list[int] = []
    last = 0
    for i, (piece, after) in enumerate(pairwise(pieces)):
        if not piece.enumerated or not piece.short or piece.finished or piece.glued or i in contents.pieces:
            continue
        match = pattern.match(piece.text)
        value = number(match[1]) if match else None
        if value is None or not after.prose or piece.heading:
            continue
        if value not in (last + 1, 1):
            return []
        heads.append(i)
        last = value
    return heads


def _closes(credit: Credit | None) -> bool:
    return credit is not None and credit.weight >= 3


def _untitled(pieces: Sequence[Piece], first: int, contents: Contents) -> bool:
    """Whether what stands above the first numbered headline is masthead, contents or the name of a section."""
    if not first or any(p.prose and not colophon.is_colophon(p) for p in pieces[:first]):
        return False
    above = pieces[first - 1]
    ours = first - 1 in contents.pieces or colophon.is_publisher(above) or colophon.has_number(above)
    column = len(above.key) <= _NAME and COLUMN_ENDS.end(above.key) and not above.enumerated
    return ours or column or colophon.is_date(above) or colophon.is_name(above)
