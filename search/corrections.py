"""Writing a split beside its file, for a person to correct."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import Any, Final

from corpus.corrections import ORIGINAL, WRITTEN, digest, is_edited, seal, side_file
from corpus.errors import CorpusError
from corpus.language import later, tr
from corpus.readers import load
from corpus.reading import read
from corpus.records import Article, Document, Issue
from search.output.records import dump, remainder_record

_HELP: Final = later(
    "One article a line. Correct, split, join or remove them, save, and run wensou index again: this "
    "file stands for the one it corrects as long as both are there. To go back to the automatic split, "
    "remove this file."
)


def write_split(path: Path, *, encoding: str | None, force: bool) -> tuple[Document, bool]:
    """Splits a newsletter and writes the split beside it; tells what came of it and whether the file is another now.

    What a person has edited is overwritten only by `force`. Raises `CorpusError` for that, and for a file that cannot
    be read or written.
    """
    data = load(path)
    document = read(path, encoding=encoding, data=data, automatic=True)
    side = side_file(path)
    content = _content(path, document, data)
    before = load(side) if side.exists() else None
    if before == content:
        return document, False
    if before is not None and is_edited(before) and not force:
        raise CorpusError(
            tr(
                "{side}: this was edited, so it is left as it is; to split {path} anew and lose what was corrected: "
                "wensou parse --write --force {quoted}",
                side=side,
                path=path,
                quoted=quote(str(path)),
            )
        )
    _replace(side, content)
    return document, True


def _content(path: Path, document: Document, data: bytes) -> bytes:
    """What a side file holds: the issue with what tells whether anything was changed, articles, the remainder."""
    head = {
        "kind": "issue",
        **asdict(document.issue),
        "corrects": path.name,
        "help": tr(_HELP),
        ORIGINAL: digest(data),
    }
    rest = "".join(dump(record) + "\n" for record in _records(document)).encode()
    # The digest is of what the line says when it is read.
    head = json.loads(dump(head))
    return dump({**head, WRITTEN: seal(head, rest)}).encode() + b"\n" + rest


def _records(document: Document) -> Iterator[dict[str, Any]]:
    for article in document.articles:
        yield _article(article, document.issue)
    for rest in document.remainder:
        yield remainder_record(rest)


def _article(article: Article, issue: Issue) -> dict[str, Any]:
    """An article without what follows from the rest: its id, a derived title, the date and the issue of the first line.

    An index takes articles with the same id for one. So an article that was corrected must not keep the id that a copy
    of it has in another file.
    """
    record = {
        "kind": "article",
        "title": None if article.untitled else article.title,
        "section": article.section,
        "unit": article.unit,
        "author": article.author,
        "regions": list(article.regions),
        "date": article.date if article.date_from == "article" else None,
        "body": article.body,
        "line_start": article.line_start,
        "line_end": article.line_end,
    }
    return record if article.issue == issue else {**record, "issue": asdict(article.issue)}


def _replace(target: Path, content: bytes) -> None:
    """Writes a file aside, flushes it to the disk and renames it, so that it is there whole or as it was."""
    aside = target.with_name(f".{target.name}.new")  # hidden: no run that walks the folder reads it
    try:
        try:
            with aside.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as fault:
        raise CorpusError(
            tr("{target}: cannot be written: {why}", target=target, why=tr(fault.strerror or str(fault)).lower())
        ) from None
