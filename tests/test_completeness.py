"""The promise: whatever stands in an article finds it, and what stands there literally comes first."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from corpus.records import Article
from index import Index
from index.atoms import literal
from index.plan import Plan
from search.query.planner import Filters, Query
from search.searcher import Options, Searcher
from tests.support.indexes import all_articles
from tests.support.oracle import Oracle, holds_operator, substrings, texts

LONGEST = 12


class Judge:
    """Compares what an index finds with what plain substring search finds."""

    def __init__(self, index: Index) -> None:
        self.searcher = Searcher(index)
        self.articles = all_articles(self.searcher.reader)
        self.oracle = Oracle(self.articles)
        self._analyzer = index.analyzer
        matches = self.searcher.reader.search(Plan(self._plan("").plan.condition), limit=10**6).matches
        records = self.searcher.reader.fetch([match.number for match in matches])
        self.id_of = {match.number: record.id for match, record in zip(matches, records, strict=True)}

    def _plan(self, text: str, *, quoted: bool = False) -> Query:
        return self.searcher._plan(text, Filters(), Options(literal=quoted))

    def found(self, text: str, *, quoted: bool) -> set[str]:
        condition = self._plan(text, quoted=quoted).plan.condition
        return {self.id_of[match.number] for match in self.searcher.reader.search(Plan(condition), limit=10**6).matches}

    def check(self, piece: str) -> None:
        """Quoted: exactly the articles that hold the piece. Unquoted: exactly those that hold every word of its cut."""
        holding = self.oracle.holding(literal(piece))
        assert holding, piece
        assert self.found(piece, quoted=True) == holding, f"quoted {piece!r}"
        if not holds_operator(piece):
            words = [word for string in piece.split() for word in self._analyzer.literals(string)]
            expected = set.intersection(*(self.oracle.holding(word) for word in words))
            assert holding <= expected, f"the cut of {piece!r} loses articles"
            assert self.found(piece, quoted=False) == expected, f"unquoted {piece!r}"

    def check_tiers(self, piece: str) -> None:
        """Every article that has the whole piece comes before every one that has not."""
        holding = self.oracle.holding(literal(piece))
        matches = self.searcher.reader.search(self._plan(piece).plan, limit=10**6).matches
        ranks = [self.id_of[match.number] in holding for match in matches]
        assert ranks == sorted(ranks, reverse=True), piece
        assert [match.tier for match in matches] == [int(rank) for rank in ranks]


def pieces_of(articles: Iterable[Article]) -> list[str]:
    """Every piece of every text once, by its atoms."""
    found: dict[tuple[str, ...], str] = {}
    for record in articles:
        for text in texts(record):
            for piece in substrings(text, LONGEST):
                found.setdefault(literal(piece), piece)
    return list(found.values())


def test_every_piece_of_the_samples_is_found(samples_index: Index) -> None:
    judge = Judge(samples_index)
    for piece in pieces_of(judge.articles):
        judge.check(piece)


def test_literal_matches_of_the_samples_come_first(samples_index: Index) -> None:
    judge = Judge(samples_index)
    pieces = [piece for piece in pieces_of(judge.articles) if len(piece.split()) == 1 and not holds_operator(piece)]
    for piece in random.Random(1).sample(pieces, 5_000):
        judge.check_tiers(piece)


@pytest.fixture(scope="module")
def real_pieces(real_index: Index) -> tuple[Judge, list[str]]:
    judge = Judge(real_index)
    return judge, random.Random(2).sample(pieces_of(judge.articles), 5_000)


def test_random_pieces_of_the_real_issue_are_found(real_pieces: tuple[Judge, list[str]]) -> None:
    judge, pieces = real_pieces
    for piece in pieces:
        judge.check(piece)


def test_literal_matches_of_the_real_issue_come_first(real_pieces: tuple[Judge, list[str]]) -> None:
    judge, pieces = real_pieces
    for piece in pieces:
        if len(piece.split()) == 1 and not holds_operator(piece):
            judge.check_tiers(piece)
