"""Conditions and rankings of plans as Tantivy's queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from tantivy import Occur, Query, Schema

from corpus.records import Article
from index.analyzer import grams
from index.engines.tantivy.schema import ARTICLE, LEDGER, escape
from index.engines.written import written_as
from index.plan import And, Condition, Every, Keyword, Literal, Not, Or, Plan, Range

# The values of a keyword field.
Values: TypeAlias = Callable[[str], Iterable[str]]
# The articles that a query finds.
Articles: TypeAlias = Callable[[Query], Iterable[Article]]
_REMEMBERED: Final = 32  # literals as written, as many as a long query has


class Queries:
    """Makes queries, which find articles alone unless they say otherwise.

    Ranges are looked up among the `values` of their field, and literals as written in the `articles` themselves.
    """

    def __init__(self, schema: Schema, values: Values, articles: Articles) -> None:
        self._schema = schema
        self._values = values
        self._articles = articles
        self._written: dict[Literal, Query] = {}

    def condition(self, condition: Condition) -> Query:
        """The articles that meet a condition."""
        match condition:
            case Literal():
                query = self._as_written(condition) if condition.exact_script else self._folded(condition)
            case Keyword():
                query = self._holding(condition.field, condition.values)
            case Range():
                query = self._holding(condition.field, filter(condition.includes, self._values(condition.field)))
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
        return self._term("kind", ARTICLE)

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
        return Query.boolean_query([(Occur.Must, Query.const_score_query(query, 0.0)), *scored])

    def tier(self, query: Query, parts: Sequence[Query], tier: int) -> Query:
        """Those of the articles that meet exactly `tier` of the parts."""
        clauses = [(Occur.Must, self.at_least(query, parts, tier) if tier else query)]
        if tier < len(parts):
            clauses.append((Occur.MustNot, _several(parts, tier + 1)))
        return Query.boolean_query(clauses)

    def at_least(self, query: Query, parts: Sequence[Query], number: int) -> Query:
        """Those of the articles that meet so many of the parts, one or more."""
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, _several(parts, number))])

    def _term(self, field: str, term: str, option: str = "basic") -> Query:
        return Query.term_query(self._schema, field, term, index_option=option)

    def _folded(self, literal: Literal) -> Query:
        return _any(self._literal(field, literal.atoms) for field in literal.fields)

    def _as_written(self, literal: Literal) -> Query:
        # A plan asks for most of its literals twice: in its condition, and as strings that make the tiers.
        if literal not in self._written:
            if len(self._written) >= _REMEMBERED:
                self._written.clear()
            self._written[literal] = self._standing_as_written(literal)
        return self._written[literal]

    def _standing_as_written(self, literal: Literal) -> Query:
        """Those of the articles that the index finds in whose texts it stands, by ids: two files may have the same."""
        folded = self._folded(literal.folded)
        stands_in = written_as(literal)
        ids: set[str] = set()
        others: list[tuple[str, str]] = []
        for article in self._articles(folded):
            if stands_in(article):
                ids.add(article.id)
            else:
                others.append((article.source, article.id))
        unlike = [
            (Occur.MustNot, self.among(self._term("source", escape(source)), [article_id]))
            for source, article_id in others
            if article_id in ids
        ]
        return Query.boolean_query([(Occur.Must, folded), (Occur.Must, self._holding("id", ids)), *unlike])

    def _literal(self, field: str, atoms: tuple[str, ...]) -> Query:
        if len(atoms) == 1:
            return self._term(f"{field}_terms", atoms[0])
        sequence = grams(atoms)
        if len(sequence) == 1:
            return self._term(f"{field}_grams", sequence[0])
        return Query.phrase_query(self._schema, f"{field}_grams", list(sequence))

    def _holding(self, field: str, values: Iterable[str]) -> Query:
        wanted = [escape(value) for value in values]
        return Query.term_set_query(self._schema, field, wanted) if wanted else Query.empty_query()

    def _all(self, conditions: tuple[Condition, ...]) -> Query:
        wanted = [(Occur.Must, self.condition(part)) for part in conditions if not isinstance(part, Not)]
        unwanted = [(Occur.MustNot, self.condition(part.condition)) for part in conditions if isinstance(part, Not)]
        return Query.boolean_query([*(wanted or [(Occur.Must, self.every())]), *unwanted])


def _several(parts: Sequence[Query], number: int) -> Query:
    return Query.boolean_query([(Occur.Should, part) for part in parts], minimum_number_should_match=number)


def _any(queries: Iterable[Query]) -> Query:
    clauses = [(Occur.Should, query) for query in queries]
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)
