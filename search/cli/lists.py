"""`wensou list`."""

from __future__ import annotations

import sys
from typing import Final

import click

from corpus.language import tr
from search.cli import FOUND, NOTHING_FOUND
from search.cli.options import excel_option, index_option, open_index
from search.cli.screen import color_option, screen
from search.output.counts import COUNT_FORMATS
from search.output.tables import EXCEL_MARK
from search.sources import SourceNames

_KINDS: Final = ("regions", "sections", "units", "authors", "issues", "sources")


@click.command()
@click.argument("kind", type=click.Choice(_KINDS))
@index_option
@click.option("--format", "output", type=click.Choice(list(COUNT_FORMATS)), default="text", show_default=True)
@excel_option
@color_option
def command(kind: str, index_directory: str | None, output: str, excel: bool) -> int:
    """List what the index holds, with numbers of articles.

    A region counts what lies below it too, and an article that concerns several regions counts in each. In a pipe,
    every line is a value, a tab and its number.

    Exit status: 0 something listed, 1 the list is empty.
    """
    if excel and output != "csv":
        raise click.UsageError(tr("--excel goes with --format csv"))
    index = open_index(index_directory)
    facets = index.facets()
    if kind == "sources":
        names = SourceNames(index.root)
        counts = {names.path(source): articles for source, (articles, _, _) in facets.sources.items()}
    else:
        counts = getattr(facets, kind.removesuffix("s"))
    field = kind.removesuffix("s")
    drawn = screen() if output == "text" else None
    if drawn is not None:
        from search.output.terminal import draw_counts

        draw_counts(drawn, field, counts)
    else:
        if excel:
            sys.stdout.write(EXCEL_MARK)
        sys.stdout.writelines(COUNT_FORMATS[output](field, counts))
    return FOUND if counts else NOTHING_FOUND
