"""What is said where nothing is found: why, and what else finds something."""

from __future__ import annotations

import random
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Issue
from index.engines import ENGINES
from index.segmenters import is_common_han
from search.advice import Advice, Missing
from search.errors import QueryError
from search.numerals import other_notations
from search.query import Filters
from search.searcher import Options, Searcher
from search.suggest.closeness import Closeness, closeness
from tests.support.examples import EXAMPLES, WITH_FIXTURE
from tests.support.indexes import all_articles, article, build_index, index_files
from tests.support.places import SAMPLES

ARTICLES = [
    article(
        "全县参保二千人次，理赔1.6万元。", title="关爱保险进万家", untitled=False, unit="浦北县计生协", author="陈燕"
    ),
    article(
        "志愿者走访老人，宣传保险知识和关爱政策。",
        title="敬老月活动",
        untitled=False,
        unit="容县计生协",
        author="唐莉、王喆",
    ),
    article(
        "简报第3期已经印发，权力下放到乡镇，二〇二二年完成。", section="工作简讯", issue=Issue("甘农简讯", "第3期")
    ),
    article(
        "县里打羽毛球的人多，用的是Excel表格和羽毛球拍。", section="文体活动", regions=("广西壮族自治区/贵港市/覃塘区",)
    ),
    article("计划生育服务站开展优生优育检查。", regions=("广西壮族自治区/钦州市/浦北县",), date="2022-09"),
]


@pytest.fixture(scope="module", params=ENGINES)
def searcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return Searcher(
        build_index(tmp_path_factory.mktemp(request.param) / ".wensou", ARTICLES, engine_name=request.param)
    )


def advice(searcher: Searcher, query: str, filters: Filters | None = None, options: Options | None = None) -> Advice:
    found = searcher.search(query, filters=filters, options=options, advise=True).advice
    assert found is not None
    for suggestion in found.suggestions:
        total = searcher.count(suggestion.query, filters=suggestion.filters, options=options)
        assert suggestion.total == total > 0
    return found


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("关爱保显", "关爱保险"),  # the same sound
        ("关爱宝险", "关爱保险"),
        ("權利下放", "权力下放"),  # two words, of which some article has each or none
        ("唐丽", "唐莉"),  # names of the index
        ("作者:王哲", "作者:王喆"),
        ("浦北县计升协", "浦北县计生协"),
        ("羽球拍", "羽毛球拍"),  # a character missing
        ('"羽毛毛球"', '"羽毛球"'),  # one too many
        ("羽毛求", "羽毛球"),
        ("优育优生检察", "优育优生检查"),
        ("计划育生", "计划生育"),  # two swapped
        ("关爱保佥", "关爱保险"),  # another character, the whole being in an article
        ("保佥", None),  # one of two characters says nothing
        ("exel", "excel"),
        ("第三期", "第3期"),  # the other notation
        ("2000人次", "二千人次"),
        ("2022年", "二〇二二年"),
        ("第四期", None),  # another number is no slip
        ("火星车", None),
        ('"关爱保显"', '"关爱保险"'),
        ("(关爱宝险 OR 火星) 万家", "(关爱保险 OR 火星) 万家"),
        ("标题:关爱保显", "标题:关爱保险"),
        ("地区:覃唐", "地区:覃塘"),
        ("栏目:工作简迅 权力", "栏目:工作简讯 权力"),
        ("羽球拍 标格", "羽毛球拍 表格"),
        ("羽球拍 (老人 OR 羽球拍)", "羽毛球拍 (老人 OR 羽毛球拍)"),
    ],
)
def test_what_was_meant_is_suggested(searcher: Searcher, query: str, meant: str | None) -> None:
    suggested = [suggestion.query for suggestion in advice(searcher, query).suggestions]
    if meant is None:
        assert suggested == []
    else:
        assert meant in suggested


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (Filters(unit=("计升协",)), Filters(unit=("计生协",))),
        (Filters(author=("陈艳",)), Filters(author=("陈燕",))),
        (Filters(section=("工作简迅",)), Filters(section=("工作简讯",))),
        (Filters(section=("群众文体活动",)), Filters(section=("文体活动",))),
        (Filters(region=("覃唐区",)), Filters(region=("覃塘区",))),
        (Filters(issue=("甘农简迅",), since="1999"), None),
        (Filters(region=("贵港", "钦洲")), Filters(region=("贵港", "钦州"))),
        (Filters(unit=("没有的单位",)), None),
    ],
)
def test_names_near_those_of_filters_are_suggested(searcher: Searcher, given: Filters, meant: Filters | None) -> None:
    if searcher.count("", filters=given):  # the region that there is
        assert given.region == ("贵港", "钦洲")
        return
    suggested = [suggestion.filters for suggestion in advice(searcher, "", given).suggestions]
    if meant is None:
        assert suggested == []
    else:
        assert meant in suggested


