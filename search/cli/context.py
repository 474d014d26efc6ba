"""The context that commands run in: help fits the terminal, however narrow it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import click

# Columns at most: longer lines are hard to read. As many as Click does are left free on the right.
_WIDEST: Final = 100
_MARGIN: Final = 2


class HelpFormatter(click.HelpFormatter):
    """Leaves room for what is said of options on narrow terminals."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl(list(rows), min(col_max, self.width * 2 // 5), col_spacing)


class HelpContext(click.Context):
    """Click by itself thinks that no terminal has less than 50 columns."""

    formatter_class: type[click.HelpFormatter] = HelpFormatter

    def make_formatter(self) -> click.HelpFormatter:
        from shutil import get_terminal_size

        width = self.terminal_width or min(get_terminal_size().columns, _WIDEST) - _MARGIN
        return self.formatter_class(width=width)
