"""The conventions of Chinese newsletters, each on a small text."""

from __future__ import annotations

import pytest

from corpus import Article, Document
from corpus.layout import Line, split
from tests.support.characters import assert_nothing_lost

_FIRST = "9月22日，容县水利局组织技术人员到村里查看水渠，帮助农户修好了三处漏水的闸门，受到大家的好评。"
_SECOND = "今年以来，北流市把培训班办到田间地头，请来农技员讲解施肥和剪枝，先后有两百多名农户参加了学习。"
_THIRD = "群众的事情无小事，村里每月召开一次碰头会，把大家反映的问题一件一件记下来，办完一件销号一件。"


def parse(text: str) -> Document:
    """The document in a text, nothing of it lost."""
    document = split(text, "测试.txt")
    assert_nothing_lost(text, document)
    return document


def titles(document: Document) -> list[str]:
    return [a.title for a in document.articles]


def only(document: Document) -> Article:
    assert len(document.articles) == 1, titles(document)
    return document.articles[0]


def labels(document: Document) -> dict[str, str]:
    return {r.label: r.text for r in document.remainder}


def test_a_single_article_has_its_first_line_as_title() -> None:
    article = only(parse(f"容县水利局修好村里水渠\n\n{_FIRST}\n\n{_SECOND}\n"))
    assert article.title == "容县水利局修好村里水渠"
    assert article.body == f"{_FIRST}\n{_SECOND}"
    assert (article.line_start, article.line_end) == (1, 5)


def test_a_text_without_a_title_is_one_untitled_article() -> None:
    article = only(parse(f"{_FIRST}\n{_SECOND}"))
    assert article.untitled
    assert article.title == "容县水利局组织技术人员到村里查看水渠"


def test_one_short_line_is_an_article() -> None:
    assert only(parse("停水通知")).body == "停水通知"


@pytest.mark.parametrize("leader", ["..... 3", "……3", "3", " 3", "·····(3)", "\t3", "————3"])
def test_contents_with_page_numbers_name_titles_and_sections(leader: str) -> None:
    text = (
        f"目 录\n\n水利工作\n\n容县修好村里水渠{leader}\n\n农技培训\n\n北流培训班办到田头{leader}\n\n"
        f"容县修好村里水渠\n\n{_FIRST}\n\n北流培训班办到田头\n\n{_SECOND}\n"
    )
    document = parse(text)
    assert [(a.section, a.title, a.body) for a in document.articles] == [
        ("水利工作", "容县修好村里水渠", _FIRST),
        ("农技培训", "北流培训班办到田头", _SECOND),
    ]
    assert not document.warnings


@pytest.mark.parametrize("heading", ["目录", "目  录", "本期要目", "【目录】", "目\n录", "本\n\n期\n\n目\n\n錄"])
def test_contents_without_page_numbers_are_known_by_their_heading(heading: str) -> None:
    first, second = "容县修好村里水渠", "北流培训班办到田头"
    text = f"{heading}\n■ {first}\n■ {second}\n\n{first}\n{_FIRST}\n{second}\n{_SECOND}\n"
    assert titles(parse(text)) == ["容县修好村里水渠", "北流培训班办到田头"]


def test_a_title_over_two_lines_is_found_through_the_contents() -> None:
    first, second = "容县水利局组织技术人员下乡", "帮助农户修好村里水渠"
    text = f"目录\n{first}{second}..... 3\n\n{first}\n{second}\n\n{_FIRST}\n"
    assert titles(parse(text)) == ["容县水利局组织技术人员下乡帮助农户修好村里水渠"]


def test_a_title_that_differs_from_the_contents_stands_and_is_reported() -> None:
    text = (
        "目录\n张洪革一行到容县调研水利工作..... 3\n北流培训班办到田头..... 5\n\n"
        f"张洪莘一行到容县调研水利工作\n{_FIRST}\n北流培训班办到田头\n{_SECOND}\n"
    )
    document = parse(text)
    assert titles(document)[0] == "张洪莘一行到容县调研水利工作"
    assert len(document.warnings) == 1
    assert document.warnings[0].startswith("line 5:")
    assert "张洪革" in document.warnings[0]