def test_it_is_said_which_words_no_article_has(searcher: Searcher) -> None:
    usual = ("title", "body", "unit", "author")
    assert advice(searcher, "关爱 火星车 标题:老人").missing == (Missing("火星车", usual), Missing("老人", ("title",)))
    assert advice(searcher, '"老人保险"').missing == (Missing("老人保险", usual),)
    assert advice(searcher, "栏目:火星 -栏目:简讯").missing == (Missing("火星", ("section",)),)
    assert advice(searcher, "GB9* 关爱").missing == (Missing("gb9*", usual),)
    assert advice(searcher, '"理赔 老人"~2').missing == (Missing("理赔 老人 at most 2 apart", usual),)
    assert advice(searcher, "关爱 -关爱").missing == ()


def test_words_that_are_apart_are_told_from_those_that_are_missing(searcher: Searcher) -> None:
    assert advice(searcher, "理赔 老人").apart
    assert not advice(searcher, "理赔 火星车").apart
    assert not advice(searcher, "关爱 保险 -志愿者 -理赔").apart  # they are together, but excluded


def test_it_is_said_how_many_there_are_without_the_filters(searcher: Searcher) -> None:
    found = advice(searcher, "关爱", Filters(since="2030"))
    assert (found.unfiltered, found.missing, found.empty_filters, found.suggestions) == (2, (), (), ())
    found = advice(searcher, "关爱", Filters(unit=("计升协",)))
    assert (found.unfiltered, found.empty_filters) == (2, (("unit", "计升协"),))
    assert advice(searcher, "", Filters(since="2030")).unfiltered == 0


def test_only_searches_that_find_nothing_are_advised_on(searcher: Searcher) -> None:
    assert searcher.search("关爱", advise=True).advice is None
    assert searcher.search("火星车").advice is None
    loosened = searcher.search("关爱 火星车", advise=True)
    assert loosened.loosened
    assert loosened.advice is not None


def test_text_that_was_pasted_is_not_looked_into(searcher: Searcher) -> None:
    pasted = " ".join(f"火星{number}" for number in range(40))
    assert advice(searcher, pasted) == Advice()


