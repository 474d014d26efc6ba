"""Blocks of a document, one after another: headings, paragraphs, items of lists, rows of tables, HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from corpus.layout.lines import BODY, CONTENTS, FURNITURE, SHORT, ends_sentence
from corpus.marked import Line
from corpus.readers.markdown.rows import Row, letters, rows_of
from corpus.readers.paragraphs import joined

if TYPE_CHECKING:
    from markdown_it.token import Token

# No one breaks lines at a narrower margin (in columns, two for a Han character): a shorter line ends where it ends.
_NARROWEST: Final = 40
# A heading as it was written before CommonMark; `#话题#` is none.
_GLUED_HEADING = re.compile(r"(#{1,6})(?=[㐀-鿿《“（\u3000])([^#]{1,64})#*$")
# What programs fill in or leave out: places of contents, attributes of kramdown, tags of Liquid.
_INSTRUCTION = re.compile(r"\[{1,2}_?toc_?\]{1,2}|\{:[^{}]*\}|(?:\{%[^{}]*%\}\s*)+", re.I)
_CELL_END = re.compile(r"(?<!\\)\|")
# What a reader of HTML does not see; looked for in pieces of no more characters, as it takes time by their square.
_LONG_MARKUP: Final = 10_000
_UNSHOWN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1|<[^<>]*>", re.I | re.S)


class Blocks:
    """Walks through the blocks of a document."""

    def __init__(self, source: Sequence[str]) -> None:
        self._source = source
        self._depth = 0  # of lists
        self._marker = ""  # of the item that began and has no line yet
        self._is_item = False

    def lines(self, tokens: Sequence[Token]) -> Iterator[Line]:
        """The lines of all blocks."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "tr_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "tr_close")
                yield from self._row(tokens[at:end])
                at = end
            elif token.type in ("heading_open", "paragraph_open"):
                yield from self._text(token, tokens[at + 1])
                at += 2
            else:
                yield from self._other(token)
            at += 1

    def _other(self, token: Token) -> Iterator[Line]:
        number = token.map[0] + 1 if token.map else 0
        if token.type == "list_item_open":
            self._is_item = True
            self._marker = f"{token.info}{token.markup} " if token.info else ""
        elif token.type.endswith("list_open"):
            self._depth += 1
        elif token.type.endswith("list_close"):
            self._depth -= 1
        elif token.type == "hr":
            yield Line(number, self._source[number - 1].strip())
        elif token.type == "fence":
            if token.info.strip():
                yield Line(number, token.info.strip(), role=FURNITURE)
            for n, text in enumerate(token.content.removesuffix("\n").split("\n"), number + 1):
                yield Line(n, text, role=BODY)
        elif token.type == "html_block":
            yield from _markup(token.content, number)

    def _row(self, tokens: Sequence[Token]) -> Iterator[Line]:
        """A row of a table as one line."""
        number = tokens[0].map[0] + 1 if tokens[0].map else 0
        cells = [rows_of(token, number)[0] for token in tokens if token.type == "inline"]
        # By the rules of GitHub, cells beyond those of the first row are not shown.
        beyond = _CELL_END.split(self._source[number - 1].strip().strip("|"))[len(cells) :]
        text = "\t".join((*(cell.text.strip() for cell in cells), *(cell.strip() for cell in beyond)))
        if text.strip():
            yield Line(number, text)
        yield from (Line(number, aside, role=FURNITURE) for cell in cells for aside in cell.asides)

    def _text(self, opening: Token, inline: Token) -> Iterator[Line]:
        """A paragraph or a heading."""
        start, end = opening.map or [0, 0]
        rows = rows_of(inline, start + 1)
        if opening.tag != "p":
            text = joined(row.text for row in rows)
            underlined = opening.markup in ("-", "=")
            if not underlined or len(text) <= SHORT:
                yield from self._line(rows, heading=int(opening.tag[1]))
                return
            yield from self._paragraph(rows)
            yield Line(end, self._source[end - 1].strip())  # a rule below a paragraph
            return
        yield from self._paragraph(rows)

    def _paragraph(self, rows: Sequence[Row]) -> Iterator[Line]:
        held: list[Row] = []
        for row in rows:
            heading = _GLUED_HEADING.match(row.text)
            if held and (heading or not self._goes_on(held[-1], row)):
                yield from self._line(held)
                held = []
            if heading:
                yield from self._line([replace(row, text=heading[2].strip())], heading=len(heading[1]))
            else:
                held.append(row)
        if held:
            yield from self._line(held)

    def _goes_on(self, before: Row, row: Row) -> bool:
        """Whether a line goes on with the paragraph of the one before: it was broken at a margin, or in a sentence.

        What ends a sentence may be a paragraph of its own: many leave no blank line between them.
        """
        if row.broken or ends_sentence(before.text):
            return False
        raw = self._source[row.number - 1] if row.number > before.number else ""
        if raw.startswith("\u3000") or (not self._depth and raw.startswith(("  ", "\t"))):
            return False
        if self._depth:
            return True
        return _width(before.text) >= _NARROWEST or before.text[-1:] in "，、,"

    def _line(self, rows: Sequence[Row], *, heading: int = 0) -> Iterator[Line]:
        text = joined(row.text for row in rows)
        size = letters(text)
        if text.strip():
            linked = sum(row.linked for row in rows) >= size > 0
            role = FURNITURE if _INSTRUCTION.fullmatch(text) else CONTENTS if linked else None
            yield Line(
                rows[0].number,
                self._marker + text,
                heading=heading,
                role=role,
                emphasis=not heading and sum(row.bold for row in rows) >= size > 0,
                item=self._is_item,
            )
            self._marker, self._is_item = "", False
        for row in rows:
            yield from (Line(row.number, aside, role=FURNITURE) for aside in row.asides)


def _markup(source: str, number: int) -> Iterator[Line]:
    """The lines of a block of HTML that begins in line `number`."""
    from corpus.readers.html import fragment

    lines = fragment(source)
    # A comment or a quote without an end hides all the rest, which no one meant.
    hides = not any(line.text for line in lines) and (
        len(source) > _LONG_MARKUP or any(c.isalnum() for c in _UNSHOWN.sub("", source))
    )
    if hides:
        yield from (Line(n, text, role=FURNITURE) for n, text in enumerate(source.split("\n"), number))
    else:
        yield from (line._replace(number=number) for line in lines)


def _width(text: str) -> int:
    return sum(1 if c < "\u1100" else 2 for c in text)
