"""What searches of a snapshot find: hits in an order, articles of hits, and values with their counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from corpus.language import tr
from corpus.records import Article
from index.engines.articles import unpack
from index.engines.opensearch.mapping import as_bytes, unescape
from index.engines.opensearch.queries import Query
from index.engines.opensearch.snapshot import Snapshot
from index.errors import REBUILD, IndexDamagedError

# What a cluster gives at once, unless it is set up to give more.
AT_ONCE: Final = 10_000
_RECORDS_AT_ONCE: Final = 1_000  # articles, which may be long
_BUCKETS_AT_ONCE: Final = 5_000
# Of a page of no more, the articles are fetched with the matches.
FETCHED_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found: the cluster's name for it, its score, and what it is sorted by."""

    document: str
    score: float
    sort: tuple[Any, ...]


class Finder:
    """Searches a snapshot, and keeps the articles that came with hits."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._records: dict[str, str] = {}

    def count(self, filters: list[Query]) -> int:
        """How many documents meet all of the filters."""
        (answer,) = self._snapshot.ask({"query": {"bool": {"filter": filters}}, "size": 0, "track_total_hits": True})
        return int(answer["hits"]["total"]["value"])

    def find(self, body: Query, wanted: int) -> tuple[int, list[Hit]]:
        """How many documents a sorted search finds, and the first ones: beyond what is given at once, those that come
        after the last one.
        """
        (answer,) = self._snapshot.ask(_first(body, wanted))
        total, hits = self._found(answer)
        while len(hits) < min(wanted, total):
            after = {**body, "size": min(wanted - len(hits), AT_ONCE), "_source": False}
            (answer,) = self._snapshot.ask({**after, "track_total_hits": False, "search_after": hits[-1].sort})
            more = self._found(answer)[1]
            if not more:
                break
            hits += more
        return total, hits

    def find_both(self, first: Query, second: Query, wanted: int) -> list[tuple[int, list[Hit]]]:
        """The same for two searches in one request, whose hits are given at once."""
        return [self._found(answer) for answer in self._snapshot.ask(_first(first, wanted), _first(second, wanted))]

    def articles(self, documents: list[str]) -> Iterator[Article]:
        """The articles of hits, in their order. Raises IndexDamagedError."""
        for at in range(0, len(documents), _RECORDS_AT_ONCE):
            part = documents[at : at + _RECORDS_AT_ONCE]
            known = {document: self._records[document] for document in part if document in self._records}
            if missing := [document for document in part if document not in known]:
                body = {"query": {"ids": {"values": missing}}, "size": len(missing), "_source": ["record"]}
                (answer,) = self._snapshot.ask(body)
                known.update((hit["_id"], hit["_source"]["record"]) for hit in answer["hits"]["hits"])
            if not all(document in known for document in part):
                raise IndexDamagedError(tr("an article of the index is missing; {remedy}", remedy=tr(REBUILD)))
            yield from (unpacked(known[document]) for document in part)

    def records(self, query: Query, by: str) -> Iterator[str]:
        """The records of all documents of a query, in the order of a field."""
        body: Query = {"query": query, "size": _RECORDS_AT_ONCE, "_source": ["record"], "sort": [{by: "asc"}]}
        while True:
            (answer,) = self._snapshot.ask(body)
            hits = answer["hits"]["hits"]
            yield from (hit["_source"]["record"] for hit in hits)
            if len(hits) < _RECORDS_AT_ONCE:
                return
            body["search_after"] = hits[-1]["sort"]

    def values(self, field: str, filters: list[Query]) -> Iterator[tuple[str, int]]:
        """The values of a field, in order, with how many articles have each."""
        composite: dict[str, Any] = {"size": _BUCKETS_AT_ONCE, "sources": [{"value": {"terms": {"field": field}}}]}
        body = {
            "query": {"bool": {"filter": [*filters, *self._snapshot.articles]}},
            "size": 0,
            "aggs": {"values": {"composite": composite}},
        }
        while True:
            (answer,) = self._snapshot.ask(body)
            found = answer["aggregations"]["values"]
            for bucket in found["buckets"]:
                yield unescape(bucket["key"]["value"]), bucket["doc_count"]
            if "after_key" not in found:
                return
            composite["after"] = found["after_key"]

    def _found(self, answer: dict[str, Any]) -> tuple[int, list[Hit]]:
        hits = answer["hits"]["hits"]
        if len(self._records) > _RECORDS_AT_ONCE:
            self._records.clear()
        self._records.update((hit["_id"], hit["_source"]["record"]) for hit in hits if "_source" in hit)
        total = answer["hits"].get("total", {"value": 0})["value"]
        return total, [Hit(hit["_id"], hit["_score"] or 0.0, tuple(hit["sort"])) for hit in hits]


def unpacked(record: str) -> Article:
    """The article of a record. Raises IndexDamagedError."""
    try:
        return unpack(as_bytes(record))
    except ValueError as fault:
        raise IndexDamagedError(
            tr("an article of the index is damaged ({fault}); {remedy}", fault=fault, remedy=tr(REBUILD))
        ) from fault


def _first(body: Query, wanted: int) -> Query:
    source = ["record"] if wanted <= FETCHED_AT_ONCE else False
    return {**body, "size": min(wanted, AT_ONCE), "_source": source, "track_total_hits": True}