def test_an_entry_of_the_contents_without_an_article_is_reported() -> None:
    text = (
        "目录\n容县修好村里水渠..... 3\n玉林种下千亩果树..... 5\n北流培训班办到田头..... 7\n\n"
        f"容县修好村里水渠\n{_FIRST}\n北流培训班办到田头\n{_SECOND}\n"
    )
    document = parse(text)
    assert len(document.articles) == 2
    assert [w for w in document.warnings if "玉林种下千亩果树" in w and w.startswith("line 3:")]


@pytest.mark.parametrize(
    ("line", "unit", "author"),
    [
        ("（容县水利局 陈 燕）", "容县水利局", "陈燕"),
        ("(容县水利局)", "容县水利局", None),
        ("（容县水利局供稿）", "容县水利局", None),
        ("（容县水利局　供稿）", "容县水利局", None),
        ("（容县水利局 张小明 李 华）", "容县水利局", "张小明、李华"),
        ("（容县水利局陈燕）", "容县水利局", "陈燕"),
        ("（通讯员 陈燕）", None, "陈燕"),
        ("供稿：容县水利局", "容县水利局", None),
        ("供稿：容县水利局 陈 燕", "容县水利局", "陈燕"),
        ("　　　　　　　　　　　　　　　容县水利局", "容县水利局", None),
        ("【容县水利局 陈燕】", "容县水利局", "陈燕"),
        ("作者单位：容县水利局", "容县水利局", None),
    ],
)
def test_a_closing_line_gives_unit_and_author(line: str, unit: str | None, author: str | None) -> None:
    document = parse(f"修好村里水渠受好评\n\n{_FIRST}\n\n{line}\n\n培训班办到田头\n\n{_SECOND}\n\n（北流市农业局）\n")
    first = document.articles[0]
    assert len(document.articles) == 2
    assert (first.unit, first.author, first.body) == (unit, author, _FIRST)


@pytest.mark.parametrize(
    ("line", "unit", "author"),
    [
        ("文／林晓岚", None, "林晓岚"),
        ("作者：陈 静", None, "陈静"),
        ("文/吴建成 图/谢青", None, "吴建成"),
        ("本报记者 林晓岚", None, "林晓岚"),
        ("发布时间:2022-10-15 来源:容县水利局 阅读次数:12", "容县水利局", None),
        ("（容县水利局 陈 燕）", "容县水利局", "陈燕"),
    ],
)
def test_a_byline_under_the_title_is_no_body(line: str, unit: str | None, author: str | None) -> None:
    article = only(parse(f"修好村里水渠受好评\n{line}\n{_FIRST}\n{_SECOND}\n"))
    assert (article.title, article.unit, article.author) == ("修好村里水渠受好评", unit, author)
    assert article.body == f"{_FIRST}\n{_SECOND}"


def test_a_credit_at_the_end_of_the_last_paragraph_is_parted_from_it() -> None:
    document = parse(f"修好村里水渠\n{_FIRST}（容县水利局 陈燕）\n培训班办到田头\n{_SECOND}（北流市农业局）\n")
    assert [(a.unit, a.author, a.body) for a in document.articles] == [
        ("容县水利局", "陈燕", _FIRST),
        ("北流市农业局", None, _SECOND),
    ]


def test_a_remark_in_brackets_at_the_end_of_a_paragraph_stays_in_it() -> None:
    body = _FIRST + "（详见附件。）"
    assert only(parse(f"修好村里水渠\n{body}\n")).body == body


@pytest.mark.parametrize(
    ("dateline", "unit", "author"),
    [
        ("【容县讯】", None, None),
        ("本报讯　", None, None),
        ("本刊讯 ", None, None),
        ("本报讯（通讯员 陈燕）", None, "陈燕"),
        ("容县讯（记者 陈燕 李华）", None, "陈燕、李华"),
        ("本报讯（容县水利局 陈燕）", "容县水利局", "陈燕"),
    ],
)
def test_a_dateline_is_parted_from_the_body(dateline: str, unit: str | None, author: str | None) -> None:
    document = parse(f"修好村里水渠受好评\n{dateline}{_FIRST}\n{_SECOND}\n")
    article = only(document)
    assert (article.unit, article.author, article.body) == (unit, author, f"{_FIRST}\n{_SECOND}")
    assert labels(document)["dateline"] == dateline.strip()


