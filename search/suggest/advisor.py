"""Why nothing was found, and what else to try. All that is suggested finds something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any, Final

from index import Facets, Index, IndexDamagedError, Reader
from index.atoms import literal
from index.plan import And, Condition, Every, Literal, Or, conjunction
from search.advice import Advice, Missing, Suggestion
from search.explain import shown
from search.query import Filters, Query
from search.query.planner import String
from search.suggest.names import near_names
from search.suggest.rewriting import Edit, Rewriter, Rewriting, located, rewritten
from search.suggest.vocabulary import NAMED, Vocabulary

_SUGGESTED: Final = 3
# How many ways to write the query are tried where one string of it is at fault, and how many of each where several are.
_TRIED: Final = 40
_TRIED_OF_EACH: Final = 4
_FILTERS_TRIED: Final = 10
# Words of a query that is looked into, and atoms of one that is rewritten: one with more is no slip of the finger, but
# a text that was pasted, of which there are too many ways to write it.
_WORDS: Final = 32
_ATOMS: Final = 64

# How many articles a query with filters finds that meet another condition besides.
Count = Callable[[str, Filters, Condition], int]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A query and filters to try, how close they are to those given, and what an article must have besides."""

    query: str
    filters: Filters
    closeness: int
    required: tuple[Condition, ...] = ()


def advise(query: str, filters: Filters, planned: Query, *, index: Index, reader: Reader, count: Count) -> Advice:
    """Why a query, with its filters, found nothing in a snapshot of an index, and what to try."""
    vocabulary = Vocabulary(index.dictionary, _facets(index))
    return _Advisor(Rewriter(reader, index.analyzer, vocabulary), vocabulary, count).advise(query, filters, planned)


def _facets(index: Index) -> Facets:
    """The names of an index; none where they cannot be read, for a search needs them for advice alone."""
    try:
        return index.facets()
    except (IndexDamagedError, OSError):
        return Facets()


