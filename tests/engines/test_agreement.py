"""The same everywhere: every engine gives the same articles, counts and tiers, and nearly the same first page."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from corpus.records import Article
from index import Index
from index.analyzer import Analyzer
from index.atoms import is_han
from index.dictionary import stock_segmenter
from index.engines import ENGINES, LARGE, Sort
from search.query import Filters
from search.searcher import Options, Searcher, _chosen
from tests.engines.conftest import LawsIndex
from tests.support.cluster import CLUSTER, OPENSEARCH
from tests.support.judge import ALL, places
from tests.support.laws import law_articles

ARTICLES = 10_000
QUERIES = 1_000
PAGE = 10


@dataclass(frozen=True, slots=True)
class Request:
    """A query as a user gives it, with its options."""

    query: str
    filters: Filters
    options: Options


@dataclass(frozen=True, slots=True)
class Answer:
    """What an index answers: the page's articles, and all articles with their tiers, best first."""

    total: int
    loosened: bool
    page: list[int]
    tiers: dict[int, int]


class Answering:
    """One engine's index, whose articles are known by their places in the file."""

    def __init__(self, index: Index) -> None:
        self._searcher = Searcher(index)
        self._places = places(self._searcher.reader)

    def answer(self, request: Request, sort: Sort = "score") -> Answer:
        """All that is found, of which the page must be the beginning."""
        given: dict[str, Any] = {"filters": request.filters, "options": request.options}
        results = self._searcher.search(request.query, **given, sort=sort, limit=PAGE)
        planned = self._searcher._plan(request.query, request.filters, request.options)
        plan = planned.loose if results.loosened and planned.loose else _chosen(planned, request.options)
        matches = self._searcher.reader.search(plan, sort=sort, limit=ALL).matches
        found = [(self._places[match.number], match.tier) for match in matches]
        assert len(dict(found)) == len(found) == results.total, request
        assert results.loosened or self._searcher.count(request.query, **given) == results.total, request
        page = [hit.article.line_start - 1 for hit in results.hits]
        assert page == [place for place, _ in found[:PAGE]], request
        return Answer(results.total, results.loosened, page, dict(found))


@pytest.fixture(scope="module")
def engines(laws_index: LawsIndex) -> list[Answering]:
    """An index of the same laws with each engine of a machine, or, where a cluster is at hand, with one and there."""
    return [Answering(laws_index(name, ARTICLES)) for name in ((LARGE, OPENSEARCH) if CLUSTER else ENGINES)]


