"""`wensou status`."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from corpus.corrections import stamp
from corpus.language import tr
from index.opening import Index
from search.cli import FAULT, FOUND
from search.cli.messages import note
from search.cli.options import index_option, open_index, switch
from search.cli.screen import color_option, screen
from search.output.cells import padded
from search.output.records import dump
from search.output.safe import one_line
from search.sources import SourceNames, place_from_here

if TYPE_CHECKING:
    from rich.console import Console

# Cells for the names in a pipe.
_NAMES: Final = 16
# Changed files that are named in the command that reads them again; of more, their folder is.
_NAMED: Final = 3


@click.command()
@switch("--check", help="Read the whole index and verify it.")
@index_option
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@color_option
def command(check: bool, index_directory: str | None, output: str) -> int:
    """Show what is indexed, how fresh it is, and with what it was made.

    With --check, exit status 2 tells that the index is damaged.
    """
    index = open_index(index_directory)
    changed, vanished = _stale(index)
    status = _status(index, changed, vanished)
    drawn = screen() if output == "text" else None
    if drawn is not None:
        _draw(drawn, index, status, _next(index, changed, vanished))
    elif output == "json":
        sys.stdout.write(dump(status) + "\n")
    else:
        for name, value in status.items():
            shown = tr("none") if value is None else one_line(str(value))
            sys.stdout.write(f"{padded(tr(name.replace('_', ' ')), _NAMES)} {shown}\n")
    return _check(index, drawn, output) if check else FOUND


def _draw(drawn: Console, index: Index, status: dict[str, Any], command: str) -> None:
    from search.output.overview import overview
    from search.output.terminal import draw_overview

    path = place_from_here(index.store)
    draw_overview(drawn, overview(status, path, command, datetime.now().astimezone()))


def _check(index: Index, drawn: Console | None, output: str) -> int:
    """Verifies the index; 2 if it is damaged."""
    from index.checking import check as verify

    faults = verify(index)
    sys.stdout.flush()
    for fault in faults:
        note(fault)
    if faults:
        return FAULT
    if drawn is not None:
        from search.output.overview import Line
        from search.output.terminal import draw_overview

        draw_overview(drawn, [Line(tr("check"), tr("no fault found"))])
    elif output == "text":
        sys.stdout.write(f"{padded(tr('check'), _NAMES)} {tr('no fault found')}\n")
    return FOUND


def _status(index: Index, changed: list[str], vanished: list[str]) -> dict[str, Any]:
    facets = index.facets()
    return {
        "index": index.store.shown,
        "engine": index.meta.engine,
        "articles": facets.articles,
        "files": len(facets.sources),
        "issues": len(facets.issue),
        "first_date": facets.first_date,
        "last_date": facets.last_date,
        "bytes_of_text": sum(size for _, size, _ in facets.sources.values()),
        "bytes_on_disk": index.store.size(),
        "user_words": index.meta.user_words,
        "created": index.meta.created,
        "made_by": f"wensou {index.meta.wensou}",
        "changed_files": len(changed),
        "vanished_files": len(vanished),
    }


def _stale(index: Index) -> tuple[list[str], list[str]]:
    """The paths of indexed files that have changed since, and of those that are gone."""
    names = SourceNames(index.root)
    changed, vanished = [], []
    for source, (_, size, modified) in index.facets().sources.items():
        path = names.path(source)
        try:
            now = stamp(path)
        except OSError:
            vanished.append(path)
            continue
        if (now.size, now.modified) != (size, modified):
            changed.append(path)
    return changed, vanished


def _next(index: Index, changed: list[str], vanished: list[str]) -> str:
    """The command that brings the index up to date."""
    from search.cli.quoting import quoted

    context = click.get_current_context()
    chosen = context.get_parameter_source("index_directory") is ParameterSource.COMMANDLINE
    options = ["--index", context.params["index_directory"]] if chosen else []
    few = changed if not vanished and len(changed) <= _NAMED else []
    paths = few or _folder(index, [*changed, *vanished])
    return " ".join(["wensou index", *map(quoted, [*options, *paths])]) if paths else tr("wensou index PATH...")


def _folder(index: Index, paths: list[str]) -> list[str]:
    """The folder that the paths have in common, from which the vanished ones are told; none unless it lies below that
    of the index: nobody wants a whole disk read.
    """
    folders = {os.path.dirname(os.path.abspath(path)) for path in paths}
    root = os.path.abspath(index.root or os.sep)
    try:
        common = Path(os.path.commonpath([*folders]))
    except ValueError:  # nothing in common, or no paths
        return []
    while not common.is_dir() and common != common.parent:
        common = common.parent
    return [SourceNames(index.root).path(str(common))] if common.is_relative_to(root) else []
