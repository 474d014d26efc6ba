"""How much of a file is read: what no newsletter needs, and what would fill the memory or never end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from corpus.errors import LimitError
from corpus.language import tr


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. Sizes are in bytes.

    `seconds` and `memory` are what reading a file takes in a process of its own, and with `wensou index` what
    analysing it takes, too; memory is counted in addresses.
    `file` is its size, `unpacked` the size of all that is unpacked from it (Word, OFD and e-book files are ZIP
    archives), `ratio` how many times larger than packed one part may be once it is larger than `small`, `parts` how
    many of them there may be. `lines` counts lines of text or paragraphs, `line` the characters of one of them,
    `boxes` the pieces of text that a PDF or OFD file gives places of their own, `articles` what they are split into,
    `pages` pages, `elements` those of one part in XML or of a web page, and groups and control words of Rich Text,
    `nesting` how many of them stand within each other, `open` how many elements of a web page are not closed, and
    `attributes` those of one such element.
    """

    seconds: float = 60  # the most that any bound below allowed took half of it, on a busy machine
    memory: int = 2 << 30  # the libraries take 300 MB of addresses, as many elements as are allowed 600 MB
    file: int = 256 << 20  # a thousand pages with photographs
    unpacked: int = 512 << 20
    ratio: int = 200  # text packs up to 20 times, tables of one word 100 times
    small: int = 4 << 20
    parts: int = 10_000  # a part for each picture
    lines: int = 200_000  # a thousand full pages have 40,000; this many take 16 s and 400 MB
    line: int = 5_000_000  # ten novels
    boxes: int = 300_000  # some programs set each character by itself: then they are 300 full pages, and take 13 s
    articles: int = 20_000  # ten thousand full pages of briefs
    pages: int = 5_000
    elements: int = 2_000_000  # Word makes about 200 for a thousand characters; this many take 600 MB
    nesting: int = 500  # a table within a table within a text box has 40
    open: int = 10_000  # what the parser of pages takes grows with the square: so many take .1 s
    attributes: int = 1_000  # the parser compares each with all others of its element; pages have a dozen


LIMITS: Final = Limits()
_current: Final[ContextVar[Limits]] = ContextVar("limits", default=LIMITS)

_SIZES: Final = ("memory", "file", "unpacked", "small")
_UNITS: Final = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_GIVEN: Final = re.compile(
    r"\s*(?P<name>[a-z]+)\s*=\s*(?P<number>\d{1,12}(?:\.\d{1,3})?)\s*(?P<unit>[kmg]?)b?\s*", re.I
)


def limits() -> Limits:
    """The limits in force."""
    return _current.get()


@contextmanager
def within(bounds: Limits) -> Iterator[None]:
    """Has these limits in force, in this thread."""
    token = _current.set(bounds)
    try:
        yield
    finally:
        _current.reset(token)


def allowing(given: Iterable[str], bounds: Limits = LIMITS) -> Limits:
    """The limits with others for what is `given` as `pages=10000` or `file=1GB`. Raises LimitError."""
    changes: dict[str, Any] = {}
    for text in given:
        match = _GIVEN.fullmatch(text)
        if match is None or match["name"] not in _NAMES or (match["unit"] and match["name"] not in _SIZES):
            raise LimitError(
                tr(
                    "{text!r} is no limit; write one as pages=10000 or file=1GB; there are {names}",
                    text=text,
                    names=", ".join(_NAMES),
                )
            )
        number = float(match["number"]) * _UNITS[match["unit"].lower()]
        if not number:
            raise LimitError(tr("{text!r} would allow nothing", text=text))
        changes[match["name"]] = number if match["name"] == "seconds" else int(number)
    return replace(bounds, **changes)


def check_lines(count: int) -> None:
    """Raises `LimitError` for more lines than are read."""
    if count > (most := limits().lines):
        raise exceeded("lines", tr("more than {most:,} lines; no newsletter has so many", most=most), tr("split it"))


def check_boxes(count: int) -> None:
    """Raises `LimitError` for more pieces of text with places of their own than are read."""
    if count > (most := limits().boxes):
        raise exceeded("boxes", tr("more than {most:,} pieces of text, each set by itself", most=most), tr("split it"))


def exceeded(name: str, what: str, advice: str = "") -> LimitError:
    """The fault that `what` is too much, with how to have it read all the same; `name` is that of the limit."""
    most = getattr(limits(), name)
    more = f"{2 * most >> 20}MB" if name in _SIZES else f"{2 * most:g}" if name == "seconds" else str(2 * most)
    if advice:
        return LimitError(
            tr(
                "{what}, so it is not read; {advice}, or allow more: --allow {name}={more}",
                what=what,
                advice=advice,
                name=name,
                more=more,
            )
        )
    return LimitError(
        tr("{what}, so it is not read; allow more: --allow {name}={more}", what=what, name=name, more=more)
    )


_NAMES: Final = tuple(field.name for field in fields(Limits))
