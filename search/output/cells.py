"""How wide text is on a terminal, told without a library: for help and messages."""

from __future__ import annotations

from typing import Final
from unicodedata import category, east_asian_width

# Marks stand on the character before them, and format characters are not seen.
_NO_CELL: Final = ("Mn", "Me", "Cf")


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(0 if category(char) in _NO_CELL else 2 if is_wide(char) else 1 for char in text)


def is_wide(char: str) -> bool:
    """Whether a character takes two cells."""
    return east_asian_width(char) in "WF"


def padded(text: str, width: int) -> str:
    """A text with spaces behind it, so that it takes so many cells."""
    return text + " " * (width - cells(text))