def test_a_long_text_with_a_slip_is_not_rewritten(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Mock(side_effect=searcher.reader.search)
    monkeypatch.setattr(searcher.reader, "search", asked)
    text = "县里打羽毛球的人多，用的是Excel表格和羽毛球拍。" * 50
    found = advice(searcher, text[:600] + "宝险" + text[600:], options=Options(literal=True))
    assert found.suggestions == ()
    assert [word.text[:3] for word in found.missing] == ["县里打"]
    assert asked.call_count < 5


def test_options_hold_for_suggestions_too(searcher: Searcher) -> None:
    assert advice(searcher, "关爱宝险", options=Options(fields=("author",))).suggestions == ()
    assert [s.query for s in advice(searcher, "关爱宝险", options=Options(literal=True)).suggestions] == ["关爱保险"]


def test_exact_script_holds_for_suggestions_too(tmp_path: Path) -> None:
    searcher = Searcher(build_index(tmp_path / ".wensou", ["後台用Excel表格", "后台用Word表格"]))
    exact = Options(exact_script=True)
    for query, meant in (("後台用exel", ["後台用excel"]), ("后台用exel", []), ("后台用wrod", ["后台用word"])):
        found = advice(searcher, f'"{query}"', options=exact).suggestions
        assert [suggestion.query for suggestion in found] == [f'"{text}"' for text in meant]


def test_advice_does_without_names_that_cannot_be_read(tmp_path: Path) -> None:
    index = build_index(tmp_path / ".wensou", ARTICLES)
    (index.path / "facets.json").write_text("{", encoding="utf-8")
    assert [s.query for s in advice(Searcher(index), "关爱保显").suggestions] == ["关爱保险"]


def test_both_engines_suggest_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    indexes = (build_index(tmp_path_factory.mktemp(name) / ".wensou", ARTICLES, engine_name=name) for name in ENGINES)
    searchers = [Searcher(index) for index in indexes]
    for query in ("关爱宝险", "羽求拍", "exel", "第三期", "优育优声", "浦北县计升协会", "标题:火星", "理赔 老人"):
        first, *others = [advice(searcher, query) for searcher in searchers]
        assert all(other == first for other in others), query


@given(st.text('关爱宝显保险羽球拍第三期3月ab覃塘  "()-:，', max_size=14))
@settings(max_examples=EXAMPLES // 2, suppress_health_check=WITH_FIXTURE)
def test_advice_on_any_query_holds(searcher: Searcher, query: str) -> None:
    try:
        found = searcher.search(query, advise=True).advice
    except QueryError:
        return
    for suggestion in found.suggestions if found else ():
        assert searcher.count(suggestion.query) == suggestion.total > 0


def misspelt(word: str, rng: random.Random) -> str:
    """A word with one character changed, missing, added or swapped with its neighbour."""
    place = rng.randrange(len(word) - 1)
    other = rng.choice("的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会")
    return rng.choice(
        [
            word[:place] + other + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[:place] + other + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )


def test_most_misspelt_words_are_put_right(tmp_path: Path) -> None:
    index = index_files(tmp_path, sorted(SAMPLES.glob("*.txt")))
    searcher = Searcher(index)
    analyzer = index.analyzer
    bodies = [record.body for record in all_articles(searcher.reader)]
    words = sorted({"".join(word) for body in bodies for word in analyzer.literals(body) if len(word) > 2})
    rng = random.Random(12)
    tried = right = 0
    for word in rng.sample([word for word in words if is_common_han(word)], 60):
        typed = misspelt(word, rng)
        if not searcher.count(typed):
            tried += 1
            right += word in [suggestion.query for suggestion in advice(searcher, typed).suggestions]
    print(f"{right} of {tried} misspelt words put right")
    assert tried > 30
    assert right / tried > 0.7


@pytest.mark.parametrize(
    ("left", "right", "how"),
    [
        ("保显", "保险", Closeness.SOUND),
        ("银行", "银航", Closeness.SOUND),
        ("长沙", "常沙", Closeness.SOUND),
        ("吕梁", "旅梁", Closeness.SOUND),
        ("羽球拍", "羽毛球拍", Closeness.EDIT),
        ("羽毛球拍", "羽球拍", Closeness.EDIT),
        ("计生协", "计产协", Closeness.EDIT),
        ("计育生", "计生育", Closeness.EDIT),
        ("火星", "星火", Closeness.EDIT),
        ("火星", "火车", None),
        ("火", "火车", None),
        ("第三期", "第四期", None),
        ("第3期", "第13期", None),
        ("计生协", "计生协", None),
        ("计生协会员", "计生协", None),
    ],
)
def test_how_close_words_are(left: str, right: str, how: Closeness | None) -> None:
    assert closeness(left, right) is how
    assert closeness(right, left) is how


@pytest.mark.parametrize(
    ("number", "others"),
    [
        ("三", ["3"]), ("十", ["10"]), ("十二", ["12"]), ("二十", ["20"]), ("一百零五", ["105"]), ("两千", ["2000"]),
        ("三千二百一十", ["3210"]), ("二〇二二", ["2022"]), ("二零二二", ["2022"]), ("三十百", []), ("百十", []),
        ("3", ["三"]), ("12", ["十二", "一二"]), ("105", ["一百零五", "一〇五", "一零五"]),
        ("2022", ["二千零二十二", "二〇二二", "二零二二"]), ("007", ["〇〇七", "零零七"]), ("保险", []),
        ("123456789", []),
    ],
)  # fmt: skip
def test_numbers_in_the_other_notation(number: str, others: list[str]) -> None:
    assert list(other_notations(number)) == others
