"""Text of OFD pages with its places (GB/T 33190-2016, 11.3): lengths are in millimetres, downwards and to the right."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from corpus.readers.geometry import Box, Page
from corpus.readers.glyphs import plain
from corpus.readers.headings import is_bold_face
from corpus.readers.xmltree import find

_BOLD_WEIGHT: Final = 600  # of 400 for regular and 700 for bold type (table 47)
# Text is taken as running straight if it is turned by less than this many degrees.
_STRAIGHT: Final = 2
# The advance of characters that say none, in sizes: those of Latin letters and of Han.
_NARROW, _WIDE = 0.5, 1.0
_FIRST_WIDE: Final = "\u1100"
# An advance of more sizes than this leaves a gap: the character itself is no wider.
_WIDEST: Final = 1.2
_IDENTITY: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_A_SIZE: Final = 3.7  # 小四, where none can be read


@dataclass(frozen=True, slots=True)
class _Char:
    """A character's origin on the page, and the direction (degrees, clockwise) in which its line runs."""

    text: str
    x: float
    y: float
    advance: float


def bold_fonts(resources: Iterable[Element]) -> set[str]:
    """The identifiers of fonts that are bold."""
    found = set()
    for root in resources:
        for font in root.iter("ofd:Font"):
            names = (font.get("FontName"), font.get("FamilyName"))
            if font.get("Bold") == "true" or any(is_bold_face(n) or (n or "").lower().endswith("bold") for n in names):
                found.add(font.get("ID", ""))
    return found


def pages_of(contents: Iterable[Element], size: tuple[float, float], number: int, bold: set[str]) -> list[Page]:
    """The text of a page and its templates, one `Page` for each direction of writing, the commonest first."""
    frames: dict[int, list[Box]] = defaultdict(list)
    for content in contents:
        for item in content.iter("ofd:TextObject"):
            if item.get("Visible") != "false":
                for angle, box in _boxes(item, size, bold):
                    frames[angle].append(box)
    common = sorted(frames, key=lambda angle: (-len(frames[angle]), angle))
    width, height = size
    return [
        Page(number, *((height, width) if angle in {90, 270} else (width, height)), tuple(frames[angle]), frame)
        for frame, angle in enumerate(common)
    ]


def numbers(text: str | None) -> list[float]:
    """The numbers in a list; what is none ends it."""
    found: list[float] = []
    for word in (text or "").split():
        try:
            value = float(word)
        except ValueError:
            break
        if not math.isfinite(value):
            break
        found.append(value)
    return found


def _boxes(item: Element, page: tuple[float, float], bold: set[str]) -> Iterator[tuple[int, Box]]:
    """The characters of a text object, each a box in the frame of the direction that its line runs in."""
    left, top = (*numbers(item.get("Boundary")), 0.0, 0.0)[:2]
    matrix = numbers(item.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == len(_IDENTITY) else _IDENTITY
    size = abs((numbers(item.get("Size")) or [_A_SIZE])[0])
    scale = (numbers(item.get("HScale")) or [1.0])[0]
    shown = round(size * math.hypot(c, d), 3) or _A_SIZE
    heavy = (numbers(item.get("Weight")) or [0])[0] >= _BOLD_WEIGHT or item.get("Font") in bold
    for chars, down in _lines(item, size, scale):
        angle = _angle(0.0, 1.0, (a, b, c, d)) if down else _angle(1.0, 0.0, (a, b, c, d))
        stretch = math.hypot(c, d) if down else math.hypot(a, b)
        for char in chars:
            if char.text.isspace():
                continue  # the gap that it leaves tells
            x, y = _turned(a * char.x + c * char.y + e + left, b * char.x + d * char.y + f + top, angle, page)
            yield angle, Box(plain(char.text), x, x + char.advance * stretch, y, shown, heavy)


def _lines(item: Element, size: float, scale: float) -> Iterator[tuple[list[_Char], bool]]:
    """Stretches of characters in the object's own coordinates, and whether they run downwards."""
    x = y = 0.0
    for code in item.iter("ofd:TextCode"):
        text = (code.text or "").strip("\r\n")
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        across, downwards = _advances(code.get("DeltaX"), len(text)), _advances(code.get("DeltaY"), len(text))
        down = sum(map(abs, downwards)) > sum(map(abs, across))
        chars = []
        at_x, at_y = x, y
        for i, char in enumerate(text):
            width = size * scale * (_WIDE if char >= _FIRST_WIDE or char in "“”‘’…—" else _NARROW)
            step = downwards[i] if down and i < len(downwards) else across[i] if i < len(across) else width
            own = step if 0 < step <= _WIDEST * size else width
            chars.append(_Char(char, at_x, at_y, size if down else own))
            at_x += across[i] if i < len(across) else 0.0 if down or across else width
            at_y += downwards[i] if i < len(downwards) else 0.0
        yield chars, down


def _advances(text: str | None, most: int) -> list[float]:
    """Distances between `most` characters at most, `g 3 5` meaning 5 three times (7.3, table 5)."""
    found: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if len(found) >= most:
            break
        if word == "g":
            count, value = numbers(next(words, "")), numbers(next(words, ""))
            if not count or not value:
                break
            found += value * min(max(int(count[0]), 0), most)
        else:
            value = numbers(word)
            if not value:
                break
            found += value
    return found


def _angle(x: float, y: float, matrix: tuple[float, float, float, float]) -> int:
    """The direction of (x, y) on the page in degrees, clockwise, a right angle if it is near one."""
    a, b, c, d = matrix
    angle = math.degrees(math.atan2(b * x + d * y, a * x + c * y))
    near = round(angle / 90) * 90
    return round(near if abs(angle - near) <= _STRAIGHT else angle) % 360


def _turned(x: float, y: float, angle: int, page: tuple[float, float]) -> tuple[float, float]:
    """A place in the frame of text that runs in the direction of `angle`."""
    width, height = page
    straight: Mapping[int, tuple[float, float]] = {
        0: (x, y),
        90: (y, width - x),
        180: (width - x, height - y),
        270: (height - y, x),
    }
    if angle in straight:
        return straight[angle]
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cos + y * sin, y * cos - x * sin


def page_size(*areas: Element | None) -> tuple[float, float]:
    """Width and height by the first area that says them; A4 if none does."""
    for area in areas:
        box = find(area, "ofd:PhysicalBox")
        sides = numbers(None if box is None else box.text)
        if len(sides) == 4 and sides[2] > 0 and sides[3] > 0:
            return sides[2], sides[3]
    return 210.0, 297.0
