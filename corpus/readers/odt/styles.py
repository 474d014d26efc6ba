"""Styles of OpenDocument texts (ODF 1.2 part 1, 16): what a paragraph and its characters look like."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Final, Literal
from xml.etree.ElementTree import Element

from corpus.readers.headings import DEEPEST, is_bold_face, names_contents, names_title
from corpus.readers.lists import Level
from corpus.readers.xmltree import find

_LENGTH: Final = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)(pt|cm|mm|in|pc|px)")
_POINTS: Final = {"pt": 1.0, "cm": 28.346, "mm": 2.8346, "in": 72.0, "pc": 12.0, "px": 0.75}
_ALIGNS: Final[dict[str, Literal["left", "centre", "right"]]] = {"center": "centre", "end": "right", "right": "right"}
_BOLD: Final = frozenset(("bold", "600", "700", "800", "900"))
# Number formats of lists by the names that WordprocessingML has for them.
_FORMATS: Final = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCountingThousand",
    "壹, 貳, 參, ...": "ideographLegalTraditional",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "１, ２, ３, ...": "decimalFullWidth",
}


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits; None where nothing is said. Lengths are in points."""

    size: float | None = None
    bold: bool | None = None
    face: str | None = None
    hidden: bool | None = None
    align: Literal["left", "centre", "right"] | None = None
    first: float | None = None
    left: float | None = None
    outline: int | None = None
    on_new_page: bool | None = None
    title: bool | None = None
    contents: bool | None = None

    @property
    def heavy(self) -> bool:
        return bool(self.bold) or is_bold_face(self.face)

    def over(self, lower: Style) -> Style:
        """What this style says, and what `lower` says where it says nothing."""
        said = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None}
        return replace(lower, **said)


class Styles:
    """The styles of a document, those of its two parts together; its own automatic ones come last and win."""

    def __init__(self, *roots: Element | None) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, Element] = {}
        self._base = Style()
        for root in roots:
            for group in () if root is None else root:
                if group.tag in {"office:styles", "office:automatic-styles"}:
                    for element in group:
                        self._take(element)
        self.at = lru_cache(maxsize=None)(self._at)
        self.levels = lru_cache(maxsize=None)(self._levels)

    def _take(self, element: Element) -> None:
        family, name = element.get("style:family", ""), element.get("style:name", "")
        if element.tag == "style:style":
            self._elements[family, name] = element
        elif element.tag == "text:list-style":
            self._lists[name] = element
        elif element.tag == "style:default-style" and family == "paragraph":
            self._base = _style(element)

    def _at(self, family: str, name: str | None) -> Style:
        """The style `name` of a family (`paragraph`, `text`); of characters, what they say beside their paragraph's."""
        chain: list[Element] = []
        element = self._elements.get((family, name or ""))
        while element is not None and len(chain) < DEEPEST:
            chain.append(element)
            element = self._elements.get((family, element.get("style:parent-style-name", "")))
        style = self._base if family == "paragraph" else Style()
        for link in reversed(chain):
            style = _style(link).over(style)
        return style

    def _levels(self, name: str) -> dict[int, Level]:
        """The levels of a list style."""
        element = self._lists.get(name)
        return {} if element is None else {int(_number(e.get("text:level"), 1)) - 1: _level(e) for e in element}


def _style(element: Element) -> Style:
    characters, paragraph = find(element, "style:text-properties"), find(element, "style:paragraph-properties")
    text = {} if characters is None else characters.attrib
    block = {} if paragraph is None else paragraph.attrib
    name = element.get("style:display-name") or element.get("style:name") or ""
    outline = element.get("style:default-outline-level")
    weight = text.get("style:font-weight-asian", text.get("fo:font-weight"))
    align = block.get("fo:text-align")
    return Style(
        size=_points(text.get("style:font-size-asian", text.get("fo:font-size"))),
        bold=None if weight is None else weight in _BOLD,
        face=text.get("style:font-name-asian") or text.get("style:font-family-asian"),
        hidden=True if text.get("text:display") == "none" else None,
        align=None if align is None else _ALIGNS.get(align, "left"),
        first=_points(block.get("fo:text-indent")),
        left=_points(block.get("fo:margin-left")),
        outline=None if not outline else int(_number(outline, 0)) - 1,
        on_new_page=True if "page" in (block.get("fo:break-before"), element.get("style:master-page-name")) else None,
        title=True if names_title(name) else None,
        contents=True if names_contents(name) else None,
    )


def _level(element: Element) -> Level:
    if element.tag != "text:list-level-style-number":
        return Level(style="bullet", text=element.get("text:bullet-char", ""))
    at = int(_number(element.get("text:level"), 1))
    shown = int(_number(element.get("text:display-levels"), 1))
    form = element.get("style:num-format", "")
    places = ".".join(f"%{n}" for n in range(max(1, at - shown + 1), at + 1)) if form else ""
    return Level(
        start=int(_number(element.get("text:start-value"), 1)),
        style=_FORMATS.get(form, "decimal"),
        text=f"{element.get('style:num-prefix', '')}{places}{element.get('style:num-suffix', '')}",
    )


def _points(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length or "")
    return float(match[1]) * _POINTS[match[2]] if match else None


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default
