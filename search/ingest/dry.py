"""Indexing that changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from corpus.identity import content_digest
from corpus.records import Article, Place
from index.engines import Encoded, Reader, SourceFile

if TYPE_CHECKING:
    from index.sharing import Added


class Nowhere:
    """A sink for dry runs, which knows what an index holds."""

    def __init__(self, committed: Reader | None) -> None:
        from index.sharing import Sharing

        self._sharing = Sharing(_Nothing(), committed, _put, unencoded)

    def close(self) -> None:
        """Gives back what it holds."""
        self._sharing.close()

    def add(self, articles: Sequence[Encoded], *, exists: Callable[[str], bool], rename: bool) -> Added:
        """Tells what would come of it."""
        return self._sharing.add(articles, exists, rename=rename)

    def put_source(self, source: SourceFile) -> None:
        """Does nothing."""

    def remove_source(self, source: str) -> int:
        """Forgets the file for this run."""
        return self._sharing.remove_source(source)


class _Nothing:
    """A writer that writes nothing."""

    def add(self, articles: Iterable[Encoded]) -> None:
        """Does nothing."""

    def remove_source(self, source: str) -> None:
        """Does nothing."""

    def remove_article(self, article_id: str) -> None:
        """Does nothing."""


def unencoded(articles: Sequence[Article]) -> list[Encoded]:
    """The articles without what is written of them."""
    return [Encoded(article.id, content_digest(article), article.places[0], {}) for article in articles]


def _put(encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
    return encoded._replace(id=article_id, place=places[0])
