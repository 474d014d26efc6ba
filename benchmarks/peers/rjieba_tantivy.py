"""rjieba and Tantivy: the words of title and body, in Tantivy's own query language; the originals are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click
import rjieba
from rich.console import Console
from tantivy import Document, Index, Query, SchemaBuilder


@click.group()
def cli() -> None:
    """Index articles and search them."""


@cli.command()
@click.argument("articles", type=click.File(encoding="utf-8"))
@click.argument("directory", type=click.Path(path_type=Path))
def index(articles: Iterable[str], directory: Path) -> None:
    """Index ARTICLES into DIRECTORY."""
    builder = SchemaBuilder()
    builder.add_text_field("title", tokenizer_name="whitespace")
    builder.add_text_field("body", tokenizer_name="whitespace")
    builder.add_bytes_field("article", stored=True)
    directory.mkdir(parents=True)
    writer = Index(builder.build(), str(directory)).writer()
    for line in articles:
        article = json.loads(line)
        title, body = words(article["title"]), words(article["body"])
        writer.add_document(Document(title=title, body=body, article=line.encode()))
    writer.commit()
    writer.wait_merging_threads()


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("query")
def search(directory: Path, query: str) -> None:
    """Search DIRECTORY for QUERY."""
    found = Index.open(str(directory))
    console = Console()
    searcher = found.searcher()
    for _, address in searcher.search(parse(found, query), limit=10).hits:
        article = json.loads(searcher.doc(address)["article"][0])
        console.print(article["title"], article["body"], markup=False)


def words(text: str) -> str:
    """The words of a text, with spaces between them."""
    return " ".join(rjieba.cut_for_search(text))


def parse(found: Index, query: str) -> Query:
    """All words of a query; those between quotes as a phrase."""
    return found.parse_query_lenient(words(query), ["title", "body"], conjunction_by_default=True)[0]


if __name__ == "__main__":
    cli()
