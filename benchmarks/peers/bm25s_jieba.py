"""bm25s over jieba's words: sparse matrices of scores. It knows neither phrases nor that all words must be there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import bm25s
import click
import jieba
from rich.console import Console


@click.group()
def cli() -> None:
    """Index articles and search them."""


@cli.command()
@click.argument("articles", type=click.File(encoding="utf-8"))
@click.argument("directory", type=click.Path(path_type=Path))
def index(articles: Iterable[str], directory: Path) -> None:
    """Index ARTICLES into DIRECTORY."""
    corpus = [json.loads(line) for line in articles]
    retriever = bm25s.BM25(corpus=corpus)
    retriever.index([words(f"{article['title']}\n{article['body']}") for article in corpus], show_progress=False)
    retriever.save(directory)


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("query")
def search(directory: Path, query: str) -> None:
    """Search DIRECTORY for QUERY."""
    retriever = bm25s.BM25.load(directory, load_corpus=True, mmap=True)
    console = Console()
    for article in best(retriever, query):
        console.print(article["title"], article["body"], markup=False)


def words(text: str) -> list[str]:
    """The words of a text."""
    return [word for word in jieba.lcut_for_search(text) if word.isalnum()]


def best(retriever: bm25s.BM25, query: str, most: int = 10) -> list[dict[str, str]]:
    """The best articles that have some of the words of a query."""
    found, scores = retriever.retrieve([words(query)], k=min(most, len(retriever.corpus)), show_progress=False)
    return [article for article, score in zip(found[0], scores[0], strict=True) if score > 0]


if __name__ == "__main__":
    cli()
