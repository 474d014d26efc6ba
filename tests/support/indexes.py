"""Makes small real indexes on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus.files import discover
from corpus.records import Article, Issue
from index import Index, IndexWriter, SourceFile, writer
from index.engines import Reader
from index.plan import Every, Plan
from search.ingest import Summary, ingest
from search.sources import SourceNames


def article(body: str, **values: object) -> Article:
    """An article with this body and, unless told otherwise, nothing else of note."""
    defaults: dict[str, object] = {
        "id": "", "title": "", "untitled": True, "section": None, "unit": None, "author": None, "regions": (),
        "date": None, "date_from": None, "issue": Issue(), "source": "一.txt", "line_start": 1, "line_end": 1,
    }  # fmt: skip
    return Article(body=body, **{**defaults, **values})  # type: ignore[arg-type]


def add_file(transaction: IndexWriter, source: SourceFile, articles: Sequence[Article]) -> None:
    """Adds a file with its articles."""
    transaction.add(transaction.encoder(articles))
    transaction.put_source(source)


def build_index(
    place: Path | str,
    articles: Iterable[str | Article],
    *,
    engine_name: str | None = None,
    user_words: dict[str, int | None] | None = None,
) -> Index:
    """An index of articles from one source; bodies become articles with the ids `a0`, `a1` and so on."""
    records = [article(item) if isinstance(item, str) else item for item in articles]
    named = [
        record if record.id else article(record.body, **{**_values(record), "id": f"a{number}"})
        for number, record in enumerate(records)
    ]
    with writer(place, engine_name=engine_name, user_words=user_words) as transaction:
        add_file(transaction, SourceFile("一.txt", 1, 1, "0", len(named)), named)
    return Index(place)


def _values(record: Article) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__match_args__ if name != "body"}


def ingest_into(transaction: IndexWriter, paths: Sequence[Path], names: SourceNames, **options: Any) -> Summary:
    """Brings an index up to date with what the paths lead to."""
    found = discover(paths, without=transaction.store.folder)
    with closing(transaction.reader()) as committed:
        return ingest(transaction, committed, found, names, encode=transaction.encoder, **options)


def index_files(folder: Path, files: Sequence[Path]) -> Index:
    """An index of copies of files in a folder."""
    for file in files:
        shutil.copy(file, folder / file.name)
    path = folder / ".wensou"
    with writer(path) as transaction:
        summary = ingest_into(transaction, [folder], SourceNames(folder))
    assert not summary.faults
    return Index(path)


def all_articles(reader: Reader) -> list[Article]:
    """Every article of an index, in the order of the files."""
    page = reader.search(Plan(Every()), sort="source", limit=max(1, reader.article_count()))
    return reader.fetch([match.number for match in page.matches])
