"""A page to blocks: paragraphs, headings, items and rows in the order of the source, with what surrounds them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from corpus.readers.html.style import BLOCKS, NO_BOXES, Align, Attributes, Style, styled, words
from corpus.readers.html.tree import walk

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# What a cell of data never holds.
_LAYOUT: Final = "table,ul,ol,dl,h1,h2,h3,h4,h5,h6,section,article,blockquote,form"
# A cell of data has less text than so many characters in several paragraphs.
_CELL: Final = 80

# White space that is set as one space; between characters of scripts without spaces, a line end is none (CSS Text 3,
# 4.1.3).
_SPACE = re.compile(r"[ \t\n\r\f]+")
# Lone surrogates, which no text has, stand for ends of cells and lines until white space is done with.
_CELL_END: Final = "\udc09"
_LINE_END: Final = "\udc0a"
_EDGES = re.compile(f"(?:^| )?({_LINE_END}) ?|^ ")
_CELL_GAP = re.compile(f" ?{_CELL_END} ?")


@dataclass(frozen=True, slots=True)
class Box:
    """An element that holds blocks: the number of the one around it, and the words of its id and class."""

    parent: int
    tag: str
    words: frozenset[str]


@dataclass(slots=True)
class Block:
    """A paragraph of a page, `\\n` where a line is broken by `<br>`; empty for a blank line.

    `linked` is the share of its characters that link elsewhere, `inside` that of links into the page. `bold` is that of
    bold ones, `size` in points that of the smallest. `aside` says that its element is about the site, or is not shown.
    """

    text: str
    box: int
    heading: int = 0
    item: bool = False
    bold: float = 0.0
    size: float = 0.0
    align: Align = "left"
    linked: float = 0.0
    inside: float = 0.0
    aside: bool = False


@dataclass(slots=True)
class _Run:
    """The line that is being read."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    bold: int = 0
    out: int = 0
    inside: int = 0
    smallest: float = 0.0
    item: bool = False
    asides: list[str] = field(default_factory=list)


class Blocks:
    """Reads the `blocks` of a page; `boxes` are the elements that hold some, the first one the page itself."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.boxes = [Box(0, "", frozenset())]
        self.blocks: list[Block] = []
        self._run = _Run()
        self._counts: list[int] = []
        style = Style()
        around: list[Style] = []
        for node, entered in walk(tree):
            if entered:
                around.append(style)
                style = self._enter(node, style)
            else:
                self._leave(node, style)
                style = around.pop()
        self._flush(style)

    def _enter(self, node: LexborNode, style: Style) -> Style:
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "", style)
            return style
        if tag == "br":
            self._run.parts.append(_LINE_END)
            return style
        attributes = node.attributes
        if tag == "img" and (alt := (attributes.get("alt") or "").strip()):
            self._run.asides.append(" ".join(alt.split()))
            return style
        if tag in BLOCKS and not style.row:
            self._flush(style)
        style = styled(style, tag, attributes)
        if tag in ("ul", "ol"):
            self._counts.append(_start(attributes) if tag == "ol" else -1)
        elif tag == "li":
            self._begin_item()
        elif tag == "tr" and not style.row:
            style = replace(style, row=_is_data(node))
        elif tag in ("td", "th") and style.row:
            self._run.parts.append(_CELL_END)
        if tag in BLOCKS and tag not in NO_BOXES and not style.row:
            self.boxes.append(Box(style.box, tag, words(attributes)))
            style = replace(style, box=len(self.boxes) - 1)
        return style

    def _leave(self, node: LexborNode, style: Style) -> None:
        tag = node.tag or ""
        if tag in ("ul", "ol") and self._counts:
            self._counts.pop()
        if tag == "tr" or (tag in BLOCKS and not style.row):
            self._flush(style, blank=tag in ("p", "div"))
            if tag == "li":
                self._run = _Run()
        elif tag in BLOCKS:
            self._run.parts.append(" ")

    def _begin_item(self) -> None:
        self._run.item = True
        if self._counts and self._counts[-1] >= 0:
            self._run.parts.append(f"{self._counts[-1]}. ")
            self._counts[-1] += 1

    def _add(self, text: str, style: Style) -> None:
        run = self._run
        run.parts.append(text.strip("\n").replace("\n", _LINE_END) if style.pre else text)
        size = sum(not c.isspace() for c in text)
        if size:
            run.size += size
            run.bold += size if style.bold else 0
            run.out += size if style.link == "out" else 0
            run.inside += size if style.link == "in" else 0
            run.smallest = min(run.smallest or style.size, style.size)

    def _flush(self, style: Style, *, blank: bool = False) -> None:
        """Ends the line that is being read. `blank` says that a paragraph ends, which takes a line even if empty."""
        run = self._run
        if not run.parts and not run.asides and not run.item:
            return
        text = _text(run.parts, pre=style.pre)
        if run.size:
            block = Block(text, style.box, style.heading, run.item, aside=style.aside, align=style.align)
            block.bold, block.size = run.bold / run.size, run.smallest
            block.linked, block.inside = run.out / run.size, run.inside / run.size
            self.blocks.append(block)
        elif "\xa0" in "".join(run.parts) or (blank and _LINE_END in run.parts):
            self.blocks.append(Block("", style.box))
        self.blocks += [Block(text, style.box, aside=True) for text in run.asides]
        # An item whose first paragraph is yet to come.
        self._run = _Run(item=True, parts=run.parts) if run.item and not run.size else _Run()


def _start(attributes: Attributes) -> int:
    said = attributes.get("start") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _is_data(row: LexborNode) -> bool:
    """Whether a row of a table holds data, and does not lay out the page."""
    cells = 0
    node = row.child
    while node is not None:
        if node.tag in ("td", "th"):
            if node.css_first(_LAYOUT) is not None:
                return False
            text = node.text()
            if len(text) > _CELL and len(node.css("p,div")) > 1:
                return False
            cells += bool(text.strip())
        node = node.next
    return cells > 1


def _text(parts: list[str], *, pre: bool) -> str:
    """The text of a line as it is set."""
    whole = "".join(parts)
    if not pre:
        whole = _EDGES.sub("\\1", _SPACE.sub(_gap, whole))
    lines = [line.replace("\xa0", " ").rstrip() for line in whole.strip(_LINE_END).split(_LINE_END)]
    return "\n".join(_CELL_GAP.sub("\t", line.strip(f" {_CELL_END}") if _CELL_END in line else line) for line in lines)


def _gap(match: re.Match[str]) -> str:
    if "\n" not in match[0]:
        return " "
    text, start, end = match.string, match.start(), match.end()
    is_between = start > 0 and end < len(text) and text[start - 1] >= "\u2e80" and text[end] >= "\u2e80"
    return "" if is_between else " "
