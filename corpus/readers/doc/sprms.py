"""Properties in Word's binary format: modifiers (MS-DOC 2.6), and the pages that say where they apply."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

# A modifier's code and what it says (its operand, unsigned).
Properties = dict[int, int]

BOLD, VANISH, DELETED = 0x0835, 0x083C, 0x0800
SIZE, CHARACTER_STYLE, SYMBOL, EAST_ASIAN_FONT = 0x4A43, 0x4A30, 0x6A09, 0x4A50
ALIGN, ALIGN_80, OUTLINE = 0x2461, 0x2403, 0x2640
IN_TABLE, ROW_END = 0x2416, 0x2417
LEFT, LEFT_80, FIRST, FIRST_80 = 0x845E, 0x840F, 0x8460, 0x8411
LEFT_CHARS, FIRST_CHARS = 0x4456, 0x4457
LIST, LIST_LEVEL, NEW_PAGE, DROP_CAP = 0x460B, 0x260A, 0x2407, 0x442C
SECTION_BREAK, OWN_FIRST_PAGE = 0x3009, 0x300A

# The size of a modifier's operand by the upper three bits of its code; 0 where its first byte tells.
_SIZES: Final = (1, 1, 2, 4, 2, 2, 0, 3)
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_PAGE: Final = 512


def properties(modifiers: bytes) -> Properties:
    """What a list of modifiers says, the last word of each; what is damaged at its end is left out."""
    found: Properties = {}
    at = 0
    while at + 2 <= len(modifiers):
        (code,) = struct.unpack_from("<H", modifiers, at)
        at += 2
        size = _SIZES[code >> 13] or _variable(code, modifiers, at)
        operand = modifiers[at : at + size]
        if len(operand) < size:
            break
        if size <= 4:
            found[code] = int.from_bytes(operand, "little")
        at += size
    return found


def _variable(code: int, modifiers: bytes, at: int) -> int:
    first = modifiers[at] if at < len(modifiers) else 0
    if code == _TABLE_DEFINITION:
        return int.from_bytes(modifiers[at : at + 2], "little") + 1
    if code == _TABS and first == 255:
        deleted = modifiers[at + 1] if at + 1 < len(modifiers) else 0
        added = at + 2 + 4 * deleted
        return 3 + 4 * deleted + 3 * (modifiers[added] if added < len(modifiers) else 0)
    return 1 + first


def signed(value: int) -> int:
    """An operand of two bytes that may be negative."""
    return value - 0x10000 if value >= 0x8000 else value


class Applied:
    """Which modifiers apply to the bytes at an offset of the stream; the lists are parsed when they are asked for."""

    def __init__(self, entries: Iterable[tuple[int, int, bytes]]) -> None:
        ordered = sorted(entries, key=lambda entry: entry[:2])
        self._starts = [start for start, _, _ in ordered]
        self._ends = [end for _, end, _ in ordered]
        self._modifiers = [modifiers for _, _, modifiers in ordered]

    def at(self, offset: int) -> tuple[int, bytes]:
        """Where the run that has the byte at `offset` ends, and its modifiers; empty ones where none are known."""
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self._ends[i]:
            return self._ends[i], self._modifiers[i]
        following = self._starts[i + 1] if i + 1 < len(self._starts) else 1 << 32
        return following, b""


def paragraph_runs(table: bytes, stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Runs of the stream and the modifiers of the paragraphs there, after the number of their style (2.9.175)."""
    for page, count, starts in _pages(table, stream):
        for i in range(count):
            at = 2 * page[4 * (count + 1) + 13 * i]
            if at:
                size = page[at]
                modifiers = page[at + 1 : at + 2 * size] if size else page[at + 2 : at + 2 + 2 * page[at + 1]]
                yield starts[i], starts[i + 1], modifiers


def character_runs(table: bytes, stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Runs of the stream and the modifiers of the characters there (2.9.33)."""
    for page, count, starts in _pages(table, stream):
        for i in range(count):
            at = 2 * page[4 * (count + 1) + i]
            if at:
                yield starts[i], starts[i + 1], page[at + 1 : at + 1 + page[at]]


def _pages(table: bytes, stream: bytes) -> Iterator[tuple[bytes, int, tuple[int, ...]]]:
    """Pages of formatting (FKP): the page, how many runs it has, and where those begin."""
    count = (len(table) - 4) // 8
    numbers = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count > 0 else ()
    for number in dict.fromkeys(n & 0x3FFFFF for n in numbers):
        page = stream[number * _PAGE : (number + 1) * _PAGE]
        runs = page[-1] if len(page) == _PAGE else 0
        if 0 < runs <= 0x65:  # as many as fit (2.9.33)
            yield page, runs, struct.unpack_from(f"<{runs + 1}I", page)
