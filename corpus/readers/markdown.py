"""Markdown: what its readers see, by the rules of CommonMark and the tables of GitHub.

Their parser has two rules less than CommonMark: lines indented by four columns are no code, since that is how Chinese
paragraphs are indented; and nothing is lost where blocks are nested deeply. It has two more: `##标题` without a space
is a heading, and `**重点。**后文` is emphasis, which CommonMark denies where no space follows the full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from corpus.dates import exact_date
from corpus.decoding import decode
from corpus.errors import CorpusError
from corpus.language import tr
from corpus.layout.lines import BODY, CONTENTS, FURNITURE, SHORT, ends_sentence
from corpus.limits import check_lines
from corpus.marked import Line, MarkedText
from corpus.readers.paragraphs import joined

if TYPE_CHECKING:
    from markdown_it.token import Token

# Blocks within blocks: the parser calls itself, a few times for each.
_DEEPEST: Final = 100
# The parser looks for the end of a link from each bracket on: a paragraph with more brackets times characters is taken
# as text, since it would take seconds.
_MOST_BRACKETS: Final = 50_000_000
# No one breaks lines at a narrower margin (in columns, two for a Han character): a shorter line ends where it ends.
_NARROWEST: Final = 40
_FRONT_MATTER: Final = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_FRONT_MATTER: Final = 100
_FIELD = re.compile(r"""(title|标题|標題|date|日期)\s{0,9}[:=：]\s{0,9}(["']?)(.{1,200}?)\2\s*$""", re.I)
# A heading as it was written before CommonMark; `#话题#` is none.
_GLUED_HEADING = re.compile(r"(#{1,6})(?=[㐀-鿿《“（\u3000])([^#]{1,64})#*$")
# What programs fill in or leave out: places of contents, attributes of kramdown, tags of Liquid.
_INSTRUCTION = re.compile(r"\[{1,2}_?toc_?\]{1,2}|\{:[^{}]*\}|(?:\{%[^{}]*%\}\s*)+", re.I)
# Emphasis that CommonMark does not take for it, beside punctuation of Chinese text.
_STRAY_STRONG = re.compile(r"(\*{2,3})(?=[^\s*])([^*]{1,1000}?)(?<=[^\s*])\1")
# An escaped `*` is text; a lone surrogate stands for it until emphasis is done with, which no text has.
_STAR: Final = "\udc2a"
_CELL_END = re.compile(r"(?<!\\)\|")
# What a reader of HTML does not see; looked for in pieces of no more characters, as it takes time by their square.
_LONG_MARKUP: Final = 10_000
_UNSHOWN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1|<[^<>]*>", re.I | re.S)
_BREAK = re.compile(r"<br\s*/?>", re.I)


@dataclass(slots=True)
class _Row:
    """A line of a paragraph in the source: what its reader sees of it.

    `bold` and `linked` count the letters and digits that are strong and that are links into the document. `asides` are
    texts of pictures. `broken` says that a line break was asked for before it.
    """

    number: int
    text: str = ""
    bold: int = 0
    linked: int = 0
    broken: bool = False
    asides: list[str] = field(default_factory=list)


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The lines of a Markdown file, each with the number of the source line where it begins.

    Raises `CorpusError` for what is no text, too many lines, and blocks that are nested too deeply.
    """
    decoded = decode(data, encoding)
    check_lines(decoded.text.count("\n"))
    source = decoded.text.split("\n")
    front = _front_matter(source)
    fields = _fields(source[:front])
    lines = [
        *(Line(n, text, role=FURNITURE) for n, text in enumerate(source[:front], 1)),
        *_Blocks(source).lines(_parsed([""] * front + source[front:])),
    ]
    return MarkedText(
        tuple(_spaced(lines, source)),
        paragraphs=True,
        title=fields.get("title"),
        date=fields.get("date"),
        warnings=decoded.warnings,
    )


def _parsed(source: Sequence[str]) -> list[Token]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"]).disable(["code", "inline", "text_join"])
    environment: dict[str, Any] = {}
    tokens = parser.parse("\n".join(source), environment)
    if max((token.level for token in tokens), default=0) >= _DEEPEST - 2:
        raise CorpusError(
            tr("quotes or lists are nested more than {most} deep; save it as plain text", most=_DEEPEST - 3)
        )
    for token in tokens:
        is_short = token.content.count("[") * len(token.content) <= _MOST_BRACKETS
        token.children = [] if is_short else None
        if token.type == "inline" and token.children is not None:
            parser.inline.parse(token.content, parser, environment, token.children)
    return tokens


def _front_matter(source: Sequence[str]) -> int:
    """How many lines the file says of itself in, between two rules at its beginning."""
    ends = _FRONT_MATTER.get(source[0].rstrip(), ())
    return next((n for n, line in enumerate(source[1:_MOST_FRONT_MATTER], 2) if line.rstrip() in ends), 0)


def _fields(front: Sequence[str]) -> dict[str, str]:
    """The title and the date that front matter gives."""
    found: dict[str, str] = {}
    for line in front:
        if match := _FIELD.match(line):
            name = "date" if match[1].lower() in ("date", "日期") else "title"
            value = match[3].strip()
            if name == "date":
                value = exact_date(value) or ""
            if value:
                found.setdefault(name, value)
    return found


class _Blocks:
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
        cells = [_rows(token, number)[0] for token in tokens if token.type == "inline"]
        # By the rules of GitHub, cells beyond those of the first row are not shown.
        beyond = _CELL_END.split(self._source[number - 1].strip().strip("|"))[len(cells) :]
        text = "\t".join((*(cell.text.strip() for cell in cells), *(cell.strip() for cell in beyond)))
        if text.strip():
            yield Line(number, text)
        yield from (Line(number, aside, role=FURNITURE) for cell in cells for aside in cell.asides)

    def _text(self, opening: Token, inline: Token) -> Iterator[Line]:
        """A paragraph or a heading."""
        start, end = opening.map or [0, 0]
        rows = _rows(inline, start + 1)
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

    def _paragraph(self, rows: Sequence[_Row]) -> Iterator[Line]:
        held: list[_Row] = []
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

    def _goes_on(self, before: _Row, row: _Row) -> bool:
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

    def _line(self, rows: Sequence[_Row], *, heading: int = 0) -> Iterator[Line]:
        text = joined(row.text for row in rows)
        size = _size(text)
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


def _rows(inline: Token, number: int) -> list[_Row]:
    """The lines of a paragraph that begins in line `number`."""
    if inline.children is None:
        return [_Row(n, text.strip(" \t")) for n, text in enumerate(inline.content.split("\n"), number)]
    rows = [_Row(number)]
    strong = inside = 0
    for token in inline.children:
        row = rows[-1]
        if token.type in ("softbreak", "hardbreak"):
            rows.append(_Row(row.number + 1, broken=token.type == "hardbreak"))
        elif token.type == "html_inline" and _BREAK.match(token.content):
            rows.append(_Row(row.number, broken=True))
        elif token.type == "image":
            row.asides += [token.content.strip()] if token.content.strip() else []
        elif token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type == "link_open":
            inside = int(str(token.attrGet("href")).startswith("#"))
        elif token.type == "link_close":
            inside = 0
        elif token.type in ("text", "text_special", "code_inline"):
            text = _STAR if (token.type, token.content) == ("text_special", "*") else token.content
            size = _size(text)
            row.text += text
            row.bold += size if strong else 0
            row.linked += size if inside else 0
    for row in rows:
        row.text = _STRAY_STRONG.sub(r"\2", row.text).replace(_STAR, "*").strip(" \t")
    return rows


def _spaced(lines: Sequence[Line], source: Sequence[str]) -> Iterator[Line]:
    """The lines with the blank ones of the source between them."""
    last = 0
    for line in lines:
        yield from (Line(n, "") for n in range(last + 1, line.number) if not source[n - 1].strip())
        yield line
        last = max(last, line.number)


def _size(text: str) -> int:
    """How many letters and digits there are."""
    return sum(c.isalnum() for c in text)


def _width(text: str) -> int:
    return sum(1 if c < "\u1100" else 2 for c in text)
