"""Reading an index of a cluster through the engine protocol."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.records import Article
from index.atoms import beginning
from index.engines import Match, Page, Sort, SourceFile
from index.engines.opensearch.commits import Remote
from index.engines.opensearch.finding import AT_ONCE, Finder, unpacked
from index.engines.opensearch.mapping import escape, unescape
from index.engines.opensearch.queries import Queries, Query, scored_term
from index.engines.opensearch.ranking import Ranked, Ranking, by_source
from index.engines.opensearch.snapshot import Snapshot
from index.plan import FILTER_TEXT_FIELDS, Condition, Plan

if TYPE_CHECKING:
    from index.explanation import Explanation, Occurrence


class OpenSearchReader:
    """A snapshot of an index of a cluster. Articles are numbered as they are found."""

    def __init__(self, remote: Remote) -> None:
        self._snapshot = Snapshot(remote)
        self._finder = Finder(self._snapshot)
        self._queries = Queries(self._articles)
        self._numbers: dict[str, int] = {}
        self._documents: list[str] = []

    def search(self, plan: Plan, *, sort: Sort = "score", limit: int = 10, offset: int = 0) -> Page:
        """Matches `offset` to `offset + limit` of a plan."""
        filters = [self._queries.condition(plan.condition), *self._snapshot.articles]
        if not limit:
            return Page(self._finder.count(filters), [])
        if sort == "source":
            total, hits = self._finder.find(by_source(filters), offset + limit)
            return Page(total, self._rated(plan, [hit.document for hit in hits[offset:]]))
        total, best = self._ranking(plan, filters, by_date=sort == "date").best(offset + limit)
        return Page(total, [self._match(found) for found in best][offset:])

    def explain(self, plan: Plan, number: int) -> Explanation:
        """The score of an article, taken apart."""
        from index.explanation import explain_score

        only = {"ids": {"values": [self._documents[number]]}}
        bodies: list[Query] = [
            {"query": {"bool": {"filter": [only], "must": [scored_term(*scored[:3])]}}, "explain": True, "size": 1}
            for scored in plan.scored
        ]
        answers = self._snapshot.ask(*bodies) if bodies else []
        found = ((scored, _occurrence(answer)) for scored, answer in zip(plan.scored, answers, strict=True))
        return explain_score((scored, occurrence) for scored, occurrence in found if occurrence)

    def count_by(self, field: str, condition: Condition) -> Counter[str]:
        """How many articles that meet the condition have each value of a field."""
        return Counter(dict(self._finder.values(field, [self._queries.condition(condition)])))

    def values(self, field: str, prefix: str = "") -> Iterator[str]:
        """The distinct values of a keyword field that begin with `prefix`."""
        wanted: list[Query] = [{"prefix": {field: escape(prefix)}}] if prefix else []
        return (value for value, _ in self._finder.values(field, wanted) if value.startswith(prefix))

    def text_terms(self, field: str, prefix: str) -> Iterator[str]:
        """The distinct runs of letters or digits of a text field that begin with `prefix`."""
        if field in FILTER_TEXT_FIELDS:
            return beginning(prefix, self.values(field))
        return self.values(f"{field}_runs", prefix)

    def fetch(self, numbers: Sequence[int]) -> list[Article]:
        """The articles of matches."""
        return [*self._finder.articles([self._documents[number] for number in numbers])]

    def sources(self) -> dict[str, SourceFile]:
        """What was read from which file."""
        found = self._finder.records({"bool": {"filter": self._snapshot.files}}, "file")
        records = (json.loads(unescape(record)) for record in found)
        return {record["source"]: SourceFile(**record) for record in records}

    def article_count(self) -> int:
        """How many articles there are."""
        return self._finder.count(self._snapshot.articles)

    def commit_number(self) -> int:
        """Which commit the snapshot shows."""
        return self._snapshot.commit

    def close(self) -> None:
        """Gives back the snapshot."""
        self._snapshot.close()

    def _articles(self, query: Query) -> Iterator[Article]:
        """All articles of a query."""
        found = self._finder.records({"bool": {"filter": [query, *self._snapshot.articles]}}, "id")
        return map(unpacked, found)

    def _ranking(self, plan: Plan, filters: list[Query], *, by_date: bool = False) -> Ranking:
        return Ranking(self._finder, self._queries, plan, filters, by_date=by_date)

    def _rated(self, plan: Plan, documents: list[str]) -> list[Match]:
        """Documents that meet a plan, in their order, with their tiers and scores."""
        rated: dict[str, Match] = {}
        for at in range(0, len(documents), AT_ONCE):
            part = documents[at : at + AT_ONCE]
            if plan.strings or plan.scored:
                _, best = self._ranking(plan, [{"ids": {"values": part}}]).best(len(part))
                rated.update((found.hit.document, self._match(found)) for found in best)
            else:
                rated.update((document, Match(self._number(document), 0, 0.0)) for document in part)
        return [rated[document] for document in documents]

    def _match(self, found: Ranked) -> Match:
        return Match(self._number(found.hit.document), found.tier, found.hit.score)

    def _number(self, document: str) -> int:
        number = self._numbers.setdefault(document, len(self._documents))
        if number == len(self._documents):
            self._documents.append(document)
        return number


def _occurrence(answer: dict[str, Any]) -> Occurrence | None:
    """What the cluster knows of a term in an article, out of its own explanation; None where it has none."""
    from index.explanation import told_occurrence

    hits = answer["hits"]["hits"]
    return told_occurrence(hits[0]["_explanation"]) if hits else None