class _Advisor:
    """Advises on one query."""

    def __init__(self, rewriter: Rewriter, vocabulary: Vocabulary, count: Count) -> None:
        self._rewriter = rewriter
        self._vocabulary = vocabulary
        self._count = count

    def advise(self, query: str, filters: Filters, planned: Query) -> Advice:
        """Why a query found nothing, and what to try."""
        of_strings = (word for string in planned.strings for word in string.words)
        words = list(dict.fromkeys((*of_strings, *planned.prefixes)))
        if len(words) > _WORDS:
            return Advice()
        missing = [word for word in [*words, *_sections(planned, filters)] if not self._rewriter.has(word)]
        empty = tuple(self._empty(filters))
        unfiltered = self._count(query, Filters(), Every()) if filters and query.strip() else 0
        apart = len(words) > 1 and not missing and not self._count("", Filters(), conjunction([*words]))
        short = sum(len(string.whole.atoms) for string in planned.strings) <= _ATOMS
        attempts = self._attempts(query, filters, planned, empty, found=unfiltered > 0) if short else iter(())
        return Advice(
            missing=tuple(Missing(shown(word), word.fields) for word in missing),
            empty_filters=empty,
            unfiltered=unfiltered,
            apart=apart,
            suggestions=self._suggestions(attempts),
        )

    def _suggestions(self, attempts: Iterator[_Attempt]) -> tuple[Suggestion, ...]:
        """The attempts that find something: the closest first, then those that find most."""
        found: dict[tuple[str, Filters], tuple[int, Suggestion]] = {}
        for attempt in islice(attempts, _TRIED):
            key = attempt.query, attempt.filters
            if key not in found and self._count(*key, conjunction(list(attempt.required))):
                found[key] = attempt.closeness, Suggestion(*key, self._count(*key, Every()))
        best = sorted(found.values(), key=lambda item: (item[0], -item[1].total))
        return tuple(suggestion for _, suggestion in best[:_SUGGESTED])

    def _attempts(
        self, query: str, filters: Filters, planned: Query, empty: Sequence[tuple[str, str]], *, found: bool
    ) -> Iterator[_Attempt]:
        """What may have been meant. Where the query finds articles without the filters, it is right as it is."""
        queries = [] if found or not query.strip() else list(self._rewritten(query, filters, planned))
        if not empty:
            yield from queries
            return
        queries = queries[:_TRIED_OF_EACH] or [_Attempt(query, filters, 0)]
        for others, attempt in product(list(self._other_filters(filters, empty)), queries):
            yield replace(attempt, filters=others.filters, closeness=attempt.closeness + others.closeness)

    def _rewritten(self, query: str, filters: Filters, planned: Query) -> Iterator[_Attempt]:
        """The query with the strings rewritten that no article has, and the names of what there is not."""
        choices = [list(islice(self._rewriter.rewritings(query, string), _TRIED)) for string in self._faulty(planned)]
        names = [("region", name) for name in planned.unknown_regions if name not in filters.region]
        names += [("section", shown(name)) for name in _sections(planned, filters) if not self._rewriter.has(name)]
        choices += [self._other_names(query, field, name) for field, name in names]
        choices = [choice for choice in choices if choice]
        if not choices:
            return
        most = _TRIED if len(choices) == 1 else _TRIED_OF_EACH
        for chosen in product(*(choice[:most] for choice in choices)):
            yield _Attempt(
                rewritten(query, [edit for rewriting in chosen for edit in rewriting.edits]),
                filters,
                max(rewriting.closeness for rewriting in chosen),
                tuple(rewriting.required for rewriting in chosen if rewriting.required),
            )

    def _faulty(self, planned: Query) -> list[String]:
        """The strings at fault: those with words that no article has, else those that no article has as they stand."""
        has = self._rewriter.has
        strings = list(dict.fromkeys(planned.strings))
        lacking = [string for string in strings if not all(has(word) for word in string.words)]
        return lacking or [string for string in strings if not has(string.whole)]

    def _other_names(self, query: str, field: str, name: str) -> list[Rewriting]:
        """The names of the index that a name in the query may mean."""
        places = located(query, literal(name))
        near = near_names(name, self._vocabulary.names(field))
        return [
            Rewriting(tuple(Edit(spans[0][0], spans[-1][1], other) for spans in places), how) for other, how in near
        ]

    def _empty(self, filters: Filters) -> Iterator[tuple[str, str]]:
        """The filters that no article passes, each a field and a value."""
        for field in NAMED:
            for value in getattr(filters, field):
                alone: dict[str, Any] = {field: (value,)}
                if not self._count("", Filters(**alone), Every()):
                    yield field, value

    def _other_filters(self, filters: Filters, empty: Sequence[tuple[str, str]]) -> Iterator[_Attempt]:
        """The filters with names of the index in place of those that no article has."""
        near = [near_names(value, self._vocabulary.names(field)) for field, value in empty]
        for chosen in islice(product(*near), _FILTERS_TRIED):
            others = filters
            for (field, value), (other, _) in zip(empty, chosen, strict=True):
                values = (other if given == value else given for given in getattr(others, field))
                changed: dict[str, Any] = {field: tuple(values)}
                others = replace(others, **changed)
            yield _Attempt("", others, max(how for _, how in chosen))


def _sections(planned: Query, filters: Filters) -> list[Literal]:
    """The sections that a query names, filters apart."""
    filtered = {literal(value) for value in filters.section}
    wanted = _wanted(planned.plan.condition)
    return [name for name in wanted if name.fields == ("section",) and name.atoms not in filtered]


def _wanted(condition: Condition) -> Iterator[Literal]:
    """The literals in a condition, but those that are excluded."""
    match condition:
        case Literal():
            yield condition
        case And() | Or():
            for part in condition.conditions:
                yield from _wanted(part)
