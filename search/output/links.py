"""Links to files for terminals that open them (OSC 8, gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from rich.console import Console

# Terminals that show links as text, or say nothing of themselves. All others open or ignore them.
_WITHOUT: Final = frozenset({"", "dumb", "unknown", "linux"})


def shows_links(screen: Console) -> bool:
    """Whether links can be drawn: on a terminal alone, and not where nothing but text is wanted."""
    on_terminal = screen.file.isatty() and os.environ.get("TERM", "").lower() not in _WITHOUT
    return on_terminal and not screen.no_color


def file_uri(path: str) -> str:
    """The `file:` URI of a path, with the name of this machine: a terminal elsewhere opens no file of its own by it.

    All but letters, digits and `/_.-~` is percent-encoded by its bytes, so that no name ends the link or adds to it.
    """
    from platform import node

    return f"file://{quote(node())}{quote(os.fsencode(os.path.abspath(path)))}"
