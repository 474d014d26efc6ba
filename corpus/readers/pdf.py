"""PDF files, read with PDFium."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Final

from corpus.errors import CorpusError
from corpus.limits import LIMITS
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
_OCR: Final = "have its text recognised (OCR, `ocrmypdf -l chi_sim IN.pdf OUT.pdf`) and index the result"


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The text of a PDF, paragraph by paragraph; `encoding` does not matter.

    Raises `CorpusError` for a damaged file, one with a password, one of too many pages, and one without text.
    """
    with _ONE_AT_A_TIME, _opened(data) as document:
        if len(document) > LIMITS.pages:
            raise CorpusError(
                f"{len(document)} pages; no newsletter has more than {LIMITS.pages}, so it is not read; split it"
            )
        pages: list[Page] = []
        scanned: list[int] = []
        for index in range(len(document)):
            with closing(document[index]) as page:
                found = _text(page, index + 1)
                if sum(map(_letters, found)) < _FEW and _is_picture(page):
                    scanned.append(index + 1)
                pages += found
        title = document.get_metadata_value("Title").strip()
    if scanned and not any(_letters(p) >= _FEW for p in pages if p.number not in scanned):
        raise CorpusError(f"no text in it: its pages are pictures; {_OCR}")
    lines = lines_of(pages)
    # Programs put names of files and of templates there: a title is one that stands in the text, too.
    known = bool(title) and any(line.text.strip() == title for line in lines)
    return MarkedText(lines, paragraphs=True, title=title if known else None, warnings=tuple(_warnings(pages, scanned)))


@contextmanager
def _opened(data: bytes) -> Iterator[PdfDocument]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise CorpusError("a password is needed to open it; save it without one and index the result") from None
        if error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise CorpusError("it is encrypted in a way that is not known; save it without encryption") from None
        raise CorpusError("damaged, or no PDF; open it in a PDF program and save it anew") from None
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise CorpusError(f"damaged: {error}; open it in a PDF program and save it anew") from None
    finally:
        document.close()


def _text(page: PdfPage, number: int) -> list[Page]:
    from corpus.readers.pdfium import pages_of

    return pages_of(page, number)


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


def _warnings(pages: Sequence[Page], scanned: Sequence[int]) -> Iterator[str]:
    if scanned:
        yield f"{_named(scanned)}: a picture without text, which is not read; {_OCR}"
    garbled = [
        page.number
        for page in pages
        if sum(box.text.count("\ufffd") for box in page.boxes) > _UNREADABLE * max(_letters(page), _FEW)
    ]
    if garbled:
        yield f"{_named(garbled)}: a font does not say which characters it shows, so text is missing; {_OCR}"


def _named(numbers: Sequence[int]) -> str:
    """`page 3`, `pages 3-5, 8`."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    text = ", ".join("-".join(map(str, r)) for r in ranges)
    return f"{'page' if text.isdigit() else 'pages'} {text}"
