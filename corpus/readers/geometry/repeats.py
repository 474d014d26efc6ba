"""Running heads and feet: what stands at the same place on several pages, page numbers among it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.readers.geometry.boxes import Page, Row

# Parts of the page's height in which running heads and feet stand: margins are up to 3.7 cm of 29.7 (GB/T 9704).
_MARGIN = 0.15
# Heads have a line or two and a rule.
_DEEP = 3
_DIGITS = re.compile(r"[0-9０-９]+")
# `- 3 -`, `— 3 —`, `第3页`, `第 3 页 共 8 页`, `3/8`, `·3·`, `Page 3 of 8`; spaces are taken out before.
_NUMBER = re.compile(
    r"[-—–―─·•~～.]{1,3}(?:[0-9０-９]{1,4}|[ivxIVX]{1,5})[-—–―─·•~～.]{1,3}"
    r"|第?[0-9０-９一二三四五六七八九十]{1,4}[页頁版](?:[,，/／]?[共总][0-9０-９一二三四五六七八九十]{1,4}[页頁版])?"
    r"|[0-9]{1,4}[/／][0-9]{1,4}|[Pp]age[0-9]{1,4}(?:of[0-9]{1,4})?"
)
_ROOM = re.compile(r"\s+")
# Lines at one height: a part of the type's size.
_SAME_HEIGHT = 0.4


def repeated(pages: Sequence[tuple[Page, Sequence[Row]]]) -> set[tuple[int, float, str]]:
    """What stands in the margins of the pages: `place` of each row that is none of the text.

    `pages` are pages with their lines, segments put together. A line counts if the same text, digits aside, stands at
    the same height of another page, and other pages have no text there; or if it is the outermost of its page and a
    page number.
    """
    where: dict[str, list[Row]] = defaultdict(list)
    found: set[tuple[int, float, str]] = set()
    for page, rows in pages:
        for depth, row in _outer(page, rows):
            text = _ROOM.sub("", row.text)
            where[_DIGITS.sub("0", text)].append(row)
            if depth == 0 and (_NUMBER.fullmatch(text) or text == str(page.number)):
                found.add(place(row))
    single = [rows[0] for rows in where.values() if len(rows) == 1]
    for rows in where.values():
        for row in rows:
            level = [r for r in rows if r.page != row.page and _level(r, row)]
            # A headline may come again at the top of a page, but then other pages begin with their text there.
            if level and sum(_level(r, row) for r in single) * 2 < len(level) + 1:
                found.add(place(row))
    return found


def _level(one: Row, other: Row) -> bool:
    return abs(one.y - other.y) < _SAME_HEIGHT * other.size


def place(row: Row) -> tuple[int, float, str]:
    """Which row of which page it is."""
    return row.page, row.y, row.text


def _outer(page: Page, rows: Sequence[Row]) -> list[tuple[int, Row]]:
    """The rows in the margins, with how many stand further outside."""
    top = [(i, r) for i, r in enumerate(rows[:_DEEP]) if r.y < _MARGIN * page.height]
    bottom = [(i, r) for i, r in enumerate(rows[: -_DEEP - 1 : -1]) if r.y > (1 - _MARGIN) * page.height]
    return top + bottom
