"""Xapian with its n-gram mode: Chinese characters and pairs of them, found by its own query parser."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console

try:
    import xapian
except ImportError:  # Debian has it for its own Python, which may be of the same version
    sys.path.append("/usr/lib/python3/dist-packages")
    import xapian


@click.group()
def cli() -> None:
    """Index articles and search them."""


@cli.command()
@click.argument("articles", type=click.File(encoding="utf-8"))
@click.argument("directory", type=click.Path(path_type=Path))
def index(articles: Iterable[str], directory: Path) -> None:
    """Index ARTICLES into DIRECTORY."""
    database = xapian.WritableDatabase(str(directory), xapian.DB_CREATE_OR_OPEN)
    generator = xapian.TermGenerator()
    generator.set_flags(generator.FLAG_CJK_NGRAM)
    for line in articles:
        article = json.loads(line)
        document = xapian.Document()
        document.set_data(line)
        generator.set_document(document)
        for field in ("title", "body"):
            generator.index_text(article[field])
            generator.increase_termpos()
        database.add_document(document)
    database.commit()


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("query")
def search(directory: Path, query: str) -> None:
    """Search DIRECTORY for QUERY."""
    console = Console()
    for article in best(opened(directory), query):
        console.print(article["title"], article["body"], markup=False)


def parse(query: str) -> Any:
    """All words of a query; those between quotes as a phrase."""
    parser = xapian.QueryParser()
    parser.set_default_op(xapian.Query.OP_AND)
    return parser.parse_query(query, parser.FLAG_CJK_NGRAM | parser.FLAG_PHRASE)


def opened(directory: Path) -> Any:
    """What answers queries."""
    return xapian.Enquire(xapian.Database(str(directory)))


def best(enquire: Any, query: str, most: int = 10) -> list[dict[str, str]]:
    """The best articles of a query."""
    enquire.set_query(parse(query))
    return [json.loads(match.document.get_data()) for match in enquire.get_mset(0, most)]


if __name__ == "__main__":
    cli()
