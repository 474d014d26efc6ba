"""Reading an index of a cluster through the engine protocol."""

from __future__ import annotations

import json
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from corpus.language import tr
from corpus.records import Article
from index.engines import Match, Page, Sort, SourceFile
from index.engines.articles import unpack
from index.engines.opensearch.commits import Commit, Remote, read_commit, tombstones
from index.engines.opensearch.connection import Cluster, MissingError, to_json
from index.engines.opensearch.mapping import escape, unescape
from index.engines.opensearch.queries import Queries, Query, counted, exactly, holding, ranked, scored_term
from index.errors import REBUILD, ClusterError, IndexDamagedError
from index.plan import And, Condition, Every, Plan

if TYPE_CHECKING:
    from index.explanation import Explanation, Occurrence

# What a cluster gives at once, unless it is set up to give more.
_AT_ONCE: Final = 10_000
_RECORDS_AT_ONCE: Final = 1_000  # articles, which may be long
_BUCKETS_AT_ONCE: Final = 5_000
# How long a snapshot is kept after it was last used.
_KEEP: Final = "5m"
# Of a page of no more, the articles are fetched with the matches.
_FETCHED_AT_ONCE: Final = 100
# Times that a snapshot is taken anew: because of a commit meanwhile, or because a machine that held it is gone.
_TRIES: Final = 5

