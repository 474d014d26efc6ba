"""OFD documents, the layout format of Chinese offices (GB/T 33190-2016)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from corpus.errors import CorpusError, ProtectedError, ScannedError
from corpus.language import later, tr
from corpus.limits import check_boxes, exceeded, limits
from corpus.marked import MarkedText
from corpus.readers.archive import Archive, resolve
from corpus.readers.geometry import Page, lines_of
from corpus.readers.ofd.text import bold_fonts, page_size, pages_of
from corpus.readers.xmltree import find, parse

_PREFIXES: Final = {
    "http://www.ofdspec.org/2016": "ofd",
    "http://www.ofdspec.org": "ofd",
    "http://www.ofdspec.org/2015": "ofd",
    "http://www.ofdspec.org/2014": "ofd",
}
_ROOT: Final = "OFD.xml"
_ENCRYPTED: Final = "Encryptions.xml"  # GM/T 0099-2020
_FURNITURE: Final = "furniture"
_OCR: Final = later("have its text recognised (OCR), save it as .docx, .pdf or .txt, and index that")


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The text of an OFD, paragraph by paragraph; `encoding` is of no use to it.

    Templates that stand behind several pages are page furniture. Raises `CorpusError` for a damaged or encrypted file,
    one of too many pages, and one without text.
    """
    archive = Archive(data, program=later("an OFD reader"))
    if _ENCRYPTED in archive:
        raise ProtectedError(
            tr("protected by a password: open it with an OFD reader and save it without one, or as PDF")
        )
    reader = _Reader(archive)
    pages: list[Page] = []
    boxes = 0
    for page in reader.pages():
        check_boxes(boxes := boxes + len(page.boxes))
        pages.append(page)
    lines = lines_of(pages)
    if not any(line.text.strip() for line in lines):
        raise ScannedError(tr("no text in it: its pages are pictures; {ocr}", ocr=tr(_OCR)))
    behind = [line._replace(role=_FURNITURE) for line in lines_of(reader.templates())]
    numbered = (line._replace(number=n) for n, line in enumerate([*lines, *behind], 1))
    return MarkedText(tuple(numbered), paragraphs=True, warnings=tuple(dict.fromkeys(reader.warnings)))


class _Reader:
    """Goes through the documents of an archive, as a rule one, and their pages. `warnings` name what is damaged."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._behind: list[Page] = []
        self._count = 0  # of pages, in all documents
        self.warnings: list[str] = []

    def pages(self) -> Iterator[Page]:
        """The pages of all documents, numbered throughout."""
        number = 0
        roots = [e.text.strip() for e in self._parse(_ROOT).iter("ofd:DocRoot") if e.text]
        if not roots:
            raise CorpusError(tr("no OFD document: it names no text (DocRoot)"))
        for root in roots:
            base = resolve(_ROOT, root)
            for number, page in enumerate(self._document(base), number + 1):  # noqa: B020
                yield from (replace(part, number=number) for part in page)

    def templates(self) -> list[Page]:
        """The templates that stand behind several pages; known when all pages have been read."""
        return self._behind

    def _document(self, base: str) -> Iterator[list[Page]]:
        document = self._parse(base)
        common = find(document, "ofd:CommonData")
        area = find(common, "ofd:PageArea")
        resources = [
            part
            for e in (() if common is None else common)
            if e.tag in {"ofd:PublicRes", "ofd:DocumentRes"} and e.text
            for part in self._optional(resolve(base, e.text.strip()))
        ]
        bold = bold_fonts(resources)
        templates = {} if common is None else {e.get("ID", ""): e for e in common.iter("ofd:TemplatePage")}
        # Trees are let go page by page: those of a thousand pages would fill the memory.
        pages: list[tuple[list[Page], list[str], tuple[float, float]]] = []
        for element in self._listed(document):
            content = self._located(base, element)
            size = page_size(*(find(c, "ofd:Area") for c in content), area)
            own = [t.get("TemplateID", "") for c in content for t in c.iter("ofd:Template")]
            pages.append((pages_of(content, size, 0, bold), own, size))
        uses = Counter(name for _, own, _ in pages for name in own)
        behind = {name: self._located(base, templates[name]) for name in uses if name in templates}
        for parts, own, size in pages:
            letterhead = [t for name in own if uses[name] == 1 for t in behind.get(name, ())]
            yield _together(pages_of(letterhead, size, 0, bold), parts)
        for name, template in behind.items():
            if uses[name] > 1:
                self._behind += pages_of(template, page_size(area), 1, bold)

    def _listed(self, document: Element) -> Iterator[Element]:
        for element in document.iter("ofd:Page"):
            self._count += 1
            if self._count > (most := limits().pages):
                raise exceeded("pages", tr("more than {most:,} pages; no newsletter has", most=most), tr("split it"))
            yield element

    def _located(self, base: str, element: Element) -> list[Element]:
        """The content of a page, if it can be read."""
        place = element.get("BaseLoc")
        return self._optional(resolve(base, place)) if place else []

    def _optional(self, name: str) -> list[Element]:
        try:
            return [self._parse(name)]
        except CorpusError as error:
            self.warnings.append(tr("read without the part {name}: {error}", name=name, error=error))
            return []

    def _parse(self, name: str) -> Element:
        return parse(self._archive.read(name), _PREFIXES, what=tr("the part {name} of it", name=name))


def _together(letterhead: list[Page], text: list[Page]) -> list[Page]:
    """A page's own text with that of its template: what runs as most of both does is one."""
    if not letterhead or not text:
        return letterhead or text
    first = replace(text[0], boxes=letterhead[0].boxes + text[0].boxes)
    return [first, *letterhead[1:], *text[1:]]
