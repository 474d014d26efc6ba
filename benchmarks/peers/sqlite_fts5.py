"""SQLite's FTS5 over words that rjieba cut; the originals stand in a table beside the words' index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import click
import rjieba
from rich.console import Console

FILE = "articles.sqlite"
SCHEMA = """
CREATE TABLE articles (number INTEGER PRIMARY KEY, id TEXT, title TEXT, body TEXT);
CREATE VIRTUAL TABLE words USING fts5 (title, body, content='');
"""
SEARCH = """
SELECT articles.title, articles.body FROM words JOIN articles ON articles.number = words.rowid
WHERE words MATCH ? ORDER BY rank LIMIT 10
"""


@click.group()
def cli() -> None:
    """Index articles and search them."""


@cli.command()
@click.argument("articles", type=click.File(encoding="utf-8"))
@click.argument("directory", type=click.Path(path_type=Path))
def index(articles: Iterable[str], directory: Path) -> None:
    """Index ARTICLES into DIRECTORY."""
    directory.mkdir(parents=True)
    database = sqlite3.connect(directory / FILE)
    database.executescript(SCHEMA)
    for number, article in enumerate(map(json.loads, articles)):
        title, body = article["title"], article["body"]
        database.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", (number, article["id"], title, body))
        database.execute("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (number, words(title), words(body)))
    database.commit()
    database.close()


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("query")
def search(directory: Path, query: str) -> None:
    """Search DIRECTORY for QUERY."""
    console = Console()
    for title, body in sqlite3.connect(directory / FILE).execute(SEARCH, (expression(query),)):
        console.print(title, body, markup=False)


def words(text: str) -> str:
    """The words of a text, with spaces between them."""
    return " ".join(rjieba.cut_for_search(text))


def expression(query: str, *, every: bool = True) -> str:
    """Every word of a query, or any, or a phrase where it is quoted; each in quotes, as punctuation is syntax."""
    if query.startswith('"'):
        return f'"{words(query[1:-1])}"'
    return (" " if every else " OR ").join(f'"{word}"' for word in words(query).split())


if __name__ == "__main__":
    cli()
