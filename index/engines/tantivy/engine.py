"""Tantivy indexes as an engine: made, opened, and what goes into them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy

from corpus.records import Article, Place
from index.engines import Encoded
from index.engines.damage import damage_explained, strangers
from index.engines.tantivy import sealing
from index.engines.tantivy.faults import DAMAGE, refusals_told
from index.engines.tantivy.reader import TantivyReader
from index.engines.tantivy.schema import schema

if TYPE_CHECKING:
    from index.analyzer import Analyzer
    from index.engines.tantivy.writer import TantivyWriter


class TantivyEngine:
    """Makes and opens Tantivy indexes."""

    def create(self, directory: Path) -> None:
        """Makes an empty index in an empty directory."""
        with refusals_told(directory):
            tantivy.Index(schema(), str(directory), reuse=False)
        sealing.seal(directory)

    def reader(self, directory: Path) -> TantivyReader:
        """Opens a snapshot of the last commit."""
        with damage_explained(*DAMAGE), refusals_told(directory):
            return TantivyReader(directory)

    def writer(self, directory: Path, text_size: int = 0) -> TantivyWriter:
        """Begins a transaction, whose size says how much memory it takes."""
        from index.engines.tantivy.writer import TantivyWriter  # a search needs none

        with damage_explained(*DAMAGE):
            sealing.clean(directory)
            return TantivyWriter(directory, text_size)

    def check(self, directory: Path) -> list[str]:
        """What is wrong with the files."""
        with damage_explained():
            return [*strangers(directory, sealing.is_own), *sealing.faults(directory)]

    def encode(self, articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
        """The fields of articles, see `schema`."""
        from index.engines.tantivy import encoding  # a search needs none

        return encoding.encode(articles, analyzer)

    def put(self, encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
        """The same article with another id, in other places."""
        from index.engines.tantivy import encoding

        return encoding.put(encoded, article_id, places)
