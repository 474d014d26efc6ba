"""Styles and fonts of Word's binary format (MS-DOC 2.9.271 and 2.9.104)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from corpus.readers.doc import sprms
from corpus.readers.doc.sprms import Properties
from corpus.readers.headings import DEEPEST, named_level, names_contents, names_title

_PARAGRAPH, _CHARACTER = 1, 2
_NO_BASE: Final = 0xFFF
# Numbers of built-in styles, which keep them whatever they are called (MS-DOC 2.9.260).
_HEADINGS: Final = range(1, 10)
_CONTENTS: Final = range(19, 28)
_TITLE: Final = 62
_FONT_NAME: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """A style with all that it inherits: what it says of paragraphs and of characters. Each is only equal to itself.

    `level` is that of headings from 1, 0 for none.
    """

    paragraph: Properties = field(default_factory=dict)
    character: Properties = field(default_factory=dict)
    level: int = 0
    title: bool = False
    contents: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    base: int
    name: str
    paragraph: bytes
    character: bytes


class Styles:
    """The styles of a document by their index. Raises `struct.error` or `IndexError` if their sheet is damaged."""

    def __init__(self, sheet: bytes) -> None:
        self._entries = _entries(sheet) if sheet else {}
        self.at = lru_cache(maxsize=None)(self._at)

    def _at(self, index: int) -> Style:
        chain: list[int] = []
        while index in self._entries and len(chain) < DEEPEST:
            chain.append(index)
            index = self._entries[index].base
        style = Style()
        for entry in (self._entries[i] for i in reversed(chain)):
            level = entry.number if entry.number in _HEADINGS else named_level(entry.name)
            said = sprms.properties(entry.paragraph)
            outline = said.get(sprms.OUTLINE)
            if outline is not None:
                level = outline + 1 if outline < len(_HEADINGS) else 0
            style = Style(
                style.paragraph | said,
                applied(sprms.properties(entry.character), style.character),
                style.level if level is None else level,
                style.title or entry.number == _TITLE or names_title(entry.name),
                style.contents or entry.number in _CONTENTS or names_contents(entry.name),
            )
        return style


def applied(upper: Properties, lower: Properties) -> Properties:
    """What is said of characters above what their style says: 128 and 129 mean as the style has it, and not so."""
    merged = lower | upper
    for code in (sprms.BOLD, sprms.VANISH):
        if upper.get(code, 0) & 0x80:
            merged[code] = lower.get(code, 0) ^ (upper[code] & 1)
    return merged


def fonts(table: bytes) -> list[str]:
    """The names of the fonts, in their order."""
    names: list[str] = []
    at = 4
    while at < len(table):
        size = 1 + table[at]
        raw = table[at + _FONT_NAME : at + size]
        names.append(raw.decode("utf-16-le", "replace").partition("\0")[0])
        at += size
    return names


def _entries(sheet: bytes) -> dict[int, _Entry]:
    header, count, base_size = struct.unpack_from("<HHH", sheet)
    entries: dict[int, _Entry] = {}
    at = 2 + header
    for index in range(count):
        (size,) = struct.unpack_from("<H", sheet, at)
        if size:
            entries[index] = _entry(sheet[at + 2 : at + 2 + size], base_size)
        at += 2 + size + size % 2
    return entries


def _entry(style: bytes, base_size: int) -> _Entry:
    number, base, counts = struct.unpack_from("<HHH", style)
    (length,) = struct.unpack_from("<H", style, base_size)
    at = base_size + 2
    name = style[at : at + 2 * length].decode("utf-16-le", "replace")
    at += 2 * length + 2
    parts: list[bytes] = []
    for _ in range(counts & 0xF):
        at += at % 2
        if at + 2 > len(style):
            break
        (size,) = struct.unpack_from("<H", style, at)
        parts.append(style[at + 2 : at + 2 + size])
        at += 2 + size
    kind = base & 0xF
    paragraph = parts[0][2:] if kind == _PARAGRAPH and parts else b""
    character = parts[1] if kind == _PARAGRAPH and len(parts) > 1 else b""
    if kind == _CHARACTER and parts:
        character = parts[0]
    return _Entry(number & 0xFFF, base >> 4 if base >> 4 != _NO_BASE else -1, name, paragraph, character)
