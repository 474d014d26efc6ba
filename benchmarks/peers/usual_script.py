"""The usual script: Whoosh with jieba's own ChineseAnalyzer over title and body, as their manuals show it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click
from jieba.analyse import ChineseAnalyzer
from rich.console import Console
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.qparser.default import MultifieldParser, QueryParser
from whoosh.qparser.syntax import AndGroup, OrGroup


@click.group()
def cli() -> None:
    """Index articles and search them."""


@cli.command()
@click.argument("articles", type=click.File(encoding="utf-8"))
@click.argument("directory", type=click.Path(path_type=Path))
def index(articles: Iterable[str], directory: Path) -> None:
    """Index ARTICLES into DIRECTORY."""
    text = TEXT(stored=True, analyzer=ChineseAnalyzer())
    directory.mkdir(parents=True)
    writer = create_in(str(directory), Schema(id=ID(stored=True), title=text, body=text)).writer()
    for article in map(json.loads, articles):
        writer.add_document(id=article["id"], title=article["title"], body=article["body"])
    writer.commit()


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("query")
def search(directory: Path, query: str) -> None:
    """Search DIRECTORY for QUERY."""
    found = open_dir(str(directory))
    console = Console()
    with found.searcher() as searcher:
        for hit in searcher.search(query_parser(found).parse(query)):
            console.print(hit["title"], hit.highlights("body"), markup=False)


def query_parser(found: FileIndex, *, every: bool = True) -> QueryParser:
    """Parses queries for title and body, of whose words every one must be there, or any."""
    return MultifieldParser(["title", "body"], found.schema, group=AndGroup if every else OrGroup)


if __name__ == "__main__":
    cli()
