"""Settings from files: the user's own, and those of a project beside its index. Options and the environment go before.

A file is TOML: a table for each command, a key for each of its long options (`[search]`, `limit = 20`). click takes
them as defaults (`Context.default_map`); `wensou config` tells where each value comes from.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import click

from corpus.errors import WensouError
from corpus.frozen import Frozen
from corpus.language import tr
from index.trust import how_to_trust, stranger

PROJECT_FILE: Final = ".wensou.toml"


class SettingsError(WensouError):
    """A file of settings cannot be used. The message names it and the setting at fault."""


class Settings(Frozen):
    """Values of options by command, and which file each is from."""

    values: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    origins: Mapping[tuple[str, str], Path] = MappingProxyType({})

    def over(self, other: Settings) -> Settings:
        """These settings, and those of `other` that they leave open."""
        commands = {**other.values, **self.values}
        values = {name: {**other.values.get(name, {}), **self.values.get(name, {})} for name in commands}
        return Settings(values, {**other.origins, **self.origins})


def user_file() -> Path:
    """Where the user's own settings stand: `~/.config/wensou/config.toml`, or as the system has it."""
    return Path(click.get_app_dir("wensou"), "config.toml")


def project_file(folder: Path) -> Path:
    """Where the settings for an index in a folder stand."""
    return folder / PROJECT_FILE


def load(group: click.Group, context: click.Context, commands: Iterable[str], folder: Path | None) -> Settings:
    """The settings of some commands for an index in a folder, the project's before the user's; for one in a cluster,
    which has none, the user's alone.

    Raises SettingsError.
    """
    wanted = set(commands)
    settings = _read(user_file(), group, context, wanted)
    if folder is None:
        return settings
    _refuse_strangers(project_file(folder))
    return _read(project_file(folder), group, context, wanted).over(settings)


def _refuse_strangers(path: Path) -> None:
    """Whoever works in a folder of others is not to be steered by them."""
    owner = stranger(path)
    if owner is not None:
        raise SettingsError(
            tr(
                "{path}: these settings belong to another user (uid {owner}); if you trust whoever it is, set "
                "{setting}; to take none from files: wensou --no-config ...",
                path=path,
                owner=owner,
                setting=how_to_trust(path),
            )
        )


def _read(path: Path, group: click.Group, context: click.Context, wanted: set[str]) -> Settings:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as fault:
        raise SettingsError(tr("{path}: cannot be read: {why}", path=path, why=tr(str(fault.strerror)))) from fault
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))  # editors on Windows put a mark at the beginning
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError(tr("{path}: is no TOML: {fault}", path=path, fault=fault)) from fault
    known = group.list_commands(context)
    for name, table in tables.items():
        if name not in known:
            raise SettingsError(
                tr("{path}: [{name}] is no command{meant}", path=path, name=name, meant=_near(name, known))
            )
        if not isinstance(table, dict):
            raise SettingsError(
                tr("{path}: {name} is a table of options, [{name}], not {table!r}", path=path, name=name, table=table)
            )
    # A command is loaded to look at its options: those that do not run are not looked at.
    values = {
        name: dict(_values(table, path, name, group.get_command(context, name)))
        for name, table in tables.items()
        if name in wanted
    }
    return Settings(values, {(command, name): path for command, options in values.items() for name in options})


def _values(
    table: Mapping[str, Any], path: Path, name: str, command: click.Command | None
) -> Iterator[tuple[str, Any]]:
    """Parameters of a command and the values they are set to."""
    options = settable(command) if command is not None else {}
    for key, value in table.items():
        option = options.get(key)
        if option is None:
            raise SettingsError(
                tr(
                    "{path}: wensou {name} has no option --{key} to set{meant}",
                    path=path,
                    name=name,
                    key=key,
                    meant=_near(key, options),
                )
            )
        if option.is_flag and not isinstance(value, bool):
            raise SettingsError(
                tr("{path}: [{name}] {key} is true or false, not {value!r}", path=path, name=name, key=key, value=value)
            )
        if not option.is_flag and isinstance(value, bool):
            raise SettingsError(
                tr(
                    "{path}: [{name}] {key} takes a value, it is not {value}",
                    path=path,
                    name=name,
                    key=key,
                    value=str(value).lower(),
                )
            )
        if isinstance(value, float) and isinstance(option.type, click.types.IntParamType):
            raise SettingsError(
                tr(
                    "{path}: [{name}] {key} is a whole number, not {value!r}",
                    path=path,
                    name=name,
                    key=key,
                    value=value,
                )
            )
        if isinstance(value, dict) or (isinstance(value, list) and not option.multiple):
            raise SettingsError(
                tr("{path}: [{name}] {key} is one value, not {value!r}", path=path, name=name, key=key, value=value)
            )
        given = str(value) if isinstance(value, date) else value  # TOML has dates, click has text for them
        yield option.name or "", [given] if option.multiple and not isinstance(given, list) else given


def settable(command: click.Command) -> dict[str, click.Option]:
    """The options of a command that can be set, by their long names."""
    return {
        name.removeprefix("--"): option
        for option in command.params
        if isinstance(option, click.Option) and option.expose_value and option.name != "index_directory"
        for name in option.opts
        if name.startswith("--")
    }


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 1)
    return tr("; did you mean {name}?", name=near[0]) if near else ""
