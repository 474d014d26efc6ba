"""Shapes of Word's binary format: which text boxes hang where, and lettering (MS-DOC 2.9.253, MS-ODRAW)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from corpus.limits import limits

_CONTAINER_OF_DRAWING, _GROUP, _SHAPE = 0xF002, 0xF003, 0xF004
_SHAPE_NUMBER, _OPTIONS = 0xF00A, 0xF00B
_HEADER: Final = 8
_LETTERING: Final = 0x00C0  # gtextUNICODE
_ANCHOR_SIZE, _BOX_SIZE = 26, 22
_BY_TEXT: Final = 2
_DRAWINGS: Final = 2  # that of the text and that of the headers


@dataclass(slots=True)
class Group:
    """A shape, or several that are one: the numbers of all of them, and their lettering."""

    numbers: list[int] = field(default_factory=list)
    lettering: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where in the text a shape hangs; `below` says that it is set below the first line there."""

    position: int
    number: int
    below: bool


def anchors(table: bytes) -> Iterator[Anchor]:
    """The anchors of a part's shapes (PlcfSpa)."""
    count = max(0, (len(table) - 4) // (4 + _ANCHOR_SIZE))
    for i in range(count):
        (position,) = struct.unpack_from("<i", table, 4 * i)
        at = 4 * (count + 1) + _ANCHOR_SIZE * i
        number, _, top = struct.unpack_from("<iii", table, at)
        (flags,) = struct.unpack_from("<H", table, at + 20)
        yield Anchor(position, number, top > 0 and flags >> 3 & 3 == _BY_TEXT)


def boxes(table: bytes) -> tuple[list[int], tuple[int, ...]]:
    """The numbers of the shapes that are text boxes, and where in that part their texts begin (PlcftxbxTxt)."""
    count = max(0, (len(table) - 4) // (4 + _BOX_SIZE))
    numbers = [struct.unpack_from("<i", table, 4 * (count + 1) + _BOX_SIZE * i + 14)[0] for i in range(count)]
    return numbers, struct.unpack_from(f"<{count + 1}i", table) if count else ()


def groups(content: bytes) -> Iterator[Group]:
    """The shapes of a document, those of a group together (OfficeArtContent)."""
    view = memoryview(content)
    at = _HEADER + struct.unpack_from("<I", view, 4)[0] if len(view) >= _HEADER else len(view)
    for _ in range(_DRAWINGS):
        # A byte before each says which it is.
        kind, _, drawing = next(_records(view[at + 1 :]), (0, 0, view[:0]))
        if kind == _CONTAINER_OF_DRAWING:
            for inner, _, root in _records(drawing):
                if inner == _GROUP:
                    yield from _shapes(root)
        at += 1 + _HEADER + len(drawing)


def _shapes(root: memoryview) -> Iterator[Group]:
    for kind, _, record in _records(root):
        group = Group()
        if kind == _SHAPE:
            _take_shape(record, group)
        elif kind == _GROUP:
            _take_group(record, group, 1)
        yield group


def _take_group(data: memoryview, group: Group, depth: int) -> None:
    for kind, _, record in _records(data):
        if kind == _SHAPE:
            _take_shape(record, group)
        elif kind == _GROUP and depth < limits().nesting:
            _take_group(record, group, depth + 1)


def _take_shape(data: memoryview, group: Group) -> None:
    for kind, instance, record in _records(data):
        if kind == _SHAPE_NUMBER:
            group.numbers.append(struct.unpack_from("<i", record)[0])
        elif kind == _OPTIONS:
            group.lettering.extend(_lettering(record, instance))


def _lettering(options: memoryview, count: int) -> Iterator[str]:
    """Options with long values have these after all options, in their order."""
    at = 6 * count
    for i in range(count):
        code, value = struct.unpack_from("<HI", options, 6 * i)
        if code & 0x8000:
            if code & 0x3FFF == _LETTERING:
                yield bytes(options[at : at + value]).decode("utf-16-le", "replace").rstrip("\0")
            at += value


def _records(data: memoryview) -> Iterator[tuple[int, int, memoryview]]:
    """Records one after the other: kind, instance, content."""
    at = 0
    while at + _HEADER <= len(data):
        first, kind, size = struct.unpack_from("<HHI", data, at)
        yield kind, first >> 4, data[at + _HEADER : at + _HEADER + size]
        at += _HEADER + size
