"""The promise: whatever stands in an article finds it, and what stands there literally comes first."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from corpus.records import Article
from index import Index
from index.atoms import literal
from index.plan import Every, Plan
from search.query.planner import Filters
from search.searcher import Options, Searcher
from tests.support.indexes import all_articles
from tests.support.oracle import Oracle, holds_operator, substrings, texts

LONGEST = 12
ALL = 10**6


class Judge:
    """Compares what an index finds with what plain substring search finds."""

    def __init__(self, index: Index) -> None:
        self.searcher = Searcher(index)
        self.articles = all_articles(self.searcher.reader)
        self.oracle = Oracle(self.articles)
        self._analyzer = index.analyzer
        matches = self.searcher.reader.search(Plan(Every()), sort="source", limit=ALL).matches
        self.id_of = {match.number: record.id for match, record in zip(matches, self.articles, strict=True)}

    def plan(self, piece: str, *, quoted: bool = False) -> Plan:
        return self.searcher._plan(piece, Filters(), Options(literal=quoted)).plan

    def tiers(self, plan: Plan) -> dict[str, int]:
        """The tier of every article found, in the order of the results."""
        return {self.id_of[match.number]: match.tier for match in self.searcher.reader.search(plan, limit=ALL).matches}

    def check(self, piece: str) -> None:
        """Compares the piece as a query, quoted and, where it holds no operator, as it stands."""
        holding = self.oracle.holding(literal(piece))
        assert holding, piece
        # Scores take no part in what is checked here, and most of the time.
        quoted = self.tiers(replace(self.plan(piece, quoted=True), terms=(), grams=()))
        assert quoted == dict.fromkeys(holding, 1), f"quoted {piece!r}"
        if not holds_operator(piece):
            self._check_unquoted(piece, holding)

    def _check_unquoted(self, piece: str, holding: set[str]) -> None:
        strings = piece.split()
        words = [word for string in strings for word in self._analyzer.literals(string)]
        expected = set.intersection(*(self.oracle.holding(word) for word in words))
        assert holding <= expected, f"the cut of {piece!r} loses articles"
        found = self.tiers(replace(self.plan(piece), terms=(), grams=()))
        wholes = [self.oracle.holding(atoms) for string in strings if (atoms := literal(string))]
        assert found == {name: sum(name in whole for whole in wholes) for name in expected}, f"unquoted {piece!r}"
        assert list(found.values()) == sorted(found.values(), reverse=True), f"order of {piece!r}"


def pieces_of(articles: Iterable[Article]) -> list[str]:
    """Every piece of every text once, by its atoms."""
    found: dict[tuple[str, ...], str] = {}
    for record in articles:
        for text in texts(record):
            for piece in substrings(text, LONGEST):
                found.setdefault(literal(piece), piece)
    return list(found.values())


def test_every_piece_of_the_samples_is_found_and_comes_first(samples_index: Index) -> None:
    judge = Judge(samples_index)
    pieces = pieces_of(judge.articles)
    assert len(pieces) > 50_000
    for piece in pieces:
        judge.check(piece)


def test_random_pieces_of_the_real_issue_are_found_and_come_first(real_index: Index) -> None:
    judge = Judge(real_index)
    for piece in random.Random(2).sample(pieces_of(judge.articles), 5_000):
        judge.check(piece)


def test_literal_matches_come_first_whatever_the_scores(samples_index: Index) -> None:
    judge = Judge(samples_index)
    ranked = 0
    for piece in random.Random(1).sample(pieces_of(judge.articles), 2_000):
        if not holds_operator(piece):
            tiers = list(judge.tiers(judge.plan(piece)).values())
            assert tiers == sorted(tiers, reverse=True), piece
            ranked += len(set(tiers)) > 1
    assert ranked > 50
