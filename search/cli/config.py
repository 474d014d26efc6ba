"""`wensou config`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
from click.core import ParameterSource

from corpus.language import later, tr
from index.opening import ENVIRONMENT
from search.cli import FOUND
from search.cli.messages import environment_variable
from search.cli.options import configure, index_option, located_index
from search.cli.screen import say
from search.cli.settings import Settings, project_file, settable, user_file
from search.output.cells import cells, padded
from search.output.records import dump
from search.output.safe import one_line
from search.output.tables import tsv_row
from search.sources import from_here, place_from_here

# Where a value comes from that nobody has set.
DEFAULT: Final = later("default")


@click.command()
@index_option
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(index_directory: str | None, output: str) -> int:
    """Show the settings in force, and where each comes from.

    An option goes before a variable of the environment (WENSOU_SEARCH_LIMIT), that before .wensou.toml beside the
    index, that before the user's own config.toml. In both files, [search] and limit = 20 stand for wensou search
    --limit 20.
    """
    context = click.get_current_context()
    index = located_index(index_directory)
    group = context.find_root().command
    assert isinstance(group, click.Group)
    names = [name for name in group.list_commands(context) if name != context.info_name]
    settings = configure(context, index, names)
    folder = None if index is None else index.root
    files = {"user": user_file(), "project": None if folder is None else project_file(folder)}
    entries = [
        ("index", index.shown if index is not None else None, _index_origin(index_directory)),
        *((f"{kind} file", str(path), _there(path)) for kind, path in files.items() if path),
        *(entry for name in names for entry in _entries(group, context.find_root(), name, settings)),
    ]
    if output == "json":
        keys = ("setting", "value", "origin")
        sys.stdout.write(dump([dict(zip(keys, entry, strict=True)) for entry in entries], indent=2) + "\n")
    elif sys.stdout.isatty():
        width = max(cells(tr(name)) for name, *_ in entries) + 2
        shown = {str(path): from_here(path) for path in files.values() if path}
        if index is not None:
            shown[index.shown] = place_from_here(index)
        for name, value, origin in entries:
            written = _written(value)
            told = origin not in ("", DEFAULT)
            beside = tr(" ({origin})", origin=shown.get(origin) or tr(origin)) if told else ""
            say(one_line(shown.get(written, written) + beside), padded(tr(name), width))
    else:
        for name, value, origin in entries:
            sys.stdout.write(tsv_row((tr(name), _written(value), tr(origin) if origin else "")) + "\n")
    return FOUND


def _there(path: Path) -> str:
    return "" if path.is_file() else later("not there")


def _index_origin(index_directory: str | None) -> str:
    import os

    if index_directory is not None:
        return "--index"
    return ENVIRONMENT if os.environ.get(ENVIRONMENT) else later("here or above")


def _entries(group: click.Group, root: click.Context, name: str, settings: Settings) -> Iterator[tuple[str, Any, str]]:
    """The options of a command that can be set: name, value, and where the value comes from."""
    command = group.get_command(root, name)
    assert command is not None
    with click.Context(command, info_name=name, parent=root) as context:
        for key, option in settable(command).items():
            value, source = option.consume_value(context, {})
            origin = DEFAULT
            if source is ParameterSource.ENVIRONMENT:
                origin = environment_variable(context, option)
            elif source is ParameterSource.DEFAULT_MAP:
                origin = str(settings.origins.get((name, option.name or ""), ""))
            yield f"{name}.{key}", _plain(value), origin


def _plain(value: Any) -> Any:
    """A value as JSON can hold it; what click has for "not set" is none."""
    if isinstance(value, (str, int, float, bool)):
        return value
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else None


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
