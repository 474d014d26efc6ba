"""`wensou analyze`."""

from __future__ import annotations

import sys
from typing import Any

import click

from corpus.language import tr
from index.errors import IndexMissingError
from search.cli import FOUND
from search.cli.options import index_option, open_index
from search.cli.screen import say
from search.output.cells import padded
from search.output.records import dump
from search.output.safe import one_line


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TEXT...")
@index_option
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(text: tuple[str, ...], index_directory: str | None, output: str) -> int:
    """Show what a text is indexed and searched by: why did it (not) match?

    Words are cut with the index's dictionary, or with jieba's own where there is no index. A `_` is a break.
    """
    whole = " ".join(text)
    record = _analysis(whole, index_directory)
    if output == "json":
        sys.stdout.write(dump(record) + "\n")
        return FOUND
    for name, value in record.items():
        shown = " | ".join(value) if isinstance(value, list) else value
        say(one_line(shown), f"{padded(tr(name), 9)} ")
    return FOUND


def _analysis(text: str, index_directory: str | None) -> dict[str, Any]:
    from index.atoms import atoms
    from index.fold import fold

    analyzer = _analyzer(index_directory)
    sequence = atoms(text).texts
    analysis = analyzer.analyze(text)
    return {
        "fold": fold(text).text,
        "atoms": sequence,
        "literals": ["".join(literal) for literal in analyzer.literals(text)],
        "terms": analysis.terms.split(),
        "grams": analysis.grams.split(),
    }


def _analyzer(index_directory: str | None) -> Any:
    from index.analyzer import Analyzer
    from index.dictionary import stock_segmenter

    try:
        return open_index(index_directory).analyzer
    except IndexMissingError:
        if index_directory is not None:
            raise
        return Analyzer(stock_segmenter())
