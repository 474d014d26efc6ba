"""Markdown: what its readers see, by the rules of CommonMark and the tables of GitHub.

Their parser has two rules less than CommonMark: lines indented by four columns are no code, since that is how Chinese
paragraphs are indented; and nothing is lost where blocks are nested deeply. It has two more: `##标题` without a space
is a heading, and `**重点。**后文` is emphasis, which CommonMark denies where no space follows the full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from corpus.dates import exact_date
from corpus.decoding import decode
from corpus.errors import CorpusError
from corpus.language import tr
from corpus.layout.lines import FURNITURE
from corpus.limits import check_lines
from corpus.marked import Line, MarkedText
from corpus.readers.markdown.blocks import Blocks

if TYPE_CHECKING:
    from markdown_it.token import Token

# Blocks within blocks: the parser calls itself, a few times for each.
_DEEPEST: Final = 100
# The parser looks for the end of a link from each bracket on: a paragraph with more brackets times characters is taken
# as text, since it would take seconds.
_MOST_BRACKETS: Final = 50_000_000
_FRONT_MATTER: Final = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_FRONT_MATTER: Final = 100
_FIELD = re.compile(r"""(title|标题|標題|date|日期)\s{0,9}[:=：]\s{0,9}(["']?)(.{1,200}?)\2\s*$""", re.I)


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
        *Blocks(source).lines(_parsed([""] * front + source[front:])),
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


def _spaced(lines: Sequence[Line], source: Sequence[str]) -> Iterator[Line]:
    """The lines with the blank ones of the source between them."""
    last = 0
    for line in lines:
        yield from (Line(n, "") for n in range(last + 1, line.number) if not source[n - 1].strip())
        yield line
        last = max(last, line.number)
