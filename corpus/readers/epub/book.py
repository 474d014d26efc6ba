"""The parts of an e-book: what is read in which order, and what its contents call it (EPUB 3.3, OPF 2.0.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urldefrag
from xml.etree.ElementTree import Element

from corpus.errors import CorpusError, ProtectedError
from corpus.language import later, tr
from corpus.readers.archive import Archive, part_key, resolve
from corpus.readers.xmltree import find, parse

_PREFIXES: Final = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.idpf.org/2007/opf": "",
    "http://www.idpf.org/2007/ops": "epub",
}
_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_PAGES: Final = frozenset(("application/xhtml+xml", "text/html", "text/x-oeb1-document"))
# Ways to make fonts useless outside the book; its text is not touched (EPUB OCF 4.4; Adobe's own).
_FONTS_ONLY: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
# What programs put there for want of a title.
_NO_TITLE: Final = frozenset(("unknown title", "unknown", "untitled", "未知", "无标题", "未命名"))
_DATE: Final = re.compile(r"((?:19|20)[0-9]{2})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
_PROTECTED: Final = later("protected against copying (DRM), which cannot be read; get it without that, or as text")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the contents: its text, its level from 1, and the part that it leads to."""

    text: str
    level: int
    part: str


class Book:
    """An e-book. Raises `CorpusError` if it is damaged, protected or none."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data, program=later("the program that made it"))
        container = self._parse(_CONTAINER)
        root = next((e.get("full-path") for e in container.iter("rootfile") if e.get("full-path")), None)
        if root is None:
            raise CorpusError(tr("no e-book: it names no text (rootfile)"))
        self._root = unquote(root)
        self._package = self._parse(self._root)
        self._items = {e.get("id", ""): e for e in self._package.iter("item")}
        self._check()

    def pages(self) -> list[str]:
        """The names of the parts with text, in the order in which they are read."""
        named = (self._items.get(e.get("idref", "")) for e in self._package.iter("itemref"))
        return [self._place(e) for e in named if e is not None and e.get("media-type", "") in _PAGES]

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises `CorpusError` if it cannot be read."""
        return self._archive.read(name)

    def is_contents(self, name: str) -> bool:
        """Whether a part is the table of contents (EPUB 3.3, 7.2)."""
        return any(self._place(e) == name for e in self._items.values() if "nav" in e.get("properties", "").split())

    def contents(self) -> list[Entry]:
        """What the file for reading programs says where chapters begin (NCX); the one of EPUB 3 is a page."""
        ncx = next((e for e in self._items.values() if e.get("media-type") == "application/x-dtbncx+xml"), None)
        if ncx is None:
            return []
        name = self._place(ncx)
        try:
            root = self._parse(name)
        except CorpusError:  # the book can be read without it
            return []
        return [entry for points in root.iter("navMap") for entry in _entries(points, name)]

    @property
    def title(self) -> str | None:
        """The book's own title, None where it is that of a program."""
        texts = ("".join(e.itertext()).strip() for e in self._package.iter("dc:title"))
        return next((text for text in texts if text and text.lower() not in _NO_TITLE), None)

    @property
    def date(self) -> str | None:
        """When it was published, as ISO 8601, None if that is not said."""
        for element in self._package.iter("dc:date"):
            match = _DATE.match((element.text or "").strip())
            if match and element.get("event", "publication") in {"publication", "original-publication", "creation"}:
                return match[0]
        return None

    def styles(self) -> list[str]:
        """The names of the style sheets."""
        return [self._place(e) for e in self._items.values() if e.get("media-type") == "text/css"]

    def _place(self, item: Element) -> str:
        return resolve(self._root, unquote(urldefrag(item.get("href", ""))[0]))

    def _check(self) -> None:
        """Raises `CorpusError` if a page is encrypted."""
        if _ENCRYPTION not in self._archive:
            return
        pages = {part_key(name) for name in self.pages()}
        for data in self._parse(_ENCRYPTION).iter("EncryptedData"):
            method = find(data, "EncryptionMethod")
            way = "" if method is None else method.get("Algorithm", "")
            targets = {part_key(unquote(e.get("URI", ""))) for e in data.iter("CipherReference")}
            if way not in _FONTS_ONLY and targets & pages:
                raise ProtectedError(tr(_PROTECTED))

    def _parse(self, name: str) -> Element:
        return parse(self._archive.read(name), _PREFIXES, what=tr("the part {name} of it", name=name))


def _entries(points: Element, base: str, level: int = 1) -> Iterator[Entry]:
    for point in points:
        if point.tag != "navPoint":
            continue
        label, content = find(point, "navLabel", "text"), find(point, "content")
        if label is not None and label.text and content is not None:
            target = unquote(urldefrag(content.get("src", ""))[0])
            yield Entry(label.text.strip(), level, resolve(base, target))
        yield from _entries(point, base, level + 1)
