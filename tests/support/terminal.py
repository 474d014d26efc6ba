"""What a text does to the terminal that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pyte

# What the program does itself: text in styles on lines, and a bar of progress that is drawn over and taken away.
_OURS: Final = frozenset(
    {
        "draw",
        "tab",
        "linefeed",
        "carriage_return",
        "select_graphic_rendition",
        "set_mode",
        "reset_mode",
        "erase_in_line",
        "cursor_up",
    }
)
# How it does that, and links to files with nothing in them but what a URI may hold, of which pyte does not tell.
_SEQUENCES: Final = re.compile(
    r"\x1b\[[0-9;]*m|\x1b\[\?25[hl]|\x1b\[2K|\x1b\[1A|\x1b\]8;(?:id=\d+;file://[\w.~%/-]+|;)\x1b\\", re.ASCII
)
# What acts on a terminal, turns text around or hides in it, wherever it stands.
LIVE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class _Screen:
    """A screen that keeps what it was told to do."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name not in pyte.Stream.events:
            raise AttributeError(name)
        return lambda *_, **__: self.told.add(name)


def harm(shown: str) -> set[str]:
    """What a terminal that shows this does besides what the program does, and what in the text is alive."""
    screen: Any = _Screen()
    pyte.Stream(screen, strict=True).feed(shown)
    told: set[str] = screen.told
    return (told - _OURS) | set(LIVE.findall(_SEQUENCES.sub("", shown).replace("\r", "")))
