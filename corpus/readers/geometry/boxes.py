"""The records: text with its place. All lengths are in one unit, whichever the format has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Punctuation of full width that has ink in one half only.
OPENING = frozenset("（《“‘「『【〔")
CLOSING = frozenset("，。、；：！？）》”’」』】〕")


@dataclass(frozen=True, slots=True)
class Box:
    """A run of text that stands together on one line, a character at least.

    `x0` and `x1` are its left and right edge, `y` is its baseline, counted downwards from the top of the page, `size`
    the size of its type. Text that runs downwards or is turned is given in a frame turned with it (see `Page.frame`).
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page in one direction of writing.

    `number` counts from 1. A page that has text in several directions is several of these, one after the other, with
    the same number and another `frame`: 0 for what runs as most of the page does.
    """

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]
    frame: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Text on one baseline: a segment between two wide gaps, or the line that segments make up.

    `weight` is the share of its characters that are bold. `loose` says that wide gaps part it, as cells of a table are
    parted, `title` that it is bold or larger where most of the document is not. `left` and `right` are the margins of
    the column that it stands in, `edge` says that lines show where the right one is.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int
    weight: float = 0.0
    loose: bool = False
    title: bool = False
    left: float = 0.0
    right: float = 0.0
    edge: bool = False

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def median(values: Iterable[float]) -> float:
    """The middle one, the upper of two; 0 of none."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0
