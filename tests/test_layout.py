"""The conventions of Chinese newsletters inside articles, each on a small text."""

from __future__ import annotations

import pytest

from corpus.layout.lines import Piece
from tests.support.texts import FIRST, SECOND, THIRD, labels, only, parse, titles


def test_a_single_article_has_its_first_line_as_title() -> None:
    article = only(parse(f"容县水利局修好村里水渠\n\n{FIRST}\n\n{SECOND}\n"))
    assert article.title == "容县水利局修好村里水渠"
    assert article.body == f"{FIRST}\n{SECOND}"
    assert (article.line_start, article.line_end) == (1, 5)


def test_a_text_without_a_title_is_one_untitled_article() -> None:
    article = only(parse(f"{FIRST}\n{SECOND}"))
    assert article.untitled
    assert article.title == "容县水利局组织技术人员到村里查看水渠"


def test_one_short_line_is_an_article() -> None:
    assert only(parse("停水通知")).body == "停水通知"


@pytest.mark.parametrize("leader", ["..... 3", "……3", "3", " 3", "·····(3)", "\t3", "————3"])
def test_contents_with_page_numbers_name_titles_and_sections(leader: str) -> None:
    text = (
        f"目 录\n\n水利工作\n\n容县修好村里水渠{leader}\n\n农技培训\n\n北流培训班办到田头{leader}\n\n"
        f"容县修好村里水渠\n\n{FIRST}\n\n北流培训班办到田头\n\n{SECOND}\n"
    )
    document = parse(text)
    assert [(a.section, a.title, a.body) for a in document.articles] == [
        ("水利工作", "容县修好村里水渠", FIRST),
        ("农技培训", "北流培训班办到田头", SECOND),
    ]
    assert not document.warnings


@pytest.mark.parametrize("heading", ["目录", "目  录", "本期要目", "【目录】", "目\n录", "本\n\n期\n\n目\n\n錄"])
def test_contents_without_page_numbers_are_known_by_their_heading(heading: str) -> None:
    first, second = "容县修好村里水渠", "北流培训班办到田头"
    text = f"{heading}\n■ {first}\n■ {second}\n\n{first}\n{FIRST}\n{second}\n{SECOND}\n"
    assert titles(parse(text)) == ["容县修好村里水渠", "北流培训班办到田头"]


def test_a_title_over_two_lines_is_found_through_the_contents() -> None:
    first, second = "容县水利局组织技术人员下乡", "帮助农户修好村里水渠"
    text = f"目录\n{first}{second}..... 3\n\n{first}\n{second}\n\n{FIRST}\n"
    assert titles(parse(text)) == ["容县水利局组织技术人员下乡帮助农户修好村里水渠"]


def test_a_title_that_differs_from_the_contents_stands_and_is_reported() -> None:
    text = (
        "目录\n张洪革一行到容县调研水利工作..... 3\n北流培训班办到田头..... 5\n\n"
        f"张洪莘一行到容县调研水利工作\n{FIRST}\n北流培训班办到田头\n{SECOND}\n"
    )
    document = parse(text)
    assert titles(document)[0] == "张洪莘一行到容县调研水利工作"
    assert len(document.warnings) == 1
    assert document.warnings[0].startswith("line 5:")
    assert "张洪革" in document.warnings[0]


def test_an_entry_of_the_contents_without_an_article_is_reported() -> None:
    text = (
        "目录\n容县修好村里水渠..... 3\n玉林种下千亩果树..... 5\n北流培训班办到田头..... 7\n\n"
        f"容县修好村里水渠\n{FIRST}\n北流培训班办到田头\n{SECOND}\n"
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
        ("（作者系容县水利局局长）", "容县水利局", None),
    ],
)
def test_a_closing_line_gives_unit_and_author(line: str, unit: str | None, author: str | None) -> None:
    document = parse(f"修好村里水渠受好评\n\n{FIRST}\n\n{line}\n\n培训班办到田头\n\n{SECOND}\n\n（北流市农业局）\n")
    first = document.articles[0]
    assert len(document.articles) == 2
    assert (first.unit, first.author, first.body) == (unit, author, FIRST)


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
    article = only(parse(f"修好村里水渠受好评\n{line}\n{FIRST}\n{SECOND}\n"))
    assert (article.title, article.unit, article.author) == ("修好村里水渠受好评", unit, author)
    assert article.body == f"{FIRST}\n{SECOND}"


def test_a_credit_at_the_end_of_the_last_paragraph_is_parted_from_it() -> None:
    document = parse(f"修好村里水渠\n{FIRST}（容县水利局 陈燕）\n培训班办到田头\n{SECOND}（北流市农业局）\n")
    assert [(a.unit, a.author, a.body) for a in document.articles] == [
        ("容县水利局", "陈燕", FIRST),
        ("北流市农业局", None, SECOND),
    ]


def test_a_remark_in_brackets_at_the_end_of_a_paragraph_stays_in_it() -> None:
    body = FIRST + "（详见附件。）"
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
    document = parse(f"修好村里水渠受好评\n{dateline}{FIRST}\n{SECOND}\n")
    article = only(document)
    assert (article.unit, article.author, article.body) == (unit, author, f"{FIRST}\n{SECOND}")
    assert labels(document)["dateline"] == dateline.strip()


