"""Tantivy's queries: however terms are looked up, articles, order and scores are the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index import Index
from index.engines.tantivy import queries
from search.query import Filters, parse, plan_query
from search.query.regions import NamedRegion
from search.searcher import Searcher
from tests.support.indexes import all_articles, build_index
from tests.support.oracle import holds_operator, substrings


def test_scores_are_the_same_whether_terms_are_looked_up_or_gone_through(
    tmp_path: Path, samples_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = all_articles(Searcher(samples_index).reader)
    index = build_index(tmp_path / ".wensou", articles, engine_name="tantivy")
    reader = index.reader()
    pieces = [piece for one in articles for piece in substrings(one.body, 6) if not holds_operator(piece)]
    for query in random.Random(5).sample(pieces, 200):
        plan = plan_query(query, parse(query), Filters(), analyzer=lambda: index.analyzer, regions=NamedRegion).plan
        pages = []
        for few in (0.0, 2.0):
            monkeypatch.setattr(queries, "_FEW", few)
            pages.append(reader.search(plan, limit=100))
        gone_through, looked_up = pages
        assert [match[:2] for match in looked_up.matches] == [match[:2] for match in gone_through.matches]
        assert [match.score for match in looked_up.matches] == pytest.approx(
            [match.score for match in gone_through.matches]
        )
