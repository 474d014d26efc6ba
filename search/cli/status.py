"""`wensou status`."""

from __future__ import annotations

import os
import sys

import click

from corpus.corrections import stamp
from index.directory import Index
from search.cli.messages import note
from search.cli.options import index_option, open_index
from search.output.records import dump
from search.output.safe import one_line
from search.sources import SourceNames


@click.command()
@click.option("--check", is_flag=True, help="Read the whole index and verify it.")
@index_option
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(check: bool, index_directory: str | None, output: str) -> int:
    """Show what is indexed, how fresh it is, and with what it was made.

    With --check, exit status 2 tells that the index is damaged.
    """
    index = open_index(index_directory)
    status = _status(index)
    if output == "json":
        sys.stdout.write(dump(status) + "\n")
    else:
        for name, value in status.items():
            shown = "none" if value is None else one_line(str(value))
            sys.stdout.write(f"{name.replace('_', ' '):<16} {shown}\n")
    if not check:
        return 0
    from index.checking import check as verify

    faults = verify(index)
    sys.stdout.flush()
    for fault in faults:
        note(fault)
    if not faults and output == "text":
        sys.stdout.write("check            no fault found\n")
    return 2 if faults else 0


def _status(index: Index) -> dict[str, object]:
    facets = index.facets()
    changed, vanished = _stale(index)
    return {
        "index": str(index.path),
        "engine": index.meta.engine,
        "articles": facets.articles,
        "files": len(facets.sources),
        "issues": len(facets.issue),
        "first_date": facets.first_date,
        "last_date": facets.last_date,
        "bytes_of_text": sum(size for _, size, _ in facets.sources.values()),
        "bytes_on_disk": _size(index),
        "user_words": index.meta.user_words,
        "created": index.meta.created,
        "made_by": f"wensou {index.meta.wensou}",
        "changed_files": changed,
        "vanished_files": vanished,
    }


def _stale(index: Index) -> tuple[int, int]:
    """How many indexed files have changed since, and how many are gone."""
    names = SourceNames(index.root)
    changed = vanished = 0
    for source, (_, size, modified) in index.facets().sources.items():
        try:
            now = stamp(names.path(source))
        except OSError:
            vanished += 1
            continue
        changed += now != (size, modified)
    return changed, vanished


def _size(index: Index) -> int:
    return sum(
        os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(index.path) for name in names
    )
