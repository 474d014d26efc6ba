"""One segment of a Whoosh index, as it is read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from whoosh.util.numeric import byte_to_length

from index.engines.whoosh.codec import lengths
from index.engines.whoosh.matching import SegmentMatcher
from index.scoring import bm25

if TYPE_CHECKING:
    from whoosh.reading import IndexReader


class Segment:
    """One segment: its postings, columns and lengths, with documents numbered from 0; `base` leads to the index's own
    numbers.
    """

    def __init__(self, leaf: IndexReader, base: int) -> None:
        self.leaf = leaf
        self.base = base
        self.matcher = SegmentMatcher(leaf)
        self._columns: dict[str, Any] = {}
        self._lengths: dict[str, bytes] = {}

    def column(self, field: str) -> Any:
        """The values of a field by document, as bytes or a number."""
        return self._column(f"{field}_value")

    def record(self, kind: str, document: int) -> bytes:
        """The record of an article (`record`, packed) or a source (`source_record`, as JSON)."""
        stored: bytes = self._column(kind)[document]
        return stored

    def _column(self, name: str) -> Any:
        if name not in self._columns:
            self._columns[name] = self.leaf.column_reader(name, translate=False)
        return self._columns[name]

    def add_scores(self, scores: dict[int, float], field: str, term: str, idf: float, average_length: float) -> None:
        """Adds what a term gives each document to its score; documents are in ascending order."""

        @cache  # frequencies and codes of lengths are few
        def score(frequency: int, code: int) -> float:
            return bm25(idf, frequency, _length(code), average_length)

        codes = self._codes(field)
        for document, frequency in self.matcher.occurrences(field, term, scores):
            scores[document] += score(frequency, codes[document])

    def frequency(self, document: int, field: str, term: str) -> int:
        """How often a document has a term."""
        return dict(self.matcher.occurrences(field, term, {document: 0})).get(document, 0)

    def length(self, document: int, field: str) -> int:
        """How many terms a field of a document has, as it is scored by."""
        return _length(self._codes(field)[document])

    def _codes(self, field: str) -> bytes:
        """The lengths of a field by document, as Whoosh rounds them."""
        if field not in self._lengths:
            self._lengths[field] = lengths(self.leaf, field)
        return self._lengths[field]

    def close(self) -> None:
        """Closes the files."""
        self.matcher.close()


def _length(code: int) -> int:
    """How many terms a rounded length stands for."""
    return byte_to_length(code) or 1
