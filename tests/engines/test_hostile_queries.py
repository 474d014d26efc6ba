"""Any text at all is a query: it is answered, by all engines alike, or refused with the place at fault."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Index, writer
from index.engines import ENGINES
from search.errors import FaultKind, QueryError, RequestError
from search.query import Filters
from search.query.parser import MAX_LENGTH
from search.searcher import Options, Searcher
from search.sources import SourceNames
from tests.support.examples import EXAMPLES
from tests.support.indexes import ingest_into
from tests.support.places import SAMPLES

# 10,000 queries in all, of each engine, where there are 100 examples.
QUERIES = 50

WORDS = (
    "关爱", "保险", "农业保险", "县", "的", "會議", "2023", "GB", "５", "a", "é", "〇", "\U00020000",
    "title:", "标题：", "body:", "date:", "日期：", "region:", "地区:", "栏目:", "titel:", "时间：",
    "2023-05", "2023年5月", ">=", "＜", "≤2023", "[2022 TO 2023]", "【2022 至", "{* TO", "]", "TO", "至",
)  # fmt: skip
OPERATORS = (
    " ", "　", " AND ", " OR ", " NOT ", "ＯＲ", "-", "－", "--", "(", ")", "（", "）", '"', "“", "”", "＂", "\\",
    "*", "＊", "~", "~5", "～3", "~51", "^", "^2", "＾0.5", "^1000", "[", "]", "?", "，", "。", "…", ":", "：",
)  # fmt: skip
STRANGE = (
    "\x00", "\x1b[31m", "\n", "\r\n", "\t", "\x7f", "\u202e", "\u200b", "\ufeff", "\ud800", "\udcff", "\U0010ffff",
)  # fmt: skip
LONG = (
    "的", "县 ", "甲 OR ", "NOT ", "((", "-", '"甲 乙"~5 ', "GB1* OR ", "2", "a^2 ", "date:[2022 TO ", "标题:[ ",
    "\ud800", "\x00",
)  # fmt: skip


def pieces(*some: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from([piece for group in some for piece in group]), max_size=12).map("".join)


QUERY = st.one_of(
    pieces(WORDS, OPERATORS),
    pieces(WORDS, OPERATORS, STRANGE),
    pieces(OPERATORS),
    st.text(max_size=30),
    st.builds(str.__mul__, st.sampled_from(WORDS + OPERATORS + STRANGE), st.sampled_from([30, 60])),
)


@pytest.fixture(scope="module")
def searchers(tmp_path_factory: pytest.TempPathFactory) -> list[Searcher]:
    """The sample issues in an index of each engine."""
    made = []
    for name in ENGINES:
        path = tmp_path_factory.mktemp(name) / ".wensou"
        with writer(path, engine_name=name) as transaction:
            ingest_into(transaction, [SAMPLES], SourceNames(SAMPLES))
        made.append(Searcher(Index(path)))
    return made


@settings(max_examples=2 * EXAMPLES, suppress_health_check=list(HealthCheck))
@given(queries=st.lists(QUERY, min_size=QUERIES, max_size=QUERIES))
def test_random_and_hostile_queries_are_answered_or_refused(searchers: list[Searcher], queries: list[str]) -> None:
    for number, query in enumerate(queries):
        first, *others = [answer(searcher, query) for searcher in searchers]
        assert all(other == first for other in others), query
        if first and number % 10 == 0:
            searcher = searchers[number // 10 % len(searchers)]
            searcher.highlighted(query, searcher.search("县").hits[0].article)
            assert first.loosened or searcher.count(query) == first.total, query


@pytest.mark.parametrize("piece", LONG, ids=ascii)
def test_queries_as_long_as_they_may_be_are_answered_or_refused(searchers: list[Searcher], piece: str) -> None:
    longest, longer = ((piece * length)[:length] for length in (MAX_LENGTH, MAX_LENGTH + 1))
    first, *others = [answer(searcher, longest) for searcher in searchers]
    assert all(other == first for other in others)
    assert answer(searchers[0], longer) is None


class Answer(NamedTuple):
    """What all engines answer alike."""

    total: int
    loosened: bool
    literal: int  # results on the first page that have all strings as they stand


def answer(searcher: Searcher, query: str) -> Answer | None:
    """What a query is answered with; None where it is refused, as it should be."""
    try:
        results = searcher.search(query)
    except QueryError as caught:
        fault = caught
    else:
        return Answer(results.total, results.loosened, [hit.match for hit in results.hits].count("literal"))
    start, end = fault.span
    assert 0 <= start <= end <= len(query), query
    assert fault.query == query
    assert fault.kind in get_args(FaultKind)
    assert fault.cause
    assert fault.advice
    return None


@pytest.mark.parametrize("text", [*STRANGE, "县\udcff*", '"\ud800 县"~3', "关爱\x00保险"], ids=ascii)
def test_hostile_text_is_harmless_wherever_it_is_given(searchers: list[Searcher], text: str) -> None:
    given = (
        *(Filters(**{name: (text,)}) for name in ("region", "section", "unit", "author", "issue")),  # type: ignore[arg-type]
        Filters(since=text),
        Filters(until=text),
    )
    for searcher in searchers:
        asked: list[Callable[[], object]] = [
            partial(searcher.article, text),
            partial(searcher.search, text, options=Options(literal=True)),
            *(partial(searcher.search, "", filters=filters) for filters in given),
        ]
        for ask in asked:
            with suppress(QueryError, RequestError):
                ask()
        searcher._analyzer().analyze(text)
