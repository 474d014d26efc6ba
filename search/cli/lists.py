"""`wensou list`."""

from __future__ import annotations

import sys
from typing import Final

import click

from search.cli.options import index_option, open_index
from search.output.records import dump
from search.output.safe import one_line
from search.sources import SourceNames

_KINDS: Final = ("regions", "sections", "units", "authors", "issues", "sources")


@click.command()
@click.argument("kind", type=click.Choice(_KINDS))
@index_option
@click.option("--format", "output", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def command(kind: str, index_directory: str | None, output: str) -> int:
    """List what the index holds, with numbers of articles.

    A region counts what lies below it too, and an article that concerns several regions counts in each. In a pipe,
    every line is a value, a tab and its number.

    Exit status: 0 something listed, 1 the list is empty.
    """
    index = open_index(index_directory)
    facets = index.facets()
    if kind == "sources":
        names = SourceNames(index.root)
        counts = {names.path(source): articles for source, (articles, _, _) in facets.sources.items()}
    else:
        counts = getattr(facets, kind.removesuffix("s"))
    if output == "jsonl":
        for value, count in counts.items():
            sys.stdout.write(dump({"value": value, "articles": count}) + "\n")
    elif sys.stdout.isatty():
        from search.output.terminal import console, draw_counts

        draw_counts(console(sys.stdout), counts.items())
    else:
        for value, count in counts.items():
            sys.stdout.write(f"{one_line(value)}\t{count}\n")
    return 0 if counts else 1
