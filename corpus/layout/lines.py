"""Pieces: the working record that the layout is worked out on, and the labels that they get."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from corpus.marked import Line
from corpus.script import is_simplified, simplified

MASTHEAD = "masthead"
CONTENTS = "contents"
SECTION = "section"
TITLE = "title"
TITLE_MORE = "title goes on"
BYLINE = "byline"
BODY = "body"
BRIEF = "brief"  # the first paragraph of an untitled brief
BRIEF_BODY = "brief body"
CLOSING = "closing"
COLOPHON = "colophon"
FURNITURE = "furniture"

SENTENCE_END = "。！？!?…；;"
_CLOSERS = "”’」』）)】》〉\"'"
BRIEF_MARKS = "●◆■▲★☆◇□○◎※▶△♦◈✦"
_OPEN, _CLOSE = "（(［[【〔", "）)］]】〕"

# `一、` `（一）` `1.` `1、` `(1)` `第一，` `①`: structure inside an article.
ENUMERATOR = re.compile(
    r"[（(](?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})[)）]|[一二三四五六七八九十]{1,3}[、.．是]"
    r"|[0-9０-９]{1,2}(?:[、)）]|[.．](?![0-9]))|第[一二三四五六七八九十]{1,2}[，、,是]|[①-⑳]"
)
_NO_WORD = re.compile(r"[\W_]+")
# Longer lines are prose, whatever else they look like; everything that looks closely at a line looks at shorter ones.
SHORT = 64


class Piece:
    """A stretch of text, usually a line, that gets one label.

    `first` and `last` are the numbers of its first and last line. `indent` is in columns (a Han character has two),
    `blanks` counts the blank lines before it. `glued` says that it continues the source line of the piece before,
    `headed` that it is a headline taken off the paragraph behind it. `sign` is a leading mark (`##`) taken off the
    text, `entry` the number of the entry of the contents that it is, `column` says that it names a section and the only
    article in it at once. `emphasis`, `centred`, `item` and `page` are those of the line that it begins with,
    `page_ends` says that a page ends below it, `ruled` that a rule stands above it, `whole` that no other line
    continues its paragraph. `key` is what two spellings of the same short line share, empty for a long one and until
    it is settled. `marks` maps each label the piece could have to the weight of what speaks for it,
    `evidence` lists the reasons.
    """

    __slots__ = (
        "_plain",
        "blanks",
        "centred",
        "column",
        "emphasis",
        "entry",
        "enumerated",
        "evidence",
        "finished",
        "first",
        "glued",
        "headed",
        "heading",
        "indent",
        "item",
        "key",
        "label",
        "last",
        "marks",
        "page",
        "page_ends",
        "prose",
        "role",
        "ruled",
        "short",
        "sign",
        "text",
        "whole",
        "wrapped_in_brackets",
    )

    def __init__(
        self,
        first: int,
        text: str,
        indent: int = 0,
        blanks: int = 0,
        heading: int = 0,
        role: str | None = None,
        emphasis: bool = False,
        centred: bool = False,
        page: int = 0,
        item: bool = False,
        *,
        glued: bool = False,
    ) -> None:
        self.first = self.last = first
        self.indent = indent
        self.blanks = blanks
        self.heading = heading
        self.sign = ""
        self.role = role
        self.glued = glued
        self.emphasis = emphasis
        self.centred = centred
        self.page = page
        self.item = item
        self.page_ends = False
        self.whole = False
        self.headed = False
        self.ruled = False
        self.entry: int | None = None
        self.column = False
        self.marks: dict[str, float] = {}
        self.evidence: list[tuple[str, float, str]] = []
        self.label = ""
        self.key = ""
        self.reword(text)

    def __repr__(self) -> str:
        return f"Piece({self.first}, {self.text[:20]!r}, {self.marks}, {self.evidence})"

    def add(self, label: str, weight: float, reason: str) -> None:
        """Adds `weight` to what speaks for `label` (a negative one speaks against it)."""
        self.marks[label] = self.marks.get(label, 0.0) + weight
        self.evidence.append((label, weight, reason))

    def reword(self, text: str) -> None:
        """Sets the text, and what the rest of the layout asks of it most.

        `short`: no longer than headlines and credits are. `finished`: it ends as a sentence does. `prose`: it reads
        like a paragraph rather than like a heading. `enumerated`: it begins with a number, as an item does.
        """
        size = len(text)
        self.text = text
        self.short = size <= SHORT
        self.finished = ends_sentence(text)
        self.prose = not self.short or (size >= 16 and not self.heading and (self.finished or text[-1] in "，、,：:"))
        self.enumerated = ENUMERATOR.match(text) is not None
        self.wrapped_in_brackets = self.short and size > 2 and text[0] in _OPEN and text[-1] in _CLOSE
        self._plain: str | None = None

    def settle(self) -> None:
        """Sets the `key` of its text, which no other line is put together with any more."""
        self.key = _simple_key(self.plain) if self.short else ""

    @property
    def plain(self) -> str:
        """The text in simplified characters, of the same length: what words and forms are looked for in."""
        if self._plain is None:
            self._plain = plain(self.text)
        return self._plain

    @property
    def numbered(self) -> bool:
        """Whether it begins with a number in digits: `1.`, `(2)`, `3、`."""
        return self.enumerated and any(c.isdigit() for c in self.text[:2])


def plain(text: str) -> str:
    """`text` in simplified characters, each in its place."""
    return text if is_simplified(text) else text.translate(simplified())


def line_key(text: str) -> str:
    """Letters and digits only, simplified, in one width and case."""
    return _simple_key(plain(text))


def _simple_key(text: str) -> str:
    key = text if text.isalnum() else _NO_WORD.sub("", text)
    if not key.isascii():
        # Punctuation is gone, so that most are in this form already.
        normal = unicodedata.normalize("NFKC", key)
        key = normal if normal == key else _NO_WORD.sub("", normal)
    return key.lower()


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, closing quotes and brackets after the full stop allowed."""
    if text and text[-1] not in _CLOSERS:
        return text[-1] in SENTENCE_END
    tail = text[-4:].rstrip(_CLOSERS)
    return tail[-1:] in SENTENCE_END if tail else False


