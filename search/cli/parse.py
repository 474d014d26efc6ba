"""`wensou parse`."""

from __future__ import annotations

import sys

import click

from corpus import CorpusError, Document, read
from search.cli.messages import note, show_fault
from search.cli.options import encoding_option
from search.output.formats import known
from search.output.records import document_records, dump
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
    outline for people.
    """
    status = 0
    for file in files:
        try:
            document = read(file, encoding=encoding)
        except CorpusError as fault:
            show_fault(fault)
            status = 2
            continue
        if output == "text":
            _outline(document)
        else:
            for record in document_records(document):
                sys.stdout.write(dump(record) + "\n")
    return status


def _outline(document: Document) -> None:
    issue = document.issue
    facts = [part for part in (issue.label, issue.date, issue.publisher) if part]
    lines = [one_line(f"{document.source}: {' · '.join(facts)}")]
    for number, article in enumerate(document.articles, 1):
        mark = " (untitled)" if article.untitled else ""
        lines.append(f"{article.line_start:>6}-{article.line_end:<6} {number:>3}. {one_line(article.title)}{mark}")
        lines.append(f"{'':13}      {known(article)}")
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
