"""The query language: what is understood, and what is said where it is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.errors import QueryError, RequestError
from search.query import Filters
from search.query.parser import MAX_LENGTH, MAX_LITERAL, literal_query, parse
from search.query.regions import NamedRegion
from search.query.syntax import All, Any, Beginning, Neighbours, Node, Text, Without
from search.searcher import Options, Searcher
from tests.support.indexes import article, build_index


def shape(node: Node | None) -> str:
    """A syntax tree in a line."""
    match node:
        case None:
            return ""
        case Text() | Beginning() | Neighbours():
            text = f'"{node.text}"' if isinstance(node, Text) and node.quoted else node.text.replace("*", "\\*")
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
        ("理赔 | 茱萸", "(理赔 | 茱萸)"),
        ("理赔 ｜｜ 茱萸", "(理赔 | 茱萸)"),
        ("理赔 && 茱萸", "(理赔 & 茱萸)"),
        ("甲|乙", "甲|乙"),
        ("理赔 −浦北县", "(理赔 & !浦北县)"),
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
        ("甲 ＡＮＤ 乙 ＯＲ ＮＯＴ 丙", "((甲 & 乙) | !丙)"),
        ("甲?", "甲?"),
        ("GB1*", "GB1*"),
        ("gb＊", "gb*"),
        ("第3*", "第3*"),
        ("É*", "É*"),
        ("关爱*", "关爱\\*"),
        ("* a-* 3**", "(\\* & a-\\* & 3\\*\\*)"),
        ("5*3", "5\\*3"),
        ("-标题:(GB1* OR 第3＊)", "!(title:GB1* | title:第3*)"),
        ('"关爱 保险"~5', "关爱 保险~5"),
        ("“关爱　保险”～５", "关爱　保险~5"),
        ('"关爱 保险"~0', "关爱 保险~0"),
        ('单位:"关爱 保险"~50^2', "unit:关爱 保险~50^2"),
        ("5~6 ~7", "(5~6 & ~7)"),
        ("关爱^2 保险", "(关爱^2 & 保险)"),
        ("关爱＾２．５", "关爱^2.5"),
        ('"关爱"^0.5 GB1*^3', '("关爱"^0.5 & GB1*^3)'),
        ("(甲 OR 乙^2)^3", "(甲^3 | 乙^6)"),
        ("标题:(甲 -(乙 OR NOT 丙))^2 丁", "((title:甲^2 & !(title:乙^2 | !title:丙^2)) & 丁)"),
        ("((甲^100)^100)^100 (乙^0.01)^0.01", "(甲^100 & 乙^0.01)"),
        ("标题:改革^2", "title:改革^2"),
        ("AND^2", "AND^2"),
        ("^2 甲^ 乙^x 3^4^", "(^2 & 甲^ & 乙^x & 3^4^)"),
        ("日期:[2022-01 TO 2022-06]", "date:[2022-01 TO 2022-06]"),
        ("date:(【2022 至 2023】 OR >=2024)", "(date:【2022 至 2023】 | date:>=2024)"),
        ("[2022 TO 2023]", "([2022 & TO & 2023])"),
        ("河政办发〔2019〕75号 [2019]", "(河政办发〔2019〕75号 & [2019])"),
        ("标题:[2019]75号 标题:【甲 至 乙】", "(title:[2019]75号 & title:【甲 & 至 & 乙】)"),
        ("标题:(甲 日期:[2022 TO 2023] 乙)", "(title:甲 & date:[2022 TO 2023] & title:乙)"),
        ("标题：（甲 OR －“乙”）", '(title:甲 | !title:"乙")'),
        ("(标题:甲 OR 正文:(乙 单位:丙))", "(title:甲 | (body:乙 & unit:丙))"),
    ],
)
def test_is_understood(query: str, tree: str) -> None:
    assert shape(parse(query)) == tree


@pytest.mark.parametrize(
    ("query", "marked", "kind"),
    [
        ('关爱 "保险', '"保险', "open-quote"),
        ("关爱 “保险", "“保险", "open-quote"),
        ("关爱”", "”", "stray-quote"),
        ("(关爱", "(", "open-parenthesis"),
        ("关爱）", "）", "stray-parenthesis"),
        ("()", ")", "missing-operand"),
        ("OR 关爱", "OR", "missing-operand"),
        ("关爱 ＡＮＤ", "ＡＮＤ", "missing-operand"),
        ("NOT", "NOT", "missing-operand"),
        ("titel:关爱", "titel:", "unknown-field"),
        ("http://x", "http:", "unknown-field"),
        ("title: 关爱", "title:", "empty-field"),
        ("title:", "title:", "empty-field"),
        ("title:-关爱", "title:", "empty-field"),
        ('"关爱 保险"~', "~", "bad-slack"),
        ('"关爱 保险"～ 老人', "～", "bad-slack"),
        ('"关爱 保险"~51', "~51", "bad-slack"),
        ('"关爱 保险"~' + "9" * 4900, "~" + "9" * 4900, "bad-slack"),
        ('"关爱 保险"~5个 老人', "~5个", "bad-slack"),
        ("关爱^101", "^101", "bad-weight"),
        ("关爱^" + "9" * 4900, "^" + "9" * 4900, "bad-weight"),
        ("老人 (关爱)^0", "^0", "bad-weight"),
        ("date:[2022 TO 2023", "[2022 TO 2023", "open-range"),
        ("标题:[2022 TO 2023]", "[2022 TO 2023]", "wrong-field"),
        ("地区:≥2022", "≥2", "wrong-field"),
        ("正文:>5", ">5", "wrong-field"),
    ],
    ids=lambda text: text[:20],
)
def test_a_fault_is_marked(query: str, marked: str, kind: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    start, end = caught.value.span
    assert (query[start:end], caught.value.kind) == (marked, kind)
    assert caught.value.cause
    assert caught.value.advice


@pytest.mark.parametrize(
    ("typed", "meant"), [("titel", "title"), ("Boby", "body"), ("dates", "date"), ("secton", "section")]
)
def test_a_mistyped_field_is_guessed(typed: str, meant: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(f"{typed}:关爱")
    assert caught.value.advice.startswith(f"did you mean {meant}:?")


@pytest.mark.parametrize(
    ("query", "marked", "kind"),
    [
        ("关爱 date:明天", "date:明天", "bad-date"),
        ("date:2022-13", "date:2022-13", "bad-date"),
        ("date:>=", "date:>=", "bad-date"),
        ("date:>明天", "date:>明天", "bad-date"),
        ("date:[2022]", "date:[2022]", "bad-date"),
        ("date:[2022 TO 明天]", "date:[2022 TO 明天]", "bad-date"),
        ("date:[2022 TO 2023]4", "date:[2022 TO 2023]4", "bad-date"),
        ("date:(2022 OR [2023 TO 2022-05])", "[2023 TO 2022-05]", "empty-range"),
        ("date:{2022-05-01 TO 2022-05-02}", "date:{2022-05-01 TO 2022-05-02}", "empty-range"),
        ("date:2022*", "date:2022*", "wrong-field"),
        ('地区:"桂林 七星"~3', '地区:"桂林 七星"~3', "wrong-field"),
        ('"，"~3', '"，"~3', "only-punctuation"),
        ('"' + "甲 " * 13 + '"~3', '"' + "甲 " * 13 + '"~3', "too-many-parts"),
    ],
    ids=lambda text: text[:20],
)
def test_what_has_no_meaning_is_marked(search_in: Callable[..., Searcher], query: str, marked: str, kind: str) -> None:
    with pytest.raises(QueryError) as caught:
        search_in("甲").search(query)
    start, end = caught.value.span
    assert (query[start:end], caught.value.kind) == (marked, kind)


def test_length_and_nesting_are_bounded() -> None:
    with pytest.raises(QueryError, match="too many parts"):
        parse("(" * 1000 + "甲" + ")" * 1000)
    with pytest.raises(QueryError, match="characters"):
        parse("甲" * (MAX_LENGTH + 1))
    with pytest.raises(QueryError, match="too many parts"):
        parse("NOT " * 1000 + "甲")
    assert parse("甲 " * (MAX_LENGTH // 2))
    assert parse("甲" * (MAX_LENGTH + 1), longest=MAX_LENGTH + 1)


def test_a_text_to_find_as_it_stands_is_bounded_too() -> None:
    assert literal_query("甲" * MAX_LITERAL)
    with pytest.raises(QueryError, match="a query of more than 50,000 characters"):
        literal_query("甲" * (MAX_LITERAL + 1))


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


def test_all_regions_of_a_name_are_searched_and_told(search_in: Callable[..., Searcher]) -> None:
    beijing, liaoning, changchun = "北京市/朝阳区", "辽宁省/朝阳市", "吉林省/长春市/朝阳区"
    searcher = search_in(
        article("甲", regions=(beijing,)),
        article("乙", regions=(liaoning, f"{liaoning}/双塔区")),
        article("丙", regions=(changchun,)),
        article("丁", regions=("四川省/甘孜藏族自治州/甘孜县",)),
        article("戊", regions=("广西壮族自治区/百色市/田阳区",)),
    )

    def means(name: str) -> tuple[set[str], set[str]]:
        found = searcher.search("", filters=Filters(region=(name,)))
        return {hit.article.id for hit in found.hits}, {path for region in found.regions for path in region.paths}

    assert means("朝阳") == ({"a0", "a1", "a2"}, {beijing, liaoning, changchun})
    assert means("朝阳区") == ({"a0", "a2"}, {beijing, changchun})
    assert means("长春/朝阳区") == ({"a2"}, {changchun})
    # A county of its prefecture's name is no second region.
    assert means("甘孜") == ({"a3"}, {"四川省/甘孜藏族自治州"})
    former = searcher.search("region:田阳县").regions[0]
    assert former == NamedRegion(
        "田阳县",
        ("广西壮族自治区/百色市/田阳区",),
        ("广西壮族自治区/百色市/田阳区",),
        is_former=True,
        above="广西壮族自治区/百色市",
    )
    unheard = searcher.search("region:资源县").regions[0]
    assert unheard == NamedRegion("资源县", (), ("广西壮族自治区/桂林市/资源县",), above="广西壮族自治区")
    assert searcher.search("region:桂林").regions[0].meant == ("广西壮族自治区/桂林市",)


@pytest.mark.parametrize(
    "filters", [Filters(since=""), Filters(until="x"), Filters(since="2023", until="2022-05"), Filters(unit=("…",))]
)
def test_filters_that_mean_nothing_are_refused(search_in: Callable[..., Searcher], filters: Filters) -> None:
    with pytest.raises(RequestError):
        search_in("甲").search("甲", filters=filters)


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


@pytest.mark.parametrize(("limit", "page"), [(0, 1), (-1, 1), (10, 0), (10, -1)])
def test_pages_count_from_one(search_in: Callable[..., Searcher], limit: int, page: int) -> None:
    with pytest.raises(RequestError, match="from 1"):
        search_in("关爱").search("关爱", limit=limit, page=page)


def test_any_word_and_all_words(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in("维修道路", "发布信息", "维修信息系统", "信息维修")
    hits = searcher.search("维修信息", options=Options(mode="any")).hits
    assert [(hit.article.id, hit.match) for hit in hits[:2]] == [("a2", "literal"), ("a3", "all")]
    assert {hit.match for hit in hits[2:]} == {"some"}
    assert searcher.search("维修大桥", options=Options(mode="all")).total == 0


def test_an_article_that_meets_the_query_lacks_no_words(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in(article("关爱老人，保险到县", id="both"), article("关爱保险", id="one"))
    hits = searcher.search("关爱 老人 (保险 OR 火星)", options=Options(mode="any")).hits
    assert {hit.article.id: hit.match for hit in hits} == {"both": "all", "one": "some"}


def test_prefixes_and_distances_never_loosen_and_are_no_strings_of_their_own(
    search_in: Callable[..., Searcher],
) -> None:
    searcher = search_in("执行GB18030标准", "关爱老人，买保险", "关爱保险，维修桥梁", "发布信息")
    assert [hit.match for hit in searcher.search("GB1*").hits] == ["literal"]
    hits = searcher.search('"关爱 保险"~5').hits
    assert [(hit.article.id, hit.match) for hit in hits] == [("a2", "literal"), ("a1", "all")]
    assert searcher.search("GB2* 维修 信息").total == 0
    assert searcher.search('"保险 关爱"~5 维修 信息').total == 0
    results = searcher.search('"关爱 保险"~5 维修 信息')
    assert (results.loosened, [hit.article.id for hit in results.hits]) == (True, ["a2"])


def test_a_weight_moves_results_and_changes_nothing_else(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in("关爱老人的活动", "买了农业保险，保险好", "会议", "关爱")
    for plain, weighted in (
        ("关爱 OR 保险", "关爱^50 OR 保险"),
        ("关爱 OR 保险", "关爱 OR 保险^50"),
        ("关爱 保险", "关爱^0.01 保险"),
        ("关爱 保险", "(关爱 保险)^7"),
        ("-关爱", "(-关爱)^7"),
    ):
        first, second = searcher.search(plain), searcher.search(weighted)
        assert {hit.article.id: hit.match for hit in first.hits} == {hit.article.id: hit.match for hit in second.hits}
        assert first.loosened == second.loosened
    assert searcher.search("关爱^50 OR 保险").hits[-1].article.id == "a1"
    assert searcher.search("关爱 OR 保险^50").hits[0].article.id == "a1"


@pytest.mark.parametrize("field", ["", "标题:", "正文："])
@pytest.mark.parametrize(
    "string",
    [
        "关爱保险",
        '"关爱保险"',
        "“关爱保险”",
        "GB1*",
        "第3＊",
        '"关爱 保险"~3',
        "“关爱　保险”～３",
        "关爱^2",
        '"爱保"＾0.5',
    ],
)
@pytest.mark.parametrize(
    ("around", "excluded"),
    [
        ("{}", False),
        ("({})", False),
        ("（{}）^2", False),
        ("(甲乙 OR ({}))", False),
        ("NOT {}", True),
        ("－{}", True),
        ("-({})", True),
        ("ＮＯＴ （{}）", True),
        ("NOT NOT {}", False),
        ("-(甲乙 OR {})", True),
    ],
)
def test_strings_fields_groups_and_exclusion_go_together(
    whole: Searcher, field: str, string: str, around: str, excluded: bool
) -> None:
    found_here = {"a0"} if field != "标题:" else {"a1"}
    found_here = {"a0", "a1"} if not field else found_here
    expected = {"a0", "a1", "a2"} - found_here if excluded else found_here
    forms = [around.format(f"{field}{string}")]
    if field:  # the field before the group, and outside of a group in which another one is
        forms.append(around.format(f"{field}({string})"))
        forms.append(around.format(f"{field}({string} OR 单位:没有)"))
    for query in forms:
        assert found(whole, query) == expected, query


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """An index of one article with all in its body, one with all in its title, and one without."""
    text = "第30期：关爱保险，GB18030"
    records = [article(text), article("会议", title=text, untitled=False), article("会议")]
    return Searcher(build_index(tmp_path_factory.mktemp("whole") / ".wensou", records))
