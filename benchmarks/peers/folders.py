"""Commands that index a folder of files: recoll's, and the one that comes with whoosh3. This script writes a text file
for each article and has them indexed.

    python folders.py index recoll|whoosh ARTICLES DIRECTORY
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import click

# The command of whoosh3 beside the Python that runs this.
WHOOSH = str(Path(sys.executable).with_name("whoosh"))


@click.group()
def cli() -> None:
    """Make articles ready for a command."""


@cli.command()
@click.argument("program", type=click.Choice(["recoll", "whoosh"]))
@click.argument("articles", type=click.File(encoding="utf-8"))
@click.argument("directory", type=click.Path(path_type=Path))
def index(program: str, articles: Iterable[str], directory: Path) -> None:
    """Write ARTICLES as files into DIRECTORY, and index them."""
    texts = directory / "texts"
    texts.mkdir(parents=True)
    for article in map(json.loads, articles):
        (texts / f"{article['id']}.txt").write_text(f"{article['title']}\n{article['body']}\n", encoding="utf-8")
    if program == "recoll":
        (directory / "recoll.conf").write_text(f"topdirs = {texts}\n", encoding="utf-8")
        subprocess.run(["recollindex", "-c", directory], check=True, capture_output=True)
    else:
        subprocess.run([WHOOSH, "index", texts], check=True, capture_output=True)


def recoll_command(directory: Path, query: str, most: int = 10) -> tuple[str, ...]:
    """What a user types to see the best files with all words of a query, with abstracts."""
    return ("recollq", "-c", str(directory), "-n", str(most), "-A", query)


def whoosh_command(directory: Path, query: str, most: int = 10) -> tuple[str, ...]:
    """The same for whoosh3's command, which shows passages."""
    return (WHOOSH, "search", "--limit", str(most), query, str(directory / "texts"))


if __name__ == "__main__":
    cli()
