"""`wensou parse`."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import click

from corpus import Article, CorpusError, Document, read, ready
from corpus.kinds import READY
from search.cli.messages import note, show_fault
from search.cli.options import encoding_option
from search.output.formats import known
from search.output.records import article_record, document_records, dump
from search.output.safe import one_line

# How much of a passage an outline shows.
_GLIMPSE = 40


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "output", type=click.Choice(["jsonl", "text"]), default="jsonl", show_default=True)
@encoding_option
def command(files: tuple[str, ...], output: str, encoding: str | None) -> int:
    """Show how files are split into articles. Needs no index.

    JSON Lines: the issue, its articles, and the remainder, which is all that belongs to no article. As text: an
    outline for people. Of ready articles (.jsonl, .csv) the articles alone.
    """
    status = 0
    for file in files:
        try:
            if Path(file).suffix.lower() in READY:
                status = max(status, _ready(file, output, encoding))
            else:
                _document(read(file, encoding=encoding), output)
        except CorpusError as fault:
            show_fault(fault)
            status = 2
    return status


def _ready(file: str, output: str, encoding: str | None) -> int:
    """Prints the articles of a file of ready ones as they are read; 2 if there were faults."""
    survey = ready.survey(file, encoding)
    status = 0
    if output == "text":
        sys.stdout.write(one_line(f"{file}:") + "\n")
    numbers = count(1)
    for part in ready.distinct(map(ready.articles, ready.batches(file, file, survey))):
        for article in part.articles:
            if output == "text":
                sys.stdout.write("\n".join(_entry(next(numbers), article)) + "\n")
            else:
                sys.stdout.write(dump({"kind": "article", **article_record(article)}) + "\n")
        sys.stdout.flush()
        for fault in part.faults:
            note(fault)
            status = 2
    return status


def _document(document: Document, output: str) -> None:
    if output == "text":
        _outline(document)
    else:
        for record in document_records(document):
            sys.stdout.write(dump(record) + "\n")


def _outline(document: Document) -> None:
    issue = document.issue
    facts = [part for part in (issue.label, issue.date, issue.publisher) if part]
    lines = [one_line(f"{document.source}: {' · '.join(facts)}")]
    for number, article in enumerate(document.articles, 1):
        lines += _entry(number, article)
    lines.append("remainder:")
    for rest in document.remainder:
        glimpse = one_line(" ".join(rest.text.split()))
        if len(glimpse) > _GLIMPSE:
            glimpse = glimpse[: _GLIMPSE - 1] + "…"
        lines.append(f"{rest.line_start:>6}-{rest.line_end:<6} {rest.label}: {glimpse}")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    for warning in document.warnings:
        note(f"{document.source}: {warning}")


def _entry(number: int, article: Article) -> tuple[str, str]:
    """An article in an outline: its lines, its number and title, and what is known of it."""
    mark = " (untitled)" if article.untitled else ""
    title = f"{article.line_start:>6}-{article.line_end:<6} {number:>3}. {one_line(article.title)}{mark}"
    return title, f"{'':13}      {known(article)}"
