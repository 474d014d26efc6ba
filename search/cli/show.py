"""`wensou show`."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from corpus.errors import WensouError
from corpus.records import Article
from search.cli.messages import show_fault
from search.cli.options import index_option, open_index
from search.searcher import Searcher
from search.snippet import Highlighted
from search.sources import SourceNames


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@index_option
@click.option("--query", metavar="QUERY", help="Light up what this query finds.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(ids: tuple[str, ...], index_directory: str | None, query: str | None, output: str) -> int:
    """Show whole articles.

    An ID is as the results show it; its beginning suffices where no other id begins so.

    \b
    wensou show 1f6233ca624f
    wensou show 1f62 --query 关爱保险
    """
    index = open_index(index_directory)
    searcher = Searcher(index)
    names = SourceNames(index.root)
    status = 0
    for number, wanted in enumerate(ids):
        try:
            article = searcher.article(wanted)
        except WensouError as fault:
            show_fault(fault)
            status = 2
            continue
        if number and output == "text":
            sys.stdout.write("\n")
        shown = replace(article, source=names.path(article.source))
        lit = searcher.highlighted(query, article) if query else (Highlighted(article.title), Highlighted(article.body))
        _show(shown, *lit, output)
    return status


def _show(article: Article, title: Highlighted, body: Highlighted, output: str) -> None:
    from search.output.records import article_record, dump

    if output == "json":
        sys.stdout.write(dump(article_record(article)) + "\n")
    elif sys.stdout.isatty():
        from search.output.terminal import console, draw_article

        draw_article(console(sys.stdout), title, body, article)
    else:
        from search.output.formats import known
        from search.output.safe import one_line, visible

        sys.stdout.write(f"{one_line(article.title)}\n{known(article)}\n\n{visible(article.body)}\n")
