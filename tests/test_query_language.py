"""The query language: what is understood, and what is said where it is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import QueryError, RequestError
from search.query import Filters
from search.query.parser import MAX_LENGTH, parse
from search.query.syntax import All, Any, Beginning, Neighbours, Node, Text, Without
from search.searcher import Searcher
from tests.support.indexes import article

HOSTILE = st.text(
    st.one_of(
        st.sampled_from('关爱保险理赔桥 ab1　"“”()（）-－:：\\ANDORNOT\x00\x1b\ud800\u202e，。·'), st.characters()
    ),
    max_size=40,
)


def shape(node: Node | None) -> str:
    """A syntax tree in a line."""
    match node:
        case None:
            return ""
        case Text() | Beginning() | Neighbours():
            text = f'"{node.text}"' if isinstance(node, Text) and node.quoted else node.text
            text += "*" if isinstance(node, Beginning) else f"~{node.slack}" if isinstance(node, Neighbours) else ""
            weight = "" if node.weight == 1 else f"^{node.weight:g}"
            return (f"{node.field}:{text}" if node.field else text) + weight
        case All():
            return "(" + " & ".join(map(shape, node.parts)) + ")"
        case Any():
            return "(" + " | ".join(map(shape, node.parts)) + ")"
        case Without():
            return "!" + shape(node.part)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", ""),
        ("关爱", "关爱"),
        ("关爱 保险", "(关爱 & 保险)"),
        ("关爱　保险", "(关爱 & 保险)"),
        ("关爱 AND 保险", "(关爱 & 保险)"),
        ("理赔 OR 茱萸", "(理赔 | 茱萸)"),
        ("甲 乙 OR 丙", "((甲 & 乙) | 丙)"),
        ("甲 (乙 OR 丙)", "(甲 & (乙 | 丙))"),
        ("甲 （乙 OR 丙）", "(甲 & (乙 | 丙))"),
        ("理赔 -浦北县", "(理赔 & !浦北县)"),
        ("理赔 －浦北县", "(理赔 & !浦北县)"),
        ("理赔 NOT 浦北县", "(理赔 & !浦北县)"),
        ("NOT NOT 甲", "!!甲"),
        ("甲-乙", "甲-乙"),
        ("甲 - 乙", "(甲 & - & 乙)"),
        ("--甲", "--甲"),
        ('"2000 多人次"', '"2000 多人次"'),
        ("“9·25”", '"9·25"'),
        ('"说：“好”"', '"说：“好”"'),
        (r'"a\"b\\c\d"', '"a"b\\c\\d"'),
        ("title:改革", "title:改革"),
        ("标题:改革", "title:改革"),
        ("標題：改革", "title:改革"),
        ('正文:"改革 开放"', 'body:"改革 开放"'),
        ("-单位:七星", "!unit:七星"),
        ("title:(甲 OR 乙)", "(title:甲 | title:乙)"),
        ("时间：九点", "时间：九点"),
        ("10:30", "10:30"),
        ("or and not", "(or & and & not)"),
        ("甲?", "甲?"),
    ],
)
def test_is_understood(query: str, tree: str) -> None:
    assert shape(parse(query)) == tree


@pytest.mark.parametrize(
    ("query", "marked", "cause"),
    [
        ('关爱 "保险', '"保险', "a quote that is not closed"),
        ("关爱 “保险", "“保险", "a quote that is not closed"),
        ("关爱”", "”", "a closing quote without an opening one"),
        ("(关爱", "(", "a parenthesis that is not closed"),
        ("关爱）", "）", "a closing parenthesis without an opening one"),
        ("()", ")", "nothing stands before a closing parenthesis"),
        ("OR 关爱", "OR", "nothing stands before 'OR'"),
        ("关爱 AND", "AND", "nothing stands behind 'AND'"),
        ("NOT", "NOT", "nothing stands behind 'NOT'"),
        ("titel:关爱", "titel:", "there is no field 'titel'"),
        ("http://x", "http:", "there is no field 'http'"),
        ("title: 关爱", "title:", "a field without text"),
        ("title:", "title:", "a field without text"),
    ],
)
def test_a_fault_is_marked(query: str, marked: str, cause: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    start, end = caught.value.span
    assert (query[start:end], caught.value.cause) == (marked, cause)
    assert caught.value.advice


def test_length_and_nesting_are_bounded() -> None:
    with pytest.raises(QueryError, match="too many parts"):
        parse("(" * 1000 + "甲" + ")" * 1000)
    with pytest.raises(QueryError, match="characters"):
        parse("甲" * (MAX_LENGTH + 1))
    with pytest.raises(QueryError, match="too many parts"):
        parse("NOT " * 1000 + "甲")
    assert parse("甲 " * (MAX_LENGTH // 2))


@given(HOSTILE)
def test_any_text_is_understood_or_refused_with_a_place(query: str) -> None:
    try:
        parse(query)
    except QueryError as fault:
        start, end = fault.span
        assert 0 <= start < end <= len(query)


@pytest.mark.parametrize("query", ["，", "……", '"·"', "甲 “，”", "title:，", "-“。”"])
def test_punctuation_alone_is_refused(search_in: Callable[..., Searcher], query: str) -> None:
    with pytest.raises(QueryError, match="only punctuation"):
        search_in("甲").search(query)


def found(searcher: Searcher, query: str, **values: object) -> set[str]:
    return {hit.article.id for hit in searcher.search(query, **values).hits}  # type: ignore[arg-type]


def test_fields_and_operators_choose_articles(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in(
        article("理赔很快", title="关爱保险", untitled=False, unit="浦北县计生协", author="陈燕", section="简讯",
                regions=("广西壮族自治区/钦州市/浦北县",), date="2022-09-22"),
        article("关爱老人，理赔很慢", title="敬老", untitled=False, unit="容县计生协", section="工作交流",
                regions=("广西壮族自治区/玉林市/容县",), date="2022-10"),
        article("重阳节", title="茱萸", untitled=False, date="2021"),
    )  # fmt: skip
    assert found(searcher, "title:关爱") == {"a0"}
    assert found(searcher, "body:关爱") == {"a1"}
    assert found(searcher, "关爱 理赔") == {"a0", "a1"}
    assert found(searcher, "理赔 -老人") == {"a0"}
    assert found(searcher, "NOT 理赔") == {"a2"}
    assert found(searcher, "茱萸 OR 老人") == {"a1", "a2"}
    assert found(searcher, "作者:陈燕") == {"a0"}
    assert found(searcher, "unit:计生协 -单位:容县") == {"a0"}
    assert found(searcher, "栏目:简讯") == {"a0"}
    assert found(searcher, "地区:广西") == {"a0", "a1"}
    assert found(searcher, "region:钦州市/浦北") == {"a0"}
    assert found(searcher, "日期:2022") == {"a0", "a1"}
    assert found(searcher, "date:2022-10-05") == {"a1"}
    assert found(searcher, "date:2022-09") == {"a0"}


def test_regions_are_found_by_any_of_their_names(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in(
        article("甲", regions=("陕西省/咸阳市/乾县",)), article("乙", regions=("广西壮族自治区/桂林市/荔浦市",))
    )
    for name, expected in (
        ("乾县", {"a0"}),
        ("陝西", {"a0"}),
        ("荔浦县", {"a1"}),
        ("桂林/荔浦", {"a1"}),
        ("荔浦", {"a1"}),
    ):
        assert found(searcher, "", filters=Filters(region=(name,))) == expected, name
    assert searcher.search("地区:火星").unknown_regions == ("火星",)


@pytest.mark.parametrize(
    "filters", [Filters(since=""), Filters(until="x"), Filters(since="2023", until="2022-05"), Filters(unit=("…",))]
)
def test_filters_that_mean_nothing_are_refused(search_in: Callable[..., Searcher], filters: Filters) -> None:
    with pytest.raises(RequestError):
        search_in("甲").search("甲", filters=filters)


def test_a_bad_date_is_marked(search_in: Callable[..., Searcher]) -> None:
    with pytest.raises(QueryError, match="no date"):
        search_in("甲").search("date:2022-13")


def test_some_words_are_enough_only_where_no_article_has_all(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in("维修道路", "发布信息", "维修桥梁并发布")
    assert found(searcher, "维修发布") == {"a2"}
    results = searcher.search("维修信息")
    assert results.loosened
    assert {hit.article.id for hit in results.hits} == {"a0", "a1", "a2"}
    assert {hit.match for hit in results.hits} == {"some"}


def test_what_is_said_exactly_never_loosens(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in("维修道路", "发布信息")
    for query in (
        '"维修信息"',
        '维修 "信息桥"',
        "维修桥梁 title:信息",
        "信息 (维修 桥梁)",
        "维修 -维修",
        "NOT (维修 OR 信息)",
    ):
        results = searcher.search(query)
        assert results.total == 0, query


def test_any_word_and_all_words(search_in: Callable[..., Searcher]) -> None:
    from search.searcher import Options

    searcher = search_in("维修道路", "发布信息", "维修信息系统", "信息维修")
    hits = searcher.search("维修信息", options=Options(mode="any")).hits
    assert [(hit.article.id, hit.match) for hit in hits[:2]] == [("a2", "literal"), ("a3", "all")]
    assert {hit.match for hit in hits[2:]} == {"some"}
    assert searcher.search("维修大桥", options=Options(mode="all")).total == 0
