"""Lists of Word's binary format (MS-DOC 2.9.131, 2.9.147 and 2.9.150)."""

from __future__ import annotations

import struct
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from corpus.readers.doc import sprms
from corpus.readers.lists import Level, Lists

_LIST_SIZE, _OVERRIDE_SIZE, _LEVEL_SIZE = 28, 16, 28
_SIMPLE: Final = 1
_LEGAL, _NO_RESTART = 0x04, 0x08
_STARTS, _FORMATS = 0x10, 0x20
_FONT: Final = 0x4A4F
# Number formats (MS-OSHARED 2.2.1.3) by the names that WordprocessingML has for them.
_STYLES: Final = {
    1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2",
    22: "decimalZero", 23: "bullet", 28: "decimalEnclosedCircle", 29: "decimalEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Instance:
    name: str
    levels: dict[int, Level]
    anew: Set[int]


class Numbering:
    """Numbers of paragraphs. Raises `struct.error` or `IndexError` if the tables of lists are damaged.

    `definitions` is the table of lists and what follows it, the levels; `overrides` that of their instances.
    """

    def __init__(self, definitions: bytes, levels: bytes, overrides: bytes, fonts: Sequence[str]) -> None:
        self._fonts = fonts
        self._lists = Lists()
        self._definitions = self._read_definitions(definitions, levels) if definitions else {}
        self._instances = self._read_instances(overrides) if overrides else []

    def label(self, instance: int, level: int) -> str:
        """The number or bullet of the next paragraph of an instance (from 1) on `level` (from 0)."""
        if not 1 <= instance <= len(self._instances):
            return ""
        found = self._instances[instance - 1]
        return self._lists.label(found.name, level, found.levels, instance=str(instance), anew=found.anew)

    def _read_definitions(self, definitions: bytes, levels: bytes) -> dict[int, dict[int, Level]]:
        (count,) = struct.unpack_from("<H", definitions)
        found: dict[int, dict[int, Level]] = {}
        at = 0
        for i in range(count):
            start = 2 + _LIST_SIZE * i
            (identifier,) = struct.unpack_from("<I", definitions, start)
            of_list: dict[int, Level] = {}
            for number in range(1 if definitions[start + 26] & _SIMPLE else 9):
                of_list[number], at = self._level(levels, at)
            found[identifier] = of_list
        return found

    def _read_instances(self, overrides: bytes) -> list[_Instance]:
        (count,) = struct.unpack_from("<I", overrides)
        at = 4 + _OVERRIDE_SIZE * count
        instances = []
        for i in range(count):
            start = 4 + _OVERRIDE_SIZE * i
            (identifier,) = struct.unpack_from("<I", overrides, start)
            levels = dict(self._definitions.get(identifier, {}))
            anew: set[int] = set()
            at += 4
            for _ in range(overrides[start + 12]):
                first, flags = struct.unpack_from("<iI", overrides, at)
                at += 8
                number = flags & 0xF
                if flags & _FORMATS:
                    levels[number], at = self._level(overrides, at)
                if flags & _STARTS and number in levels:
                    anew.add(number)
                    levels[number] = levels[number] if flags & _FORMATS else replace(levels[number], start=first)
            instances.append(_Instance(str(identifier), levels, anew))
        return instances

    def _level(self, data: bytes, at: int) -> tuple[Level, int]:
        """The level at an offset, and where the next one begins."""
        start, style, flags = struct.unpack_from("<iBB", data, at)
        characters, paragraph, above = data[at + 24], data[at + 25], data[at + 26]
        at += _LEVEL_SIZE + paragraph
        said = sprms.properties(data[at : at + characters])
        at += characters
        (length,) = struct.unpack_from("<H", data, at)
        raw = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
        font = said.get(_FONT, len(self._fonts))
        level = Level(
            start=start,
            style=_STYLES.get(style, "decimal"),
            text="".join(f"%{ord(c) + 1}" if ord(c) < 9 else c for c in raw),  # numbers stand as their levels
            font=self._fonts[font] if font < len(self._fonts) else None,
            legal=bool(flags & _LEGAL),
            restart=above if flags & _NO_RESTART else None,
        )
        return level, at + 2 + 2 * length
