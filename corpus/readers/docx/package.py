"""The parts of a Word document: which of them is the text, and which belong to it (ECMA-376 part 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from corpus.errors import CorpusError
from corpus.language import later, tr
from corpus.readers.archive import Archive, resolve
from corpus.readers.xmltree import parse

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/"
# The same names in "transitional" documents, which all are, and in "strict" ones.
PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    f"{_OFFICE}relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    f"{_OFFICE}math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "urn:schemas-microsoft-com:vml": "v",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another: `kind` is the last word of the relationship's type."""

    id: str
    kind: str
    target: str


class Package:
    """A Word document's parts. `warnings` names those that could not be read."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data, program=later("Word or WPS"))
        self.warnings: list[str] = []
        main = (r.target for r in self._relations("") if r.kind == "officeDocument")
        self._main = next(main, "word/document.xml")
        self._of_main = self._relations(self._main)

    def main(self) -> Element:
        """The text. Raises `CorpusError` if it is missing or damaged."""
        return self._parse(self._main)

    def part(self, kind: str) -> Element | None:
        """The part of a kind (`styles`, `footnotes`); None, and a warning, if it cannot be read."""
        return next((self._optional(r.target) for r in self._of_main if r.kind == kind), None)

    def related(self, identifier: str) -> Element | None:
        """The part that the text names by the identifier of a relationship; None if it cannot be read."""
        return next((self._optional(r.target) for r in self._of_main if r.id == identifier), None)

    def _optional(self, name: str) -> Element | None:
        try:
            return self._parse(name)
        except CorpusError as error:
            self.warnings.append(tr("read without the part {name}: {error}", name=name, error=error))
            return None

    def _parse(self, name: str) -> Element:
        return parse(self._archive.read(name), PREFIXES, what=tr("the part {name} of it", name=name))

    def _relations(self, part: str) -> tuple[Relation, ...]:
        folder, _, name = part.rpartition("/")
        where = f"{folder}/_rels/{name}.rels".lstrip("/")
        if where not in self._archive:
            return ()
        return tuple(_relations(part, self._parse(where)))


def _relations(part: str, root: Element) -> Iterable[Relation]:
    for element in root:
        target = element.get("Target")
        if target and element.get("TargetMode") != "External":
            kind = element.get("Type", "").rpartition("/")[2]
            yield Relation(element.get("Id", ""), kind, resolve(part, target))
