"""Conditions and rankings of plans in OpenSearch's query language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

from corpus.records import Article
from index.analyzer import grams
from index.engines.opensearch.mapping import escape
from index.engines.verifying import Verifier
from index.plan import And, Condition, Every, Keyword, Literal, Near, Not, Or, Plan, Prefix, Range, Textual

Query: TypeAlias = "dict[str, Any]"

# The cluster's own limit of values in one clause is 65,536.
_VALUES: Final = 50_000
# Its limit of clauses in a query is 1,024: what ranks gets so many of them, the most telling.
_RANKING: Final = 256
# Terms that a prefix at the end of a phrase may mean: all that there are.
_ALL_TERMS: Final = 1_000_000
# Terms of more characters are left to the analyzer, which may part them: in what is indexed as in what is asked.
_SURELY_WHOLE: Final = 100

NOTHING: Final[Query] = {"match_none": {}}
EVERYTHING: Final[Query] = {"match_all": {}}


class Queries:
    """Makes queries; which documents are articles that a reader may see is the reader's to add, but for `articles`,
    which gives all that it may see of a query.
    """

    def __init__(self, articles: Callable[[Query], Iterable[Article]]) -> None:
        self._verifier = Verifier(articles, lambda _, ids: holding("id", ids))

    def condition(self, condition: Condition) -> Query:
        """The articles that meet a condition."""
        match condition:
            case Literal() | Prefix() | Near():
                query = self._textual(condition)
            case Keyword():
                query = holding(condition.field, condition.values)
            case Range():
                query = _range(condition)
            case Every():
                query = EVERYTHING
            case And():
                query = self._all(condition.conditions)
            case Or():
                query = self._any(condition.conditions)
            case Not():
                query = self._all((condition,))
        return query

    def _all(self, conditions: Iterable[Condition]) -> Query:
        wanted, unwanted = [], []
        for part in conditions:
            if isinstance(part, Not):
                unwanted.append(self.condition(part.condition))
            else:
                wanted.append(self.condition(part))
        return {"bool": {"filter": wanted or [EVERYTHING], "must_not": unwanted}}

    def _any(self, conditions: Iterable[Condition]) -> Query:
        literals = [part for part in conditions if isinstance(part, Literal) and not part.exact_script]
        others = [part for part in conditions if not isinstance(part, Literal) or part.exact_script]
        return any_of([*_literals(literals), *map(self.condition, others)])

    def _textual(self, wanted: Textual) -> Query:
        if wanted.exact_script:
            return self._verifier.as_written(wanted, self._textual)
        match wanted:
            case Literal():
                return any_of(_literals([wanted]))
            case Prefix():
                return any_of(_prefix(field, wanted.atoms) for field in wanted.fields)
            case Near():
                return any_of(self._near(field, wanted) for field in wanted.fields)

    def _near(self, field: str, near: Near) -> Query:
        """Parts near each other. Where the cluster can tell no more than that they may be, the articles are looked at:
        it knows no places of single atoms, and of three parts no more than how far they are apart in all.
        """
        if any(len(part) == 1 for part in near.parts):
            candidates: Query = {"bool": {"filter": [_literal(field, part) for part in near.parts]}}
        else:
            apart = (near.slack + 1) * (len(near.parts) - 1)
            candidates = _spans([_spans_of(field, part) for part in near.parts], apart)
            first_and_second = next(pairwise(near.parts))
            # Pairs are places of atoms, and two of them that share an atom stand apart by none.
            if len(near.parts) == 2 and first_and_second[0][-1] != first_and_second[1][0]:
                return candidates
        return self._verifier.having(candidates, field, near)


def any_of(queries: Iterable[Query]) -> Query:
    """What meets one of the queries at least."""
    clauses = [*queries]
    if not clauses:
        return NOTHING
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": clauses, "minimum_should_match": 1}}


def holding(field: str, values: Iterable[str]) -> Query:
    """The documents with one of the values in a keyword field."""
    stored = [escape(value) for value in values]
    return any_of({"terms": {field: stored[at : at + _VALUES]}} for at in range(0, len(stored), _VALUES))


def exactly(parts: Counter[Any], queries: dict[Any, Query], number: int) -> list[Query]:
    """Clauses of what meets so many of the parts, each as often as it counts, and no more."""
    several = [queries[part] for part, count in parts.items() for _ in range(count)]
    clauses: list[Query] = []
    if number:
        clauses.append({"bool": {"should": several, "minimum_should_match": number}})
    if number < len(several):
        clauses.append({"bool": {"must_not": [{"bool": {"should": several, "minimum_should_match": number + 1}}]}})
    return clauses


def ranked(filters: Sequence[Query], plan: Plan) -> Query:
    """What meets the filters, with the plan's BM25 scores."""
    most = sorted(plan.scored, key=lambda scored: -scored.weight)[:_RANKING]
    return {"bool": {"filter": [*filters], "should": [_scored(*scored) for scored in most]}}


