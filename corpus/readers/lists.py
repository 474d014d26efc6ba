"""Numbered paragraphs: how far each list of a document has come, and the number that the next paragraph gets."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Final

from corpus.readers.numerals import numeral, symbol

_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    `text` is `第%1条`, with the number of level 1 at `%1`, or a bullet of the font `font`. `style` is a number format
    of `corpus.readers.numerals`. `legal` writes the numbers of the levels above in digits. `restart` is the level,
    from 1, whose numbers (and those above it) let it begin anew; 0 for none, None for all above.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    font: str | None = None
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _Count:
    """The last number of each level of a list, and which instances of it have begun."""

    at: dict[int, int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


class Lists:
    """Counts through the lists of a document: to be asked once for each numbered paragraph, in their order."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}

    def label(
        self, name: str, level: int, levels: Mapping[int, Level], *, instance: str = "", anew: Container[int] = ()
    ) -> str:
        """The number or bullet of the next paragraph on `level` (from 0) of the list `name`.

        An `instance` of a list counts on where another one ended, but for the levels in `anew`. Empty for a level
        that `levels` do not have.
        """
        here = levels.get(level)
        if here is None:
            return ""
        count = self._counts.setdefault(name, _Count())
        if instance not in count.begun:
            count.begun.add(instance)
            count.at = {at: number for at, number in count.at.items() if at not in anew}
        count.at[level] = count.at.get(level, here.start - 1) + 1
        count.at = {at: n for at, n in count.at.items() if at <= level or not _restarts(levels.get(at), level)}
        return _text(here, level, levels, count.at)


def _text(here: Level, level: int, levels: Mapping[int, Level], numbers: Mapping[int, int]) -> str:
    if here.style == "bullet":
        return "".join(symbol(c, here.font) for c in here.text).strip()

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        of = levels.get(at, Level())
        return numeral(numbers.get(at, of.start), "decimal" if here.legal and at != level else of.style)

    return _PLACE.sub(number, here.text).strip()


def _restarts(level: Level | None, above: int) -> bool:
    if level is None or level.restart is None:
        return True
    return level.restart != 0 and above < level.restart
