"""Lightly marked text: what every reader makes of its file, and all that the layout reader knows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple


class Line(NamedTuple):
    """One line of a document as its reader found it, or one paragraph where the file knows of paragraphs.

    `number` counts from 1. `heading` is the level of a heading (1 is the highest), 0 for none. `role` is a label of
    `corpus.layout.lines` that the reader is sure of (`furniture` for a page header, for instance). `emphasis` says that
    the whole line is bold or in larger type than the text around it, `centred` that it is set in the middle, `item`
    that it begins an item of a list. `page` is the number of the page that it begins on, from 1; 0 where the file knows
    of no pages.
    """

    # A tuple: there is one for each line of a file, and instances of frozen classes take three times as long to make.
    number: int
    text: str
    heading: int = 0
    role: str | None = None
    emphasis: bool = False
    centred: bool = False
    page: int = 0
    item: bool = False


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A document's lines in reading order, and what the file says of itself.

    `paragraphs` says that each line is a whole paragraph, as in a word processor's file: none is to be put together
    with the next because it reaches a margin. `title` and `date` (ISO 8601, may be partial) are the file's own, of its
    head or its properties, None where it has none. `warnings` tell what could not be read.
    """

    lines: tuple[Line, ...]
    paragraphs: bool = False
    title: str | None = None
    date: str | None = None
    warnings: tuple[str, ...] = ()

    @classmethod
    def plain(cls, text: str) -> MarkedText:
        """The lines of a plain text; a form feed ends a line, and a page, without counting as a line."""
        return cls(tuple(_plain_lines(text)))


def _plain_lines(text: str) -> Iterable[Line]:
    if "\f" not in text:
        yield from map(Line, count(1), text.split("\n"))
        return
    page = 1
    for number, raw in enumerate(text.split("\n"), 1):
        parts = raw.split("\f")
        for part in parts:
            yield Line(number, part, page=page)
            page += 1
        page -= 1
