"""The blocks of an OpenDocument text in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from corpus.readers.flow import Flow, Gathered
from corpus.readers.lists import Lists
from corpus.readers.numerals import separated
from corpus.readers.odt.styles import Style, Styles
from corpus.readers.paragraphs import TITLE, Paragraph, row

# What is deleted, comments, and what the document says of itself; the reading above a word, which would part it.
_SKIPPED: Final = frozenset(
    (
        *("text:tracked-changes", "office:annotation", "office:forms", "text:sequence-decls", "text:note-citation"),
        *("text:ruby-text", "text:variable-decls", "text:user-field-decls", "text:table-of-content-source"),
        *("office:binary-data", "svg:title", "svg:desc", "draw:glue-point", "text:index-title-template"),
    )
)
_PARAGRAPHS: Final = frozenset(("text:p", "text:h"))
_MOST_SPACES: Final = 1_000
_SIZE: Final = 12.0
_CONTENTS: Final = "contents"


class Story:
    """Reads blocks; `flow` is where it is."""

    def __init__(self, styles: Styles) -> None:
        self.flow = Flow()
        self._styles = styles
        self._lists = Lists()
        self._begun: dict[str, int] = {}  # how many lists of a style have begun
        self._list_name = ""
        self._in_contents = 0

    def blocks(self, parent: Element, lists: tuple[str, ...] = (), label: str = "") -> Iterable[Paragraph]:
        """The paragraphs within `parent`. `lists` names the list styles around, `label` numbers the first one."""
        for block in parent:
            tag = block.tag
            if tag in _PARAGRAPHS:
                yield from self._paragraph(block, label)
                label = ""
            elif tag == "text:list":
                yield from self._list(block, lists)
            elif tag == "table:table":
                for line in _rows(block):
                    yield from row([list(self.blocks(c)) for c in line if c.tag == "table:table-cell"])
            elif tag in {"text:table-of-content", "text:index-body"}:
                self._in_contents += 1
                yield from self.blocks(block, lists)
                self._in_contents -= 1
            elif tag == "text:soft-page-break":
                self.flow.turn_page()
            elif tag not in _SKIPPED:
                yield from self.blocks(block, lists)

    def _list(self, element: Element, lists: tuple[str, ...]) -> Iterable[Paragraph]:
        name = element.get("text:style-name") or (lists[-1] if lists else "")
        within = (*lists, name)
        levels = self._styles.levels(name)
        # A list counts anew unless it says that it goes on (ODF 1.2 part 1, 19.780 and 19.781).
        goes_on = element.get("text:continue-numbering") == "true" or element.get("text:continue-list")
        if not lists and not goes_on:
            self._begun[name] = self._begun.get(name, 0) + 1
        if not lists:
            self._list_name = f"{name} {self._begun.get(name, 0)}"
        for item in element:
            if item.tag == "text:list-item":
                first = next(iter(item), None)
                numbered = first is not None and first.tag in _PARAGRAPHS
                label = self._lists.label(self._list_name, len(lists), levels) if numbered else ""
                yield from self.blocks(item, within, label)
            else:  # a header of the list, which has no number
                yield from self.blocks(item, within)

    def _paragraph(self, block: Element, label: str) -> Iterable[Paragraph]:
        style = self._styles.at("paragraph", block.get("text:style-name"))
        if style.on_new_page:
            self.flow.turn_page()
        gathered = Gathered(self.flow)
        after: list[Paragraph] = []
        self._inline(block, style, gathered, after)
        outline = style.outline
        if block.tag == "text:h" and outline is None:
            said = block.get("text:outline-level", "1")
            outline = int(said) - 1 if said.isascii() and said.isdigit() and len(said) < 3 else 0
        text = separated(label, gathered.text) if gathered.text.strip() else gathered.text
        size = gathered.size or style.size or _SIZE
        contents = text.strip() and (self._in_contents or style.contents)
        yield Paragraph(
            text,
            heading=TITLE if style.title else 0 if outline is None or outline < 0 else outline + TITLE + 1,
            role=_CONTENTS if contents else None,
            size=size,
            bold=gathered.bold,
            align=style.align or "left",
            indent=((style.left or 0) + (style.first or 0)) / size,
            page=gathered.page or self.flow.page,
        )
        yield from after

    def _inline(self, element: Element, style: Style, gathered: Gathered, after: list[Paragraph]) -> None:
        """Reads what stands in a paragraph; white space as ODF has it: runs of it are one (6.1.2)."""
        self._text(element.text, style, gathered)
        for child in element:
            tag = child.tag
            if tag == "text:s":
                count = child.get("text:c", "1")
                spaces = int(count) if count.isascii() and count.isdigit() and len(count) < 6 else 1
                gathered.add(" " * min(spaces, _MOST_SPACES))
            elif tag == "text:tab":
                gathered.add("\t")
            elif tag == "text:line-break":
                gathered.add("\n")
            elif tag == "text:soft-page-break":
                self.flow.turn_page()
            elif tag in {"text:note-body", "draw:text-box"}:
                after.extend(p for p in self.blocks(child) if not p.blank)
            elif tag not in _SKIPPED:
                inner = style
                if tag == "text:span":
                    inner = self._styles.at("text", child.get("text:style-name")).over(style)
                self._inline(child, inner, gathered, after)
            self._text(child.tail, style, gathered)

    def _text(self, text: str | None, style: Style, gathered: Gathered) -> None:
        if text and not style.hidden:
            for part in _spaced(text):
                gathered.add(part, size=style.size, heavy=style.heavy)


def _spaced(text: str) -> Iterable[str]:
    """Text with each run of white space as one space; line ends between tags are that of a pretty printer."""
    if not text.strip(" \n\r\t") and "\n" in text:
        return
    words = text.replace("\t", " ").replace("\r", " ").replace("\n", " ").split(" ")
    whole = " ".join(word for word in words if word)
    yield (" " if text[0].isspace() and text[0] != "\u3000" else "") + whole + (" " if text[-1] in " \n\t\r" else "")


def _rows(table: Element) -> Iterable[Element]:
    """The rows of a table, also those in groups of them."""
    for child in table:
        if child.tag == "table:table-row":
            yield child
        elif child.tag in {"table:table-rows", "table:table-row-group", "table:table-header-rows"}:
            yield from _rows(child)
