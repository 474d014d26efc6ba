"""Indexing that changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.records import Article
from index.engines import Encoded, SourceFile


class Nowhere:
    """A sink for dry runs."""

    def add(self, articles: Iterable[Encoded]) -> None:
        """Does nothing."""

    def put_source(self, source: SourceFile) -> None:
        """Does nothing."""

    def remove_source(self, source: str) -> None:
        """Does nothing."""


def unencoded(articles: Sequence[Article]) -> list[Encoded]:
    """Nothing of the articles but how many there are."""
    return [{} for _ in articles]
