"""What readers of word processors' files share: paragraphs with their type, and lines made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from corpus.marked import Line, MarkedText

# Larger by less is a difference of fonts, not of rank: Chinese sizes (五号 10.5, 小四 12, 四号 14) are further apart.
_LARGER: Final = 1.1
# A cell of a data table has less text than so many characters in several paragraphs.
_CELL: Final = 80
# A line that is set right begins about there in columns of Han characters; the layout reads indents.
_RIGHT: Final = 12
_MOST_INDENT: Final = 20
# The level of a document's title, where headings have the levels below it; see `levelled`.
TITLE: Final = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as a word processor stores it.

    `text` has `\\n` where a line is broken by hand. `size` is that of its smallest type in points, 0 where unknown;
    `bold` says that all of it is. `indent` is that of its first line, in characters. `heading`, `role`, `page`
    and `item` are those of `Line`.
    """

    text: str
    heading: int = 0
    role: str | None = None
    size: float = 0.0
    bold: bool = False
    align: Literal["left", "centre", "right"] = "left"
    indent: float = 0.0
    page: int = 0
    item: bool = False

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def marked(
    paragraphs: Sequence[Paragraph], *, title: str | None = None, date: str | None = None, warnings: Iterable[str] = ()
) -> MarkedText:
    """The lines of `paragraphs`, those in bold or larger type than most of the text marked as emphasis."""
    size, bold = _body_type(paragraphs)
    lines: list[Line] = []
    for paragraph in paragraphs:
        emphasis = (paragraph.bold and not bold) or (0 < size * _LARGER <= paragraph.size)
        for text in _lines(paragraph):
            lines.append(
                Line(
                    number=len(lines) + 1,
                    text=text,
                    heading=paragraph.heading if text.strip() else 0,
                    role=paragraph.role,
                    emphasis=emphasis and not paragraph.blank,
                    centred=paragraph.align == "centre" and not paragraph.blank,
                    page=paragraph.page,
                    item=paragraph.item,
                )
            )
    return MarkedText(tuple(lines), paragraphs=True, title=title, date=date, warnings=tuple(warnings))


def levelled(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs whose headings are those of the outline from `TITLE` + 1 on, moved up if nothing is a title."""
    if any(p.heading == TITLE for p in paragraphs):
        return paragraphs
    return [replace(p, heading=p.heading - TITLE) if p.heading else p for p in paragraphs]


def unseen(paragraphs: Iterable[Paragraph], known: Iterable[Paragraph]) -> list[Paragraph]:
    """Those of `paragraphs` that have text, and another one than those of `known`."""
    texts = {p.text.strip() for p in known}
    return [p for p in paragraphs if not p.blank and p.text.strip() not in texts]


def row(cells: Sequence[Sequence[Paragraph]]) -> Iterable[Paragraph]:
    """The paragraphs of a table's row.

    Cells of data are one line, with tabs between them. A cell that holds running text, as in tables that only lay
    out a page, keeps its paragraphs; so does a cell that stands alone.
    """
    held: list[Sequence[Paragraph]] = []
    full = [cell for cell in cells if not all(p.blank for p in cell)]
    if len(full) == 1:
        yield from full[0]
        return
    for cell in full:
        if _is_text(cell):
            yield from _data(held)
            held = []
            yield from cell
        else:
            held.append(cell)
    yield from _data(held)


def joined(texts: Iterable[str], gap: str = " ") -> str:
    """Lines put together to one, with `gap` only where letters or digits of scripts with spaces would meet."""
    whole = ""
    for text in texts:
        text = text.strip()  # noqa: PLW2901
        spaced = whole[-1:].isascii() and text[:1].isascii() and whole[-1:].strip() and text[:1].isalnum()
        whole += (gap if spaced else "") + text
    return whole


def _is_text(cell: Sequence[Paragraph]) -> bool:
    filled = [p for p in cell if not p.blank]
    return any(p.heading for p in filled) or (len(filled) > 1 and sum(len(p.text) for p in filled) > _CELL)


def _data(cells: Sequence[Sequence[Paragraph]]) -> Iterable[Paragraph]:
    """One paragraph of cells of data; it is bold, large or centred if all of them are."""
    parts = [p for cell in cells for p in cell if not p.blank]
    if not parts:
        return
    texts = (" ".join(" ".join(p.text.split("\n")).strip() for p in cell if not p.blank) for cell in cells)
    yield replace(
        parts[0],
        text="\t".join(texts),
        size=min(p.size for p in parts),
        bold=all(p.bold for p in parts),
        align="centre" if all(p.align == "centre" for p in parts) and len(cells) == 1 else "left",
        indent=0.0,
    )


def _body_type(paragraphs: Iterable[Paragraph]) -> tuple[float, bool]:
    """The size and weight that most of the text has."""
    counts: Counter[tuple[float, bool]] = Counter()
    for p in paragraphs:
        if not p.heading and p.role is None:
            counts[p.size, p.bold] += len(p.text)
    return counts.most_common(1)[0][0] if counts else (0.0, False)


def _lines(paragraph: Paragraph) -> Iterable[str]:
    """The lines of a paragraph, indented as they are set. A heading is one line: parts of it are no titles."""
    parts = paragraph.text.split("\n")
    if paragraph.heading:
        return [joined(parts)]
    if paragraph.align != "left":
        indent = "\u3000" * _RIGHT if paragraph.align == "right" else ""
        return [indent + part.strip() if part.strip() else "" for part in parts]
    first = "\u3000" * round(min(max(0, paragraph.indent), _MOST_INDENT))
    return [indent + part.rstrip() if part.strip() else "" for indent, part in zip(_then(first), parts, strict=False)]


def _then(first: str) -> Iterable[str]:
    """`first`, and no indent ever after."""
    yield first
    while True:
        yield ""
