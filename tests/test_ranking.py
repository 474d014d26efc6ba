"""Which articles come first: rules on small indexes, and how well questions and titles are answered on large ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.articles import LAWS
from benchmarks.opened import Wensou
from benchmarks.ranking.judging import mean_reciprocal_rank, rank, within
from benchmarks.ranking.tasks import QUESTIONS, Asked, draw_tasks
from index import Index, writer
from index.dictionary import Dictionary, compile_dictionary, digest, file_name
from index.plan import Scored
from index.scoring import Evidence, telling, weights
from search.query import Filters, parse, plan_query
from search.query.regions import NamedRegion
from search.searcher import Searcher
from search.sources import SourceNames
from tests.support.indexes import all_articles, article, ingest_into
from tests.support.places import needs_shared

SEED = 20_240_401


def scored(index: Index, query: str) -> tuple[Scored, ...]:
    """What the articles that a query finds are ranked by."""
    planned = plan_query(query, parse(query), Filters(), analyzer=lambda: index.analyzer, regions=NamedRegion)
    return planned.plan.scored


def first_titles(searcher: Searcher, queries: Sequence[str]) -> list[str]:
    return [searcher.search(query).hits[0].article.title for query in queries]


@pytest.mark.parametrize("index", ["samples_index", "real_index"])
def test_an_articles_title_finds_it_first(index: str, request: pytest.FixtureRequest) -> None:
    searcher = Searcher(request.getfixturevalue(index))
    titles = [record.title for record in all_articles(searcher.reader) if not record.untitled]
    assert len(titles) > 10
    assert first_titles(searcher, titles) == titles


def test_words_that_ask_decide_nothing_though_few_articles_have_them(search_in: Callable[..., Searcher]) -> None:
    others = [article("本条例自公布之日起施行，由市人民政府负责解释。") for _ in range(30)]
    about = [article(f"农业保险由{place}农业局办理。") for place in "县区"]
    asking = article("什么都可以说，大家都可以问。")
    hits = search_in(*others, *about, asking).search("保险什么时候开始").hits
    assert {hit.article.body for hit in hits[:2]} == {record.body for record in about}


def test_an_article_of_a_title_comes_before_one_that_speaks_of_it(search_in: Callable[..., Searcher]) -> None:
    fire = article("本市的消防工作，预防为主，人人有责。", title="北京市消防条例 第一章 总则", untitled=False)
    cited = article("违反北京市消防条例的，依照其规定处罚。", title="北京市文明条例 第五章 法律责任", untitled=False)
    others = [
        article(f"本市的{name}工作，人人有责。", title=f"北京市{name}条例 第一章 总则", untitled=False)
        for name in ("城市绿化", "养犬", "献血", "节约用水", "科学普及", "房屋租赁")
    ]
    assert first_titles(search_in(cited, fire, *others), ["北京市消防条例"]) == [fire.title]


def test_a_string_of_one_character_is_ranked_by_titles_too(search_in: Callable[..., Searcher]) -> None:
    bodies = [article("桥。", id="body"), article("桥与路。", id="title", title="桥", untitled=False)]
    assert search_in(*bodies).search("桥").hits[0].article.id == "title"


def test_text_for_a_field_is_ranked_by_that_field_alone(samples_index: Index) -> None:
    assert {part.field for part in scored(samples_index, "title:改革")} == {"title"}
    assert {part.field for part in scored(samples_index, "改革")} == {"title", "body", "unit"}
    assert scored(samples_index, "author:陈燕") == ()
    both = scored(samples_index, "title:改革 保险")
    assert {part.field for part in both if part.term == "改革"} == {"title"}
    assert {part.field for part in both if part.term == "保险"} == {"title", "body", "unit"}


def test_what_a_query_says_twice_weighs_twice(samples_index: Index) -> None:
    once, twice = ({part[:3]: part.weight for part in scored(samples_index, query)} for query in ("改革", "改革 改革"))
    assert twice == {name: 2 * weight for name, weight in once.items()}


def test_words_are_the_more_telling_the_rarer_they_are() -> None:
    told = [telling(frequency) for frequency in (0, 1, 10, 1_000, 59_317, 796_991, 60_101_967)]
    assert told[0] == told[1] == 1
    assert told[1:] == sorted(told[1:], reverse=True)
    assert told[-1] == pytest.approx(0)


def test_kinds_of_evidence_weigh_by_field() -> None:
    found = Evidence({"合作社": 1}, {"合作": 0.5}, {"作社": 1}, {"2022": 1}, {"合": 1})
    assert weights(found, "title") == {
        ("terms", "合作社"): 1,
        ("grams", "合作"): 1,
        ("grams", "作社"): 3,
        ("terms", "2022"): 1,
    }
    assert weights(found, "body") == {
        ("terms", "合作社"): 1,
        ("grams", "合作"): 1,
        ("grams", "作社"): 1,
        ("terms", "2022"): 1,
        ("terms", "合"): 1,
    }


def test_frequencies_are_jiebas_and_none_of_the_users(tmp_path: Path) -> None:
    packed = compile_dictionary({"关爱保险": 500_000})
    path = tmp_path / file_name(digest(packed))
    path.write_bytes(packed)
    dictionary = Dictionary(path)
    assert dictionary.general_frequency("什么") > dictionary.general_frequency("保险") > 0
    for unknown in ("关爱保险", "险和", "h7n9", "_total", "_user_关爱保险"):
        assert dictionary.general_frequency(unknown) == 0


def test_figures_of_ranks() -> None:
    assert rank(["a", "b", "c"], Asked("", frozenset("bc"))) == 2
    assert rank(["a"], Asked("", frozenset("b"))) is None
    assert mean_reciprocal_rank([1, 2, None, 4]) == pytest.approx(1.75 / 4)
    assert [within(most)([1, 2, None, 4]) for most in (1, 3, 10)] == [0.25, 0.5, 0.75]


class Collection:
    """An index of the questions' paragraphs among articles of laws, and what is asked of it."""

    def __init__(self, folder: Path, engine_name: str, around: int) -> None:
        _, tasks = draw_tasks(folder / "ranked.jsonl", QUESTIONS, around, 100, SEED)
        with writer(folder / ".wensou", engine_name=engine_name) as transaction:
            ingest_into(transaction, [folder], SourceNames(folder))
        self._tasks = {task.name: task for task in tasks}
        self._best = Wensou(folder / ".wensou").best

    def ranks(self, name: str, part: float) -> list[int | None]:
        """The places of the right articles for a part of a task's queries, drawn at random."""
        task = self._tasks[name]
        asked = random.Random(SEED).sample(task.asked, int(part * len(task.asked)))
        return [rank(self._best(each.query, every=task.every), each) for each in asked]


