"""Messages for people, on standard error."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import Final

import click
from click.core import ParameterSource

from corpus.errors import WensouError
from corpus.language import tr
from search.errors import QueryError
from search.output.safe import one_line, visible

# How much of a long query is shown on either side of the place at fault, if there is room: twice as much of the place
# itself, in characters of two cells, beside an indent and two ellipses.
_AROUND: Final = 30
_ELLIPSIS: Final = "…"
_MARGIN: Final = 4
_NAME: Final = "wensou: "
# What a line to type begins with, where a message ends with one. It stays whole, for else it could not be copied.
_COMMAND: Final = r"(?:(?<=: )|(?<=：))wensou \S.*"


def note(message: str) -> None:
    """A warning or notice; on a terminal on lines that fit."""
    _write("".join(line + "\n" for line in _lines(_NAME + one_line(message), columns())))


def columns() -> int | None:
    """How wide the terminal is that messages are shown on; None where it is no terminal."""
    if not sys.stderr.isatty():
        return None
    from search.output.terminal import console

    return console(sys.stderr).width


def _lines(message: str, width: int | None) -> list[str]:
    """A message as lines of at most so many cells, but that a command to type is not cut."""
    if width is None:
        return [message]
    from search.output.cells import cells
    from search.output.wrap import wrap

    if cells(message) <= width:
        return [message]
    command = re.search(_COMMAND, message)
    prose = message[: command.start()] if command else message
    lines = [prose[start:end].rstrip() for start, end in wrap(prose, width)]
    return [*lines, command.group()] if command else lines


def show_fault(fault: WensouError) -> None:
    """A fault and what to do about it."""
    if isinstance(fault, QueryError):
        _show_query_fault(fault)
    else:
        note(str(fault))


def show_usage_fault(fault: click.ClickException) -> None:
    """A mistake on the command line, with a pointer to the help."""
    if isinstance(fault, click.UsageError) and fault.ctx is not None:
        hint = tr("Try '{command} --help' for help.", command=fault.ctx.command_path)
        _write(f"{fault.ctx.get_usage()}\n{hint}\n")
    message = fault.format_message().replace("\n\t", " ")  # Click has each choice on a line
    note(_origin(fault) + message + _file_meant(fault))


def _file_meant(fault: click.ClickException) -> str:
    """How to name a file that was taken for an option, for its name begins with a stroke."""
    if not isinstance(fault, click.NoSuchOption):
        return ""
    from shlex import quote

    name = next((a for a in sys.argv[1:] if a.startswith(fault.option_name) and os.path.exists(a)), None)
    return tr(" If the file is meant: {file}", file=quote(f"./{name}")) if name else ""


def _origin(fault: click.ClickException) -> str:
    """Where the value that is at fault stands, if not on the command line."""
    if not isinstance(fault, click.BadParameter) or fault.ctx is None or fault.param is None:
        return ""
    from search.cli.options import SETTINGS

    source = fault.ctx.get_parameter_source(fault.param.name or "")
    if source is ParameterSource.ENVIRONMENT:
        return f"{environment_variable(fault.ctx, fault.param)}: "
    settings = fault.ctx.meta.get(SETTINGS)
    if source is not ParameterSource.DEFAULT_MAP or settings is None:
        return ""
    return f"{settings.origins.get((fault.ctx.info_name, fault.param.name), '')}: "


def environment_variable(context: click.Context, parameter: click.Parameter) -> str:
    """The variable that an option is set by."""
    return f"{context.auto_envvar_prefix}_{(parameter.name or '').upper()}"


def _show_query_fault(fault: QueryError) -> None:
    """The query, or what of it is near, with the place at fault marked under it."""
    from search.output.cells import cells

    query, (start, end) = fault.query, fault.span
    width = columns()
    around = _AROUND if width is None else max(1, min(_AROUND, (width - _MARGIN) // 8))
    shown = min(end, start + 2 * around)  # of the place at fault
    first, last = max(0, start - around), min(len(query), shown + (around if shown == end else 0))
    before = _ELLIPSIS * (first > 0) + one_line(query[first:start])
    at = one_line(query[start:shown])
    after = one_line(query[shown:last]) + _ELLIPSIS * (last < len(query))
    note(tr("{cause}; {advice}", cause=fault.cause, advice=fault.advice))
    _write(f"  {before}{at}{after}\n  {' ' * cells(before)}{'^' * max(1, cells(at))}\n")


def _write(text: str) -> None:
    with suppress(OSError, ValueError):  # it fails again at the end, where that is looked at
        sys.stdout.flush()  # on a terminal, what was found stands above what is said of it
    with suppress(OSError):  # nobody reads it; the exit status says the same
        sys.stderr.write(visible(text))
        sys.stderr.flush()
