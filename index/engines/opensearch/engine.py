"""Indexes of a cluster as an engine: made, opened, and what goes into them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from corpus.language import tr
from corpus.records import Article, Place
from index.engines import Encoded
from index.engines.opensearch.commits import Remote, first_commit
from index.engines.opensearch.connection import ConflictError
from index.engines.opensearch.mapping import index_body
from index.engines.opensearch.reader import OpenSearchReader

if TYPE_CHECKING:
    from index.analyzer import Analyzer
    from index.engines.opensearch.writer import OpenSearchWriter


class OpenSearchEngine:
    """Makes and opens indexes of a cluster."""

    def create(self, remote: Remote) -> None:
        """Makes an empty index."""
        body = index_body(remote.shards, remote.replicas)
        with suppress(ConflictError):  # the answer was lost, and it was asked for twice: the name is a new one
            remote.cluster.ask("PUT", f"/{remote.index}", body, wait_for_active_shards=1)
        first_commit(remote)

    def reader(self, remote: Remote) -> OpenSearchReader:
        """Opens a snapshot of the last commit."""
        return OpenSearchReader(remote)

    def writer(self, remote: Remote, text_size: int = 0) -> OpenSearchWriter:
        """Begins a transaction, whatever its size."""
        from index.engines.opensearch.writer import OpenSearchWriter  # a search needs none

        return OpenSearchWriter(remote)

    def check(self, remote: Remote) -> list[str]:
        """What is wrong with the index, as the cluster tells."""
        health = remote.cluster.ask("GET", f"/_cluster/health/{remote.index}", level="shards")
        if health["status"] == "red":
            return [
                tr("parts of {index} are missing; the cluster's health says which: restore them", index=remote.index)
            ]
        return []

    def encode(self, articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
        """The fields of articles, see `mapping`."""
        from index.engines.opensearch import encoding  # a search needs none

        return encoding.encode(articles, analyzer)

    def put(self, encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
        """The same article with another id, in other places."""
        from index.engines.opensearch import encoding

        return encoding.put(encoded, article_id, places)
