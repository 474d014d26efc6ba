"""`wensou remove`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from corpus.errors import WensouError
from corpus.language import tr, trn
from index.opening import Index
from search.cli import FAULT, FOUND
from search.cli.messages import note, show_fault
from search.cli.options import completed, index_option, open_index
from search.errors import RequestError

if TYPE_CHECKING:
    from index.engines import Reader
    from search.searcher import Searcher
    from search.sources import SourceNames


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="SOURCE|ID...", shell_complete=completed("removable"))
@index_option
@click.option(
    "--wait", type=click.FloatRange(0), default=0.0, metavar="SECONDS", help="Wait so long for another writer."
)
def command(what: tuple[str, ...], index_directory: str | None, wait: float) -> int:
    """Remove files or single articles from the index. The files themselves stay as they are.

    A SOURCE is a file or folder as `wensou list sources` shows it; an ID is an article's, or its beginning. Articles of
    a SOURCE that stand in other files too stay there; one that is removed by its ID is gone from all of them. A removed
    SOURCE comes back when it or its folder is indexed again, a removed article when its file has changed by then.
    """
    # Completion reads the options of this command, and needs nothing of what it does.
    from search.output.words import files
    from search.searcher import Searcher
    from search.sources import SourceNames

    index = open_index(index_directory)
    searcher = Searcher(index)
    status = FOUND
    sources: dict[str, None] = {}
    articles: dict[str, None] = {}
    for wanted in what:
        try:
            if names := _sources(searcher.reader, SourceNames(index.root), wanted):
                sources.update(dict.fromkeys(names))
            else:
                articles[_article_id(searcher, wanted)] = None
        except WensouError as fault:
            show_fault(fault)
            status = FAULT
    if sources or articles:
        _remove(index, sources, articles, wait)
        single = trn("{count:,} single article", "{count:,} single articles", len(articles))
        sys.stdout.write(tr("removed {files} and {articles}", files=files(len(sources)), articles=single) + "\n")
    return status


def _sources(reader: Reader, names: SourceNames, wanted: str) -> list[str]:
    """The sources that a path means: itself, all below it, or what a corrected split stands for."""
    from corpus.corrections import original

    sources = reader.sources()
    return (names.below(wanted, sources) or names.below(original(wanted), sources)) if wanted else []


def _article_id(searcher: Searcher, wanted: str) -> str:
    try:
        return searcher.article_id(wanted)
    except RequestError as fault:
        raise RequestError(
            tr("{wanted!r} is no source of the index, and {fault}", wanted=wanted, fault=fault)
        ) from fault


def _remove(index: Index, sources: dict[str, None], articles: dict[str, None], wait: float) -> None:
    from index.writing import writer

    with writer(index.store, wait=wait, waiting=note) as transaction:
        for source in sources:
            transaction.remove_source(source)
        for article in articles:
            transaction.remove_article(article)
