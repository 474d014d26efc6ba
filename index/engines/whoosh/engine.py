"""Whoosh indexes as an engine: made, opened, and what goes into them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.records import Article, Place
from index.engines import Encoded
from index.engines.damage import damage_explained, strangers
from index.engines.whoosh.commits import CompactIndex, CompactWriter, faults, is_own, write_commit
from index.engines.whoosh.reader import WhooshReader

if TYPE_CHECKING:
    from index.analyzer import Analyzer
    from index.engines.whoosh.writer import WhooshWriter


class WhooshEngine:
    """Makes and opens Whoosh indexes."""

    def create(self, directory: Path) -> None:
        """Makes an empty index in an empty directory."""
        write_commit(directory, 0, [])

    def reader(self, directory: Path) -> WhooshReader:
        """Opens a snapshot of the last commit."""
        with damage_explained():
            return WhooshReader(CompactIndex(directory).reader())  # type: ignore[no-untyped-call]

    def writer(self, directory: Path, text_size: int = 0) -> WhooshWriter:
        """Begins a transaction, whatever its size."""
        from index.engines.whoosh.writer import WhooshWriter  # a search needs none

        with damage_explained():
            return WhooshWriter(CompactWriter(CompactIndex(directory)))

    def check(self, directory: Path) -> list[str]:
        """What is wrong with the files."""
        with damage_explained():
            return [*strangers(directory, is_own), *faults(directory)]

    def encode(self, articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
        """The fields of articles, see `schema`."""
        from index.engines.whoosh import encoding  # a search needs none

        return encoding.encode(articles, analyzer)

    def put(self, encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
        """The same article with another id, in other places."""
        from index.engines.whoosh import encoding

        return encoding.put(encoded, article_id, places)
