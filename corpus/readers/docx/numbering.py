"""Numbers before paragraphs: generated text, which stands nowhere in the file (ECMA-376 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element

from corpus.readers.docx.styles import Styles, flag
from corpus.readers.numerals import numeral, symbol
from corpus.readers.xmltree import find

_PLACE: Final = re.compile(r"%([1-9])")
_NONE: Final = "0"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: `text` is `第%1条`, with the number of level 1 at `%1`."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    font: str | None = None
    legal: bool = False  # numbers of all levels in digits
    restart: int | None = None  # the level, from 1, whose numbers let it begin anew; 0 for never, None for any above


@dataclass(slots=True)
class _Count:
    """How far a list has come: the last number of each level, and the instances that have begun."""

    at: dict[int, int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


class Numbering:
    """The lists of a document, and how far each has come: to be asked once for each paragraph, in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._instances: dict[str, Element] = {}
        for element in () if root is None else root:
            if element.tag == "w:abstractNum":
                self._abstract[element.get("w:abstractNumId", "")] = element
            elif element.tag == "w:num":
                self._instances[element.get("w:numId", "")] = element
        self._levels: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, _Count] = {}

    def label(self, list_id: str, level: int) -> str:
        """The number or bullet of the next paragraph on `level` (from 0) of a list; empty if it has none."""
        if list_id == _NONE or list_id not in self._instances:
            return ""
        if list_id not in self._levels:
            self._levels[list_id] = self._resolve(list_id)
        abstract, levels = self._levels[list_id]
        here = levels.get(level)
        if here is None:
            return ""
        count = self._counts.setdefault(abstract, _Count())
        self._begin(count, list_id)
        count.at[level] = count.at.get(level, here.start - 1) + 1
        for lower in [n for n in count.at if n > level and _restarts(levels.get(n), level)]:
            del count.at[lower]
        return self._text(here, level, levels, count)

    def _begin(self, count: _Count, list_id: str) -> None:
        """An instance that says where to start lets its levels begin anew when it is first used."""
        if list_id in count.begun:
            return
        count.begun.add(list_id)
        for override in self._instances[list_id].iter("w:lvlOverride"):
            if find(override, "w:startOverride") is not None:
                count.at.pop(_int(override.get("w:ilvl"), 0), None)

    def _text(self, here: _Level, level: int, levels: dict[int, _Level], count: _Count) -> str:
        if here.style == "bullet":
            return "".join(symbol(c, here.font) for c in here.text).strip()

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of = levels.get(at, _Level())
            style = "decimal" if here.legal and at != level else of.style
            return numeral(count.at.get(at, of.start), style)

        return _PLACE.sub(number, here.text).strip()

    def _resolve(self, list_id: str) -> tuple[str, dict[int, _Level]]:
        """The list's definition, by its identifier, and the levels of this instance of it."""
        instance = self._instances[list_id]
        reference = find(instance, "w:abstractNumId")
        abstract = "" if reference is None else reference.get("w:val", "")
        abstract = self._linked(abstract)
        definition = self._abstract.get(abstract)
        levels = {} if definition is None else _levels(definition)
        for override in instance.iter("w:lvlOverride"):
            at = _int(override.get("w:ilvl"), 0)
            levels.update(_levels(override))
            start = find(override, "w:startOverride")
            if start is not None and at in levels:
                levels[at] = replace(levels[at], start=_int(start.get("w:val"), 1))
        return abstract, levels

    def _linked(self, abstract: str) -> str:
        """A definition may be no more than the name of a style whose list is meant."""
        definition = self._abstract.get(abstract)
        link = None if definition is None else find(definition, "w:numStyleLink")
        instance = None if link is None else self._instances.get(self._styles.list_of(link.get("w:val", "")) or "")
        reference = None if instance is None else find(instance, "w:abstractNumId")
        return abstract if reference is None else reference.get("w:val", abstract)


def _restarts(level: _Level | None, above: int) -> bool:
    if level is None or level.restart is None:
        return True
    return level.restart != 0 and above < level.restart


def _levels(parent: Element) -> dict[int, _Level]:
    return {_int(e.get("w:ilvl"), 0): _level(e) for e in parent if e.tag == "w:lvl"}


def _level(element: Element) -> _Level:
    said = {e.tag: e for e in element}

    def value(tag: str) -> str | None:
        return said[tag].get("w:val") if tag in said else None

    font = find(element, "w:rPr", "w:rFonts")
    restart = value("w:lvlRestart")
    return _Level(
        start=_int(value("w:start"), 0),
        style=value("w:numFmt") or "decimal",
        text=value("w:lvlText") or "",
        font=None if font is None else font.get("w:hAnsi") or font.get("w:ascii"),
        legal=bool(flag(said.get("w:isLgl"))),
        restart=None if restart is None else _int(restart, 0),
    )


def _int(value: str | None, default: int) -> int:
    try:
        return default if value is None else int(value)
    except ValueError:
        return default
