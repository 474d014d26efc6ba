"""Lines to paragraphs: over lines, columns and pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.geometry.boxes import Row
from corpus.readers.geometry.margins import Type, same_size

# All in sizes of type. An indent is two characters, one in old print; quotes and brackets are set up to a half in.
_INDENT = 0.9
# No line of a newspaper is as long: what stands farther in is damage, or type too small to be seen.
_MOST_INDENT = 200
_SAME = 0.4
# Text set right ends at the margin and begins far from the left one.
_RIGHT = 6.0
# A line set in the middle leaves as much room on both sides, more than a paragraph's first line that is all but full.
_MIDDLE = 1.5
_ROOM = 2.6
# Lines that are so many times the usual distance apart do not belong together; from the second on there is a blank.
_APART = 1.3
_BLANK = 1.5
# Lines of which this part is bold, and others of which as much is not, are no paragraph.
_BOLD = 0.9

# No column of prose is narrower; where all lines of a page are short, its margin is not known.
_SHORTEST = 6.0
# What a line may leave free before a figure or a word that is not broken.
_RAGGED = 4.0

# What may not end a line or begin one (JIS X 4051, GB/T 15834).
_OPEN = "“‘（《〈「『【〔([{"
_CLOSE = "，。、；：？！”’）》〉」』】〕)]},.;:?!%％·…—"
_LATIN = re.compile(r"[0-9A-Za-z][!-~]*")
# A line of the contents: leaders and the number of a page.
_LEADERS = re.compile(r"(?:(?:[.．。·•…‥_-]\s?){3,}\s*|\s{3,})[(（]?[0-9０-９]{1,4}[)）]?$")
# What only a paragraph begins with, and what the parts of a sentence may be counted with, too.
_SIGN = re.compile(r"[●◆■▲★◇□○◎※▶➢✔•]")
_NUMBER = re.compile(
    r"[（(]?(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[)）.．、](?![0-9])|[①-⑳]"
    r"|[0-9]{1,2}[:：][0-9]{2}|第[0-9一二三四五六七八九十百]{1,5}[条章节]|[·*-]"
)
# What the lines at the end of an issue begin with.
_COLOPHON = re.compile(r"(?:报|送|发|抄报|抄送|主送|分送|呈报|报送|责任编辑|编辑|主编|审核|签发)\s?[:：]")
# How many paragraphs in smaller type may stand between the parts of one.
_SMALLER = 8


@dataclass(slots=True)
class Paragraph:
    """A paragraph in the making: its rows, and whether a blank space stands above it."""

    rows: list[Row]
    space: bool = False
    role: str | None = None

    @property
    def last(self) -> Row:
        return self.rows[-1]

    @property
    def centred(self) -> bool:
        """Whether its last line is set in the middle, and the others are or are full."""
        return centred(self.last) and all(centred(row, like=self.last) for row in self.rows)

    def text(self) -> str:
        """Its lines put together."""
        text = self.rows[0].text
        for row in self.rows[1:]:
            text = join(text, row.text)
        return text


def paragraphs(columns: Sequence[Sequence[Row]], face: Type) -> list[Paragraph]:
    """The paragraphs of all columns of a document, in reading order."""
    found: list[Paragraph] = []
    indented = _has_indents(columns)
    for column in columns:
        for above, row in zip((None, *column), column, strict=False):
            before = _candidate(found, row)
            # Whether the space between them tells anything: in one column, and nothing stands between.
            upon = above if before is not None and before is found[-1] else None
            if before is not None and _continues(before, row, upon, face, indented):
                before.rows.append(row)
            else:
                space = above is not None and row.y - above.y > _BLANK * face.pitch * max(above.size, row.size)
                found.append(Paragraph([row], space))
    return found


def _has_indents(columns: Sequence[Sequence[Row]]) -> bool:
    """Whether paragraphs of this document begin with an indent.

    So do most of the full lines that follow one that is not full and go on at the left margin.
    """
    starts = [
        row.x0 - row.left > _INDENT * row.size
        for column in columns
        for above, row, below in zip(column, column[1:], column[2:], strict=False)
        if not (row.title or _full(above, row)) and _full(row, below) and below.x0 - below.left < _INDENT * row.size
    ]
    return sum(starts) * 2 > len(starts)


def _candidate(found: Sequence[Paragraph], row: Row) -> Paragraph | None:
    """The paragraph that `row` could continue: the last one; for what is no title, the last one of its size.

    Captions and footnotes in smaller type may stand between.
    """
    if not found or row.title:
        return found[-1] if found else None
    for paragraph in found[: -_SMALLER - 1 : -1]:
        if same_size(paragraph.last, row):
            return paragraph
        if paragraph.last.size > row.size:
            break
    return None


def _continues(before: Paragraph, row: Row, above: Row | None, face: Type, indented: bool) -> bool:
    """Whether `row` goes on the paragraph `before`.

    `above` is the row above it if nothing stands between and both are in one column; `indented` says that paragraphs
    of the document begin with an indent.
    """
    last = before.last
    if not _alike(last, row) or not (_full(last, row) or _cut(before, row)) or _SIGN.match(row.text):
        return False
    if _ends(last.text) and _COLOPHON.match(row.text):
        return False
    apart = above is not None and row.y - last.y > _APART * face.pitch * max(last.size, face.size)
    if apart or (centred(row) and not centred(last, like=row) and len(before.rows) > 1):
        return False
    if row.x0 - row.left > _INDENT * row.size:
        return (centred(row) and centred(last, like=row)) or _hangs(before, row, indented)
    # Without indents, a full line that ends a sentence and a page may end a paragraph as well as not.
    return indented or not _ends(last.text) or (above is not None and _NUMBER.match(row.text) is None)


def _alike(one: Row, other: Row) -> bool:
    """Whether two rows are set alike, and neither is part of a table or of a table of contents."""
    set_alike = same_size(one, other) and abs(one.weight - other.weight) <= _BOLD
    return set_alike and not (one.loose or other.loose or _LEADERS.search(one.text))


def _hangs(before: Paragraph, row: Row, indented: bool) -> bool:
    """Whether an indented line goes on a paragraph that is set in as a whole, or but for the sign it begins with."""
    first, last = before.rows[0], before.last
    indent, inset = row.x0 - row.left, last.x0 - last.left
    if abs(indent - inset) < _SAME * row.size:
        return len(before.rows) > 1 or not indented
    marked = _SIGN.match(first.text) or _NUMBER.match(first.text)
    inside = len(before.rows) == 1 and marked is not None and not _ends(last.text)
    return inside and _INDENT * row.size < indent - inset < 3 * row.size


def _ends(text: str) -> bool:
    """Whether a sentence ends here, or what follows one in brackets."""
    return text.rstrip("”’」』")[-1:] in "。！？!?.…；：）)】"


def _full(row: Row, after: Row) -> bool:
    """Whether `row` ends because what `after` begins with found no room."""
    return row.edge and row.width >= _SHORTEST * row.size and row.x1 + _first_width(after) > row.right + 0.05 * row.size


def _cut(before: Paragraph, row: Row) -> bool:
    """Whether the last line ends in the middle of a sentence, a little before the margin, and `row` goes on.

    How wide a word or a figure is that was not broken, is not quite known. What begins with an indent is no title, and
    goes on in a line without one, whatever that begins with.
    """
    last, first = before.last, before.rows[0]
    if last.title or _ends(last.text) or _NUMBER.match(row.text) or last.width < 2 * _RAGGED * last.size:
        return False
    free = max(_first_width(row) + last.size, _RAGGED * last.size)
    set_in = first.x0 - first.left > _INDENT * first.size and not (centred(first) or set_right(first))
    return (set_in or _LATIN.match(row.text) is not None) and last.right - last.x1 < free


def _first_width(row: Row) -> float:
    """The width of what could not be broken off the beginning of a line."""
    text = row.text
    latin = _LATIN.match(text)
    if latin is not None and text[0] not in _OPEN:
        return max(0.5 * len(latin.group()), 1.0) * row.size
    first = next((i for i, c in enumerate(text) if c not in _OPEN), 0)
    after = next((i for i, c in enumerate(text[first + 1 :]) if c not in _CLOSE), len(text) - first - 1)
    return (first + 1 + min(after, 2)) * row.size


def centred(row: Row, like: Row | None = None) -> bool:
    """Whether a line is set in the middle; `like` is a line that is: then it may fill its column.

    A title may leave less room at its sides than a line of text could, but is set in the middle exactly: but for one
    character, which the right margin may be further away than the lines show that end before it.
    """
    left, right = row.x0 - row.left, row.right - row.x1
    if row.title:
        return abs(left - right) < row.size and min(left, right) > (_SAME if like is None else -1) * row.size
    return abs(left - right) < _MIDDLE * row.size and min(left, right) > (_ROOM if like is None else -1) * row.size


def set_right(row: Row) -> bool:
    """Whether a line ends at the right margin and begins far from the left one."""
    return abs(row.right - row.x1) < 2.5 * row.size and row.x0 - row.left > max(
        _RIGHT * row.size, (row.right - row.left) / 4
    )


def indent_of(row: Row) -> int:
    """The indent in whole characters; none for a line set in the middle."""
    if centred(row):
        return 0
    characters = (row.x0 - row.left) / row.size if row.size else 0
    return round(characters) if 0 < characters < _MOST_INDENT else 0


def join(before: str, after: str) -> str:
    """Two lines of a paragraph put together: Latin words with a space, words that were divided without."""
    a, b = before[-1:], after[:1]
    if a == "\u00ad":
        return before[:-1] + after
    if a == "-" and before[-2:-1].islower() and b.islower() and b.isascii():
        return before[:-1] + after
    spaced = _latin(b) and (_latin(a) or a in ",.;:!?)%")
    return f"{before} {after}" if spaced else before + after


def _latin(c: str) -> bool:
    return c.isalnum() and unicodedata.east_asian_width(c) in ("Na", "N", "A", "H")
