"""The conventions that part a newsletter: sections, headings, masthead, colophon, dates."""

from __future__ import annotations

import pytest

from corpus.layout import split
from corpus.marked import Line, MarkedText
from tests.support.texts import FIRST, SECOND, THIRD, labels, only, parse, titles


@pytest.mark.parametrize(("left", "right"), [("【", "】"), ("《", "》")])
def test_headings_in_brackets_are_sections(left: str, right: str) -> None:
    text = (
        f"{left}水利{right}\n\n容县修好村里水渠\n{FIRST}\n\n{left}农技{right}\n\n北流培训班办到田头\n{SECOND}\n\n"
        f"玉林村里每月召开碰头会\n{THIRD}\n（玉林市民政局）\n"
    )
    assert [(a.section, a.title) for a in parse(text).articles] == [
        ("水利", "容县修好村里水渠"),
        ("农技", "北流培训班办到田头"),
        ("农技", "玉林村里每月召开碰头会"),
    ]


def test_markdown_headings_are_issue_sections_and_titles() -> None:
    text = (
        f"# 水利简报（2022-10-18）\n\n## 要闻\n\n### 修渠\n\n{FIRST}\n\n## 空栏目\n\n"
        f"## 培训\n\n### 办班\n{SECOND}\n\n### 碰头\n{THIRD}\n"
    )
    document = parse(text)
    assert [(a.section, a.title) for a in document.articles] == [("要闻", "修渠"), ("培训", "办班"), ("培训", "碰头")]
    assert (document.issue.title, document.issue.date) == ("水利简报", "2022-10-18")


def test_markdown_headings_below_the_only_title_are_body() -> None:
    article = only(parse(f"# 修好村里水渠\n\n{FIRST}\n\n## 经过\n\n{SECOND}\n\n## 体会\n\n{THIRD}\n"))
    assert article.title == "修好村里水渠"
    assert "经过" in article.body.split("\n")


def test_headings_known_to_the_reader_need_no_marks() -> None:
    lines = (
        Line(1, "修渠", heading=1),
        Line(2, FIRST),
        Line(3, "办班", heading=1),
        Line(4, SECOND),
        Line(5, "页眉", role="furniture"),
    )
    document = split(MarkedText(lines), "a.docx")
    assert [(a.title, a.body) for a in document.articles] == [("修渠", FIRST), ("办班", SECOND)]
    assert labels(document) == {"furniture": "页眉"}


def test_masthead_and_colophon_tell_of_the_issue_and_are_no_article() -> None:
    text = (
        "水 利 简 报\n第5期（总第118期）\n容县水利局办公室  2022年10月18日\n\n"
        f"修好村里水渠受好评\n{FIRST}\n（容县水利局）\n\n"
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
        f"水利简报\n第5期\n2022年10月18日\n\n修好村里水渠受好评\n{FIRST}\n（容县水利局）\n办班教技术受欢迎\n{SECOND}\n（北流市农业局）\n"
    )
    assert [(a.date, a.date_from) for a in document.articles] == [("2022-09-22", "article"), ("2022-10-18", "issue")]


def test_a_text_without_any_date_has_none() -> None:
    article = only(parse(f"办班教技术\n{SECOND}"))
    assert (article.date, article.date_from) == (None, None)


def test_same_articles_in_one_file_have_different_ids() -> None:
    document = parse(f"简讯\n●{FIRST}\n●{FIRST}\n")
    assert len({a.id for a in document.articles}) == 2


def test_lines_that_come_again_as_headlines_are_contents_without_a_heading() -> None:
    first, second = "县里召开水利推进会", "城关镇多措并举抓好培训"
    document = parse(f"水利简报\n第5期\n※ {first}\n※ {second}\n\n{first}\n{FIRST}\n{second}\n{SECOND}\n")
    assert [(a.title, a.body) for a in document.articles] == [(first, FIRST), (second, SECOND)]
    assert labels(document)["contents"] == f"※ {first}\n※ {second}"


def test_numbered_headings_before_headlines_are_sections() -> None:
    text = (
        f"一、工作动态\n\n容县水利局修好村里水渠\n{FIRST}\n（容县水利局）\n\n"
        f"二、基层信息\n\n北流市把培训班办到田头\n{SECOND}\n（北流市农业局）\n"
    )
    assert [a.section for a in parse(text).articles] == ["工作动态", "基层信息"]