def test_marked_paragraphs_are_untitled_briefs() -> None:
    document = parse(f"简讯\n●{_FIRST}\n（容县水利局）\n● {_SECOND}\n●{_THIRD}\n（玉林市民政局 陈 燕）\n")
    assert [(a.section, a.untitled, a.unit, a.body) for a in document.articles] == [
        ("简讯", True, "容县水利局", _FIRST),
        ("简讯", True, None, _SECOND),
        ("简讯", True, "玉林市民政局", _THIRD),
    ]
    assert [r.text for r in document.remainder if r.label == "mark"] == ["●"] * 3


def test_a_derived_title_is_a_short_clause_that_is_no_date() -> None:
    document = parse(f"简讯\n●{_FIRST}\n●5月8日至9日，{_SECOND}\n●{'很长的一句话没有标点' * 8}。\n")
    assert titles(document)[0] == "容县水利局组织技术人员到村里查看水渠"
    assert titles(document)[1] == "北流市把培训班办到田间地头"
    assert len(titles(document)[2]) == 30


def test_numbered_structure_does_not_split_an_article() -> None:
    body = f"一、修渠\n\n{_FIRST}\n\n二、办班，教技术\n\n（一）请老师。{_SECOND}\n\n1.记问题\n\n{_THIRD}"
    article = only(parse(f"容县做好三件实事\n\n{body}\n\n（容县人民政府）\n"))
    assert article.body == body.replace("\n\n", "\n")


def test_a_marked_list_inside_an_article_does_not_split_it() -> None:
    assert len(parse(f"容县做好三件实事\n{_THIRD}\n■ {_FIRST}\n■ {_SECOND}\n").articles) == 1


def test_a_paragraph_cut_by_a_page_break_is_joined() -> None:
    a, b = _FIRST[:30], _FIRST[30:]
    article = only(parse(f"修好村里水渠\n\n{a}\n\n{b}\n\n{_SECOND}\n\n（容县水利局）\n"))
    assert article.body == f"{_FIRST}\n{_SECOND}"


@pytest.mark.parametrize("page", ["— 3 —", "- 3 -", "·３·", "第 3 页", "第3页 共20页"])
def test_a_page_number_in_a_paragraph_is_furniture(page: str) -> None:
    document = parse(f"修好村里水渠\n\n{_FIRST[:30]}\n\n{page}\n\n{_FIRST[30:]}\n")
    assert only(document).body == _FIRST
    assert labels(document)["furniture"] == page


def test_running_heads_that_cut_sentences_are_furniture() -> None:
    head = "容县简讯 2022年第3期"
    text = f"修好村里水渠\n{_FIRST[:30]}\n3\n{head}\n{_FIRST[30:]}\n{_SECOND[:30]}\n4\n{head}\n{_SECOND[30:]}\n"
    assert only(parse(text)).body == f"{_FIRST}\n{_SECOND}"


def test_a_form_feed_ends_a_page_and_counts_no_line() -> None:
    article = only(parse(f"修好村里水渠\n{_FIRST[:30]}\f{_FIRST[30:]}\n{_SECOND}"))
    assert article.body == f"{_FIRST}\n{_SECOND}"
    assert article.line_end == 3


def test_latin_words_keep_a_space_where_lines_are_joined() -> None:
    article = only(parse("系统上线\n系统在全县推开，群众办事只要登录 smart\ncounty 平台，填写一次信息就能办完。\n"))
    assert "smart county 平台" in article.body


def test_lines_broken_at_the_margin_become_paragraphs() -> None:
    def wrap(text: str) -> str:
        text = "　　" + text
        return "\n".join(text[i : i + 24] for i in range(0, len(text), 24))

    text = (
        f"　　　　　修好村里水渠受好评\n\n{wrap(_FIRST + _SECOND)}\n{wrap(_SECOND + _THIRD)}\n{wrap(_THIRD + _FIRST)}\n"
    )
    assert only(parse(text)).body == f"{_FIRST}{_SECOND}\n{_SECOND}{_THIRD}\n{_THIRD}{_FIRST}"


