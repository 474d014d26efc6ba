"""rjieba and Tantivy: the words of title and body, in Tantivy's own query language; the originals are stored.

With `--bigrams`, pairs of neighbouring characters stand beside the words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from operator import add
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
@click.option("--bigrams", is_flag=True)
def index(articles: Iterable[str], directory: Path, bigrams: bool) -> None:
    """Index ARTICLES into DIRECTORY."""
    builder = SchemaBuilder()
    builder.add_text_field("title", tokenizer_name="whitespace")
    builder.add_text_field("body", tokenizer_name="whitespace")
    builder.add_bytes_field("article", stored=True)
    directory.mkdir(parents=True)
    writer = Index(builder.build(), str(directory)).writer()
    for line in articles:
        article = json.loads(line)
        title, body = (words(article[field], bigrams=bigrams) for field in ("title", "body"))
        writer.add_document(Document(title=title, body=body, article=line.encode()))
    writer.commit()
    writer.wait_merging_threads()


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("query")
@click.option("--bigrams", is_flag=True)
def search(directory: Path, query: str, bigrams: bool) -> None:
    """Search DIRECTORY for QUERY."""
    found = Index.open(str(directory))
    console = Console()
    searcher = found.searcher()
    for _, address in searcher.search(parse(found, query, bigrams=bigrams), limit=10).hits:
        article = json.loads(searcher.doc(address)["article"][0])
        console.print(article["title"], article["body"], markup=False)


def words(text: str, *, bigrams: bool = False) -> str:
    """The words of a text, and perhaps the pairs of its characters, with spaces between them."""
    found = rjieba.cut_for_search(text)
    if bigrams:
        found += [pair for run in text.split() for pair in map(add, run, run[1:])]
    return " ".join(found)


def parse(found: Index, query: str, *, every: bool = True, bigrams: bool = False) -> Query:
    """Every word of a query, or any; those between quotes as a phrase."""
    fields = ["title", "body"]
    return found.parse_query_lenient(words(query, bigrams=bigrams), fields, conjunction_by_default=every)[0]


if __name__ == "__main__":
    cli()
