"""Styles of a Word document: what a paragraph and its runs look like, after all that they inherit (ECMA-376 17.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from math import isfinite
from typing import Final, TypeVar
from xml.etree.ElementTree import Element

from corpus.readers.headings import DEEPEST, is_bold_face, named_level, names_contents, names_title
from corpus.readers.xmltree import find

_FALSE: Final = frozenset(("0", "false", "off", "none"))
_NO_OUTLINE: Final = 9

T = TypeVar("T", "Type", "Setting")


@dataclass(frozen=True, slots=True)
class Type:
    """How a run's characters look; None where nothing is said of it. `size` is in points."""

    size: float | None = None
    bold: bool | None = None
    face: str | None = None
    hidden: bool | None = None

    @property
    def heavy(self) -> bool:
        """Whether it is bold, by its weight or by its face."""
        return bool(self.bold) or is_bold_face(self.face)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set; None where nothing is said of it.

    `outline` is the level of its outline from 0, 9 for body text. `first`, `hanging` and `left` are indents in points,
    `first_chars` and so on in characters. `list_id` and `list_level` say which list numbers it; `list_id` is "0" for
    none.
    """

    outline: int | None = None
    align: str | None = None
    first: float | None = None
    first_chars: float | None = None
    hanging: float | None = None
    left: float | None = None
    left_chars: float | None = None
    list_id: str | None = None
    list_level: int | None = None
    on_new_page: bool | None = None

    def indent(self, size: float) -> float:
        """The indent of its first line in characters of `size` points."""
        left = self.left_chars or (self.left or 0) / size
        first = self.first_chars or (self.first or 0) / size
        return left + first - (self.hanging or 0) / size


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with all that it inherits. `title` and `contents` go by the names of Word's own styles."""

    setting: Setting = Setting()
    type: Type = Type()
    title: bool = False
    contents: bool = False


class Styles:
    """The styles of a document, by their identifiers."""

    def __init__(self, root: Element | None) -> None:
        root = Element("w:styles") if root is None else root
        self._elements = {e.get("w:styleId"): e for e in root if e.tag == "w:style"}
        self._default = next(
            (k for k, e in self._elements.items() if e.get("w:type") == "paragraph" and _is_on(e.get("w:default"))),
            None,
        )
        self._base = Style(
            setting_of(find(root, "w:docDefaults", "w:pPrDefault", "w:pPr")),
            type_of(find(root, "w:docDefaults", "w:rPrDefault", "w:rPr")),
        )
        self.paragraph = lru_cache(maxsize=None)(self._paragraph)
        self.character = lru_cache(maxsize=None)(self._character)

    def _paragraph(self, identifier: str | None) -> Style:
        """The style of a paragraph, the default one for None and for unknown names."""
        if identifier not in self._elements:
            identifier = self._default
        style = self._base
        for element in self._chain(identifier):
            name = find(element, "w:name")
            called = "" if name is None else name.get("w:val", "")
            setting = setting_of(find(element, "w:pPr"))
            level = named_level(called)
            if level is not None and setting.outline is None:
                setting = replace(setting, outline=level - 1)
            style = Style(
                over(setting, style.setting),
                over(type_of(find(element, "w:rPr")), style.type),
                style.title or names_title(called),
                style.contents or names_contents(called),
            )
        return style

    def _character(self, identifier: str) -> Type:
        """What a character style says of a run."""
        type_ = Type()
        for element in self._chain(identifier):
            type_ = over(type_of(find(element, "w:rPr")), type_)
        return type_

    def list_of(self, identifier: str) -> str | None:
        """The list that a numbering style stands for."""
        return self._paragraph(identifier).setting.list_id if identifier in self._elements else None

    def _chain(self, identifier: str | None) -> Iterable[Element]:
        """A style after those that it is based on."""
        chain: list[Element] = []
        element = self._elements.get(identifier)
        while element is not None and len(chain) < DEEPEST:
            chain.append(element)
            base = find(element, "w:basedOn")
            element = None if base is None else self._elements.get(base.get("w:val"))
        return reversed(chain)


def over(upper: T, lower: T) -> T:
    """What `upper` says, and what `lower` says where it says nothing."""
    said = {f.name: getattr(upper, f.name) for f in fields(upper) if getattr(upper, f.name) is not None}
    return replace(lower, **said) if said else lower


def type_of(properties: Element | None) -> Type:
    """What run properties say."""
    if properties is None:
        return Type()
    said = {e.tag: e for e in properties}
    fonts = said.get("w:rFonts")
    return Type(
        size=_number(said.get("w:sz"), "w:val", 2),
        bold=flag(said.get("w:b")),
        face=None if fonts is None else fonts.get("w:eastAsia"),
        hidden=flag(said.get("w:vanish")),
    )


def setting_of(properties: Element | None) -> Setting:
    """What paragraph properties say."""
    if properties is None:
        return Setting()
    said = {e.tag: e for e in properties}
    outline = _number(said.get("w:outlineLvl"), "w:val")
    align, indent, numbers = said.get("w:jc"), said.get("w:ind"), said.get("w:numPr")
    level = None if numbers is None else _number(find(numbers, "w:ilvl"), "w:val")
    list_ = None if numbers is None else find(numbers, "w:numId")
    return Setting(
        outline=None if outline is None else int(outline),
        align=None if align is None else align.get("w:val"),
        first=_number(indent, "w:firstLine", 20),
        first_chars=_number(indent, "w:firstLineChars", 100),
        hanging=_number(indent, "w:hanging", 20),
        left=_first(_number(indent, "w:left", 20), _number(indent, "w:start", 20)),
        left_chars=_first(_number(indent, "w:leftChars", 100), _number(indent, "w:startChars", 100)),
        list_id=None if list_ is None else list_.get("w:val"),
        list_level=None if level is None else int(level),
        on_new_page=flag(said.get("w:pageBreakBefore")),
    )


def outline_level(setting: Setting) -> int | None:
    """The level of a heading from 0; None for body text."""
    return setting.outline if setting.outline is not None and 0 <= setting.outline < _NO_OUTLINE else None


def flag(element: Element | None) -> bool | None:
    """What a property says that is on or off; None if it is not there."""
    return None if element is None else _is_on(element.get("w:val", "1"))


def _is_on(value: str | None) -> bool:
    return value is not None and value.lower() not in _FALSE


def _number(element: Element | None, attribute: str, divisor: int = 1) -> float | None:
    """A number of whole units, divided; None if there is none. Damaged values are none."""
    value = None if element is None else element.get(attribute)
    try:
        number = None if value is None else float(value)
    except ValueError:
        return None
    return number / divisor if number is not None and isfinite(number) else None


def _first(*values: float | None) -> float | None:
    return next((v for v in values if v is not None), None)
