"""Traditional, simplified and variant characters: one table for all who compare Chinese text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).with_name("data") / "t2s.txt"


@cache
def simplified() -> dict[int, int]:
    """A table for str.translate from traditional and variant characters to simplified ones, one to one, so that every
    place is kept. No character is both.

    Generated from OpenCC's tables and Unihan by scripts/make_t2s.py.
    """
    traditional, simple, *_ = _DATA.read_text(encoding="utf-8").split("\n")
    return str.maketrans(traditional, simple)