# Whoosh ranks alike (tests/engines/test_agreement.py) and takes longer: it is asked less, among fewer articles.
@pytest.fixture(
    scope="module", params=[("tantivy", 20_000, 1 / 3), ("whoosh", 1_000, 1 / 30)], ids=lambda given: given[0]
)
def collection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, float]:
    needs_shared(QUESTIONS)
    needs_shared(LAWS)
    engine_name, around, part = request.param
    return Collection(tmp_path_factory.mktemp(f"ranked-{engine_name}"), engine_name, around), part


def test_questions_are_answered_by_the_first_results(collection: tuple[Collection, float]) -> None:
    asked, part = collection
    ranks = asked.ranks("questions, all", part)
    assert len(ranks) > 100
    assert mean_reciprocal_rank(ranks) >= 0.975
    assert within(1)(ranks) >= 0.965


def test_a_laws_title_finds_the_law_and_a_newsletters_its_article(collection: tuple[Collection, float]) -> None:
    asked, part = collection
    assert within(1)(asked.ranks("title of a law", min(1, part * 1.5))) >= 0.98
    assert within(1)(asked.ranks("title of a newsletter's article", 1)) == 1


def test_words_of_an_article_find_it(collection: tuple[Collection, float]) -> None:
    asked, _ = collection
    assert within(10)(asked.ranks("three words of an article", 1)) >= 0.85