def counted(filters: Sequence[Query], parts: Counter[Any], queries: dict[Any, Query]) -> Query:
    """What meets the filters, whose score is how many of the parts it meets: sums of whole numbers are exact up to
    2**24 in the 32 bits that a score has.
    """
    counts = [{"constant_score": {"filter": queries[part], "boost": count}} for part, count in parts.items()]
    return {"bool": {"filter": [*filters], "should": counts}}


def scored_term(field: str, kind: str, term: str) -> Query:
    """A term or gram that ranks, whose score is its BM25."""
    return _scored(field, kind, term, 1.0)


def _scored(field: str, kind: str, term: str, weight: float) -> Query:
    return {"term": {f"{field}_{kind}": {"value": term, "boost": weight}}}


def _range(wanted: Range) -> Query:
    bounds = {"gte": wanted.low, "lte": wanted.high}
    given = {name: escape(bound) for name, bound in bounds.items() if bound is not None}
    return {"range": {wanted.field: given}} if given else {"exists": {"field": wanted.field}}


def _literals(literals: Iterable[Literal]) -> Iterator[Query]:
    """Clauses, of which one is to be met: those of single terms of a field are one, however many they are."""
    single: defaultdict[str, list[str]] = defaultdict(list)
    longer = []
    for wanted in literals:
        for field in wanted.fields:
            name, terms = _indexed(field, wanted.atoms)
            if len(terms) == 1 and len(terms[0]) <= _SURELY_WHOLE:
                single[name].append(terms[0])
            else:
                longer.append(_phrase(name, terms))
    for name, terms in single.items():
        yield {"term": {name: terms[0]}} if len(terms) == 1 else {"terms": {name: terms}}
    yield from longer


def _literal(field: str, sequence: tuple[str, ...]) -> Query:
    return _phrase(*_indexed(field, sequence))


def _indexed(field: str, sequence: tuple[str, ...]) -> tuple[str, list[str]]:
    """The field, and the terms that follow each other there, that atoms stand for."""
    return (f"{field}_terms", [*sequence]) if len(sequence) == 1 else (f"{field}_grams", grams(sequence))


def _phrase(name: str, terms: list[str]) -> Query:
    return {"match_phrase": {name: " ".join(terms)}}


def _prefix(field: str, sequence: tuple[str, ...]) -> Query:
    """Atoms of which the last may go on: any term or gram that begins so. Words that are terms too begin with a Han
    character; and where a gram begins as the last one does, its first atom can be no longer, for that would go on with
    what is of another kind.
    """
    name, terms = _indexed(field, sequence)
    if len(terms) == 1:
        return {"prefix": {name: terms[0]}}
    return {"match_phrase_prefix": {name: {"query": " ".join(terms), "max_expansions": _ALL_TERMS}}}


def _spans(clauses: list[Query], apart: int) -> Query:
    """Spans in this order, with at most so many places between them in all."""
    return clauses[0] if len(clauses) == 1 else {"span_near": {"clauses": clauses, "slop": apart, "in_order": True}}


def _spans_of(field: str, sequence: tuple[str, ...]) -> Query:
    return _spans([{"span_term": {f"{field}_grams": gram}} for gram in grams(sequence)], 0)
