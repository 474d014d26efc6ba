"""How much of a file is read: what no newsletter needs, and what would fill the memory or never end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from corpus.errors import CorpusError
from corpus.language import tr


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. Sizes are in bytes.

    `file` is its size, `unpacked` the size of all that is unpacked from it (Word, OFD and e-book files are ZIP
    archives), `ratio` how many times larger than packed one part may be once it is larger than `small`, `parts` how
    many of them there may be. `lines` counts lines of text or paragraphs, `pages` pages, `elements` those of one part
    in XML, `nesting` elements within elements of XML or HTML.
    """

    file: int = 256 << 20  # a thousand pages with photographs
    unpacked: int = 512 << 20
    ratio: int = 200  # text packs up to 20 times, tables of one word 100 times
    small: int = 4 << 20
    parts: int = 10_000  # a part for each picture
    lines: int = 500_000  # a thousand full pages have 40,000; this many take half a minute and 800 MB
    pages: int = 5_000
    elements: int = 2_000_000  # Word makes about 200 for a thousand characters; this many take 600 MB
    nesting: int = 500  # a table within a table within a text box has 40


LIMITS: Final = Limits()


def check_lines(count: int, limits: Limits = LIMITS) -> None:
    """Raises `CorpusError` for more lines than are read."""
    if count > limits.lines:
        raise CorpusError(
            tr("more than {most:,} lines; no newsletter has so many, so it is not read; split it", most=limits.lines)
        )
