"""OpenDocument texts (.odt, .ott)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from corpus.errors import CorpusError
from corpus.language import later, tr
from corpus.marked import MarkedText
from corpus.readers.archive import Archive
from corpus.readers.odt.story import Story
from corpus.readers.odt.styles import Styles
from corpus.readers.paragraphs import Paragraph, levelled, marked, unseen
from corpus.readers.xmltree import find, parse

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES: Final = {
    **{f"{_OASIS}{name}:1.0": name for name in ("office", "style", "text", "table")},
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}manifest:1.0": "manifest",
    f"{_OASIS}xsl-fo-compatible:1.0": "fo",
    f"{_OASIS}svg-compatible:1.0": "svg",
}
_MANIFEST: Final = "META-INF/manifest.xml"
_FURNITURE: Final = "furniture"


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The paragraphs of an OpenDocument text; `encoding` is of no use to it.

    What is left out is that of Word documents (`corpus.readers.docx`). Raises `CorpusError` for what is no such
    document, is damaged, or has a password.
    """
    archive = Archive(data, program=later("LibreOffice or WPS"))
    warnings: list[str] = []
    manifest = _optional(archive, _MANIFEST, warnings)
    if manifest is not None and next(manifest.iter("manifest:encryption-data"), None) is not None:
        raise CorpusError(tr("protected by a password: open it with LibreOffice or WPS and save it without one"))
    content = _parse(archive, "content.xml")
    text = find(content, "office:body", "office:text")
    if text is None:
        raise CorpusError(tr("no OpenDocument text: it has no text (office:text)"))
    common = _optional(archive, "styles.xml", warnings)
    story = Story(Styles(common, content))
    body = list(story.blocks(text))
    heads = list(_running(story, common, "style:header", "style:header-left"))
    feet = unseen(_running(story, common, "style:footer", "style:footer-left"), heads)
    paragraphs = [*heads, *body, *feet]
    if not story.flow.paged:
        paragraphs = [replace(p, page=0) for p in paragraphs]
    return marked(levelled(paragraphs), warnings=warnings)


def _running(story: Story, common: Element | None, *tags: str) -> Iterator[Paragraph]:
    """Headers or footers, each text once."""
    texts: set[str] = set()
    master = find(common, "office:master-styles")
    for page in () if master is None else master:
        for element in page:
            if element.tag in tags and element.get("style:display") != "false":
                for paragraph in story.blocks(element):
                    if not paragraph.blank and paragraph.text.strip() not in texts:
                        texts.add(paragraph.text.strip())
                        yield replace(paragraph, role=_FURNITURE, heading=0, page=1)


def _optional(archive: Archive, name: str, warnings: list[str]) -> Element | None:
    if name not in archive:
        return None
    try:
        return _parse(archive, name)
    except CorpusError as error:
        warnings.append(tr("read without the part {name}: {error}", name=name, error=error))
        return None


def _parse(archive: Archive, name: str) -> Element:
    return parse(archive.read(name), _PREFIXES, what=tr("the part {name} of it", name=name))
