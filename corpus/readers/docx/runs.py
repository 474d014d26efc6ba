"""What stands in a paragraph of a Word document: its text, and what hangs on it (ECMA-376 17.3.2 and 17.3.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final
from xml.etree.ElementTree import Element

from corpus.readers.docx.styles import Styles, Type, over, type_of
from corpus.readers.flow import Flow, Gathered
from corpus.readers.numerals import symbol
from corpus.readers.paragraphs import Paragraph
from corpus.readers.xmltree import find

# What is deleted, or moved from here to elsewhere; properties; the reading above a word, which would part it.
_SKIPPED: Final = frozenset(("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:rt", "w:delText"))
_PLAIN: Final = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}


class Runs:
    """Collects the runs of one paragraph.

    `gathered` is their text. `before` are text boxes that float at its beginning, `after` those that hang on its text,
    and its footnotes. `blocks` reads what a text box holds, `note` a footnote or an end note.
    """

    def __init__(
        self,
        flow: Flow,
        styles: Styles,
        blocks: Callable[[Element], Iterable[Paragraph]],
        note: Callable[[str, str], Iterable[Paragraph]],
    ) -> None:
        self._flow, self._styles, self._blocks, self._note = flow, styles, blocks, note
        self._below = False  # the text box being read is set below the first line
        self._actions = {
            "w:t": self._characters,
            "m:t": self._characters,
            **dict.fromkeys(_PLAIN, self._plain),
            "w:sym": self._symbol,
            "w:br": self._break,
            "w:lastRenderedPageBreak": self._turn,
            "w:fldChar": self._field,
            "w:instrText": self._instruction,
            "w:footnoteReference": self._reference,
            "w:endnoteReference": self._reference,
            "w:txbxContent": self._box,
            "v:textpath": self._lettering,  # as a newsletter's name often is
        }
        self.gathered = Gathered(flow)
        self.before: list[Paragraph] = []
        self.after: list[Paragraph] = []

    def read(self, content: Iterable[Element], type_: Type) -> None:
        """Reads the parts of a paragraph that is set in `type_`, and what is within them."""
        for child in content:
            tag = child.tag
            if tag in _SKIPPED or (tag == "w:sdt" and find(child, "w:sdtPr", "w:showingPlcHdr") is not None):
                continue  # the latter is `click here to enter text`
            action = self._actions.get(tag)
            if action is not None:
                action(child, type_)
            elif tag == "mc:AlternateContent":  # the same for newer and for older programs: the first is read
                self.read(child[:1], type_)
            else:
                # Nothing between here and there: each level of the tree is to cost one level of Python's stack.
                below = self._below
                self._enter(child)
                self.read(child, self._typed(child, type_) if tag == "w:r" else type_)
                self._leave(child, below)

    def _typed(self, run: Element, type_: Type) -> Type:
        properties = find(run, "w:rPr")
        if properties is None:
            return type_
        style = find(properties, "w:rStyle")
        if style is not None:
            type_ = over(self._styles.character(style.get("w:val", "")), type_)
        return over(type_of(properties), type_)

    def _enter(self, element: Element) -> None:
        if element.tag == "w:fldSimple":
            self._flow.begin_field(element.get("w:instr", ""), result=True)
        elif element.tag == "wp:anchor":
            self._below = _floats_below(element)

    def _leave(self, element: Element, below: bool) -> None:
        self._below = below
        if element.tag == "w:fldSimple":
            self._flow.end_field()

    def _characters(self, item: Element, type_: Type) -> None:
        self._add(item.text or "", type_)

    def _plain(self, item: Element, type_: Type) -> None:
        self._add(_PLAIN[item.tag], type_)

    def _symbol(self, item: Element, type_: Type) -> None:
        with suppress(ValueError, OverflowError):
            self._add(symbol(chr(int(item.get("w:char", ""), 16)), item.get("w:font")), type_)

    def _break(self, item: Element, type_: Type) -> None:
        if item.get("w:type") == "page":
            self._flow.break_page()
        self._add("\n", type_)

    def _turn(self, _item: Element, _type: Type) -> None:
        self._flow.turn_page()

    def _field(self, item: Element, type_: Type) -> None:
        kind = item.get("w:fldCharType")
        if kind == "begin":
            self._flow.begin_field()
        elif kind == "separate":
            self._flow.begin_result()
        elif kind == "end":
            self._add(self._flow.end_field(), type_)

    def _instruction(self, item: Element, _type: Type) -> None:
        self._flow.instruct(item.text or "")

    def _reference(self, item: Element, _type: Type) -> None:
        self.after.extend(self._note(item.tag.removesuffix("Reference"), item.get("w:id", "")))

    def _box(self, item: Element, _type: Type) -> None:
        self._float(self._blocks(item))

    def _lettering(self, item: Element, _type: Type) -> None:
        self._float([Paragraph(item.get("string", ""), bold=True, align="centre", page=self._flow.page)])

    def _float(self, content: Iterable[Paragraph]) -> None:
        follows = self._below or not self.gathered.empty
        (self.after if follows else self.before).extend(p for p in content if not p.blank)

    def _add(self, text: str, type_: Type) -> None:
        if not type_.hidden:
            self.gathered.add(text, size=type_.size, heavy=type_.heavy)


def _floats_below(anchor: Element) -> bool:
    """Whether a text box is set below the first line of the paragraph that it hangs on."""
    position = find(anchor, "wp:positionV")
    offset = find(position, "wp:posOffset")
    by_text = position is not None and position.get("relativeFrom") in {"paragraph", "line"}
    return by_text and offset is not None and (offset.text or "").strip().isdigit()  # a negative one is above
