"""Files of ready articles, and what is read from them."""

from __future__ import annotations

import csv
import io
import pickle
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from corpus import Article
from corpus.ready import Parsed, articles, batches, survey

Write = Callable[..., Path]


def table(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Rows as a spreadsheet writes them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def parsed(path: Path, encoding: str | None = None, **limits: int) -> list[Parsed]:
    """The parts of a file, each sent through a pickle as to another process."""
    pieces = batches(path, "文", survey(path, encoding), **limits)
    return [articles(pickle.loads(pickle.dumps(piece))) for piece in pieces]


def faults(path: Path) -> list[str]:
    """What is wrong with the lines of a file: number and message."""
    prefix = f"{path}:"
    found = [fault for part in parsed(path) for fault in part.faults]
    assert all(fault.startswith(prefix) for fault in found)
    return [fault.removeprefix(prefix) for fault in found]


def only(path: Path) -> Article:
    """The article of a file that holds one, without faults."""
    (part,) = parsed(path)
    assert part.faults == []
    (article,) = part.articles
    return article
