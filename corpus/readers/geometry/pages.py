"""All pages of a document, put together to lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from corpus.marked import Line
from corpus.readers.geometry.boxes import Page, Row
from corpus.readers.geometry.columns import regions
from corpus.readers.geometry.margins import type_of, with_margins, with_titles
from corpus.readers.geometry.paragraphs import Paragraph, indent_of, paragraphs, set_right
from corpus.readers.geometry.repeats import place, repeated
from corpus.readers.geometry.rows import joined, lines, segments


def lines_of(pages: Sequence[Page]) -> tuple[Line, ...]:
    """The paragraphs of a document in reading order, with what their place and type tell.

    A paragraph is one line, over columns and pages; where there is space above it, an empty line stands before it.
    Running heads, feet and page numbers have the role `furniture`. An indent, and the place of a line that is set at
    the right margin, is given as ideographic spaces before the text, as a typist would.
    """
    cut = [(page, segments(page)) for page in pages]
    margin = repeated([(page, [joined(line) for line in found]) for page, found in cut])
    columns: list[list[Row]] = []
    aside: list[Row] = []
    for _, found in cut:
        text: list[Row] = []
        for line in found:
            row = joined(line)
            if place(row) in margin:
                aside.append(row)
            else:
                text += line
        columns += [lines(region) for region in regions(text)]
    face = type_of(columns)
    columns = with_titles(with_margins(columns), face)
    return tuple(_numbered(_with_furniture(paragraphs(columns, face), aside)))


def _with_furniture(text: Sequence[Paragraph], aside: Sequence[Row]) -> list[Paragraph]:
    """Running heads and feet after the paragraphs that begin on their page."""
    found: list[Paragraph] = []
    rest = list(aside)
    for page, group in groupby(text, key=lambda p: p.rows[0].page):
        early = [r for r in rest if r.page < page]
        rest = rest[len(early) :]
        found += [Paragraph([r], role="furniture") for r in early]
        found += group
    return found + [Paragraph([r], role="furniture") for r in rest]


def _numbered(text: Sequence[Paragraph]) -> list[Line]:
    found: list[Line] = []
    for paragraph in text:
        first = paragraph.rows[0]
        if paragraph.role is not None:
            found.append(Line(len(found) + 1, first.text, role=paragraph.role, page=first.page))
            continue
        if paragraph.space:
            found.append(Line(len(found) + 1, "", page=first.page))
        middle = paragraph.centred
        indent = indent_of(first) if set_right(first) or not middle else 0
        found.append(
            Line(
                len(found) + 1,
                "\u3000" * indent + paragraph.text(),
                emphasis=all(row.title for row in paragraph.rows),
                centred=middle,
                page=first.page,
            )
        )
    return found