def test_marked_paragraphs_are_untitled_briefs() -> None:
    document = parse(f"简讯\n●{FIRST}\n（容县水利局）\n● {SECOND}\n●{THIRD}\n（玉林市民政局 陈 燕）\n")
    assert [(a.section, a.untitled, a.unit, a.body) for a in document.articles] == [
        ("简讯", True, "容县水利局", FIRST),
        ("简讯", True, None, SECOND),
        ("简讯", True, "玉林市民政局", THIRD),
    ]
    assert [r.text for r in document.remainder if r.label == "mark"] == ["●"] * 3


def test_numbered_briefs_below_their_heading_are_articles_without_credits_too() -> None:
    document = parse(
        f"容县修好村里水渠\n{FIRST}\n（容县水利局 陈燕）\n\n"
        f"简讯\n\n1、5月18日，{FIRST}\n2、5月19日，{SECOND}\n3、5月21日，{THIRD}\n"
    )
    assert [(a.section, a.untitled) for a in document.articles] == [(None, False), *[("简讯", True)] * 3]


def test_a_derived_title_is_a_short_clause_that_is_no_date() -> None:
    document = parse(f"简讯\n●{FIRST}\n●5月8日至9日，{SECOND}\n●{'很长的一句话没有标点' * 8}。\n")
    assert titles(document)[0] == "容县水利局组织技术人员到村里查看水渠"
    assert titles(document)[1] == "北流市把培训班办到田间地头"
    assert len(titles(document)[2]) == 30


def test_numbered_structure_does_not_split_an_article() -> None:
    body = f"一、修渠\n\n{FIRST}\n\n二、办班，教技术\n\n（一）请老师。{SECOND}\n\n1.记问题\n\n{THIRD}"
    article = only(parse(f"容县做好三件实事\n\n{body}\n\n（容县人民政府）\n"))
    assert article.body == body.replace("\n\n", "\n")


def test_a_marked_list_inside_an_article_does_not_split_it() -> None:
    assert len(parse(f"容县做好三件实事\n{THIRD}\n■ {FIRST}\n■ {SECOND}\n").articles) == 1


def test_a_paragraph_cut_by_a_page_break_is_joined() -> None:
    a, b = FIRST[:30], FIRST[30:]
    article = only(parse(f"修好村里水渠\n\n{a}\n\n{b}\n\n{SECOND}\n\n（容县水利局）\n"))
    assert article.body == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize("page", ["— 3 —", "- 3 -", "·３·", "第 3 页", "第3页 共20页"])
def test_a_page_number_in_a_paragraph_is_furniture(page: str) -> None:
    document = parse(f"修好村里水渠\n\n{FIRST[:30]}\n\n{page}\n\n{FIRST[30:]}\n")
    assert only(document).body == FIRST
    assert labels(document)["furniture"] == page


def test_running_heads_that_cut_sentences_are_furniture() -> None:
    head = "容县简讯 2022年第3期"
    text = f"修好村里水渠\n{FIRST[:30]}\n3\n{head}\n{FIRST[30:]}\n{SECOND[:30]}\n4\n{head}\n{SECOND[30:]}\n"
    assert only(parse(text)).body == f"{FIRST}\n{SECOND}"


def test_a_form_feed_ends_a_page_and_counts_no_line() -> None:
    article = only(parse(f"修好村里水渠\n{FIRST[:30]}\f{FIRST[30:]}\n{SECOND}"))
    assert article.body == f"{FIRST}\n{SECOND}"
    assert article.line_end == 3


def test_latin_words_keep_a_space_where_lines_are_joined() -> None:
    article = only(parse("系统上线\n系统在全县推开，群众办事只要登录 smart\ncounty 平台，填写一次信息就能办完。\n"))
    assert "smart county 平台" in article.body


def test_lines_of_a_paragraph_are_put_together_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = 0
    reword = Piece.reword

    def counted(piece: Piece, text: str) -> None:
        nonlocal copied
        copied += len(text)
        reword(piece, text)

    monkeypatch.setattr(Piece, "reword", counted)
    text = "县里组织技术人员到村里查看水渠并且和村民一起商量怎样修好它们" * 300
    assert only(parse("\n".join(text[i : i + 30] for i in range(0, len(text), 30)) + "。")).body == text + "。"
    assert copied < 4 * len(text)


def test_lines_broken_at_the_margin_become_paragraphs() -> None:
    def wrap(text: str) -> str:
        text = "　　" + text
        return "\n".join(text[i : i + 24] for i in range(0, len(text), 24))

    text = f"　　　　　修好村里水渠受好评\n\n{wrap(FIRST + SECOND)}\n{wrap(SECOND + THIRD)}\n{wrap(THIRD + FIRST)}\n"
    assert only(parse(text)).body == f"{FIRST}{SECOND}\n{SECOND}{THIRD}\n{THIRD}{FIRST}"


def test_verses_stay_lines() -> None:
    poem = "晨雾漫过三道岗，\n竹篓背起一肩霜。\n叶尖还挂昨夜雨，\n手快要赶日头忙。"
    assert only(parse(f"采茶谣\n作者：谢 青\n\n{poem}\n")).body == poem


def test_a_subtitle_belongs_to_the_title() -> None:
    article = only(parse(f"一渠清水到田头\n——容县小型水利建设见闻\n文/陈燕\n\n{FIRST}\n"))
    assert article.title == "一渠清水到田头——容县小型水利建设见闻"
