"""Ranked matches of a plan: by tier, which the cluster counts as a score, and by BM25 within a tier."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from index.engines.opensearch.finding import AT_ONCE, FETCHED_AT_ONCE, Finder, Hit
from index.engines.opensearch.queries import Queries, Query, counted, exactly, ranked
from index.plan import And, Condition, Every, Literal, Plan

_LATEST: Final = {"date": {"order": "desc", "missing": "_last"}}
_ORDERS: Final = {
    "score": [{"_score": "desc"}, _LATEST, {"id": "asc"}],
    "date": [_LATEST, {"_score": "desc"}, {"id": "asc"}],
    "source": [{"source": "asc"}, {"line": "asc"}, {"id": "asc"}],
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hit with its tier; its score is that of BM25."""

    hit: Hit
    tier: int


class Ranking:
    """Ranks the articles that meet the filters, by a plan: by score, or by date and then by score. Strings that the
    plan's condition asks for anyway part no tiers, the others (`doubtful`) do.
    """

    def __init__(self, finder: Finder, queries: Queries, plan: Plan, filters: list[Query], *, by_date: bool) -> None:
        self._finder = finder
        self._plan = plan
        self._filters = filters
        self._by_date = by_date
        self._order = _ORDERS["date" if by_date else "score"]
        certain = _required(plan.condition)
        self._doubtful: Counter[Literal] = Counter(string for string in plan.strings if string not in certain)
        self._queries = {string: queries.condition(string) for string in self._doubtful}
        self._least = len(plan.strings) - self._doubtful.total()

    def best(self, wanted: int) -> tuple[int, list[Ranked]]:
        """How many articles there are, and the best ones."""
        highest = len(self._plan.strings)
        in_tier = self._by_score(self._filters)
        if not self._doubtful:
            total, hits = self._finder.find(in_tier, wanted)
            return total, [Ranked(hit, highest) for hit in hits]
        by_tier = {"query": counted(self._filters, self._doubtful, self._queries), "sort": self._order}
        if self._by_date or wanted > FETCHED_AT_ONCE:
            total, tiered = self._finder.find(by_tier, wanted)
        else:  # the first page is often of those that have all
            have_all = self._by_score([*self._filters, *self._exactly(self._doubtful.total())])
            (total, tiered), (_, hits) = self._finder.find_both(by_tier, have_all, wanted)
            if len(hits) == wanted:
                return total, [Ranked(hit, highest) for hit in hits]
        return total, self._in_groups(tiered) if tiered else []

    def _in_groups(self, tiered: list[Hit]) -> list[Ranked]:
        """Articles whose tiers are known, with their scores. All but the last group of equals are there as a whole; of
        that, others may be better.
        """
        last = self._group(tiered[-1])
        above = {hit.document: round(hit.score) for hit in tiered if self._group(hit) != last}
        filters = [*self._filters, *self._exactly(last[1])]
        if self._by_date:
            filters.append(_dated(last[0]))
        _, lowest = self._finder.find(self._by_score(filters), len(tiered) - len(above))
        return [
            *(Ranked(hit, self._least + above[hit.document]) for hit in self._in_order(above)),
            *(Ranked(hit, self._least + last[1]) for hit in lowest),
        ]

    def _in_order(self, tiers: dict[str, int]) -> list[Hit]:
        """Documents with their scores in the order of their tiers, and of a day's by date."""
        documents = [*tiers]
        hits: list[Hit] = []
        for at in range(0, len(documents), AT_ONCE):
            only: Query = {"ids": {"values": documents[at : at + AT_ONCE]}}
            hits += self._finder.find(self._by_score([only]), AT_ONCE)[1]
        if len(documents) > AT_ONCE:  # several parts, each of them in order
            date = 0 if self._by_date else 1
            hits.sort(key=lambda hit: hit.sort[2])
            hits.sort(key=lambda hit: (hit.score, hit.sort[date] or ""), reverse=True)
        hits.sort(key=lambda hit: (self._date(hit) or "", tiers[hit.document]), reverse=True)
        return hits

    def _group(self, hit: Hit) -> tuple[str | None, int]:
        """What articles have in common whose order is that of scores: their tier, and where days come first, theirs."""
        return self._date(hit), round(hit.score)

    def _date(self, hit: Hit) -> str | None:
        return hit.sort[0] if self._by_date else None

    def _by_score(self, filters: list[Query]) -> Query:
        return {"query": ranked(filters, self._plan), "sort": self._order}

    def _exactly(self, number: int) -> list[Query]:
        return exactly(self._doubtful, self._queries, number)


def by_source(filters: list[Query]) -> Query:
    """A search of what meets the filters, in the order of files and lines."""
    return {"query": ranked(filters, Plan(Every())), "sort": _ORDERS["source"]}


def _required(condition: Condition) -> set[Condition]:
    """Conditions that all articles meet that meet this one."""
    if isinstance(condition, And):
        return {part for whole in condition.conditions for part in _required(whole)}
    return {condition}


def _dated(date: str | None) -> Query:
    if date is None:
        return {"bool": {"must_not": [{"exists": {"field": "date"}}]}}
    return {"term": {"date": date}}
