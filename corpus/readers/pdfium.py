"""Pages of a PDF as boxes of text, in as few calls of PDFium as give every character its place."""

from __future__ import annotations

import ctypes
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from corpus.limits import check_boxes
from corpus.readers.geometry import Box, Page
from corpus.readers.glyphs import plain

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

# A run is cut where the next character stands further away than this part of the type's size: what was drawn later,
# as LibreOffice does with quotes, has its place there.
_GAP: Final = 0.15
_SQUARE: Final = 0.95  # narrower is ink
# PDFium gives characters beyond U+FFFF in halves (surrogates of UTF-16).
_HALVES: Final = re.compile("[\ud800-\udfff]")
_LONGEST_NAME: Final = 128  # bytes; PDF has names of up to 127 (PDF 1.7, C.2)
_BOLD_WEIGHT: Final = 600  # of 400 for regular and 700 for bold type (CSS Fonts 4, 2.2)
# Parts of names of fonts that are bold, or take the place of bold type beside 宋体 and 仿宋.
_BOLD_NAMES: Final = ("bold", "heavy", "black", "simhei", "heiti", "黑体", "小标宋", "xiaobiaosong", "xbs")
# PDF 32000-1, 9.3.6: fill, then stroke, which makes type thicker.
_FILL_AND_STROKE: Final = 2
_WHITE: Final = (0x9, 0xA, 0xD)
# Codes without a glyph of their own stand for glyphs whose font does not say which character they are; two are
# PDFium's signs for a hyphen that divides a word at the end of a line.
_MEANT: Final = {code: "\ufffd" for code in range(0x20) if code not in _WHITE} | {0x2: "\u00ad", 0xFFFE: "\u00ad"}
# Text is taken as running straight if it is turned by less than this many degrees.
_STRAIGHT: Final = 2


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that one operator draws: their origin, direction (degrees, counter-clockwise), size and weight."""

    x: float
    y: float
    angle: int
    size: float
    bold: bool


class _Char(NamedTuple):  # made a thousand times a page: a data class takes twice as long
    text: str
    left: float
    bottom: float
    right: float
    top: float


@contextmanager
def opened_page(document: PdfDocument, index: int) -> Iterator[PdfPage]:
    """A page, closed afterwards, with the text of its notes and forms where they are seen."""
    import pypdfium2.raw as pdfium

    page = document[index]
    try:
        if _has_notes(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            page.close()
            page = document[index]
        yield page
    finally:
        page.close()


def _has_notes(page: PdfPage) -> bool:
    import pypdfium2.raw as pdfium

    written = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET)
    for i in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, i)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in written:
            return True
    return False


def pages_of(page: PdfPage, number: int) -> list[Page]:
    """The text of a page, one `Page` for each direction that text runs in, the commonest first.

    Lengths are in points. `number` counts from 1. Raises `LimitError` for more pieces of text than are read.
    """
    left, bottom, right, top = page.get_bbox()
    frames: dict[int, list[Box]] = defaultdict(list)
    with closing(page.get_textpage()) as text:
        for count, (run, chars) in enumerate(_runs(text), 1):
            check_boxes(count)
            downwards = _runs_down(run, chars)
            angle = (run.angle + 270) % 360 if downwards else run.angle
            frames[angle] += _boxes(run, chars, angle, downwards)
    found = []
    common = sorted(frames, key=lambda a: (-sum(len(b.text) for b in frames[a]), a))
    for frame, angle in enumerate(common):
        width, height = right - left, top - bottom
        if angle in (90, 270):
            width, height = height, width
        dx, dy = _corner(angle, (left, bottom, right, top))
        boxes = tuple(Box(b.text, b.x0 - dx, b.x1 - dx, b.y - dy, b.size, b.bold) for b in frames[angle])
        found.append(Page(number, width, height, boxes, frame))
    return found


def _runs(text: PdfTextPage) -> Iterator[tuple[_Run, list[_Char]]]:
    import pypdfium2.raw as pdfium

    handle = text.raw
    box_of, matrix_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetMatrix
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    run: _Run | None = None
    # The matrix of a character is that of what draws it: where the origin changes, another run begins.
    x = y = math.nan
    chars: list[_Char] = []
    for i, char in enumerate(_characters(text)):
        matrix_of(handle, i, matrix)
        if matrix.e != x or matrix.f != y:
            if run is not None and chars:
                yield run, chars
            x, y, chars = matrix.e, matrix.f, []
            # Spaces and line ends that PDFium makes up have no place of their own.
            run = None if pdfium.FPDFText_IsGenerated(handle, i) == 1 else _run(text, i, matrix)
        if run is not None and char >= " " and box_of(handle, i, box):
            chars.append(_Char(char, box.left, box.bottom, box.right, box.top))
    if run is not None and chars:
        yield run, chars


def _characters(text: PdfTextPage) -> str:
    """The characters of a page, one for each that PDFium counts; white space that has no width is below a space."""
    count = text.count_chars()
    # All in one call costs a fifth less time, but leaves out glyphs whose font does not say which character they are.
    found = text.get_text_range(0, count) if count else ""
    if len(found) != count:
        import pypdfium2.raw as pdfium

        found = "".join(chr(pdfium.FPDFText_GetUnicode(text.raw, i)) for i in range(count))
    return found.translate(_MEANT)


def _run(text: PdfTextPage, i: int, matrix: ctypes.Structure) -> _Run:
    import pypdfium2.raw as pdfium

    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    size = pdfium.FPDFText_GetFontSize(text.raw, i) * (math.hypot(c, d) or 1)
    if size < 0:  # type of a negative size is turned by half
        a, b = -a, -b
    angle = 0 if a > 0 and not b else _angle(a, b)
    return _Run(matrix.e, matrix.f, angle, round(abs(size), 2) or 1.0, _is_bold(text, i))


def _angle(a: float, b: float) -> int:
    """The direction of text whose matrix begins with these, in degrees; a small slant is none."""
    angle = round(math.degrees(math.atan2(b, a))) % 360
    straight = round(angle / 90) * 90
    return straight % 360 if abs(angle - straight) <= _STRAIGHT else angle


def _is_bold(text: PdfTextPage, i: int) -> bool:
    import pypdfium2.raw as pdfium

    if pdfium.FPDFText_GetFontWeight(text.raw, i) >= _BOLD_WEIGHT:
        return True
    drawn = pdfium.FPDFText_GetTextObject(text.raw, i)
    if drawn and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _FILL_AND_STROKE:
        return True
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    pdfium.FPDFText_GetFontInfo(text.raw, i, name, _LONGEST_NAME, None)
    return _is_bold_name(name.value)


@lru_cache(maxsize=256)
def _is_bold_name(name: bytes) -> bool:
    lower = name.decode("utf-8", "replace").lower()
    return any(part in lower for part in _BOLD_NAMES)


def _runs_down(run: _Run, chars: list[_Char]) -> bool:
    """Whether the characters stand below one another though each is upright: vertical writing."""
    if run.angle or len(chars) < 2:
        return False
    return all(abs(a.left - b.left) < run.size * 0.6 and a.top - b.top > run.size * 0.4 for a, b in pairwise(chars))


def _boxes(run: _Run, chars: list[_Char], angle: int, downwards: bool) -> Iterator[Box]:
    """The run in its own frame: x along its direction, y downwards from its page's lower left corner."""
    if angle % 90:
        yield from _slanted(run, chars)
        return
    baseline = {0: -run.y, 90: run.x, 180: run.y, 270: -run.x}[angle]
    if downwards:
        baseline = -max((chars[0].left + chars[0].right) / 2 - run.size / 2, 0)
    start, glyph = 0, (0.0, 0.0)
    for i, char in enumerate(chars):
        place = _place(char, angle, run.size)
        # Characters at one place are one glyph: a ligature, or the two halves of a dash.
        if i and place != glyph and abs(place[0] - glyph[1]) > _GAP * run.size:
            yield _box(run, chars[start:i], angle, baseline)
            start = i
        glyph = place
    yield _box(run, chars[start:], angle, baseline)


