"""The command line. The program in one page: what it can do, and how it ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

import click

from corpus.errors import WensouError
from corpus.language import ENGLISH, language, language_of, speak, tr
from search.cli.context import HelpContext
from search.cli.messages import show_fault, show_usage_fault

# Exit statuses: something was found or done; nothing was found; any fault; ended by Ctrl-C (128 + SIGINT).
FOUND: Final = 0
NOTHING_FOUND: Final = 1
FAULT: Final = 2
INTERRUPTED: Final = 130

# Command: the module under search.cli that has it, which is imported when the command is used, and what it is for.
COMMANDS: Final = {
    "index": ("index", "Read newsletters into the index."),
    "search": ("search", "Find articles, the best first."),
    "show": ("show", "Show whole articles."),
    "list": ("lists", "List what the index holds, with numbers of articles."),
    "parse": ("parse", "Show how files are split into articles."),
    "analyze": ("analyze", "Show what a text is indexed and searched by."),
    "remove": ("remove", "Remove files or single articles from the index."),
    "status": ("status", "Show what is indexed, how fresh it is, and with what it was made."),
    "config": ("config", "Show the settings in force, and where each comes from."),
    "completion": ("completion", "Print what makes a shell complete commands, options and names."),
}
# What the scripts of `completion` set when they ask.
_COMPLETE: Final = "_WENSOU_COMPLETE"


class _ClosedPipeError(Exception):
    """Whoever read our output has had enough."""


class _StoppedError(Exception):
    """The user pressed Ctrl-C."""


class _Group(click.Group):
    """Loads commands when they are needed."""

    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"search.cli.{COMMANDS[cmd_name][0]}").command
        command.context_class = HelpContext
        return _translated(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(
                tr("there is no command {name!r}; {meant}", name=name, meant=_meant(name, args)), ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(tr("Commands")):
            formatter.write_dl([(name, tr(about)) for name, (_, about) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        names = (CompletionItem(name, help=tr(about)) for name, (_, about) in COMMANDS.items())
        return [
            *(item for item in names if item.value.startswith(incomplete)),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as fault:  # Click would exit with 1, which means "nothing found"
            raise _ClosedPipeError from fault
        except KeyboardInterrupt as stop:  # Click would print an empty line
            raise _StoppedError from stop


def _translated(command: click.Command) -> click.Command:
    """The command with its help in the language of messages; in English it is as it is written."""
    if language() == ENGLISH:
        return command
    from search.cli.help import translated

    return translated(command)


def _meant(name: str, args: Sequence[str]) -> str:
    """What someone wants who types something else than a command: a command like it, or a search."""
    from difflib import get_close_matches

    from search.cli.quoting import quoted

    near = get_close_matches(name, COMMANDS, 1)
    command = ["wensou", near[0], *args[1:]] if near else ["wensou", "search", *args]
    return tr("did you mean: {command}", command=" ".join(map(quoted, command)))


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    import platform
    from importlib.metadata import version

    from index.versions import ANALYSIS_VERSION, FORMAT_VERSION

    libraries = ", ".join(f"{name} {version(name)}" for name in ("whoosh3", "tantivy", "jieba", "rjieba"))
    click.echo(f"wensou {version('wensou')} ({libraries}, Python {platform.python_version()})")
    click.echo(tr("index format {format}, analysis {analysis}", format=FORMAT_VERSION, analysis=ANALYSIS_VERSION))
    ctx.exit()


@click.group(
    cls=_Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="Show versions and exit."
)
@click.option("--no-config", is_flag=True, help="Take no settings from files.")
@click.pass_context
def cli(ctx: click.Context, no_config: bool) -> None:
    """Full-text search for Chinese newsletters (工作通讯, 简报).

    \b
    wensou index 通讯/                        read a folder of newsletters
    wensou search 关爱保险 --region 贵港       find articles
    wensou show bad684                        read one, by the beginning of its id
    wensou                                    ask one thing after the other
    """
    from search.cli.options import configure, located_index
    from search.cli.screen import has_person

    index = located_index(None)
    if ctx.invoked_subcommand is not None:
        if not no_config:
            configure(ctx, index)
    elif index is not None and has_person():
        from search.cli.interactive.prompt import converse
        from search.output.terminal import console

        converse(index, console(sys.stdout))
    else:
        click.echo(ctx.get_help())


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the program and returns its exit status."""
    _prepare_streams()
    speak(language_of(os.environ))
    status: object = FOUND
    if _COMPLETE in os.environ:
        import_module("search.cli.completion")
    try:
        status = _translated(cli).main(
            arguments,
            prog_name="wensou",
            standalone_mode=False,
            auto_envvar_prefix="WENSOU",
        )
        sys.stdout.flush()
    except click.ClickException as fault:  # Click's own status would be 1 for some
        show_usage_fault(fault)
        status = FAULT
    except WensouError as fault:
        show_fault(fault)
        status = FAULT
    except (_ClosedPipeError, BrokenPipeError, SystemExit):  # Click exits when a pipe is closed while it prints help
        _forget_output()
        status = FOUND
    except (click.Abort, KeyboardInterrupt, _StoppedError):
        status = INTERRUPTED
    except MemoryError:
        show_fault(WensouError(tr("there is not enough memory")))
        status = FAULT
    except OSError as fault:  # a full disk, for one
        _forget_output()
        why = tr(str(fault.strerror))
        show_fault(WensouError(f"{fault.filename}: {why}" if fault.filename else why))
        status = FAULT
    return status if isinstance(status, int) else FOUND


def main() -> None:
    """The `wensou` command."""
    try:
        if callable(signal.getsignal(signal.SIGINT)):  # until now, an interrupt was to end the process
            signal.signal(signal.SIGINT, signal.default_int_handler)
        status = run()
    except KeyboardInterrupt:  # while a fault was told
        status = INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    # Python would take as long as for a small search to take down what ends with the process, and while it did, another
    # Ctrl-C would end the process by the signal and not with this status.
    os._exit(status)


def _prepare_streams() -> None:
    """Lets file names that are no valid text pass unharmed, and never fails on a character that the terminal lacks.

    A stream that is closed swallows what is written to it.
    """
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # open to the end
    for stream in (sys.stdout, sys.stderr):
        errors = "surrogateescape" if stream.encoding.lower().replace("-", "") == "utf8" else "replace"
        stream.reconfigure(errors=errors)  # type: ignore[union-attr]


def _forget_output() -> None:
    """Nobody reads standard output any more: what is left in its buffer must not fail once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
