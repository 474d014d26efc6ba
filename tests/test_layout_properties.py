"""Whatever a text looks like, it is split without a fault and without a loss."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import CorpusError, Document
from corpus.layout import split
from corpus.marked import Line, MarkedText
from tests.support.characters import assert_nothing_lost
from tests.support.examples import EXAMPLES

# Lines as newsletters have them, in any order and combination.
_EXAMPLES = """\
目 录
目
录
本期要目
工 作 通 讯
第5期（总第118期）
2022年10月18日
【要闻】
《副刊》
工作会议
简讯
“9·25” 简讯
县医院召开工作会议..... 3
县医院召开工作会议
容县稳步推进项目11
容县稳步推进项目
■ 容县稳步推进项目
——见闻
文／林晓岚
作者：陈 静
（容县计生协 陈 燕）
(河池市计生协)
供稿：合作市图书馆
　　　　　　　　　　　　　　　容县水利局
本刊讯　3月15日，协会召开会议。
【临洮县讯】一场春雪过后，人心安定。
一、主动求变
（一）强化领导，压实责任。县里成立领导小组，下设办公室，
●9月2日，县计生协举办庆生会，二十户家庭参加。
●
— 3 —
3
4
·５·
甘农简讯 2024年第3期
————————
# 简报
## 栏目
### 文章
#
---
9月22日，全区工作会议在南宁召开，各地六十多人参加会议，会议指出，要发扬成绩，再接再厉，把各项工作做得更好。
会议强调，要充分研判可能发生的矛盾问题和风险挑战，随时做好应对更加复杂困难局面的准备，调整全
市各级组织的结构，提高代表性。（容县计生协 张三）
总编辑：尹 红 编辑：潘绍先
送：有关领导、各部室、
发：各市、县。
广西壮族自治区计划生育协会 2022年10月18日印发
a
1.
1.为纪念节日，护理部组织竞赛活动，参加比赛共十二组。
（）
()
）
【】
"""
_LINES = st.sampled_from([*_EXAMPLES.splitlines(), "", "", "\u3000", "◆ ", "# "])
_ANY = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=60)
_ANY_LINE = _ANY.map(lambda text: "".join(text.split("\n")))


def _split(text: str) -> None:
    if not text.strip():
        with pytest.raises(CorpusError, match="no text"):
            split(text, "any.txt")
        return
    document = split(text, "any.txt")
    _assert_whole(text, document)
    assert document == split(text, "any.txt")


def _assert_whole(text: str, document: Document) -> None:
    assert document.articles
    assert_nothing_lost(text, document)
    assert len({a.id for a in document.articles}) == len(document.articles)
    for article in document.articles:
        assert 1 <= article.line_start <= article.line_end <= text.count("\n") + 1
        assert article.title.strip()
        assert article.title == article.title.strip()
        assert article.body or not article.untitled
        assert "\n\n" not in article.body
    assert [r.line_start for r in document.remainder] == sorted(r.line_start for r in document.remainder)


@given(st.lists(_LINES, max_size=40))
@settings(max_examples=3 * EXAMPLES)
def test_any_order_of_ordinary_lines_is_split_without_loss(lines: list[str]) -> None:
    _split("\n".join(lines))


@given(st.lists(st.one_of(_LINES, _ANY), max_size=30))
@settings(max_examples=2 * EXAMPLES)
def test_any_text_is_split_without_loss(lines: list[str]) -> None:
    _split("\n".join(lines))


@given(_ANY)
@settings(max_examples=2 * EXAMPLES)
def test_any_characters_are_split_without_loss(text: str) -> None:
    _split(text)


_MARKS = st.fixed_dictionaries(
    {
        "heading": st.integers(0, 3),
        "role": st.sampled_from([None, None, "furniture", "body", "contents"]),
        "emphasis": st.booleans(),
        "centred": st.booleans(),
        "item": st.booleans(),
    }
)


@given(
    st.lists(st.tuples(st.one_of(_LINES, _ANY_LINE), _MARKS, st.integers(0, 1)), max_size=20),
    st.booleans(),
    st.sampled_from([None, "工作通讯", "目录", ""]),
    st.sampled_from([None, "2022", "2022-10-18"]),
)
def test_lines_with_marks_of_their_reader_are_split_without_loss(
    lines: list[tuple[str, dict[str, Any], int]], paragraphs: bool, title: str | None, date: str | None
) -> None:
    pages = accumulate(turned for _, _, turned in lines)
    marked = tuple(
        Line(number, text, page=page, **marks)
        for number, ((text, marks, _), page) in enumerate(zip(lines, pages, strict=True), 1)
    )
    given = MarkedText(marked, paragraphs, title, date)
    text = "\n".join(line.text for line in given.lines)
    if text.strip():
        _assert_whole(text, split(given, "any.docx"))


@pytest.mark.parametrize(
    "unit", ["关爱保险", " x", ".", "（", "1.", "十月", "……3\n", "目\n", "（容县计生协 张三）", "年", "#", "】"]
)
def test_a_hundred_thousand_of_anything_are_split(unit: str) -> None:
    text = unit * (2000 if "\n" in unit else 100_000)
    assert_nothing_lost(text, split(text, "any.txt"))