def pieces_of(lines: Iterable[Line]) -> list[Piece]:
    """A piece for each line that has text, `#` headings recognised."""
    pieces: list[Piece] = []
    blanks = 0
    for number, raw, heading, role, emphasis, centred, page, item in lines:
        text = raw.strip()
        if not text:
            blanks += 1
            continue
        indent = _columns(raw) if raw[0].isspace() else 0
        piece = Piece(number, text, indent, blanks, heading, role, emphasis, centred, page, item)
        if text[0] == "#" and not heading and role is None:
            _take_hashes(piece)
        pieces.append(piece)
        blanks = 0
    return pieces


def mark_front_matter(pieces: list[Piece]) -> None:
    """Lines between `---` at the very beginning and the next `---` are about the file."""
    if pieces and pieces[0].text == "---" and pieces[0].first == 1:
        end = next((i for i, p in enumerate(pieces[1:40], 1) if p.text == "---"), 0)
        for piece in pieces[1:end]:
            piece.role = piece.role or MASTHEAD


def _take_hashes(piece: Piece) -> None:
    rest = piece.text.lstrip("#")
    level = len(piece.text) - len(rest)
    if level <= 6 and rest[:1].isspace():
        piece.heading, piece.sign = level, "#" * level
        piece.reword(rest.strip())


def _columns(raw: str) -> int:
    """The width of the white space at the beginning, an ideographic space counting two, a tab four columns."""
    width = 0
    for c in raw:
        if not c.isspace():
            break
        width += 2 if c == "\u3000" else 4 if c == "\t" else 1
    return width
