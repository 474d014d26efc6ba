"""Conditions and rankings of plans as Tantivy's queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from typing import Final, Protocol, TypeAlias, TypeVar

from tantivy import Occur, Query, Schema

from corpus.records import Article
from index.analyzer import grams
from index.engines.tantivy.schema import LEDGER, escape, is_cut, keyword_field, unescape
from index.engines.verifying import Verifier
from index.plan import (
    FILTER_TEXT_FIELDS,
    And,
    Condition,
    Every,
    Keyword,
    Literal,
    Near,
    Not,
    Or,
    Plan,
    Prefix,
    Range,
    Textual,
)
from index.sought import having

# A gram and its distance from some place.
Gram: TypeAlias = "str | tuple[int, str]"
# A query, and how often it counts.
Counted: TypeAlias = "tuple[Query, int]"

_Item = TypeVar("_Item")

# Where no larger a share of the articles can match, what scores is looked up for each of them; else it is gone through
# from end to end, which takes half as long for a sixth of the articles. Queries that look up nest: there must be few.
_FEW: Final = 0.06
_MOST_LOOKED_UP: Final = 32


class Lookup(Protocol):
    """What has to be looked up to make some queries."""

    def values(self, field: str) -> Iterable[str]:
        """The values of a keyword field."""

    def terms(self, field: str, prefix: str) -> list[str]:
        """The terms of a field that begin with `prefix`."""

    def share(self, field: str, term: str) -> float:
        """The share of all documents that have a term in a field."""

    def articles(self, query: Query) -> Iterable[Article]:
        """All articles of a query."""


class Queries:
    """Makes queries, which find articles alone unless they say otherwise."""

    def __init__(self, schema: Schema, lookup: Lookup) -> None:
        self._schema = schema
        self._lookup = lookup
        self._verifier = Verifier(lookup.articles, self.among)

    def condition(self, condition: Condition) -> Query:
        """The articles that meet a condition."""
        match condition:
            case Literal() | Prefix() | Near():
                query = self._textual(condition)
            case Keyword():
                query = self._holding(condition.field, condition.values)
            case Range():
                query = self._holding(condition.field, filter(condition.includes, self._lookup.values(condition.field)))
            case Every():
                query = self.every()
            case And():
                query = self._all(condition.conditions)
            case Or():
                query = _any(map(self.condition, condition.conditions))
            case Not():
                query = self._all((condition,))
        return query

    def every(self) -> Query:
        """All articles."""
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, self.ledgers())])

    def ledgers(self) -> Query:
        """The documents that tell what was read from which files."""
        return self._term("kind", LEDGER)

    def among(self, query: Query, ids: Iterable[str]) -> Query:
        """Those of the articles that have one of the ids."""
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, self._holding("id", ids))])

    def having(self, query: Query, field: str, value: str | None) -> Query:
        """Those of the articles that have a value in a keyword field, or, for None, none."""
        if value is None:
            return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, Query.exists_query(field))])
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, self._term(field, value))])

    def ranked(self, query: Query, plan: Plan) -> Query:
        """The articles of a query, which adds nothing to the score, with the plan's BM25 scores."""
        scored = [
            (Occur.Should, Query.boost_query(self._term(f"{field}_{kind}", term, "freq"), weight))
            for field, kind, term, weight in plan.scored
        ]
        found = Query.const_score_query(query, 0.0)
        if len(scored) <= _MOST_LOOKED_UP and self._most(plan.condition) < _FEW:
            return reduce(lambda found, term: Query.boolean_query([(Occur.Must, found), term]), scored, found)
        return Query.boolean_query([(Occur.Must, found), *scored])

    def _most(self, condition: Condition) -> float:
        """A share of the articles that no more meet a condition: all, where that takes longer to tell."""
        match condition:
            case Literal():
                return sum(self._most_of_literal(field, condition.folded.atoms) for field in condition.fields)
            case And():
                return min(map(self._most, condition.conditions))
            case _:
                return 1.0

    def _most_of_literal(self, field: str, atoms: tuple[str, ...]) -> float:
        if field in FILTER_TEXT_FIELDS:
            return 1.0
        if len(atoms) == 1:
            return self._lookup.share(f"{field}_terms", atoms[0])
        return min(self._lookup.share(f"{field}_grams", gram) for gram in _end_to_end(grams(atoms)))

    def counted(self, query: Query, parts: Sequence[Counted]) -> Query:
        """The articles of a query, whose score is how many of the parts they meet: sums of whole numbers are exact up
        to 2**24 in the 32 bits that a score has.
        """
        counts = [(Occur.Should, Query.const_score_query(part, float(count))) for part, count in parts]
        return Query.boolean_query([(Occur.Must, Query.const_score_query(query, 0.0)), *counts])

    def at_least(self, query: Query, parts: Sequence[Counted], number: int, *, but_for: Query | None = None) -> Query:
        """Those of the articles that meet so many of the parts, without the ones of another query."""
        clauses = [(Occur.Must, query)]
        if but_for:
            clauses.append((Occur.MustNot, but_for))
        if number:
            several = [(Occur.Should, part) for part, count in parts for _ in range(count)]
            clauses.append((Occur.Must, Query.boolean_query(several, minimum_number_should_match=number)))
        return Query.boolean_query(clauses)

    def _term(self, field: str, term: str, option: str = "basic") -> Query:
        return Query.term_query(self._schema, field, term, index_option=option)

    def _textual(self, wanted: Textual) -> Query:
        if wanted.exact_script:
            return self._verifier.as_written(wanted, self._textual)
        return _any(self._in_field(field, wanted) for field in wanted.fields)

    def _in_field(self, field: str, wanted: Textual) -> Query:
        if field in FILTER_TEXT_FIELDS:
            return self._in_values(field, wanted)
        match wanted:
            case Literal():
                return self._literal(field, wanted.atoms)
            case Prefix():
                return self._prefix(field, wanted.atoms)
            case Near():
                return self._near(field, wanted)

    def _in_values(self, field: str, wanted: Textual) -> Query:
        """Whole values are looked through, for there are few beside their articles. One that is cut does not tell."""
        name = keyword_field(field)
        values = self._lookup.terms(name, "")
        found = self._holding(name, having([unescape(value) for value in values if not is_cut(value)], wanted))
        cut = [value for value in values if is_cut(value)]
        return _any([found, self._verifier.having(self._terms(name, cut), field, wanted)]) if cut else found

    def _literal(self, field: str, atoms: tuple[str, ...]) -> Query:
        if len(atoms) == 1:
            return self._term(f"{field}_terms", atoms[0])
        return self._phrase(f"{field}_grams", _end_to_end(list(enumerate(grams(atoms)))))

    def _phrase(self, field: str, grams: list[Gram]) -> Query:
        """Grams at these distances from some place. Tantivy panics at a phrase of one term."""
        return Query.phrase_query(self._schema, field, grams) if len(grams) > 1 else self._term(field, grams[0][1])

    def _prefix(self, field: str, atoms: tuple[str, ...]) -> Query:
        """Atoms of which the last may go on: any term or gram that begins so. Words that are terms too begin with a Han
        character; and where a gram begins as the last one does, its first atom can be no longer, for that would go on
        with what is of another kind.
        """
        if len(atoms) == 1:
            return self._terms(f"{field}_terms", self._lookup.terms(f"{field}_terms", atoms[0]))
        *before, last = enumerate(grams(atoms))
        found = self._lookup.terms(f"{field}_grams", last[1])
        if not before:
            return self._terms(f"{field}_grams", found)
        return _any(self._phrase(f"{field}_grams", [*before, (last[0], gram)]) for gram in found)

    def _near(self, field: str, near: Near) -> Query:
        """Parts near each other. Two of several atoms are a phrase for each distance; what else there may be is looked
        for in the articles that have the parts in pairs: the distances of many would multiply, and a single atom is the
        beginning of many grams.
        """
        pairs = [self._pair(field, *parts, near.slack) for parts in pairwise(near.parts)]
        if len(pairs) == 1 and all(len(part) > 1 for part in near.parts):
            return pairs[0]
        candidates = Query.boolean_query([(Occur.Must, pair) for pair in pairs])
        return self._verifier.having(candidates, field, near)

    def _pair(self, field: str, first: tuple[str, ...], second: tuple[str, ...], slack: int) -> Query:
        """Two parts within reach or, if one is a single atom, anywhere."""
        if len(first) == 1 or len(second) == 1:
            both = (self._literal(field, part) for part in (first, second))
            return Query.boolean_query([(Occur.Must, part) for part in both])
        left = list(enumerate(grams(first)))
        distances = range(len(first), len(first) + slack + 1)
        return _any(
            self._phrase(f"{field}_grams", [*left, *enumerate(grams(second), distance)]) for distance in distances
        )

    def _terms(self, field: str, terms: list[str]) -> Query:
        return Query.term_set_query(self._schema, field, terms) if terms else Query.empty_query()

    def _holding(self, field: str, values: Iterable[str]) -> Query:
        return self._terms(field, [escape(value) for value in values])

    def _all(self, conditions: tuple[Condition, ...]) -> Query:
        wanted = [(Occur.Must, self.condition(part)) for part in conditions if not isinstance(part, Not)]
        unwanted = [(Occur.MustNot, self.condition(part.condition)) for part in conditions if isinstance(part, Not)]
        return Query.boolean_query([*(wanted or [(Occur.Must, self.every())]), *unwanted])


def _end_to_end(grams: list[_Item]) -> list[_Item]:
    """Every other gram and the last one, which tell all atoms as well: the fewer, the sooner a phrase is found."""
    return [*grams[:-1:2], grams[-1]]


def _any(queries: Iterable[Query]) -> Query:
    clauses = [(Occur.Should, query) for query in queries]
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses) if clauses else Query.empty_query()