def test_verses_stay_lines() -> None:
    poem = "晨雾漫过三道岗，\n竹篓背起一肩霜。\n叶尖还挂昨夜雨，\n手快要赶日头忙。"
    assert only(parse(f"采茶谣\n作者：谢 青\n\n{poem}\n")).body == poem


def test_a_subtitle_belongs_to_the_title() -> None:
    article = only(parse(f"一渠清水到田头\n——容县小型水利建设见闻\n文/陈燕\n\n{_FIRST}\n"))
    assert article.title == "一渠清水到田头——容县小型水利建设见闻"


@pytest.mark.parametrize(("left", "right"), [("【", "】"), ("《", "》")])
def test_headings_in_brackets_are_sections(left: str, right: str) -> None:
    text = (
        f"{left}水利{right}\n\n容县修好村里水渠\n{_FIRST}\n\n{left}农技{right}\n\n北流培训班办到田头\n{_SECOND}\n\n"
        f"玉林村里每月召开碰头会\n{_THIRD}\n（玉林市民政局）\n"
    )
    assert [(a.section, a.title) for a in parse(text).articles] == [
        ("水利", "容县修好村里水渠"),
        ("农技", "北流培训班办到田头"),
        ("农技", "玉林村里每月召开碰头会"),
    ]


def test_markdown_headings_are_issue_sections_and_titles() -> None:
    text = (
        f"# 水利简报（2022-10-18）\n\n## 要闻\n\n### 修渠\n\n{_FIRST}\n\n## 空栏目\n\n"
        f"## 培训\n\n### 办班\n{_SECOND}\n\n### 碰头\n{_THIRD}\n"
    )
    document = parse(text)
    assert [(a.section, a.title) for a in document.articles] == [("要闻", "修渠"), ("培训", "办班"), ("培训", "碰头")]
    assert (document.issue.title, document.issue.date) == ("水利简报", "2022-10-18")


def test_markdown_headings_below_the_only_title_are_body() -> None:
    article = only(parse(f"# 修好村里水渠\n\n{_FIRST}\n\n## 经过\n\n{_SECOND}\n\n## 体会\n\n{_THIRD}\n"))
    assert article.title == "修好村里水渠"
    assert "经过" in article.body.split("\n")


def test_headings_known_to_the_reader_need_no_marks() -> None:
    lines = [
        Line(1, "修渠", heading=1),
        Line(2, _FIRST),
        Line(3, "办班", heading=1),
        Line(4, _SECOND),
        Line(5, "页眉", role="furniture"),
    ]
    document = split(lines, "a.docx")
    assert [(a.title, a.body) for a in document.articles] == [("修渠", _FIRST), ("办班", _SECOND)]
    assert labels(document) == {"furniture": "页眉"}


def test_masthead_and_colophon_tell_of_the_issue_and_are_no_article() -> None:
    text = (
        f"水 利 简 报\n第5期（总第118期）\n容县水利局办公室  2022年10月18日\n\n修好村里水渠受好评\n{_FIRST}\n（容县水利局）\n\n"
        "主编：陈 燕 编　　辑：李华\n送：县委办、县政府办，\n局各领导。\n发：各乡镇水利站。\n"
    )
    document = parse(text)
    issue = document.issue
    assert (issue.title, issue.number, issue.date, issue.publisher) == (
        "水利简报",
        "第5期",
        "2022-10-18",
        "容县水利局办公室",
    )
    assert titles(document) == ["修好村里水渠受好评"]
    assert labels(document)["colophon"].endswith("发：各乡镇水利站。")


def test_an_article_has_its_own_date_only_if_it_begins_with_one() -> None:
    document = parse(
        f"水利简报\n第5期\n2022年10月18日\n\n修好村里水渠受好评\n{_FIRST}\n（容县水利局）\n办班教技术受欢迎\n{_SECOND}\n（北流市农业局）\n"
    )
    assert [(a.date, a.date_from) for a in document.articles] == [("2022-09-22", "article"), ("2022-10-18", "issue")]


def test_a_text_without_any_date_has_none() -> None:
    article = only(parse(f"办班教技术\n{_SECOND}"))
    assert (article.date, article.date_from) == (None, None)


def test_same_articles_in_one_file_have_different_ids() -> None:
    document = parse(f"简讯\n●{_FIRST}\n●{_FIRST}\n")
    assert len({a.id for a in document.articles}) == 2
