"""Compares what an index finds with what plain substring search finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.records import Article
from index import Index
from index.atoms import literal
from index.engines import Match, Reader
from index.plan import Every, Plan
from search.query.planner import Filters
from search.searcher import Options, Searcher
from tests.support.indexes import all_articles
from tests.support.oracle import Oracle, holds_operator

ALL: Final = 10**6


def places(reader: Reader) -> dict[int, int]:
    """The place of each article in the order of files and lines, by the engine's number for it."""
    matches = reader.search(Plan(Every()), sort="source", limit=ALL).matches
    return {match.number: place for place, match in enumerate(matches)}


@dataclass(frozen=True, slots=True)
class Expected:
    """The places of the articles that must be found, and of those that have each string of the query literally."""

    found: frozenset[int]
    wholes: list[frozenset[int]]

    def tier(self, place: int) -> int:
        """How many of the strings an article has."""
        return sum(place in whole for whole in self.wholes)

    def first_tiers(self, count: int) -> list[int]:
        """The tiers of the first results."""
        parts = [whole & self.found for whole in self.wholes]
        if all(part == self.found for part in parts):
            return [len(parts)] * min(count, len(self.found))
        return sorted(map(self.tier, self.found), reverse=True)[:count]


class Judge:
    """Asks an index through the reader, with the plans that a searcher makes.

    An article is known by its place, from 0 on, in the order of files and lines, in which `articles` must be; they are
    those of the index unless they are given.
    """

    def __init__(self, index: Index, articles: Sequence[Article] | None = None) -> None:
        self.searcher = Searcher(index)
        self.articles = all_articles(self.searcher.reader) if articles is None else articles
        self.oracle = Oracle(self.articles)
        self._analyzer = index.analyzer
        self._places = places(self.searcher.reader)
        assert len(self._places) == len(self.articles)

    def plan(self, piece: str, *, quoted: bool = False) -> Plan:
        """What a searcher asks for."""
        return self.searcher._plan(piece, Filters(), Options(literal=quoted)).plan

    def tiers(self, plan: Plan) -> dict[int, int]:
        """The tier of every article found, in the order of the results."""
        return self._tiers(self.searcher.reader.search(plan, limit=ALL).matches)

    def check(self, piece: str) -> None:
        """Compares the tiers of all results of a piece: quoted and, where it holds no operator, as it stands."""
        for quoted in _ways(piece):
            expected = self._expected(piece, quoted=quoted)
            # Scores take no part in what is checked here, and most of the time.
            found = self.tiers(replace(self.plan(piece, quoted=quoted), scored=()))
            assert found == {place: expected.tier(place) for place in expected.found}, (piece, quoted)
            assert list(found.values()) == sorted(found.values(), reverse=True), f"order of {piece!r}"

    def check_among_many(self, piece: str, *, page: int = 20) -> int:
        """The same where there are many articles: all that are found, and the tiers of the first page alone.

        Returns how many have the piece.
        """
        reader = self.searcher.reader
        seen: dict[Plan, frozenset[int]] = {}
        for quoted in _ways(piece):
            expected = self._expected(piece, quoted=quoted)
            plan = self.plan(piece, quoted=quoted)
            bare = Plan(plan.condition)
            if bare not in seen:
                matches = reader.search(bare, sort="source", limit=ALL).matches
                seen[bare] = frozenset(self._places[match.number] for match in matches)
                assert len(matches) == len(seen[bare]), piece
            assert seen[bare] == expected.found, (piece, quoted)
            if quoted and len(_ways(piece)) > 1:
                continue  # its tiers say little: all are 1
            first = reader.search(plan, limit=page)
            assert first.total == len(expected.found), (piece, quoted)
            tiers = self._tiers(first.matches)
            assert tiers == {place: expected.tier(place) for place in tiers}, (piece, quoted)
            assert list(tiers.values()) == expected.first_tiers(page), (piece, quoted)
        return len(self.oracle.holding(literal(piece)))

    def _expected(self, piece: str, *, quoted: bool) -> Expected:
        holding = self.oracle.holding(literal(piece))
        assert holding, piece
        if quoted:
            return Expected(holding, [holding])
        strings = piece.split()
        words = {word for string in strings for word in self._analyzer.literals(string)}
        found = self.oracle.holding_all(words)
        assert holding <= found, f"the cut of {piece!r} loses articles"
        return Expected(found, [self.oracle.holding(atoms) for string in strings if (atoms := literal(string))])

    def _tiers(self, matches: list[Match]) -> dict[int, int]:
        return {self._places[match.number]: match.tier for match in matches}


def _ways(piece: str) -> tuple[bool, ...]:
    """Whether to quote a piece: yes, and no unless it holds operators."""
    return (True,) if holds_operator(piece) else (True, False)
