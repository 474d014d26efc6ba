"""`wensou parse`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import click

from corpus import CorpusError, Document, ready
from corpus.corrections import original
from corpus.kinds import READY
from corpus.language import tr
from corpus.limits import Limits
from corpus.reading import read_with_lines
from search.cli import FAULT, FOUND
from search.cli.messages import note, show_fault
from search.cli.options import allow_option, encoding_option, switch
from search.cli.screen import color_option, screen
from search.output.outline import FILE, Row, article_rows, plain, rows
from search.output.records import article_record, document_records, dump
from search.output.safe import one_line
from search.output.words import articles
from search.workers.apart import Apart, mistakes_told


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "output", type=click.Choice(["jsonl", "text", "html"]), default="jsonl", show_default=True)
@switch("--write", help="Write the split of FILE to FILE.articles.jsonl, to be corrected there.")
@switch("--force", help="With --write: overwrite what was corrected.")
@encoding_option
@allow_option
@color_option
def command(files: tuple[str, ...], output: str, write: bool, force: bool, encoding: str | None, allow: Limits) -> int:
    """Show how files are split into articles. Needs no index.

    JSON Lines: the issue, its articles, and the remainder, which is all that belongs to no article. As text: an
    outline for people, with warnings at their lines. As HTML: one page with the lines of the files beside what came of
    them. Of ready articles (.jsonl, .csv) the articles alone.

    To correct a split, have it written beside its file, and edit that: from then on it stands for the file.

    \b
    wensou parse --format text 通讯/2023-05.txt
    wensou parse --format html 通讯/2023-05.txt > 2023-05.html
    wensou parse --write 通讯/2023-05.txt
    """
    if force and not write:
        raise click.UsageError(tr("--force goes with --write"))
    if write and output != "jsonl":
        raise click.UsageError(tr("--write writes JSON Lines, and shows nothing; leave --format out"))
    paths = list(dict.fromkeys(str(original(file)) for file in files))
    with closing(Apart(allow)) as apart:
        if write:
            return _write(paths, encoding, apart, force=force)
        if output == "html":
            return _page(paths, encoding, apart)
        return _show(paths, output, encoding, apart)


def _show(files: list[str], output: str, encoding: str | None, apart: Apart) -> int:
    status = FOUND
    for number, file in enumerate(files):
        try:
            if number and output == "text":
                sys.stdout.write("\n")
            if Path(file).suffix.lower() in READY:
                status = max(status, _ready(file, output, encoding))
                continue
            text, document = apart.do(read_with_lines, Path(file), encoding=encoding)
            if output == "text":
                _outline(rows(text, document))
            else:
                _records(document)
        except CorpusError as fault:
            show_fault(fault)
            status = FAULT
    return status


def _page(files: list[str], encoding: str | None, apart: Apart) -> int:
    """Prints one page for all files that can be read; 2 if some cannot."""
    if sys.stdout.isatty():
        raise click.UsageError(tr("this is a page for a browser: write it to a file, with  > page.html"))
    from search.output.page import page

    status = FOUND
    documents = []
    for file in files:
        try:
            if Path(file).suffix.lower() in READY:
                raise CorpusError(
                    tr("{file}: these articles are ready, and nothing was split; leave --format out", file=file)
                )
            documents.append(apart.do(read_with_lines, Path(file), encoding=encoding))
        except CorpusError as fault:
            show_fault(fault)
            status = FAULT
    if documents:
        for piece in page(documents):
            # The page says that it is UTF-8, whatever the locale is.
            sys.stdout.buffer.write(piece.encode())
        sys.stdout.buffer.flush()
    return status


def _write(files: list[str], encoding: str | None, apart: Apart, *, force: bool) -> int:
    from corpus.corrections import side_file
    from search.corrections import write_split

    status = FOUND
    for file in files:
        try:
            if Path(file).suffix.lower() in READY:
                raise CorpusError(tr("{file}: these articles are ready; correct them in the file itself", file=file))
            document, is_new = apart.do(write_split, Path(file), encoding=encoding, force=force)
        except CorpusError as fault:
            show_fault(fault)
            status = FAULT
            continue
        template = tr("wrote {file} ({articles})") if is_new else tr("nothing new for {file} ({articles})")
        done = template.format(file=side_file(file), articles=articles(len(document.articles)))
        sys.stdout.write(one_line(done) + "\n")
        sys.stdout.flush()
        _warn(document)
    return status


def _ready(file: str, output: str, encoding: str | None) -> int:
    """Prints the articles of a file of ready ones as they are read; 2 if there were faults."""
    with mistakes_told(Path(file)):
        survey = ready.survey(file, encoding)
    status = FOUND
    if output == "text":
        _outline([Row(FILE, "", one_line(f"{file}:"))])
    numbers = count(1)
    for part in _parts(file, survey):
        if output == "text":
            _outline(row for article in part.articles for row in article_rows(next(numbers), article))
        else:
            for article in part.articles:
                sys.stdout.write(dump({"kind": "article", **article_record(article)}) + "\n")
        sys.stdout.flush()
        for fault in part.faults:
            note(fault)
            status = FAULT
    return status


def _parts(file: str, survey: ready.Survey) -> Iterator[ready.Parsed]:
    with mistakes_told(Path(file)):
        yield from ready.distinct(map(ready.articles, ready.batches(file, file, survey)))


def _records(document: Document) -> None:
    for record in document_records(document):
        sys.stdout.write(dump(record) + "\n")
    sys.stdout.flush()
    if document.corrected:
        note(tr("{source}: as corrected in {corrected}", source=document.source, corrected=document.corrected))
    _warn(document)


def _warn(document: Document) -> None:
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
