"""Indexing that changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

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


def unencoded(article: Article) -> Encoded:
    """Nothing of the article."""
    return {}
