"""ripgrep over a text file with one article a line: this script writes the file, `rg` searches it.

python ripgrep.py index ARTICLES DIRECTORY
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable
from pathlib import Path

import click

FILE = "articles.txt"


@click.group()
def cli() -> None:
    """Make articles ready for rg."""


@cli.command()
@click.argument("articles", type=click.File(encoding="utf-8"))
@click.argument("directory", type=click.Path(path_type=Path))
def index(articles: Iterable[str], directory: Path) -> None:
    """Write ARTICLES into a file in DIRECTORY."""
    directory.mkdir(parents=True)
    with (directory / FILE).open("w", encoding="utf-8") as stream:
        for article in map(json.loads, articles):
            stream.write(" ".join(f"{article['title']}\t{article['body']}".splitlines()) + "\n")


def command(directory: Path, query: str, most: int = 10) -> tuple[str, ...]:
    """What a user types to see the first lines that hold the quoted text, or all of the words."""
    wanted = [query[1:-1]] if query.startswith('"') else query.split()
    searches = [["rg", "--fixed-strings", "--", text] for text in wanted]
    searches[0] += [str(directory / FILE)]
    searches[0].insert(1, "--line-number")
    searches[-1].insert(1, f"--max-count={most}")
    return ("sh", "-c", " | ".join(map(shlex.join, searches)))


if __name__ == "__main__":
    cli()
