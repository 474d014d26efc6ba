"""Writes docs/commands.md: the help of every command, as the program itself prints it.

python scripts/make_command_reference.py           write it
python scripts/make_command_reference.py --check   exit with 1 where it is stale
"""

from __future__ import annotations

import sys
from pathlib import Path

from search.cli import cli

TARGET = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
WIDTH = 100


def reference() -> str:
    """The page."""
    parent = cli.make_context("wensou", [], resilient_parsing=True, terminal_width=WIDTH)
    parts = [
        "# Commands\n\nThis page is generated from the program by `scripts/make_command_reference.py`.\n",
        _section("wensou", cli.get_help(parent)),
    ]
    for name in cli.list_commands(parent):
        command = cli.get_command(parent, name)
        assert command is not None
        context = command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=WIDTH)
        parts.append(_section(f"wensou {name}", command.get_help(context)))
    return "\n".join(parts)


def _section(title: str, text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return f"## {title}\n\n```\n{lines}\n```\n"


def main() -> int:
    fresh = reference()
    if "--check" not in sys.argv:
        TARGET.write_text(fresh, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == fresh:
        return 0
    print("docs/commands.md is stale; run: python scripts/make_command_reference.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
