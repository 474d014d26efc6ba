"""The promise: whatever stands in an article finds it, and what stands there literally comes first."""

from __future__ import annotations

import random
from collections.abc import Iterable

from corpus.records import Article
from index import Index
from index.atoms import literal
from tests.support.judge import Judge
from tests.support.oracle import holds_operator, substrings, texts

LONGEST = 12


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
