"""The blocks of a Word document in reading order: paragraphs, tables, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal
from xml.etree.ElementTree import Element

from corpus.language import tr
from corpus.readers.docx.numbering import Numbering
from corpus.readers.docx.package import Package
from corpus.readers.docx.runs import Runs
from corpus.readers.docx.styles import Setting, Style, Styles, outline_level, over, setting_of
from corpus.readers.flow import Flow
from corpus.readers.numerals import separated
from corpus.readers.paragraphs import TITLE, Paragraph, row
from corpus.readers.xmltree import find

_SKIPPED: Final = frozenset(("w:del", "w:moveFrom", "w:sdtPr", "w:sdtEndPr", "w:pPr", "w:tblPr", "w:tcPr", "w:trPr"))
_ALIGN: Final[dict[str, Literal["left", "centre", "right"]]] = {"center": "centre", "right": "right", "end": "right"}
# Word's type where no style says any (ECMA-376 17.3.2.38).
_SIZE: Final = 10.0
_CONTENTS: Final = "contents"


class Story:
    """Reads blocks. `flow` is where it is, `warnings` tell what it could not read.

    Levels of headings: `TITLE` for the style of that name, from 2 on the outline's.
    """

    def __init__(self, package: Package, main: Element, *, fields: bool = True) -> None:
        self.flow = Flow(fields)
        self.warnings: list[str] = []
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        parts = [package.part(kind) for kind in ("footnotes", "endnotes")]
        self._notes = {(note.tag, note.get("w:id", "")): note for part in parts if part is not None for note in part}
        self._in_note = False  # notes have none of their own
        self._ends = _section_ends(main)

    def blocks(self, parent: Element) -> Iterable[Paragraph]:
        """The paragraphs within `parent`: the body, a cell, a text box, a header."""
        held: Runs | None = None
        for block in parent:
            tag = block.tag
            if tag == "w:p":
                runs = held or Runs(self.flow, self._styles, self.blocks, self._note)
                held = runs if _goes_on(block) else None
                style, setting = self._read(block, runs)
                if held is None:
                    yield from self._paragraphs(runs, style, setting)
                if block in self._ends:
                    self.flow.break_page()
            elif tag == "w:tbl":
                yield from self._table(block)
            elif tag == "mc:AlternateContent":
                yield from self.blocks(block[0] if len(block) else block)
            elif tag == "w:altChunk":
                self.warnings.append(tr("a document within it (an altChunk) was not read; save it anew with Word"))
            elif tag not in _SKIPPED:
                yield from self.blocks(block)

    def _read(self, block: Element, runs: Runs) -> tuple[Style, Setting]:
        properties = find(block, "w:pPr")
        named = find(block, "w:pPr", "w:pStyle")
        style = self._styles.paragraph(None if named is None else named.get("w:val"))
        setting = over(setting_of(properties), style.setting)
        if setting.on_new_page:
            self.flow.turn_page()
        runs.read(block, style.type)
        return style, setting

    def _paragraphs(self, runs: Runs, style: Style, setting: Setting) -> Iterable[Paragraph]:
        """A paragraph with the text boxes and notes that hang on it."""
        gathered = runs.gathered
        text = gathered.text
        if setting.list_id is not None:
            label = self._numbering.label(setting.list_id, setting.list_level or 0)
            text = separated(label, text) if text.strip() else text
        outline = outline_level(setting)
        size = gathered.size or style.type.size or _SIZE
        yield from runs.before
        yield Paragraph(
            text,
            heading=TITLE if style.title else 0 if outline is None else outline + TITLE + 1,
            role=_CONTENTS if text.strip() and (gathered.contents or style.contents) else None,
            size=size,
            bold=gathered.bold,
            align=_ALIGN.get(setting.align or "", "left"),
            indent=setting.indent(size),
            page=gathered.page or self.flow.page,
        )
        yield from runs.after

    def _table(self, table: Element) -> Iterable[Paragraph]:
        for line in _within(table, "w:tr"):
            if find(line, "w:trPr", "w:del") is None:
                yield from row([list(self.blocks(cell)) for cell in _within(line, "w:tc")])

    def _note(self, kind: str, identifier: str) -> Iterable[Paragraph]:
        note = None if self._in_note else self._notes.pop((kind, identifier), None)
        if note is None:
            return ()
        self._in_note = True
        found = [p for p in self.blocks(note) if not p.blank]
        self._in_note = False
        return found


def _within(parent: Element, tag: str) -> Iterable[Element]:
    """The rows of a table, or the cells of a row, also those that stand in wrappers."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"}:
            yield from _within(child, tag)


def _goes_on(block: Element) -> bool:
    """Whether the next paragraph continues this one: its end is deleted, or it is a large first letter."""
    frame = find(block, "w:pPr", "w:framePr")
    return find(block, "w:pPr", "w:rPr", "w:del") is not None or (
        frame is not None and frame.get("w:dropCap") in {"drop", "margin"}
    )


def _section_ends(main: Element) -> set[Element]:
    """The paragraphs that a new page follows: the next section begins on one (ECMA-376 17.6.22)."""
    body = find(main, "w:body")
    ends = [(p, find(p, "w:pPr", "w:sectPr")) for p in main.iter("w:p")]
    sections = [(p, s) for p, s in ends if s is not None]
    last = None if body is None else find(body, "w:sectPr")
    following = [s for _, s in sections[1:]] + [last]
    return {p for (p, _), after in zip(sections, following, strict=False) if _on_new_page(after)}


def _on_new_page(section: Element | None) -> bool:
    kind = None if section is None else find(section, "w:type")
    return kind is None or kind.get("w:val") not in {"continuous", "nextColumn"}
