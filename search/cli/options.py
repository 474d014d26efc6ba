"""Options that several commands share, each with all about it in one place."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:  # help and completion open no index
    from corpus.limits import Limits
    from index.opening import Index
    from index.store import Store
    from search.cli.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

# Where the settings in force are kept in click's context.
SETTINGS: Final = "wensou.settings"


def index_option(command: Command) -> Command:
    """`--index`: which index is meant, and `--ca-file`: whom to believe that a cluster is the one that is named."""
    vouching = click.option(
        "--ca-file",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        expose_value=False,
        allow_from_autoenv=False,
        callback=_vouched_for_by,
        help="The certificate that vouches for a cluster  [default: WENSOU_CA_FILE, else the system's].",
    )
    index = click.option(
        "--index",
        "index_directory",
        metavar="DIR",
        type=click.Path(file_okay=False),
        is_eager=True,
        allow_from_autoenv=False,
        callback=_settings_beside,
        help="The index to use  [default: WENSOU_INDEX, else .wensou here or in a folder above].",
    )
    return index(vouching(command))


def _vouched_for_by(_: click.Context, __: click.Parameter, value: str | None) -> None:
    if value is not None:
        import os

        from index.opening import CA_FILE

        os.environ[CA_FILE] = value


def _settings_beside(context: click.Context, _: click.Parameter, value: str | None) -> str | None:
    """Takes the settings that stand beside the index that is named."""
    wanted = not context.find_root().params.get("no_config") and not context.resilient_parsing
    if value is not None and wanted:
        from index.opening import stored

        configure(context, stored(value))
        context.default_map = (context.find_root().default_map or {}).get(context.info_name or "")
    return value


def configure(context: click.Context, index: Store | None, commands: Iterable[str] | None = None) -> Settings:
    """Makes the settings for an index, of the command that runs or of several, the defaults of their options.

    Raises SettingsError.
    """
    from search.cli.settings import load

    root = context.find_root()
    group = root.command
    assert isinstance(group, click.Group)
    settings = load(group, root, commands or [root.invoked_subcommand or ""], None if index is None else index.root)
    root.default_map = dict(settings.values)
    root.meta[SETTINGS] = settings
    return settings


def located_index(index_directory: str | None) -> Store | None:
    """Where the index is kept that is meant; None where there is none. No cluster is asked."""
    from pathlib import Path

    from index.errors import IndexMissingError
    from index.opening import find

    try:
        return find(Path.cwd(), index_directory)
    except IndexMissingError:
        return None


def open_index(index_directory: str | None) -> Index:
    """The index that `--index` means. Raises IndexMissingError and IndexDamagedError."""
    from pathlib import Path

    from index.opening import Index, find

    return Index(find(Path.cwd(), index_directory))


def allow_option(command: Command) -> Command:
    """`--allow`: what may be read that is larger, or takes longer, than is usual."""
    return click.option(
        "--allow",
        multiple=True,
        metavar="NAME=NUMBER",
        callback=_limits,
        help="Read what has more of something, as messages say: pages=10000, file=1GB, seconds=300. Repeatable.",
    )(command)


def _limits(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> Limits:
    from corpus.errors import LimitError
    from corpus.limits import allowing

    try:
        return allowing(value)
    except LimitError as fault:
        raise click.BadParameter(str(fault)) from fault


def encoding_option(command: Command) -> Command:
    """`--encoding`: how text files are encoded."""
    return click.option(
        "--encoding",
        metavar="NAME",
        callback=_encoding,
        help="The encoding of text files, such as gb18030  [default: recognised].",
    )(command)


def excel_option(command: Command) -> Command:
    """`--excel`: a table that Excel opens rightly."""
    return switch("--excel", help="With --format csv: begin with a byte order mark, as Excel wants.")(command)


def switch(*names: str, off: str = "", help: str) -> Callable[[Command], Command]:  # noqa: A002  # as Click has it
    """An option that is on or off, and can be turned off again: by `--no-` and its long name, or by `off`. Of both, the
    last one counts. Help shows what turns it on.
    """
    long = next(name for name in names if name.startswith("--"))
    both = f"{long}/{off or long.replace('--', '--no-', 1)}"
    return click.option(*(name for name in names if name != long), both, cls=_Switch, default=False, help=help)


class _Switch(click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from copy import copy

        shown = copy(self)
        shown.secondary_opts = []
        return click.Option.get_help_record(shown, ctx)


def _encoding(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from corpus.encodings import check_encoding
    from corpus.errors import CorpusError

    try:
        check_encoding(value)
    except CorpusError as fault:
        raise click.BadParameter(str(fault)) from fault
    return codecs.lookup(value).name


def completed(by: str, *arguments: Any) -> Callable[[click.Context, click.Parameter, str], Any]:
    """Completes what a user types by a function of search.cli.completion, which is loaded then alone."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> Any:
        from search.cli import completion

        return getattr(completion, by)(*arguments)(context, parameter, incomplete)

    return complete


def filter_options(command: Command) -> Command:
    """The filters of `search`: values of one option are alternatives, options together all hold."""
    for decorate in reversed(
        [
            _filter("region", "Only from this region and below, such as 贵港/覃塘."),
            _filter("section", "Only from sections with this in their name."),
            _filter("unit", "Only from units with this in their name."),
            _filter("author", "Only by authors with this in their name."),
            _filter("issue", "Only from issues with this in their title or number."),
            click.option("--since", metavar="DATE", help="Not before this: 2022, 2022-09 or 2022-09-15."),
            click.option("--until", metavar="DATE", help="Not after this."),
        ]
    ):
        command = decorate(command)
    return command


def _filter(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(
        f"--{name}",
        multiple=True,
        metavar="NAME",
        shell_complete=completed("facet_values", name),
        help=f"{text} Repeatable.",
    )
