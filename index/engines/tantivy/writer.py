"""Writing to a Tantivy index: one transaction at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Final
from zlib import crc32

import tantivy
from tantivy import Document

from index.engines import Encoded, SourceFile
from index.engines.damage import damage_explained
from index.engines.tantivy import sealing
from index.engines.tantivy.faults import DAMAGE, refusals_told
from index.engines.tantivy.reader import TantivyReader
from index.engines.tantivy.schema import LEDGER, LEDGERS, escape

# Each thread gathers postings in memory up to as many bytes as there is text before it writes a segment, within these
# bounds. Postings take about three times the bytes of their text: so there are some four segments to search.
_LEAST_HEAP: Final = 32_000_000
_MOST_HEAP: Final = 400_000_000
# While one thread writes, another one takes articles: nobody waits. Where there is little, one makes fewer segments.
_LITTLE: Final = 8_000_000
_LEAST_THREADS: Final = 2
_MOST_THREADS: Final = 4


class TantivyWriter:
    """One transaction on a Tantivy index."""

    def __init__(self, directory: Path, text_size: int) -> None:
        self._directory = directory
        threads = _threads(text_size)
        with refusals_told(directory):
            index = tantivy.Index.open(str(directory))
            self._reader = TantivyReader(directory)
            writer = index.writer(_heap(text_size) * threads, threads)
        self._schema = index.schema
        self._writer: tantivy.IndexWriter | None = writer
        self._changed_sources: dict[str, SourceFile | None] = {}

    @property
    def _open(self) -> tantivy.IndexWriter:
        assert self._writer is not None, "the transaction has ended"
        return self._writer

    @damage_explained(*DAMAGE)
    def add(self, articles: Iterable[Encoded]) -> None:
        """Adds articles."""
        with refusals_told(self._directory):
            self._add(articles)

    def _add(self, articles: Iterable[Encoded]) -> None:
        add = self._open.add_document
        for article in articles:
            add(Document.from_dict(article.fields, self._schema))

    def put_source(self, source: SourceFile) -> None:
        """Takes what is known of a file."""
        self._changed_sources[source.source] = source

    @damage_explained(*DAMAGE)
    def remove_source(self, source: str) -> None:
        """Removes a file with all its articles."""
        self._open.delete_documents_by_term("source", escape(source))
        self._changed_sources[source] = None

    @damage_explained(*DAMAGE)
    def remove_article(self, article_id: str) -> None:
        """Removes the article with this id."""
        self._open.delete_documents_by_term("id", escape(article_id))

    @damage_explained(*DAMAGE)
    def commit(self) -> None:
        """Makes all changes visible, and waits until segments are merged."""
        with refusals_told(self._directory):
            self._write_ledgers()
            self._open.commit()
        self._open.wait_merging_threads()
        self._writer = None
        sealing.seal(self._directory)

    @damage_explained(*DAMAGE)
    def cancel(self) -> None:
        """Forgets all changes; may follow a commit that failed."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer = None

    def _write_ledgers(self) -> None:
        """Replaces the documents that tell of files of which something changed."""
        sources: dict[str, SourceFile | None] = {**self._reader.sources(), **self._changed_sources}
        for number in sorted({_ledger(name) for name in self._changed_sources}):
            records = [asdict(source) for name, source in sources.items() if source and _ledger(name) == number]
            self._open.delete_documents_by_term("ledger", str(number))
            if records:
                fields = {"kind": LEDGER, "ledger": str(number), "record": json.dumps(records).encode()}
                self._open.add_document(Document.from_dict(fields, self._schema))


def _threads(text_size: int) -> int:
    """How many threads write: half of the cores, for the other half reads."""
    return 1 if text_size < _LITTLE else max(_LEAST_THREADS, min((os.cpu_count() or 1) // 2, _MOST_THREADS))


def _heap(text_size: int) -> int:
    """The memory for the postings of a thread, in bytes."""
    return max(_LEAST_HEAP, min(text_size, _MOST_HEAP))


def _ledger(source: str) -> int:
    """The number of the document that tells of a file."""
    return crc32(source.encode("utf-8", "surrogatepass")) % LEDGERS
