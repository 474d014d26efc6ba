"""The paragraphs of a document in Word's binary format, in reading order."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from corpus.readers.doc import drawings, sprms
from corpus.readers.doc.binary import WordFile, spans
from corpus.readers.doc.formatting import Formatting, Run, Setting
from corpus.readers.flow import Flow, Gathered
from corpus.readers.numerals import separated, symbol
from corpus.readers.paragraphs import TITLE, Paragraph, row

# Structures of the table stream by their number in the header (MS-DOC 2.5.6).
_FOOTNOTES, _ENDNOTES, _SECTIONS, _HEADERS, _ANCHORS, _DRAWINGS, _BOXES = (2, 3), (46, 47), 6, 11, 40, 50, 56
_CELL, _NOTE, _SHAPE, _PAGE, _PARAGRAPH = "\x07", "\x02", "\x08", "\x0c", "\r"
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
# What ends a paragraph (MS-DOC 2.4.2).
_END: Final = re.compile("[\r\x07\x0c]")
_CONTROL: Final = re.compile("([\x00-\x08\x0b\x0e-\x1f])")
_PLAIN: Final = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-"}
_CONTENTS: Final = "contents"
# In points, of text of which nothing tells the size.
_SIZE: Final = 10.0
_CONTINUOUS: Final = (0, 1)


class Story:
    """Reads the parts of a document. Raises `struct.error` or `IndexError` where its tables are damaged."""

    def __init__(self, file: WordFile, *, fields: bool = True) -> None:
        self.flow = Flow(fields)
        self._file = file
        self._formatting = Formatting(file)
        self._sections = list(_sections(file))
        self._continuous = {start for start, said in self._sections if said.get(sprms.SECTION_BREAK) in _CONTINUOUS}
        self._hanging = dict(_notes(file, "footnotes", *_FOOTNOTES)) | dict(_notes(file, "endnotes", *_ENDNOTES))
        self._shapes = _shapes(file)
        self._in_note = False  # notes have none of their own

    def main(self) -> list[Paragraph]:
        """The paragraphs of the text, and the text boxes that hang nowhere in it."""
        text = list(self._part(self._file.starts["main"], self._file.ends["main"]))
        left = [shape for shapes in self._shapes.values() for shape in shapes]  # those that it hung on were taken
        return text + [p for shape in left for p in self._shape(shape)]

    def headers(self) -> tuple[list[tuple[Paragraph, bool]], list[Paragraph]]:
        """Headers and footers; of headers, whether it is that of a first page alone (MS-DOC 2.3.3)."""
        table = self._file.table(_HEADERS)
        positions = struct.unpack_from(f"<{len(table) // 4}i", table)
        found = spans(positions, self._file.starts["headers"], self._file.ends["headers"])
        heads: list[tuple[Paragraph, bool]] = []
        feet: list[Paragraph] = []
        for i, span in enumerate(found, -6):  # six separators of notes come first
            section, kind = divmod(i, 6)
            first = kind >= 4
            own_first = section < len(self._sections) and self._sections[section][1].get(sprms.OWN_FIRST_PAGE)
            if section < 0 or (first and not own_first):
                continue
            if kind in {0, 1, 4}:
                heads.extend((p, first and section == 0) for p in self._part(*span))
            else:
                feet.extend(self._part(*span))
        return heads, feet

    def _part(self, start: int, end: int) -> Iterator[Paragraph]:
        """The paragraphs from `start` to `end`, those of a table row by row."""
        cells: list[list[Paragraph]] = []
        cell: list[Paragraph] = []
        held: Gathered | None = None
        while start < end:
            match = _END.search(self._file.text, start, end)
            stop = match.start() if match else end
            setting = self._formatting.paragraph(min(stop, end - 1))
            mark = match[0] if match else _PARAGRAPH
            gathered = held or Gathered(self.flow)
            found = [] if setting.row_end else self._paragraphs(start, stop, setting, gathered)
            held = gathered if setting.goes_on and mark == _PARAGRAPH else None
            if held is None:
                cell.extend(found)
            if mark == _PAGE and stop + 1 not in self._continuous:
                self.flow.break_page()
            if setting.row_end or not setting.in_table:
                yield from row(cells)
                cells = []
                yield from cell
                cell = []
            elif mark == _CELL:
                cells.append(cell)
                cell = []
            start = stop + 1
        yield from row(cells)
        yield from cell

    def _paragraphs(self, start: int, stop: int, setting: Setting, gathered: Gathered) -> list[Paragraph]:
        """A paragraph with the text boxes and notes that hang on it."""
        if setting.said.get(sprms.NEW_PAGE):
            self.flow.turn_page()
        before: list[Paragraph] = []
        after: list[Paragraph] = []
        for run in self._formatting.runs(start, stop, setting.style):
            self._run(run, gathered, before, after)
        text = _whole(gathered.text)
        instance = setting.said.get(sprms.LIST, 0)
        if instance and text.strip():
            text = separated(self._formatting.numbering.label(instance, setting.said.get(sprms.LIST_LEVEL, 0)), text)
        size = gathered.size or setting.style.character.get(sprms.SIZE, 0) / 2 or _SIZE
        contents = text.strip() and (gathered.contents or setting.style.contents)
        paragraph = Paragraph(
            text,
            heading=TITLE if setting.style.title else setting.level + TITLE if setting.level else 0,
            role=_CONTENTS if contents else None,
            size=size,
            bold=gathered.bold,
            align=setting.align,
            indent=setting.indent(size),
            page=gathered.page or self.flow.page,
        )
        return [*before, paragraph, *after]

    def _run(self, run: Run, gathered: Gathered, before: list[Paragraph], after: list[Paragraph]) -> None:
        at = run.start
        for part in _CONTROL.split(run.text):
            if part in {_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END}:
                self._field(part, run, gathered)
            elif part == _NOTE and at in self._hanging and not self._in_note:
                after.extend(self._note(at))
            elif part == _SHAPE:
                for shape in self._shapes.pop(at, ()):
                    follows = shape.below or not gathered.empty
                    (after if follows else before).extend(self._shape(shape))
            elif not run.hidden:
                self._text(part, run, gathered)
            at += len(part)

    def _note(self, at: int) -> list[Paragraph]:
        self._in_note = True
        found = [p for p in self._part(*self._hanging.pop(at)) if not p.blank]
        self._in_note = False
        return found

    def _text(self, part: str, run: Run, gathered: Gathered) -> None:
        if part and not self.flow.visible:
            self.flow.instruct(part)
        elif run.symbol is not None and part == "(":
            gathered.add(symbol(run.symbol[1], run.symbol[0]), size=run.size, heavy=run.heavy)
        elif _CONTROL.fullmatch(part):
            gathered.add(_PLAIN.get(part, ""))
        else:
            gathered.add(part, size=run.size, heavy=run.heavy)

    def _field(self, mark: str, run: Run, gathered: Gathered) -> None:
        if mark == _FIELD_BEGIN:
            self.flow.begin_field()
        elif mark == _FIELD_RESULT:
            self.flow.begin_result()
        else:
            gathered.add(self.flow.end_field(), size=run.size, heavy=run.heavy)

    def _shape(self, shape: _Shape) -> list[Paragraph]:
        lettering = [Paragraph(t, bold=True, align="centre", page=self.flow.page) for t in shape.lettering]
        boxes = [p for start, end in shape.boxes for p in self._part(start, end)]
        return [p for p in lettering + boxes if not p.blank]


class _Shape:
    """What is to be read of a shape: its lettering, and where its text boxes stand in the text."""

    def __init__(self, group: drawings.Group, boxes: dict[int, tuple[int, int]], *, below: bool) -> None:
        self.lettering = group.lettering
        self.boxes = [boxes.pop(number) for number in group.numbers if number in boxes]
        self.below = below


def _shapes(file: WordFile) -> dict[int, list[_Shape]]:
    """The shapes that hang at each position; at -1 those of which nothing says where."""
    numbers, positions = drawings.boxes(file.table(_BOXES))
    boxes = dict(zip(numbers, spans(positions, file.starts["boxes"], file.ends["boxes"]), strict=False))
    anchors = {anchor.number: anchor for anchor in drawings.anchors(file.table(_ANCHORS))}
    found: dict[int, list[_Shape]] = {}
    for group in drawings.groups(file.table(_DRAWINGS)):
        anchor = next((anchors[number] for number in group.numbers if number in anchors), None)
        if anchor is not None:
            found.setdefault(anchor.position, []).append(_Shape(group, boxes, below=anchor.below))
    for number in list(boxes):
        found.setdefault(-1, []).append(_Shape(drawings.Group([number]), boxes, below=True))
    return found


def _sections(file: WordFile) -> Iterator[tuple[int, sprms.Properties]]:
    """Where each section begins, and what is said of it (MS-DOC 2.8.26)."""
    table = file.table(_SECTIONS)
    count = max(0, (len(table) - 4) // 16)
    for i in range(count):
        (start,) = struct.unpack_from("<i", table, 4 * i)
        (offset,) = struct.unpack_from("<i", table, 4 * (count + 1) + 12 * i + 2)
        if 0 <= offset < len(file.stream) - 2:
            (size,) = struct.unpack_from("<H", file.stream, offset)
            yield start, sprms.properties(file.stream[offset + 2 : offset + 2 + size])
        else:
            yield start, {}


def _notes(file: WordFile, part: str, references: int, texts: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where in the text a note is referred to, and where the note stands."""
    where, which = file.table(references), file.table(texts)
    count = max(0, (len(where) - 4) // 6)
    positions = struct.unpack_from(f"<{len(which) // 4}i", which)
    found = spans(positions, file.starts[part], file.ends[part])
    yield from zip(struct.unpack_from(f"<{count}i", where), found, strict=False)


def _whole(text: str) -> str:
    """Text with the two halves of rare characters put together, and without halves that stand alone."""
    if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
