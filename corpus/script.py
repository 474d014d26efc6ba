"""Traditional, simplified and variant characters: one table for all who compare Chinese text."""

from __future__ import annotations

import re
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


def is_simplified(text: str) -> bool:
    """Whether no character of `text` has another one in the table: then translating it is not worth the time.

    Made for long texts. The pattern takes some milliseconds to compile, so that few short ones are translated sooner.
    """
    return _traditional().search(text) is None


@cache
def _traditional() -> re.Pattern[str]:
    # Characters beyond U+FFFF are taken together: a class that names some of them is searched for much more slowly.
    common = "".join(char for char in map(chr, simplified()) if char <= "\uffff")
    return re.compile(f"[{common}\U00010000-\U0010ffff]")
