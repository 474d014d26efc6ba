"""Queries on the real issue, with the numbers of the articles that must be found, counted in the order of the issue."""

from __future__ import annotations

import pytest

from index import Index
from search.query.planner import Filters
from search.results import Results
from search.searcher import Searcher
from tests.support.indexes import all_articles

BRIEFS = set(range(13, 23))


class Numbered:
    """A searcher that answers with article numbers."""

    def __init__(self, index: Index) -> None:
        self._searcher = Searcher(index)
        self.numbers = {record.id: n for n, record in enumerate(all_articles(self._searcher.reader), 1)}

    def search(self, query: str, **filters: tuple[str, ...]) -> list[int]:
        results: Results = self._searcher.search(query, filters=Filters(**filters), limit=100)  # type: ignore[arg-type]
        assert not results.loosened
        return [self.numbers[hit.article.id] for hit in results.hits]


@pytest.fixture(scope="module")
def numbered(real_index: Index) -> Numbered:
    return Numbered(real_index)


@pytest.mark.parametrize(
    ("query", "filters", "expected"),
    [
        ("洪莘", {}, {3}),
        ("洪革", {}, set()),
        ('"2000多人次"', {}, {4}),
        ('"9·25"', {}, {10, 13, 14, 16, 17, 18}),
        ('"喜迎二十大·奋进新征程"', {}, {13, 14, 17, 18}),
        ('"喜迎二十大、奋进新征程"', {}, {13, 14, 17, 18}),
        ('"資源縣"', {}, {11}),
        ("資源縣", {}, {4, 6, 10, 11}),
        ("资源", {}, {4, 6, 10, 11}),
        ("关爱保险", {}, {1, 4, 5, 7, 9}),
        ("关爱保险", {"region": ("贵港",)}, {5, 7}),
        ("喜迎二十大", {"region": ("桂林",)}, {12, 13, 17, 18}),
        ("", {"region": ("贵港市/覃塘区",)}, {7}),
        ("", {"section": ("简讯",)}, BRIEFS),
        ("", {"unit": ("七星",)}, {6, 12, 18, 19, 21, 22}),
        ("桥", {}, set()),
        ("茱萸", {}, {12}),
        ("潘绍先", {}, {3}),
        ("理赔 OR 茱萸", {}, {4, 5, 9, 12}),
        ("理赔 -浦北县", {}, {4, 5}),
        ("标题:改革", {}, {4}),
    ],
)
def test_real_issue(numbered: Numbered, query: str, filters: dict[str, tuple[str, ...]], expected: set[int]) -> None:
    assert set(numbered.search(query, **filters)) == expected


def test_literal_match_comes_first_in_the_real_issue(numbered: Numbered) -> None:
    assert numbered.search("資源縣")[0] == 11
