"""Messages for people, on standard error."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Final
from unicodedata import category, east_asian_width

import click

from corpus.errors import WensouError
from search.errors import QueryError
from search.output.safe import one_line, visible

# Marks stand on the character before them, and format characters are not seen.
_NO_CELL: Final = ("Mn", "Me", "Cf")
# How much of a long query is shown on either side of the place at fault.
_AROUND: Final = 30


def note(message: str) -> None:
    """A warning or notice."""
    _write(f"wensou: {one_line(message)}\n")


def show_fault(fault: WensouError) -> None:
    """A fault and what to do about it."""
    if isinstance(fault, QueryError):
        _show_query_fault(fault)
    else:
        note(str(fault))


def show_usage_fault(fault: click.ClickException) -> None:
    """A mistake on the command line, with a pointer to the help."""
    if isinstance(fault, click.UsageError) and fault.ctx is not None:
        _write(f"{fault.ctx.get_usage()}\nTry '{fault.ctx.command_path} --help' for help.\n")
    note(fault.format_message())


def _show_query_fault(fault: QueryError) -> None:
    """The query with the place at fault marked under it."""
    start, end = fault.span
    first = max(0, start - _AROUND)
    last = min(len(fault.query), max(end, start + 1) + _AROUND)
    before, at, after = (one_line(fault.query[a:b]) for a, b in ((first, start), (start, end), (end, last)))
    at = at[: 2 * _AROUND]
    note(f"{fault.cause}; {fault.advice}")
    _write(f"  {before}{at}{after}\n  {' ' * _cells(before)}{'^' * max(1, _cells(at))}\n")


def _cells(text: str) -> int:
    return sum(0 if category(char) in _NO_CELL else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _write(text: str) -> None:
    with suppress(OSError):  # nobody reads it; the exit status says the same
        sys.stderr.write(visible(text))
        sys.stderr.flush()
