"""Writing to an index of a cluster through the engine protocol."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any, Final

from corpus.language import tr
from index.engines import Encoded, SourceFile
from index.engines.opensearch.bulk import Bulk, deletion, replacement
from index.engines.opensearch.commits import (
    Commit,
    Remote,
    Removed,
    read_commit,
    read_removed,
    tombstone_ids,
    write_commit,
    write_tombstones,
)
from index.engines.opensearch.connection import LONG, Cluster, Patience, to_json
from index.engines.opensearch.mapping import as_text, document_id, escape, escape_text
from index.engines.opensearch.queries import Query, any_of
from index.engines.opensearch.snapshot import gone
from index.errors import ClusterError

# What a search gives at once.
_REMOVED_AT_ONCE: Final = 10_000


class OpenSearchWriter:
    """One transaction on an index of a cluster: see `commits`."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._cluster: Cluster = remote.cluster
        former = read_commit(remote)
        if former.dead:  # the last one was cut off after its commit
            former = _bury(remote, former)
        self._commit = write_commit(remote, replace(former, begun=former.begun + 1))
        self._number = self._commit.begun
        _refresh(remote)
        _remove(remote, _uncommitted(former, self._number))
        self._bulk: Bulk | None = Bulk(self._cluster, remote.index)
        self._removed_sources: dict[str, None] = {}
        self._removed_ids: dict[str, None] = {}
        self._changed_sources: dict[str, SourceFile | None] = {}

    @property
    def _open(self) -> Bulk:
        assert self._bulk is not None, "the transaction has ended"
        return self._bulk

    def add(self, articles: Iterable[Encoded]) -> None:
        """Adds articles."""
        for article in articles:
            name = document_id(article.id, self._number)
            fields = {**article.fields, "record": as_text(article.fields["record"]), "born": self._number}
            self._open.change(name, replacement(name, to_json(fields)))

    def put_source(self, source: SourceFile) -> None:
        """Takes what is known of a file."""
        self._changed_sources[source.source] = source

    def remove_source(self, source: str) -> None:
        """Removes a file with all its articles."""
        self._removed_sources[source] = None
        self._changed_sources[source] = None

    def remove_article(self, article_id: str) -> None:
        """Removes the article with this id."""
        self._removed_ids[article_id] = None
        name = document_id(article_id, self._number)
        self._open.change(name, deletion(name))

    def commit(self) -> None:
        """Makes all changes visible at once, and then removes what nobody sees any more."""
        self._write_sources()
        self._open.flush()
        self._open.close()
        self._bulk = None
        removed = Removed([*self._removed_sources], [*self._removed_ids], [*self._changed_sources])
        # A first commit has nothing to remove.
        dead = write_tombstones(self._remote, self._number, removed) if self._commit.number else 0
        # What a writer that was given up for dead may have sent since.
        _refresh(self._remote)
        _remove(self._remote, _uncommitted(self._commit, self._number))
        commit = write_commit(self._remote, replace(self._commit, number=self._number, dead=dead))
        if commit.dead:
            _bury(self._remote, commit)

    def cancel(self) -> None:
        """Forgets all changes. What cannot be removed now, the next transaction removes."""
        if self._bulk is not None:
            self._bulk.close()
            self._bulk = None
            with suppress(ClusterError):
                _refresh(self._remote)
                _remove(self._remote, any_of([{"term": {field: self._number}} for field in ("born", "file_born")]))

    def _write_sources(self) -> None:
        for name, source in self._changed_sources.items():
            if source is not None:
                document = document_id(f"file {name}", self._number)
                record = escape_text(to_json(asdict(source)))
                fields = {"file": escape(name), "file_born": self._number, "record": record}
                self._open.change(document, replacement(document, to_json(fields)))


def _bury(remote: Remote, commit: Commit) -> Commit:
    """Removes what the last commit removed, and its tombstones."""
    for queries in gone(commit.number, read_removed(remote, commit)):
        for query in queries:
            _remove(remote, query)
    done = write_commit(remote, replace(commit, dead=0))
    for name in tombstone_ids(commit.number, commit.dead):
        remote.cluster.ask("POST", f"/{remote.index}/_bulk", deletion(name), patience=LONG)
    return done


def _uncommitted(commit: Commit, number: int) -> Query:
    """What transactions wrote that were cut off: those after the last commit, but for the one of this number."""
    bounds: dict[str, Any] = {"gt": commit.number, "lt": number}
    return any_of([{"range": {field: bounds}} for field in ("born", "file_born")])


def _refresh(remote: Remote) -> None:
    """Makes searches find all that was written, on each machine that has a part of the index."""
    waiting = Patience(LONG)
    while failed := remote.cluster.ask("POST", f"/{remote.index}/_refresh", patience=LONG)["_shards"]["failed"]:
        if not waiting.lasts():
            raise ClusterError(
                tr(
                    "{failed} parts of the index at {cluster} cannot be reached; try again",
                    failed=failed,
                    cluster=remote.cluster.shown,
                )
            )


def _remove(remote: Remote, query: Query) -> None:
    """Removes the documents of a query that a search finds now. A cluster has a call for that, which fails where it
    takes too long.
    """
    bulk = Bulk(remote.cluster, remote.index)
    try:
        while True:
            body = {"query": query, "size": _REMOVED_AT_ONCE, "_source": False, "track_total_hits": False}
            answer = remote.cluster.ask(
                "POST", f"/{remote.index}/_search", body, patience=LONG, allow_partial_search_results="false"
            )
            names = [hit["_id"] for hit in answer["hits"]["hits"]]
            for name in names:
                bulk.change(name, deletion(name))
            bulk.flush()
            if not names:
                return
            _refresh(remote)
    finally:
        bulk.close()