class Requests:
    """Makes random requests of the kind that users type, in the words of the articles."""

    def __init__(self, articles: Sequence[Article], seed: int) -> None:
        self._articles = articles
        self._rng = random.Random(seed)
        self._analyzer = Analyzer(stock_segmenter())
        self._article = articles[0]

    def request(self) -> Request:
        rng = self._rng
        self._article = rng.choice(self._articles)
        options = Options(
            literal=rng.random() < 0.05,
            fields=rng.choice([("title",), ("body",)]) if rng.random() < 0.1 else Options().fields,
            mode=rng.choice(["fallback"] * 8 + ["all", "any"]),  # type: ignore[arg-type]
            exact_script=rng.random() < 0.05,
        )
        clauses = [self._clause() for _ in range(rng.choice([1, 1, 1, 2, 2, 3]))]
        return Request(" ".join(clauses), self._filters(), options)

    def _filters(self) -> Filters:
        rng = self._rng
        if rng.random() < 0.7:
            return Filters()
        section = (rng.choice(["上海", "地方法规", self._article.section or "", "没有这个"]),)
        day = self._day()
        return Filters(
            section=section if rng.random() < 0.5 else (),
            since=day[: rng.choice([4, 7, 10])] if rng.random() < 0.5 else None,
            until=f"{int(day[:4]) + rng.randrange(2, 9)}" if rng.random() < 0.5 else None,
        )

    def _day(self) -> str:
        return self._article.date or "2019-10-31"

    def _clause(self) -> str:
        kinds: list[Callable[[], str]] = [
            *[self._words] * 5,
            *[self._run] * 3,
            *[self._quoted] * 2,
            lambda: f"{self._word()} OR {self._elsewhere()}",
            lambda: f"({self._word()} OR {self._quoted()}) {self._word()}",
            lambda: f"({self._word()} AND {self._elsewhere()}) OR {self._run()}",
            lambda: f"{self._words()} -{self._elsewhere()}",
            lambda: f"{self._word()} NOT {self._quoted()}",
            lambda: f"NOT ({self._word()} {self._elsewhere()})",
            lambda: f"title:{self._title()}",
            lambda: f"标题：{self._title()} {self._word()}",
            lambda: f"body:{self._quoted()}",
            lambda: f"正文:({self._word()} OR {self._elsewhere()})",
            lambda: f"section:{self._rng.choice(['上海', '法规', '“没有这个”'])} {self._word()}",
            lambda: f"date:{self._day()[: self._rng.choice([4, 7, 10])]}",
            lambda: f"{self._word()} -date:{self._day()[:4]}",
            lambda: f"{self._beginning()}*",
            lambda: f"{self._words()} -{self._beginning()}＊",
            lambda: f"标题:({self._beginning()}* OR {self._title()})",
            lambda: f"{self._apart()}",
            lambda: f"({self._apart()} OR {self._word()}) {self._word()}",
            lambda: f"正文：{self._apart()} -{self._apart()}",
            lambda: f"{self._word()} date:[{self._day()[:7]} TO {int(self._day()[:4]) + self._rng.randrange(5)}]",
            lambda: f"{self._word()} 日期:{self._rng.choice(['>', '<', '>=', '≤'])}{self._day()}",
            lambda: f"{self._word()}^{self._rng.choice(['0.1', '3', '50'])} {self._words()}",
            lambda: f"({self._word()} OR {self._run()}^4)^2",
        ]
        return self._rng.choice(kinds)()

    def _cut(self, text: str) -> list[str]:
        words = ["".join(word) for word in self._analyzer.literals(text)]
        return [word for word in words if "_" not in word] or ["规定"]

    def _word(self) -> str:
        return self._rng.choice(self._cut(self._article.body))

    def _title(self) -> str:
        return self._rng.choice(self._cut(self._article.title))

    def _elsewhere(self) -> str:
        return self._rng.choice(self._cut(self._rng.choice(self._articles).body))

    def _words(self) -> str:
        return " ".join(self._word() for _ in range(self._rng.randrange(1, 5)))

    def _run(self) -> str:
        """Words that stand side by side in an article, without white space."""
        words = self._cut(self._article.body)
        first = self._rng.randrange(len(words))
        return "".join(words[first : first + self._rng.randrange(2, 6)])

    def _beginning(self) -> str:
        """The beginning of a number with the character before it or without, as it stands in an article."""
        numbers = re.findall(r"(.?)([0-9]+)", self._article.body) or [("第", "1")]
        before, digits = map(str, self._rng.choice(numbers))
        return (before if is_han(before or "，") and self._rng.random() < 0.7 else "") + digits[:2]

    def _apart(self) -> str:
        """Two or three words in the order in which they stand in an article, or nearly, and how far apart."""
        words = self._cut(self._article.body)
        first = self._rng.randrange(len(words))
        some = words[first : first + self._rng.randrange(2, 8)]
        parts = some if len(some) < 3 else [some[0], *self._rng.sample(some[1:], self._rng.randrange(1, 3))]
        return f'"{" ".join(parts)}"~{self._rng.randrange(12)}'

    def _quoted(self) -> str:
        return f'"{self._run() if self._rng.random() < 0.5 else self._word()}"'


def test_random_queries_are_answered_alike(engines: list[Answering]) -> None:
    requests = Requests(law_articles(ARTICLES), seed=9)
    overlaps: list[float] = []
    found = loosened = tiered = 0
    for _ in range(QUERIES):
        request = requests.request()
        first, *others = [each.answer(request) for each in engines]
        assert list(first.tiers.values()) == sorted(first.tiers.values(), reverse=True), request
        for other in others:
            assert (other.total, other.loosened) == (first.total, first.loosened), request
            assert other.tiers == first.tiers, request
            assert list(other.tiers.values()) == list(first.tiers.values()), request
            if first.total > PAGE:
                overlaps.append(len({*first.page} & {*other.page}) / PAGE)
        found += first.total > 0
        loosened += first.loosened
        tiered += len(set(first.tiers.values())) > 1
    assert min(found, QUERIES - found, loosened, tiered) > 20
    overlap = sum(overlaps) / len(overlaps)
    print(f"mean overlap of the first pages: {overlap:.3f} ({len(overlaps)} pairs)")
    assert overlap >= 0.9


def test_the_order_by_source_is_the_same(engines: list[Answering]) -> None:
    requests = Requests(law_articles(ARTICLES), seed=10)
    for _ in range(QUERIES // 20):
        request = requests.request()
        first, *others = [list(each.answer(request, "source").tiers.items()) for each in engines]
        assert first == sorted(first), request
        assert all(other == first for other in others), request


def test_the_order_by_date_is_the_same(engines: list[Answering]) -> None:
    """Among articles of one day, as by score: tiers in order, the scores' order being each engine's own."""
    articles = law_articles(ARTICLES)
    requests = Requests(articles, seed=11)
    for _ in range(QUERIES // 20):
        request = requests.request()
        for answer in [each.answer(request, "date") for each in engines]:
            order = [(articles[place].date or "", tier) for place, tier in answer.tiers.items()]
            assert order == sorted(order, reverse=True), request
