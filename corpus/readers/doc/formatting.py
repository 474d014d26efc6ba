"""What Word's binary format says of paragraphs and of characters, styles included."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from corpus.readers.doc import sprms
from corpus.readers.doc.binary import WordFile
from corpus.readers.doc.lists import Numbering
from corpus.readers.doc.sprms import Applied, Properties, character_runs, paragraph_runs, properties, signed
from corpus.readers.doc.styles import Style, Styles, applied, fonts
from corpus.readers.headings import is_bold_face

# Structures of the table stream by their number in the header (MS-DOC 2.5.6).
_STYLES, _CHARACTERS, _PARAGRAPHS, _FONTS, _LISTS, _OVERRIDES = 1, 12, 13, 15, 73, 74
_HALF_POINTS: Final = 20  # Word's type where nothing says any
_ALIGN: Final[dict[int, Literal["left", "centre", "right"]]] = {1: "centre", 2: "right"}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike: where they begin in the text, and how they look. `symbol` is font and character."""

    start: int
    text: str
    size: float
    heavy: bool
    hidden: bool
    symbol: tuple[str | None, str] | None


@dataclass(frozen=True, slots=True)
class Setting:
    """A paragraph's style and all that is said of it."""

    style: Style
    said: Properties

    @property
    def align(self) -> Literal["left", "centre", "right"]:
        return _ALIGN.get(self.said.get(sprms.ALIGN, self.said.get(sprms.ALIGN_80, 0)), "left")

    @property
    def level(self) -> int:
        """The level of a heading from 1, 0 for none."""
        outline = self.said.get(sprms.OUTLINE)
        return self.style.level if outline is None else outline + 1 if outline < 9 else 0

    @property
    def row_end(self) -> bool:
        return bool(self.said.get(sprms.ROW_END))

    @property
    def in_table(self) -> bool:
        return bool(self.said.get(sprms.IN_TABLE))

    @property
    def goes_on(self) -> bool:
        """Whether it is a large first letter, which the next paragraph continues."""
        return bool(self.said.get(sprms.DROP_CAP, 0) & 7)

    def indent(self, size: float) -> float:
        """The indent of its first line in characters of `size` points."""
        left = self._either(sprms.LEFT_CHARS, 100) or self._either(sprms.LEFT, 20 * size, sprms.LEFT_80)
        first = self._either(sprms.FIRST_CHARS, 100) or self._either(sprms.FIRST, 20 * size, sprms.FIRST_80)
        return left + first

    def _either(self, code: int, unit: float, older: int = 0) -> float:
        return signed(self.said.get(code, self.said.get(older, 0))) / unit


class Formatting:
    """Formatting by position in the text. Raises `struct.error` or `IndexError` where it is damaged."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._styles = Styles(file.table(_STYLES))
        self._fonts = fonts(file.table(_FONTS))
        self._paragraphs = Applied(paragraph_runs(file.table(_PARAGRAPHS), file.stream))
        self._characters = Applied(character_runs(file.table(_CHARACTERS), file.stream))
        # The levels stand behind the table of lists, which does not count them.
        definitions = file.table(_LISTS)
        levels = file.rest_of_table(_LISTS) if definitions else b""
        self.numbering = Numbering(definitions, levels, file.table(_OVERRIDES), self._fonts)
        self._setting = lru_cache(maxsize=None)(self._set_by)
        self._look = lru_cache(maxsize=None)(self._look_by)

    def paragraph(self, position: int) -> Setting:
        """How the paragraph that the character at `position` ends is set."""
        _, modifiers = self._paragraphs.at(self._file.offset(position))
        return self._setting(modifiers)

    def runs(self, start: int, end: int, style: Style) -> Iterator[Run]:
        """The characters from `start` to `end`, of a paragraph in `style`."""
        for begin, stop, offset, width in self._file.stretches(start, end):
            at = begin
            while at < stop:
                here = offset + (at - begin) * width
                run_end, modifiers = self._characters.at(here)
                size = min(stop - at, max(1, -((here - run_end) // width)))
                yield self._run(at, self._file.text[at : at + size], modifiers, style)
                at += size

    def _run(self, start: int, text: str, modifiers: bytes, style: Style) -> Run:
        said = self._look(modifiers, style)
        symbol = said.get(sprms.SYMBOL)
        return Run(
            start,
            text,
            size=said.get(sprms.SIZE, _HALF_POINTS) / 2,
            heavy=bool(said.get(sprms.BOLD)) or is_bold_face(self._font(said.get(sprms.EAST_ASIAN_FONT))),
            hidden=bool(said.get(sprms.VANISH) or said.get(sprms.DELETED)),
            symbol=None if symbol is None else (self._font(symbol & 0xFFFF), chr(symbol >> 16)),
        )

    def _look_by(self, modifiers: bytes, style: Style) -> Properties:
        direct = properties(modifiers)
        named = self._styles.at(direct.get(sprms.CHARACTER_STYLE, -1)).character
        return applied(direct, applied(named, style.character))

    def _set_by(self, modifiers: bytes) -> Setting:
        index = struct.unpack_from("<H", modifiers)[0] if len(modifiers) >= 2 else 0
        style = self._styles.at(index)
        return Setting(style, style.paragraph | properties(modifiers[2:]))

    def _font(self, index: int | None) -> str | None:
        return self._fonts[index] if index is not None and index < len(self._fonts) else None
