"""PDF files, read with PDFium."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

from corpus.errors import DamagedError, NoTextError, ProtectedError, ScannedError
from corpus.language import later, tr
from corpus.limits import check_boxes, exceeded, limits
from corpus.marked import MarkedText
from corpus.readers.geometry import Page, lines_of

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

# PDFium keeps state for the whole process and must not run in two threads at once.
_ONE_AT_A_TIME: Final = Lock()
# A page with fewer letters than this and a picture over this part of it is a scan: a stamped page number is no text.
_FEW: Final = 20
_MOST_OF_A_PAGE: Final = 0.4
# So many of a page's letters without a meaning are a page that cannot be read.
_UNREADABLE: Final = 0.3
_OCR: Final = later("have its text recognised (OCR, `ocrmypdf -l chi_sim IN.pdf OUT.pdf`) and index the result")
_ANEW: Final = later("open it in a PDF program and save it anew")


@dataclass(slots=True)
class _Pages:
    """What the pages hold; the numbers of those that are pictures, and of those that are damaged."""

    text: list[Page] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The text of a PDF, paragraph by paragraph; `encoding` does not matter.

    Raises `CorpusError` for a damaged file, one with a password, one of too many pages, and one without text.
    """
    with _ONE_AT_A_TIME, _opened(data) as document:
        if len(document) > (most := limits().pages):
            raise exceeded(
                "pages",
                tr("{pages} pages; no newsletter has more than {most}", pages=len(document), most=most),
                tr("split it"),
            )
        pages = _pages(document)
        title = document.get_metadata_value("Title").strip()
    _check(pages)
    lines = lines_of(pages.text)
    # Programs put names of files and of templates there: a title is one that stands in the text, too.
    known = bool(title) and any(line.text.strip() == title for line in lines)
    return MarkedText(lines, paragraphs=True, title=title if known else None, warnings=tuple(_warnings(pages)))


@contextmanager
def _opened(data: bytes) -> Iterator[PdfDocument]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise ProtectedError(
                tr("a password is needed to open it; save it without one and index the result")
            ) from None
        if error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise ProtectedError(tr("it is encrypted in a way that is not known; save it without encryption")) from None
        raise DamagedError(tr("damaged, or no PDF; {anew}", anew=tr(_ANEW))) from None
    with closing(document):
        yield document


def _pages(document: PdfDocument) -> _Pages:
    import pypdfium2

    from corpus.readers.pdfium import opened_page, pages_of

    found = _Pages()
    boxes = 0
    for index in range(len(document)):
        number = index + 1
        try:
            with opened_page(document, index) as page:
                text = pages_of(page, number)
                check_boxes(boxes := boxes + sum(len(part.boxes) for part in text))
                if sum(map(_letters, text)) < _FEW and _is_picture(page):
                    found.pictures.append(number)
        except pypdfium2.PdfiumError:
            found.damaged.append(number)
        else:
            found.text += text
    return found


def _check(pages: _Pages) -> None:
    """Raises `CorpusError` if no page has text, which a page number stamped on a scan is not."""
    if any(_letters(page) for page in pages.text if page.number not in pages.pictures):
        return
    if pages.damaged and not pages.pictures:
        raise DamagedError(tr("damaged: {pages} cannot be read; {anew}", pages=_named(pages.damaged), anew=tr(_ANEW)))
    if pages.pictures:
        raise ScannedError(tr("no text in it: its pages are pictures; {ocr}", ocr=tr(_OCR)))
    raise NoTextError(tr("no text in it: if its pages show any, it is drawn; {ocr}", ocr=tr(_OCR)))


def _letters(page: Page) -> int:
    return sum(c.isalnum() for box in page.boxes for c in box.text)


def _is_picture(page: PdfPage) -> bool:
    """Whether pictures cover most of a page."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    area = 0.0
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = drawn.get_bounds()
        area += (right - left) * (top - bottom)
    return bool(area > _MOST_OF_A_PAGE * width * height)


def _warnings(pages: _Pages) -> Iterator[str]:
    if pages.damaged:
        yield tr("{pages}: damaged, not read; {anew}", pages=_named(pages.damaged), anew=tr(_ANEW))
    if pages.pictures:
        yield tr(
            "{pages}: a picture without text, which is not read; {ocr}", pages=_named(pages.pictures), ocr=tr(_OCR)
        )
    unreadable = [
        page.number
        for page in pages.text
        if sum(box.text.count("\ufffd") for box in page.boxes) > _UNREADABLE * max(_letters(page), _FEW)
    ]
    if unreadable:
        yield tr(
            "{pages}: a font does not say which characters it shows, so text is missing; {ocr}",
            pages=_named(unreadable),
            ocr=tr(_OCR),
        )


def _named(numbers: Sequence[int]) -> str:
    """`page 3`, `pages 3-5, 8`."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    text = tr(", ").join("-".join(map(str, r)) for r in ranges)
    return tr("page {page}", page=text) if text.isdigit() else tr("pages {pages}", pages=text)
