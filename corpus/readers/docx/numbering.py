"""Numbers before paragraphs: generated text, which stands nowhere in the file (ECMA-376 17.9)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

from corpus.readers.docx.styles import Styles, flag
from corpus.readers.lists import Level, Lists
from corpus.readers.xmltree import find

_NONE: Final = "0"


@dataclass(frozen=True, slots=True)
class _List:
    """An instance of a definition: the definition's name, the instance's levels, and those that it lets begin anew."""

    definition: str
    levels: dict[int, Level]
    anew: Set[int]


class Numbering:
    """The lists of a document, and how far each has come: to be asked once for each paragraph, in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, Element] = {}
        self._instances: dict[str, Element] = {}
        for element in () if root is None else root:
            if element.tag == "w:abstractNum":
                self._definitions[element.get("w:abstractNumId", "")] = element
            elif element.tag == "w:num":
                self._instances[element.get("w:numId", "")] = element
        self._resolved: dict[str, _List] = {}
        self._lists = Lists()

    def label(self, list_id: str, level: int) -> str:
        """The number or bullet of the next paragraph on `level` (from 0) of a list; empty if it has none."""
        if list_id == _NONE or list_id not in self._instances:
            return ""
        if list_id not in self._resolved:
            self._resolved[list_id] = self._resolve(self._instances[list_id])
        found = self._resolved[list_id]
        return self._lists.label(found.definition, level, found.levels, instance=list_id, anew=found.anew)

    def _resolve(self, instance: Element) -> _List:
        definition = self._linked(_value(instance, "w:abstractNumId") or "")
        element = self._definitions.get(definition)
        levels = {} if element is None else _levels(element)
        anew: set[int] = set()
        for override in instance.iter("w:lvlOverride"):
            levels.update(_levels(override))
            at = _int(override.get("w:ilvl"))
            start = find(override, "w:startOverride")
            if start is not None and at in levels:
                levels[at] = replace(levels[at], start=_int(start.get("w:val")))
                anew.add(at)
        return _List(definition, levels, anew)

    def _linked(self, definition: str) -> str:
        """A definition may be no more than the name of a style whose list is meant."""
        style = _value(self._definitions.get(definition), "w:numStyleLink")
        instance = None if style is None else self._instances.get(self._styles.list_of(style) or "")
        return _value(instance, "w:abstractNumId") or definition


def _levels(parent: Element) -> dict[int, Level]:
    return {_int(e.get("w:ilvl")): _level(e) for e in parent if e.tag == "w:lvl"}


def _level(element: Element) -> Level:
    fonts = find(element, "w:rPr", "w:rFonts")
    restart = _value(element, "w:lvlRestart")
    return Level(
        start=_int(_value(element, "w:start")),
        style=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText") or "",
        font=None if fonts is None else fonts.get("w:hAnsi") or fonts.get("w:ascii"),
        legal=bool(flag(find(element, "w:isLgl"))),
        restart=None if restart is None else _int(restart),
    )


def _value(element: Element | None, name: str) -> str | None:
    child = find(element, name)
    return None if child is None else child.get("w:val")


def _int(value: str | None) -> int:
    """A whole number; 0 for none and for damaged ones, as for a level that does not say where it starts (17.9.25)."""
    try:
        return 0 if value is None else int(value)
    except ValueError:
        return 0