def _box(run: _Run, chars: list[_Char], angle: int, baseline: float) -> Box:
    text = plain("".join(c.text for c in chars))
    if _HALVES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    x0, x1 = _place(chars[0], angle, run.size)[0], _place(chars[-1], angle, run.size)[1]
    return Box(text, x0, x1, baseline, run.size, run.bold)


def _place(char: _Char, angle: int, size: float) -> tuple[float, float]:
    """Where a character begins and ends on its line.

    Of some glyphs PDFium knows the ink alone; Chinese characters have theirs in the middle of a square.
    """
    x0, x1 = _along(char, angle)
    if x1 - x0 < _SQUARE * size and char.text >= "\u2e80" and char.text.isalpha():
        middle = (x0 + x1) / 2
        return middle - size / 2, middle + size / 2
    return x0, x1


def _along(char: _Char, angle: int) -> tuple[float, float]:
    """Where a character begins and ends in the direction of its line."""
    if angle == 0:
        return char.left, char.right
    if angle == 90:
        return char.bottom, char.top
    if angle == 180:
        return -char.right, -char.left
    return -char.top, -char.bottom


def _slanted(run: _Run, chars: list[_Char]) -> Iterator[Box]:
    """A slanted run (a watermark) as one box: nobody sets columns in it."""
    cos, sin = math.cos(math.radians(run.angle)), math.sin(math.radians(run.angle))
    x = run.x * cos + run.y * sin
    y = run.x * sin - run.y * cos
    yield Box(plain("".join(c.text for c in chars)), x, x + len(chars) * run.size, y, run.size, run.bold)


def _corner(angle: int, bbox: tuple[float, float, float, float]) -> tuple[float, float]:
    """The upper left corner of the page in the frame of an angle."""
    left, bottom, right, top = bbox
    corners = {0: (left, -top), 90: (bottom, left), 180: (-right, bottom), 270: (-top, -right)}
    return corners.get(angle, (0.0, 0.0))
