"""Word documents (.docx, .docm, .dotx), also those that WPS Writer saves."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from corpus.errors import CorpusError
from corpus.language import tr
from corpus.marked import MarkedText
from corpus.readers.docx.package import Package
from corpus.readers.docx.story import Story
from corpus.readers.paragraphs import Paragraph, levelled, marked, unseen
from corpus.readers.xmltree import find

_FURNITURE: Final = "furniture"


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The paragraphs of a Word document; `encoding` is of no use to it. Raises `CorpusError` for what is none.

    Deleted text, hidden text and comments are left out. The title and the dates in its properties are, too: offices
    write a new issue over an old one, which the properties then still tell of.
    """
    package = Package(data)
    main = package.main()
    body = find(main, "w:body")
    if body is None:
        raise CorpusError(tr("no Word document: it has no text (w:body)"))
    story, paragraphs = _read(package, main, body)
    if not story.flow.paged:
        paragraphs = [replace(p, page=0) for p in paragraphs]
    return marked(levelled(paragraphs), warnings=dict.fromkeys([*package.warnings, *story.warnings]))


def _read(package: Package, main: Element, body: Element) -> tuple[Story, list[Paragraph]]:
    for fields in (True, False):
        story = Story(package, main, fields=fields)
        text = list(story.blocks(body))
        if not story.flow.unfinished:
            break
    heads, feet = _furniture(package, main, story)
    return story, [*heads, *text, *feet]


def _furniture(package: Package, main: Element, story: Story) -> tuple[list[Paragraph], list[Paragraph]]:
    """Headers and footers, each once. The header of a first page that has its own is the newsletter's head."""
    heads: list[Paragraph] = []
    feet: list[Paragraph] = []
    read: set[str] = set()
    for number, section in enumerate(main.iter("w:sectPr")):
        own_first = find(section, "w:titlePg") is not None
        for reference in section:
            if reference.tag not in {"w:headerReference", "w:footerReference"}:
                continue
            identifier, first = reference.get("r:id", ""), reference.get("w:type") == "first"
            if identifier in read or (first and not own_first):
                continue
            is_head = reference.tag == "w:headerReference"
            letterhead = first and is_head and number == 0
            read.add(identifier)
            part = package.related(identifier)
            if part is not None:
                found = unseen(story.blocks(part), heads + feet)
                (heads if is_head else feet).extend(
                    replace(p, heading=0, role=None if letterhead else _FURNITURE, page=min(p.page, 1)) for p in found
                )
    return sorted(heads, key=lambda p: p.role is not None), feet