_BY_SCORE: Final = [{"_score": "desc"}, {"date": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]
_BY_DATE: Final = [{"date": {"order": "desc", "missing": "_last"}}, {"_score": "desc"}, {"id": "asc"}]
_BY_SOURCE: Final = [{"source": "asc"}, {"line": "asc"}, {"id": "asc"}]

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A document that was found: the cluster's name for it, its score, and what it is sorted by."""

    document: str
    score: float
    sort: tuple[Any, ...]


class OpenSearchReader:
    """A snapshot of an index of a cluster: a point in time of it, and what of that is committed."""

    def __init__(self, remote: Remote) -> None:
        self._cluster = remote.cluster
        self._index = remote.index
        self._queries = Queries(self)
        self._commit, self._snapshot = self._opened()
        self._visible = _visible(self._commit, *tombstones(remote, self._commit))
        self._numbers: dict[str, int] = {}
        self._documents: list[str] = []
        self._records: dict[str, str] = {}

    def _opened(self) -> tuple[Commit, _Snapshot]:
        """A snapshot, and the commit before it was taken that is still the last one after that."""
        remote = Remote(self._cluster, self._index)
        commit = read_commit(remote)
        for _ in range(_TRIES):
            snapshot = _Snapshot(self._cluster, self._index)
            now = read_commit(remote)
            if (now.number, now.dead) == (commit.number, commit.dead):
                return commit, snapshot
            snapshot.close()
            commit = now
        raise ClusterError(tr("the index at {cluster} changes all the time; try again", cluster=self._cluster.shown))

    def search(self, plan: Plan, *, sort: Sort = "score", limit: int = 10, offset: int = 0) -> Page:
        """Matches `offset` to `offset + limit` of a plan."""
        condition = [self._queries.condition(plan.condition), *self._visible]
        if not limit:
            return Page(self._count(condition), [])
        wanted = offset + limit
        if sort == "source":
            total, hits = self._find({"query": ranked(condition, Plan(Every())), "sort": _BY_SOURCE}, wanted)
            return Page(total, self._rated(plan, self._numbered(hits, 0)[offset:]))
        total, matches = self._best(plan, condition, _BY_SCORE if sort == "score" else _BY_DATE, wanted)
        return Page(total, matches[offset:])

    def explain(self, plan: Plan, number: int) -> Explanation:
        """The score of an article, taken apart."""
        from index.explanation import explain_score

        only = {"ids": {"values": [self._documents[number]]}}
        bodies = [
            {"query": {"bool": {"filter": [only], "must": [scored_term(*scored[:3])]}}, "explain": True, "size": 1}
            for scored in plan.scored
        ]
        answers = self._ask_all(bodies) if bodies else []
        found = ((scored, _occurrence(answer)) for scored, answer in zip(plan.scored, answers, strict=True))
        return explain_score((scored, occurrence) for scored, occurrence in found if occurrence)

    def count_by(self, field: str, condition: Condition) -> Counter[str]:
        """How many articles that meet the condition have each value of a field."""
        return Counter(dict(self._buckets(field, [self._queries.condition(condition)])))

    def values(self, field: str, prefix: str = "") -> Iterator[str]:
        """The distinct values of a keyword field that begin with `prefix`."""
        wanted = [{"prefix": {field: escape(prefix)}}] if prefix else []
        return (value for value, _ in self._buckets(field, wanted) if value.startswith(prefix))

    def text_terms(self, field: str, prefix: str) -> Iterator[str]:
        """The distinct runs of letters or digits of a text field that begin with `prefix`."""
        return self.values(f"{field}_runs", prefix)

    def fetch(self, numbers: Sequence[int]) -> list[Article]:
        """The articles of matches."""
        return [*self._fetched([self._documents[number] for number in numbers])]

    def sources(self) -> dict[str, SourceFile]:
        """What was read from which file."""
        query = {"bool": {"filter": _visible_files(self._commit, tombstones(self._remote, self._commit)[2])}}
        found = self._scan(query, "file")
        records = (json.loads(unescape(hit["_source"]["record"])) for hit in found)
        return {record["source"]: SourceFile(**record) for record in records}

    def article_count(self) -> int:
        """How many articles there are."""
        return self._count(self._visible)

    def commit_number(self) -> int:
        """Which commit the snapshot shows."""
        return self._commit.number

    def close(self) -> None:
        """Gives back the snapshot."""
        self._snapshot.close()

    def articles(self, query: Query) -> Iterator[Article]:
        """All articles of a query."""
        for hit in self._scan({"bool": {"filter": [query, *self._visible]}}, "id"):
            yield _article(hit)

    @property
    def _remote(self) -> Remote:
        return Remote(self._cluster, self._index)

    # Ranking

    def _best(self, plan: Plan, condition: list[Query], order: list[Any], wanted: int) -> tuple[int, list[Match]]:
        """By tier, then as within a tier; by date, tiers part the articles of a day. Strings that the condition asks
        for anyway part no tiers.
        """
        certain = _required(plan.condition)
        doubtful = Counter(string for string in plan.strings if string not in certain)
        highest = len(plan.strings)
        in_tier = {"query": ranked(condition, plan), "sort": order}
        if not doubtful:
            total, hits = self._find(in_tier, wanted)
            return total, self._numbered(hits, highest)
        queries = {string: self._queries.condition(string) for string in doubtful}
        by_tier = {"query": counted(condition, doubtful, queries), "sort": order}
        if order is _BY_SCORE:  # the first page is often of those that have all
            best = {"query": ranked([*condition, *exactly(doubtful, queries, doubtful.total())], plan), "sort": order}
            if wanted <= _FETCHED_AT_ONCE:
                (total, tiered), (_, hits) = self._find_both(by_tier, best, wanted)
            else:
                total, tiered = self._find(by_tier, wanted)
                hits = []
            if len(hits) == wanted:
                return total, self._numbered(hits, highest)
        else:
            total, tiered = self._find(by_tier, wanted)
        if not tiered:
            return total, []
        return total, self._ranked_in_groups(plan, condition, order, tiered, doubtful, queries)

    def _ranked_in_groups(
        self,
        plan: Plan,
        condition: list[Query],
        order: list[Any],
        tiered: list[_Hit],
        doubtful: Counter[Any],
        queries: dict[Any, Query],
    ) -> list[Match]:
        """Articles whose tiers are known, with their scores. All but the last group of equals are there as a whole; of
        that, others may be better.
        """
        by_date = order is _BY_DATE

        def group(hit: _Hit) -> tuple[Any, int]:
            return (hit.sort[0] if by_date else None, round(hit.score))

        last = group(tiered[-1])
        above = {hit.document: group(hit)[1] for hit in tiered if group(hit) != last}
        least = len(plan.strings) - doubtful.total()
        rest = [*condition, *exactly(doubtful, queries, last[1])]
        if by_date:
            rest.append(_dated(last[0]))
        _, lowest = self._find({"query": ranked(rest, plan), "sort": order}, len(tiered) - len(above))
        higher: list[_Hit] = []
        documents = [*above]
        for at in range(0, len(documents), _AT_ONCE):
            only = {"ids": {"values": documents[at : at + _AT_ONCE]}}
            higher += self._find({"query": ranked([only], plan), "sort": order}, _AT_ONCE)[1]
        # All of them are in order already but for tiers.
        higher.sort(key=lambda hit: (_date_key(hit, by_date), above[hit.document]), reverse=True)
        if len(documents) > _AT_ONCE:
            higher = _in_order(higher, above, by_date=by_date)
        return [
            *(self._match(hit, least + above[hit.document]) for hit in higher),
            *(self._match(hit, least + last[1]) for hit in lowest),
        ]

    def _rated(self, plan: Plan, matches: list[Match]) -> list[Match]:
        """Matches with their tiers and scores."""
        if not matches or not (plan.strings or plan.scored):
            return matches
        rated: dict[int, Match] = {}
        for at in range(0, len(matches), _AT_ONCE):
            part = [self._documents[match.number] for match in matches[at : at + _AT_ONCE]]
            _, best = self._best(
                Plan(plan.condition, plan.strings, plan.scored), [{"ids": {"values": part}}], _BY_SCORE, len(part)
            )
            rated.update((match.number, match) for match in best)
        return [rated[match.number] for match in matches]

    def _numbered(self, hits: list[_Hit], tier: int) -> list[Match]:
        return [self._match(hit, tier) for hit in hits]

    def _match(self, hit: _Hit, tier: int) -> Match:
        number = self._numbers.setdefault(hit.document, len(self._documents))
        if number == len(self._documents):
            self._documents.append(hit.document)
        return Match(number, tier, hit.score)

    # Asking

    def _count(self, filters: list[Query]) -> int:
        (answer,) = self._ask_all([{"query": {"bool": {"filter": filters}}, "size": 0, "track_total_hits": True}])
        return int(answer["hits"]["total"]["value"])

    def _find_both(self, first: Query, second: Query, wanted: int) -> list[tuple[int, list[_Hit]]]:
        return [self._found(answer) for answer in self._ask_all([_first(first, wanted), _first(second, wanted)])]

    def _find(self, body: Query, wanted: int) -> tuple[int, list[_Hit]]:
        """How many documents a query finds, and the first ones."""
        (answer,) = self._ask_all([_first(body, wanted)])
        total, hits = self._found(answer)
        while len(hits) < min(wanted, total):
            after = {**body, "size": min(wanted - len(hits), _AT_ONCE), "_source": False}
            (answer,) = self._ask_all([{**after, "track_total_hits": False, "search_after": hits[-1].sort}])
            more = self._found(answer)[1]
            if not more:
                break
            hits += more
        return total, hits

    def _found(self, answer: dict[str, Any]) -> tuple[int, list[_Hit]]:
        hits = answer["hits"]["hits"]
        if len(self._records) > _RECORDS_AT_ONCE:
            self._records.clear()
        self._records.update((hit["_id"], hit["_source"]["record"]) for hit in hits if "_source" in hit)
        total = answer["hits"].get("total", {"value": 0})["value"]
        return total, [_Hit(hit["_id"], hit["_score"] or 0.0, tuple(hit["sort"])) for hit in hits]

    def _fetched(self, documents: list[str]) -> Iterator[Article]:
        for at in range(0, len(documents), _RECORDS_AT_ONCE):
            part = documents[at : at + _RECORDS_AT_ONCE]
            known = {document: self._records[document] for document in part if document in self._records}
            if missing := [document for document in part if document not in known]:
                body = {"query": {"ids": {"values": missing}}, "size": len(missing), "_source": ["record"]}
                (answer,) = self._ask_all([body])
                known.update((hit["_id"], hit["_source"]["record"]) for hit in answer["hits"]["hits"])
            for document in part:
                if document not in known:
                    raise IndexDamagedError(
                        tr(
                            "an article is missing at {cluster}; {remedy}",
                            cluster=self._cluster.shown,
                            remedy=tr(REBUILD),
                        )
                    )
                yield _unpacked(known[document])

    def _scan(self, query: Query, by: str) -> Iterator[dict[str, Any]]:
        """All documents of a query, with their records, in the order of a field."""
        body: Query = {"query": query, "size": _RECORDS_AT_ONCE, "_source": ["record"], "sort": [{by: "asc"}]}
        while True:
            (answer,) = self._ask_all([body])
            hits = answer["hits"]["hits"]
            yield from hits
            if len(hits) < _RECORDS_AT_ONCE:
                return
            body["search_after"] = hits[-1]["sort"]

    def _buckets(self, field: str, filters: list[Query]) -> Iterator[tuple[str, int]]:
        """The values of a field, in order, with how many articles have each."""
        composite: dict[str, Any] = {"size": _BUCKETS_AT_ONCE, "sources": [{"value": {"terms": {"field": field}}}]}
        body = {
            "query": {"bool": {"filter": [*filters, *self._visible]}},
            "size": 0,
            "aggs": {"values": {"composite": composite}},
        }
        while True:
            (answer,) = self._ask_all([body])
            found = answer["aggregations"]["values"]
            for bucket in found["buckets"]:
                yield unescape(bucket["key"]["value"]), bucket["doc_count"]
            if "after_key" not in found:
                return
            composite["after"] = found["after_key"]

    def _ask_all(self, bodies: list[Query]) -> list[dict[str, Any]]:
        """Answers to several requests at once."""
        return self._on_snapshot(lambda snapshot: snapshot.search(bodies))

    def _on_snapshot(self, ask: Callable[[_Snapshot], _Result]) -> _Result:
        """An answer from the snapshot, or from another one of the same commit where a machine that held it is gone."""
        for _ in range(_TRIES):
            try:
                return ask(self._snapshot)
            except MissingError:
                self._snapshot.close()
                commit, snapshot = self._opened()
                if commit.number != self._commit.number:
                    snapshot.close()
                    break
                self._snapshot = snapshot
        raise ClusterError(tr("the index at {cluster} has changed meanwhile; ask again", cluster=self._cluster.shown))


class _Snapshot:
    """A point in time of an index, which the cluster keeps until it is given back or forgotten."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        try:
            self._id = cluster.ask("POST", f"/{index}/_search/point_in_time", keep_alive=_KEEP)["pit_id"]
        except MissingError as fault:
            raise IndexDamagedError(
                tr(
                    "there is no index {index} at {cluster} any more; {remedy}",
                    index=index,
                    cluster=cluster.shown,
                    remedy=tr(REBUILD),
                )
            ) from fault
        self.close = weakref.finalize(self, _give_back, cluster, self._id)

    def search(self, bodies: list[Query]) -> list[dict[str, Any]]:
        """Answers of all of the index. Raises MissingError where a part of the snapshot is lost."""
        head = to_json({"search_type": "dfs_query_then_fetch", "allow_partial_search_results": False})
        lines = [line for body in bodies for line in (head, to_json({**body, "pit": self._pit}))]
        answers = self._cluster.ask("POST", "/_msearch", "\n".join(lines) + "\n")["responses"]
        for answer in answers:
            if "error" in answer:
                self._cluster.raise_answer(answer)
        return list(answers)

    @property
    def _pit(self) -> dict[str, str]:
        return {"id": self._id, "keep_alive": _KEEP}


def _give_back(cluster: Cluster, snapshot: str) -> None:
    with suppress(Exception):  # the cluster forgets it in a few minutes anyway
        cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [snapshot]}, patience=0.0)


def _visible(commit: Commit, sources: list[str], ids: list[str], _: list[str]) -> list[Query]:
    """Clauses of the articles that a commit shows."""
    clauses: list[Query] = [{"range": {"born": {"lte": commit.number}}}]
    former = {"range": {"born": {"lt": commit.number}}}
    for field, values in (("source", sources), ("id", ids)):
        if values:
            clauses.append({"bool": {"must_not": [{"bool": {"filter": [former, holding(field, values)]}}]}})
    return clauses


def _visible_files(commit: Commit, files: list[str]) -> list[Query]:
    """Clauses of the documents of files that a commit shows."""
    clauses: list[Query] = [{"range": {"file_born": {"lte": commit.number}}}]
    if files:
        former = {"range": {"file_born": {"lt": commit.number}}}
        clauses.append({"bool": {"must_not": [{"bool": {"filter": [former, holding("file", files)]}}]}})
    return clauses


def _first(body: Query, wanted: int) -> Query:
    source = ["record"] if wanted <= _FETCHED_AT_ONCE else False
    return {**body, "size": min(wanted, _AT_ONCE), "_source": source, "track_total_hits": True}


def _required(condition: Condition) -> set[Condition]:
    """Conditions that all articles meet that meet this one."""
    if isinstance(condition, And):
        return {part for whole in condition.conditions for part in _required(whole)}
    return {condition}


def _dated(date: str | None) -> Query:
    if date is None:
        return {"bool": {"must_not": [{"exists": {"field": "date"}}]}}
    return {"term": {"date": date}}


def _date_key(hit: _Hit, by_date: bool) -> str:
    return (hit.sort[0] or "") if by_date else ""


def _in_order(hits: list[_Hit], tiers: dict[str, int], *, by_date: bool) -> list[_Hit]:
    """Hits that were found in several parts, each of them in order."""
    date = 0 if by_date else 1
    by_id = sorted(hits, key=lambda hit: hit.sort[2])
    by_score = sorted(by_id, key=lambda hit: (hit.score, hit.sort[date] or ""), reverse=True)
    return sorted(by_score, key=lambda hit: (_date_key(hit, by_date), tiers[hit.document]), reverse=True)


def _unpacked(record: str) -> Article:
    try:
        return unpack(unescape(record).encode("utf-8", "surrogateescape"))
    except ValueError as fault:
        raise IndexDamagedError(
            tr("an article of the index is damaged ({fault}); {remedy}", fault=fault, remedy=tr(REBUILD))
        ) from fault


def _article(hit: dict[str, Any]) -> Article:
    return _unpacked(hit["_source"]["record"])


def _occurrence(answer: dict[str, Any]) -> Occurrence | None:
    """What the cluster knows of a term in an article, out of its own explanation; None where it has none."""
    from index.explanation import told_occurrence

    hits = answer["hits"]["hits"]
    if not hits:
        return None
    return told_occurrence(hits[0]["_explanation"])
