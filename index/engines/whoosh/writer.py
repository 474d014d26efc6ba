"""Writing to a Whoosh index: one transaction at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from index.engines import Encoded, SourceFile
from index.engines.damage import damage_explained
from index.engines.whoosh.matching import SegmentMatcher
from index.engines.whoosh.schema import SOURCE

if TYPE_CHECKING:
    from whoosh.reading import IndexReader
    from whoosh.writing import SegmentWriter


class WhooshWriter:
    """One transaction on a Whoosh index."""

    def __init__(self, writer: SegmentWriter) -> None:
        self._writer = writer
        try:
            reader: IndexReader = writer.reader()
        except BaseException:
            writer.cancel()
            raise
        self._reader: IndexReader | None = reader
        leaves = reader.leaf_readers() if reader.doc_count_all() else []
        self._committed = [(SegmentMatcher(leaf), base) for leaf, base in leaves]
        self._added: dict[str, int] = {}  # articles of this transaction, by id, numbered in its segment

    def add(self, articles: Iterable[Encoded]) -> None:
        """Adds articles."""
        for article in articles:
            self._added[article.id] = self._writer.docnum
            self._writer.add_document(**article.fields)

    def put_source(self, source: SourceFile) -> None:
        """Takes what is known of a file."""
        for matcher, base in self._committed:
            for document in {*matcher.postings("kind", SOURCE)}.intersection(matcher.postings("source", source.source)):
                self._writer.delete_document(base + document)
        record = json.dumps(asdict(source)).encode()
        self._writer.add_document(kind=[SOURCE], source=[source.source], source_record=record)

    def remove_source(self, source: str) -> None:
        """Removes a file with all its articles."""
        self._delete("source", source)

    def remove_article(self, article_id: str) -> None:
        """Removes the article with this id."""
        self._delete("id", article_id)
        if article_id in self._added:
            self._writer.newsegment.delete_document(self._added.pop(article_id))

    def _delete(self, field: str, value: str) -> None:
        """Deletes what the last commit holds with this value."""
        for matcher, base in self._committed:
            for document in matcher.postings(field, value):
                self._writer.delete_document(base + document)

    @damage_explained()
    def commit(self) -> None:
        """Makes all changes visible."""
        self._close_reader()
        self._writer.commit()

    def cancel(self) -> None:
        """Forgets all changes; may follow a commit that failed."""
        self._close_reader()
        if not self._writer.is_closed:  # a commit that failed has closed it
            self._writer.cancel()

    def _close_reader(self) -> None:
        if self._reader is not None:
            for matcher, _ in self._committed:
                matcher.close()
            self._reader.close()
            self._reader = None