def test_marked_headlines_are_titles_without_the_mark() -> None:
    text = (
        f"基层动态\n\n◆清溪镇开展禁毒宣传\n{FIRST}\n◆石桥乡召开人大会议\n{SECOND}\n◆东河街道：志愿服务进社区\n{THIRD}\n"
    )
    assert titles(parse(text)) == ["清溪镇开展禁毒宣传", "石桥乡召开人大会议", "东河街道：志愿服务进社区"]


def test_a_masthead_in_one_line_is_taken_apart() -> None:
    head = "2022年第8期　总第56期　　卫生工作信息　　2022年8月31日"
    issue = parse(f"{head}\n\n目 录\n修好村里水渠……1\n\n修好村里水渠\n{FIRST}\n").issue
    assert (issue.title, issue.number, issue.date) == ("卫生工作信息", "第8期", "2022-08-31")


def test_colophon_words_in_the_text_of_an_article_stay_there() -> None:
    body = f"{FIRST}\n编辑：这个词在这里只是一个例子，后面还有正文。\n{SECOND}\n{THIRD}\n{FIRST}"
    assert only(parse(f"修好村里水渠受好评\n{body}\n")).body == body


def test_an_article_without_credits_among_signed_ones_is_reported() -> None:
    items = ["修好村里水渠", "培训班办到田头", "碰头会解决难题", "果树修剪正当时"]
    parts = [f"{title}受到群众好评\n\n{FIRST}\n\n（容县水利局 陈燕）\n" for title in items]
    parts[2] = parts[2].replace("（容县水利局 陈燕）\n", "")
    document = parse(
        "目录\n" + "".join(f"{t}受到群众好评..... {i}\n" for i, t in enumerate(items, 2)) + "\n" + "\n".join(parts)
    )
    assert [a.unit for a in document.articles] == ["容县水利局", "容县水利局", None, "容县水利局"]
    assert [w for w in document.warnings if "neither unit nor author" in w and items[2] in w]
    assert len(document.warnings) == 1


def test_the_own_title_and_date_of_a_file_stand_in_for_what_its_text_does_not_say() -> None:
    lines = tuple(Line(n, text) for n, text in enumerate((FIRST, SECOND), 1))
    document = split(MarkedText(lines, title="水渠修好了", date="2022-10-20"), "a.docx")
    article = only(document)
    assert (article.title, article.untitled, article.date) == ("水渠修好了", True, "2022-09-22")
    assert (document.issue.title, document.issue.date) == (None, "2022-10-20")


def test_a_line_that_is_the_files_own_title_is_the_title() -> None:
    lines = tuple(Line(n, text) for n, text in enumerate(("通知", "容县", FIRST, SECOND), 1))
    assert only(split(MarkedText(lines, title="容县"), "a.html")).title == "容县"


@pytest.mark.parametrize("look", ["emphasis", "centred"])
def test_headlines_that_stand_out_are_titles(look: str) -> None:
    texts = ("水利简报", "第5期", "修渠", FIRST, SECOND, THIRD, "办班", SECOND, THIRD, FIRST)
    lines = tuple(
        Line(n, text, emphasis=len(text) < 5 and look == "emphasis", centred=len(text) < 5)
        for n, text in enumerate(texts, 1)
    )
    document = split(MarkedText(lines, paragraphs=True), "a.docx")
    assert titles(document)[0] == "修渠"
    assert (len(document.articles) == 2) == (look == "emphasis")


def test_only_the_end_of_a_page_joins_what_the_file_says_are_paragraphs() -> None:
    texts = [("修好村里水渠受好评", 1), (FIRST[:30], 1), (FIRST[30:], 2), (SECOND[:30], 2), (SECOND[30:], 2)]
    lines = tuple(Line(n, text, page=page) for n, (text, page) in enumerate(texts, 1))
    article = only(split(MarkedText(lines, paragraphs=True), "a.docx"))
    assert article.body.split("\n") == [FIRST, SECOND[:30], SECOND[30:]]
