"""An explained score is the score: every value follows from those below it, on every engine."""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path

import pytest

from corpus.records import Article
from index import Reader
from index.analyzer import Analyzer
from index.dictionary import stock_segmenter
from index.explanation import Explanation
from index.plan import Every, Literal, Plan, Scored
from index.scoring import K1, SCORED_FIELDS, B
from search.searcher import Searcher
from tests.support.cluster import index_place
from tests.support.indexes import article, build_index

WORDS = ["关爱", "保险", "合作社", "计划生育", "GB", "18030", "县", "，"]


def random_articles(count: int, seed: int) -> list[Article]:
    rng = random.Random(seed)

    def text(longest: int) -> str:
        return "".join(rng.choices(WORDS, k=rng.randrange(longest)))

    return [article(text(30), title=text(6), untitled=False, unit=text(3), id=f"{n:03}") for n in range(count)]


@pytest.fixture
def reader(engine_name: str, tmp_path: Path) -> Reader:
    return Searcher(
        build_index(index_place(engine_name, tmp_path), random_articles(80, 1), engine_name=engine_name)
    ).reader


def ranking(text: str) -> tuple[Scored, ...]:
    """What ranks articles that are searched for a text."""
    analysis = Analyzer(stock_segmenter()).analyze(text)
    kinds = (("terms", Counter(analysis.terms.split())), ("grams", Counter(analysis.grams.split())))
    return tuple(
        Scored(field, kind, term, count)  # type: ignore[arg-type]
        for field in SCORED_FIELDS
        for kind, counted in kinds
        for term, count in counted.items()
    )


def computed(node: Explanation) -> float:
    """The value of a node by what it says of itself, out of the values below it."""
    values = [part.value for part in node.parts]
    if node.description == "score, sum of":
        return math.fsum(values)
    if node.description.endswith(", product of"):
        return math.prod(values)
    if node.description == "idf":
        articles, containing = values
        return math.log(1 + (articles - containing + 0.5) / (containing + 0.5))
    assert node.description == "tf"
    frequency, length, average = values
    return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average))


def check(node: Explanation) -> int:
    """Checks a tree and counts its nodes."""
    if node.parts or node.description == "score, sum of":
        assert node.value == pytest.approx(computed(node), rel=1e-9), node.description
    return 1 + sum(map(check, node.parts))


def test_every_value_follows_from_those_below_it_and_the_first_is_the_score(reader: Reader) -> None:
    rng = random.Random(2)
    nodes = 0
    for _ in range(10):
        plan = Plan(Every(), (), ranking("".join(rng.choices(WORDS, k=4))))
        for match in reader.search(plan, limit=40).matches:
            explained = reader.explain(plan, match.number)
            assert explained.value == pytest.approx(match.score, rel=1e-5, abs=1e-5)
            nodes += check(explained)
    assert nodes > 5_000


def test_terms_say_what_they_are_and_those_that_give_most_come_first(reader: Reader) -> None:
    plan = Plan(Literal(tuple("合作社")), (), ranking("合作社GB"))
    (match, *_) = reader.search(plan).matches
    parts = reader.explain(plan, match.number).parts
    values = [part.value for part in parts]
    assert values == sorted(values, reverse=True)
    named = {part.description for part in parts}
    assert {"word 合作社 in body, product of", "character 社 in body, product of"} <= named
    assert "pair 合作 in body, product of" in named


def test_counts_are_those_of_the_articles(engine_name: str, tmp_path: Path) -> None:
    bodies = ["保险保险合同", "保险", "会议"]
    reader = Searcher(build_index(index_place(engine_name, tmp_path), bodies, engine_name=engine_name)).reader
    plan = Plan(Literal(tuple("合同")), (), (Scored("body", "grams", "保险", 3.0),))
    (match,) = reader.search(plan).matches
    (term,) = reader.explain(plan, match.number).parts
    weight, idf, tf = term.parts
    assert weight == Explanation(3.0, "weight")
    # An engine may count the documents in which it keeps what was read from files.
    assert [part.value for part in idf.parts] == [pytest.approx(3, abs=1), 2]
    assert [part.value for part in tf.parts[:2]] == [2, 7]


def test_what_is_not_ranked_has_no_parts(reader: Reader) -> None:
    plan = Plan(Every())
    (match, *_) = reader.search(plan).matches
    assert reader.explain(plan, match.number) == Explanation(0.0, "score, sum of")
