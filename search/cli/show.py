"""`wensou show`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeAlias

import click

from corpus.errors import WensouError
from corpus.records import Article
from search.cli import FAULT, FOUND
from search.cli.messages import show_fault
from search.cli.options import completed, index_option, open_index, switch
from search.cli.screen import color_option, has_person, screen, show_paged

if TYPE_CHECKING:
    from rich.console import Console

    from search.snippet import Highlighted

# An article, and its title and body with what was looked for lit up.
_Lit: TypeAlias = "tuple[Article, Highlighted, Highlighted]"


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=completed("article_ids"))
@index_option
@click.option("--query", metavar="QUERY", help="Light up what this query finds.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@switch("--no-pager", off="--pager", help="Never show articles in a pager, as a terminal does.")
@color_option
def command(ids: tuple[str, ...], index_directory: str | None, query: str | None, output: str, no_pager: bool) -> int:
    """Show whole articles.

    An ID is as the results show it; its beginning suffices where no other id begins so.

    \b
    wensou show bad684983630
    wensou show bad6 --query 关爱保险
    """
    # Completion reads the options of this command, and needs nothing of what it does.
    from search.searcher import Searcher
    from search.snippet import Highlighted
    from search.sources import SourceNames

    index = open_index(index_directory)
    searcher = Searcher(index)
    names = SourceNames(index.root)
    drawn = screen() if output == "text" else None
    status = FOUND
    shown: list[_Lit] = []
    for wanted in ids:
        try:
            article = searcher.article(wanted)
        except WensouError as fault:
            show_fault(fault)
            status = FAULT
            continue
        lit = searcher.highlighted(query, article) if query else (Highlighted(article.title), Highlighted(article.body))
        shown.append((names.shown(article), *lit))
    if drawn is None:
        _write(shown, output)
    elif no_pager or not shown or not has_person():
        _draw(drawn, shown)
    else:
        with drawn.capture() as captured:
            _draw(drawn, shown, paged=True)
        show_paged(captured.get())
    return status


def _draw(drawn: Console, shown: list[_Lit], *, paged: bool = False) -> None:
    from search.output.terminal import draw_article

    for number, (article, title, body) in enumerate(shown):
        if number:
            drawn.print()
        draw_article(drawn, title, body, article, paged=paged)


def _write(shown: list[_Lit], output: str) -> None:
    from search.output.formats import known
    from search.output.records import dump, stored_record
    from search.output.safe import one_line, visible

    for number, (article, *_) in enumerate(shown):
        if output == "json":
            sys.stdout.write(dump(stored_record(article)) + "\n")
        else:
            between = "\n" if number else ""
            sys.stdout.write(f"{between}{one_line(article.title)}\n{known(article)}\n\n{visible(article.body)}\n")
