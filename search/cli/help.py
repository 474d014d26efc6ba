"""Help in another language than English: commands with all that their help says translated, laid out by the cells that
characters take.

Click measures and wraps by characters and breaks lines at spaces alone, which Chinese text has none of.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from textwrap import TextWrapper
from typing import Final

import click

from corpus.language import tr
from search.cli.context import HelpContext
from search.output.cells import cells, is_wide

# Stands behind each character of two cells while lines are measured; no help has one.
_SECOND_CELL: Final = "\0"
# What lines are made of: spaces, a wide character with its second cell, the closing punctuation behind it and whatever
# opens before it, or a word.
_CHUNK: Final = re.compile(
    r"\s+|(?:[“‘（《「【\[]\0?)*(?:[^\s\0]\0|(?:[^\s\0](?!\0))+)(?:[，。、；：！？）》」】”’…\]]\0?)*|\S"
)
_RAW: Final = "\b"


class _Wrapper(TextWrapper):
    """Breaks lines between Chinese characters, but not before punctuation that closes."""

    def _split(self, text: str) -> list[str]:
        return _CHUNK.findall(text)


class _Formatter(click.HelpFormatter):
    """Click's formatter, for text of wide characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        first = f"{prefix or tr('Usage:')}{prog} "
        self.write(_filled(args, self.width, first, " " * cells(first)) + "\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        self.write("\n\n".join(_laid_out(text, self.width, indent)) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        column = min(max(cells(first) for first, _ in rows), col_max, self.width * 2 // 5) + col_spacing
        for first, second in rows:
            indent = " " * self.current_indent
            gap = column - cells(first)
            lead = f"{indent}{first}{' ' * gap}" if gap >= col_spacing else f"{indent}{first}\n{indent}{' ' * column}"
            lines = _filled(second, max(self.width - column - self.current_indent, 10)).splitlines()
            self.write(lead + f"\n{indent}{' ' * column}".join(lines) + "\n")


class _Context(HelpContext):
    formatter_class = _Formatter


def translated(command: click.Command) -> click.Command:
    """A command whose help is in the language of messages."""
    command = copy.copy(command)
    command._help_option = None  # Click keeps it, in the language that it was first shown in
    command.context_class = _Context
    command.options_metavar = tr("[OPTIONS]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = tr("COMMAND [ARGS]...")
    command.help = "\n\n".join(map(tr, paragraphs(command.help or "")))
    command.params = [copy.copy(parameter) for parameter in command.params]
    for parameter in command.params:
        for name in ("help", "metavar"):
            if text := getattr(parameter, name, None):  # gettext has its header for an empty one
                setattr(parameter, name, tr(text))
    return command


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help, which are translated one by one."""
    return re.split(r"\n{2,}", cleandoc(text)) if text else []


def _measured(text: str) -> str:
    return "".join(char + _SECOND_CELL if is_wide(char) else char for char in text)


def _filled(text: str, width: int, first: str = "", following: str = "") -> str:
    wrapper = _Wrapper(width, initial_indent=_measured(first), subsequent_indent=following, break_long_words=False)
    return wrapper.fill(_measured(text)).replace(_SECOND_CELL, "") or first


def _laid_out(text: str, width: int, indent: str) -> Iterator[str]:
    """Paragraphs in lines, or as they are where they begin so (`\\b`, as Click has it)."""
    for paragraph in paragraphs(text):
        lines = paragraph.split("\n")
        if lines[0].strip() == _RAW:
            yield "\n".join(indent + line for line in lines[1:])
        else:
            yield _filled(_joined(lines), width, indent, indent)


def _joined(lines: list[str]) -> str:
    """Lines as one: with a space between them but where Chinese text was broken."""
    text = lines[0].strip()
    for line in lines[1:]:
        wide = is_wide(text[-1:] or " ") and is_wide(line.strip()[:1] or " ")
        text += ("" if wide else " ") + line.strip()
    return text
