"""What output is drawn on: a terminal, with colours or without, or nothing but plain text."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import click

from search.cli.options import Command

if TYPE_CHECKING:
    from rich.console import Console

Color = Literal["auto", "always", "never"]

# Where `--color` is kept in click's context.
_COLOR = "wensou.color"

# What less does unless LESS says otherwise, as with git: end at once if all fits on one screen, show colours, and leave
# on the screen what was read.
_LESS = "FRX"


def color_option(command: Command) -> Command:
    """`--color`: whether output is drawn in colour."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        expose_value=False,
        callback=lambda context, _, value: context.meta.update({_COLOR: value}),
        help="Draw in colour; auto: on a terminal.",
    )(command)


def screen() -> Console | None:
    """A console on standard output; None where plain text is wanted: in a pipe, unless colour is."""
    on_terminal = sys.stdout.isatty()
    color = chosen_color(click.get_current_context().meta.get(_COLOR, "auto"), os.environ)
    if not on_terminal and color != "always":
        return None
    from search.output.terminal import console

    return console(sys.stdout, color=color)


def say(text: str, beside: str = "") -> None:
    """Writes a line beside its name; on a terminal on lines that fit, the further ones below the first."""
    if not sys.stdout.isatty():
        sys.stdout.write(f"{beside}{text}\n")
        return
    from search.output.cells import cells
    from search.output.terminal import console
    from search.output.wrap import wrap

    taken = cells(beside)
    for number, (start, end) in enumerate(wrap(text, console(sys.stdout).width - taken)):
        before = " " * taken if number else beside
        sys.stdout.write(f"{before}{text[start:end]}".rstrip() + "\n")


def has_person() -> bool:
    """Whether a person sees what is written and can answer: both standard streams are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def chosen_color(option: Color, environment: Mapping[str, str]) -> Color:
    """What `--color` and, where it leaves the choice, the environment say (no-color.org, bixense.com/clicolors)."""
    if option != "auto":
        return option
    if environment.get("NO_COLOR"):
        return "never"
    if environment.get("CLICOLOR_FORCE", "0") != "0" or environment.get("FORCE_COLOR"):
        return "always"
    return "never" if environment.get("CLICOLOR") == "0" else "auto"


def show_paged(text: str) -> None:
    """Shows drawn text in a pager: WENSOU_PAGER, PAGER, else less."""
    if pager := os.environ.get("WENSOU_PAGER"):
        os.environ["PAGER"] = pager
    os.environ.setdefault("LESS", _LESS)
    os.environ.setdefault("LESSCHARSET", "utf-8")
    click.echo_via_pager(text, color=True)
