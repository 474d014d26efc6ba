"""`wensou parse`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import count
from pathlib import Path

import click

from corpus import CorpusError, Document, ready
from corpus.kinds import READY
from corpus.reading import read_with_lines
from search.cli.messages import note, show_fault
from search.cli.options import encoding_option
from search.cli.screen import color_option, screen
from search.output.outline import FILE, Row, article_rows, plain, rows
from search.output.records import article_record, document_records, dump
from search.output.safe import one_line


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "output", type=click.Choice(["jsonl", "text"]), default="jsonl", show_default=True)
@encoding_option
@color_option
def command(files: tuple[str, ...], output: str, encoding: str | None) -> int:
    """Show how files are split into articles. Needs no index.

    JSON Lines: the issue, its articles, and the remainder, which is all that belongs to no article. As text: an
    outline for people, with warnings at their lines. Of ready articles (.jsonl, .csv) the articles alone.
    """
    status = 0
    for number, file in enumerate(files):
        try:
            if number and output == "text":
                sys.stdout.write("\n")
            if Path(file).suffix.lower() in READY:
                status = max(status, _ready(file, output, encoding))
                continue
            text, document = read_with_lines(file, encoding=encoding)
            if output == "text":
                _outline(rows(text, document))
            else:
                _records(document)
        except CorpusError as fault:
            show_fault(fault)
            status = 2
    return status


def _ready(file: str, output: str, encoding: str | None) -> int:
    """Prints the articles of a file of ready ones as they are read; 2 if there were faults."""
    survey = ready.survey(file, encoding)
    status = 0
    if output == "text":
        _outline([Row(FILE, "", one_line(f"{file}:"))])
    numbers = count(1)
    for part in ready.distinct(map(ready.articles, ready.batches(file, file, survey))):
        if output == "text":
            _outline(row for article in part.articles for row in article_rows(next(numbers), article))
        else:
            for article in part.articles:
                sys.stdout.write(dump({"kind": "article", **article_record(article)}) + "\n")
        sys.stdout.flush()
        for fault in part.faults:
            note(fault)
            status = 2
    return status


def _records(document: Document) -> None:
    for record in document_records(document):
        sys.stdout.write(dump(record) + "\n")
    sys.stdout.flush()
    for warning in document.warnings:
        note(f"{document.source}: {warning}")


def _outline(outline: Iterable[Row]) -> None:
    drawn = screen()
    if drawn is not None:
        from search.output.terminal import draw_outline

        draw_outline(drawn, outline)
        return
    for line in plain(outline):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
