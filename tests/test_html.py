"""Pages are read as their readers see them: the text of the article apart from what belongs to the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpus import CorpusError, read
from corpus.marked import Line
from corpus.readers.html import fragment, read_bytes
from corpus.readers.html.head import titles
from tests.support import gold
from tests.support.places import SHARED, needs_shared

_FIRST = "6月2日，水乡县水利局组织六十多名志愿者清理城南河道，当天清运淤泥十二吨，两岸居民拍手称好。"
_SECOND = "据了解，今年以来该局已开展同类活动九次，累计清理河道三十公里，下一步将把巡河变成日常。"

# A page as the sites of authorities have them.
_PAGE = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">
<html><head>
<meta http-equiv="Content-Type" content="text/html; charset=CHARSET" />
<title>清淤护河在行动_部门动态_水乡县人民政府</title>
<meta name="ArticleTitle" content="清淤护河在行动"><meta name="PubDate" content="2023-06-05 09:20">
<style>.a {{ color: red }}</style><script>document.write("<div>今日访问</div>");</script>
</head><body>
<div class="top"><a href="/">水乡县人民政府</a> <form><input value="搜索"><button>搜 索</button></form></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xw">新闻中心</a></li>
<li><a href="/gk">政务公开</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/xw">新闻中心</a> &gt; 部门动态</div>
<div class="box">
  <div class="tit">清淤护河在行动</div>
  <div class="info"><span>发布时间：2023-06-05 09:20</span><span>来源：水乡县水利局</span>
  <span>浏览次数：<i>128</i></span><span>字体：[<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>]</span></div>
  <div id="zoom" class="TRS_Editor">
    <p style="text-align:center"><img src="1.jpg" alt="志愿者在清理河道"></p>
    <p>　　{_FIRST}</p>
    <p>&nbsp;</p>
    <p>　　{_SECOND}</p>
    <table><tr><th>河段</th><th>长度</th></tr><tr><td><p>城南</p></td><td>三公里</td></tr></table>
    <p style="text-align:right">（水乡县水利局 王小明）</p>
  </div>
  <div class="tools">【<a href="#">打印本页</a>】【<a href="#">关闭窗口</a>】</div>
  <p>上一篇：<a href="/1">读书会办到家门口</a></p><p>下一篇：<a href="/2">夏粮收购开秤</a></p>
</div>
<div class="xgxw"><h3>相关新闻</h3><ul><li><a href="/3">水利局召开防汛会商会</a></li>
<li><a href="/4">城北泵站完成检修</a></li><li><a href="/5">节水宣传走进社区</a></li></ul></div>
<div class="bottom"><p>版权所有：水乡县人民政府 主办单位：水乡县人民政府办公室</p>
<p>网站标识码：0000000000 备案号：某ICP备00000000号，建议使用1024以上分辨率浏览本站。</p></div>
</body></html>
"""


def page_of(body: str, head: str = "") -> list[Line]:
    """The lines of a page that have text."""
    source = f"<html><head>{head}</head><body>{body}</body></html>"
    return [line for line in read_bytes(source.encode(), None).lines if line.text]


def texts(body: str, head: str = "") -> list[str]:
    """The texts of those that belong to the page's own."""
    return [line.text for line in page_of(body, head) if line.role != "furniture"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("utf-8", "gb18030"), ("GBK", "utf-8"), ("utf-16", "utf-16")],
)
def test_a_page_is_one_article_with_its_source_and_date(tmp_path: Path, declared: str, encoding: str) -> None:
    path = tmp_path / "页.html"
    path.write_bytes(_PAGE.replace("CHARSET", declared).encode(encoding))
    document = read(path)
    (article,) = document.articles
    assert (article.title, article.unit, article.author) == ("清淤护河在行动", "水乡县水利局", "王小明")
    assert article.body == f"{_FIRST}\n{_SECOND}\n河段\t长度\n城南\t三公里"
    assert not document.warnings
    kept = "".join(r.text for r in document.remainder)
    for site in (
        "新闻中心",
        "当前位置",
        "128",
        "打印本页",
        "上一篇",
        "防汛会商会",
        "版权所有",
        "标识码",
        "志愿者在清理河道",
    ):
        assert site in kept
    for code in ("color", "访问", "write"):
        assert code not in kept + article.body


def test_the_head_tells_title_and_date() -> None:
    text = read_bytes(_PAGE.encode(), None)
    assert (text.title, text.date) == ("清淤护河在行动", "2023-06-05")
    assert texts("<p>甲</p>", "<title>工作通讯</title>") == ["甲"]


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("清淤护河在行动_部门动态_水乡县人民政府", "清淤护河在行动"),
        ("清淤护河在行动 - 水乡新闻网", "清淤护河在行动"),
        ("1-10月清淤-纪检", "1-10月清淤-纪检"),
    ],
)
def test_the_names_of_section_and_site_are_no_part_of_the_title(title: str, called: str) -> None:
    assert read_bytes(f"<title>{title}</title><p>{_FIRST}</p>".encode(), None).title == called
    shown = "1-10月清淤" if "10" in title else called
    text = read_bytes(
        f"<title>{title}</title><div>{shown}</div><div><p>{_FIRST}</p><p>{_SECOND}</p></div>".encode(), None
    )
    assert text.title == shown
    assert (text.lines[0].text, text.lines[0].heading) == (shown, 1)


def test_a_comment_without_end_is_told() -> None:
    (warning,) = read_bytes(f"<p>{_FIRST}</p>\n<!-- 栏目\n<p>{_SECOND}</p>".encode(), None).warnings
    assert warning.startswith("line 2: a comment has no end")


def test_big5_is_read_as_declared_or_recognised() -> None:
    body = "<p>學團日誌：是日，大眾分工合作佈置場地，貼春聯，備菜，歡喜迎接新年的到來。</p>"
    for head in ('<meta charset="big5">', ""):
        lines = read_bytes((head + body).encode("big5"), None).lines
        assert lines[0].text == body[3:-4]


def test_short_text_is_read_in_the_encoding_that_is_declared() -> None:
    source = '<meta charset="big5"><p>簡訊</p>'
    assert read_bytes(source.encode("big5"), None).lines[0].text == "簡訊"
    assert read_bytes(source.encode("big5"), "big5").lines[0].text == "簡訊"


def test_a_title_of_many_parts_is_looked_at_as_far_as_a_title_goes() -> None:
    tree = LexborHTMLParser(f"<title>{'清淤护河在行动_' * 1_000}</title>")
    assert sum(map(len, titles(tree))) < 20_000


@pytest.mark.parametrize(("declared", "encoding"), [("big5", "gb18030"), ("gbk", "big5")])
def test_a_wrong_declaration_is_seen_through(declared: str, encoding: str) -> None:
    text = "水利局今年修好水渠，主任到村里看過三次。"
    assert read_bytes(f'<meta charset="{declared}"><p>{text}</p>'.encode(encoding), None).lines[0].text == text


def test_a_page_without_any_markup_keeps_its_lines() -> None:
    assert [line.text for line in read_bytes(f"清淤护河\n{_FIRST}\n{_SECOND}\n".encode(), None).lines][:3] == [
        "清淤护河",
        _FIRST,
        _SECOND,
    ]


def test_an_issue_with_headings_is_split(tmp_path: Path) -> None:
    path = tmp_path / "通讯.htm"
    path.write_text(
        "<h1>水乡工作通讯 第6期</h1><h2>工作动态</h2>"
        f"<h3>清淤护河在行动</h3><p>{_FIRST}</p><h3>读书会办到家门口<br>——文化站纪事</h3><p>{_SECOND}</p>",
        encoding="gb18030",
    )
    document = read(path)
    assert [(a.section, a.title) for a in document.articles] == [
        ("工作动态", "清淤护河在行动"),
        ("工作动态", "读书会办到家门口——文化站纪事"),
    ]


def test_an_issue_of_linked_contents_and_bold_titles_is_split(tmp_path: Path) -> None:
    path = tmp_path / "通讯.html"
    path.write_text(
        '<p>本期目录：</p><ul><li><a href="#a">清淤护河</a></li><li><a href="#b">读书会办到家门口</a></li></ul>'
        f'<p>&nbsp;</p><p><a id="a"><strong>【清淤护河】</strong></a></p><p>{_FIRST}</p><p>&nbsp;</p>'
        f'<p><a name="b"><b>【读书会办到家门口】</b></a></p><p>{_SECOND}</p>',
        encoding="utf-8",
    )
    document = read(path)
    assert [(a.title, a.body) for a in document.articles] == [("清淤护河", _FIRST), ("读书会办到家门口", _SECOND)]
    assert next(r.label for r in document.remainder) == "contents"


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>陈\n  燕 a\n b</p>", ["陈燕 a b"]),
        ("<p>一<br>二<br/><br>三</p>", ["一", "二", "三"]),
        ("<div>一<p>二</div>三", ["一", "二", "三"]),
        ("<p>a<b>b</b><i> c</i>&nbsp;&mdash;&hellip;&#39;</p>", ["ab c —…'"]),
        ("<ol start=3><li>甲<li><p>乙</p><p>丙</p></ol><ul><li>丁</ul>", ["3. 甲", "4. 乙", "丙", "丁"]),
        ("<table><tr><td>甲<td><p>乙</p><td></table>", ["甲\t乙"]),
        ("<table><tr><td><p>甲</p><h2>乙</h2><td>丙</table>", ["甲", "乙", "丙"]),
        ("<pre>甲\n  乙</pre>", ["甲", "  乙"]),
        ("水<sup>2</sup>位<!-- 注 --><script>x</script>", ["水2位"]),
        ("<o:p>甲</o:p><![if !x]>乙<![endif]><![foo[丙", ["甲乙"]),
        ("<p>　　甲</p><p align=right>乙</p>", ["　　甲", "　" * 12 + "乙"]),
    ],
)
def test_markup_becomes_lines(markup: str, seen: list[str]) -> None:
    assert [line.text for line in fragment(markup) if line.text] == seen


def test_emphasis_and_centre_are_known() -> None:
    lines = page_of(
        f"<p><strong>甲</strong></p><p><strong>乙</strong>一</p><center>丙</center><p style='font-size:22px'>丁</p>"
        f"<p style='font-weight:700'>戊</p><p>{_FIRST}</p>"
    )
    assert [(line.emphasis, line.centred) for line in lines] == [
        (True, False),
        (False, False),
        (False, True),
        (True, False),
        (True, False),
        (False, False),
    ]


def test_style_sheets_of_a_page_tell_emphasis_and_centre_too() -> None:
    head = """<style><!-- /* 标题 */ .tit, p.h { font-size: 22px; text-align:center }
    @media print { .tit { font-size: 9px } p { display: none } } .b { font-weight: bold } --></style>"""
    body = f'<div class="x tit">甲</div><p class=h>乙</p><p class="b">丙</p><p>{_FIRST}</p>'
    assert [(line.text, line.emphasis, line.centred) for line in page_of(body, head)] == [
        ("甲", True, True),
        ("乙", True, True),
        ("丙", True, False),
        (_FIRST, False, False),
    ]


def test_blank_paragraphs_are_blank_lines() -> None:
    lines = read_bytes(f"<p>甲</p><p>&nbsp;</p><p><br></p><div></div><p>{_FIRST}</p>".encode(), None).lines
    assert [line.text for line in lines] == ["甲", "", "", _FIRST]
    assert [line.number for line in lines] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        ("2023-06-05 08:12 <span>来源： 水乡日报</span>", ["来源： 水乡日报"]),
        (
            "来源：水乡日报&nbsp;&nbsp;作者：王小明<br>时间：2023年6月5日 23:00&nbsp;浏览：33",
            ["来源：水乡日报", "作者：王小明", "时间：2023年6月5日 23:00"],
        ),
        ("发布时间：2023-06-05 | 来源： | 浏览次数：33", ["发布时间：2023-06-05"]),
        ("2023-06-05", []),
    ],
)
def test_the_line_of_facts_is_divided(facts: str, kept: list[str]) -> None:
    body = f"<h1>清淤护河</h1><div>{facts}</div><div><p>{_FIRST}</p><p>{_SECOND}</p></div>"
    assert texts(body) == ["清淤护河", *kept, _FIRST, _SECOND]
    assert read_bytes(body.encode(), None).date == "2023-06-05"


def test_credits_below_the_text_stay_whole() -> None:
    line = "责任编辑：李晓红　审核：王小明　发布：赵丽"
    assert texts(f"<p>{_FIRST}</p><p>{_SECOND}</p><p>{line}</p>")[-1] == line


def test_elements_of_xhtml_may_be_empty() -> None:
    page = f'<?xml version="1.0"?><html><head><title/><script src="a.js"/></head><body><p>{_FIRST}</p></body></html>'
    assert [line.text for line in read_bytes(page.encode(), None).lines] == [_FIRST]


def test_links_within_the_text_stay() -> None:
    body = f'<p><a href="http://a">清淤护河在行动</a></p><p>{_FIRST}</p><p><a href="http://b">读书会</a></p><p>{_SECOND}</p>'
    assert texts(body) == ["清淤护河在行动", _FIRST, "读书会", _SECOND]


def test_a_page_of_links_alone_keeps_them() -> None:
    assert texts('<ul><li><a href="1">清淤护河在行动</a><li><a href="2">读书会</a></ul>') == [
        "清淤护河在行动",
        "读书会",
    ]


def test_paragraphs_that_are_links_stay() -> None:
    items = "".join(f'<div><p><a href="{n}">{text}</a></p></div>' for n, text in enumerate((_FIRST, _SECOND)))
    assert texts(f"<div><p>编者按：本期介绍两地的做法，供参考。</p><p>编辑部</p></div>{items}")[-2:] == [
        _FIRST,
        _SECOND,
    ]


def test_attachments_stay() -> None:
    links = "".join(f'<li><a href="{n}.doc">附件{n}：名单</a></li>' for n in (1, 2, 3))
    assert texts(f"<div><div><p>{_FIRST}</p><ul>{links}</ul></div></div><p>版权所有</p>")[1:] == [
        "附件1：名单",
        "附件2：名单",
        "附件3：名单",
    ]


def test_the_masthead_before_the_text_stays() -> None:
    table = f"<table><tr><td><p>{_FIRST}</p><p>{_SECOND}</p></td></tr></table>"
    head = '<div><a href="/">首页</a></div><div>水乡工作通讯</div><div>2023年第6期</div>'
    foot = "<div>主编：李晓红</div><div>地址：城南</div>"
    assert texts(head + table + foot) == ["水乡工作通讯", "2023年第6期", _FIRST, _SECOND, "主编：李晓红"]


@pytest.mark.parametrize("words", ['class="entry-content"', 'id="zoom"', 'class="TRS_Editor"', 'id="vsb_content_2"'])
def test_an_element_that_says_it_holds_the_text_does(words: str) -> None:
    beside = "<div><h3>本站介绍</h3><p>本站由水乡县志愿者协会创办，介绍志愿服务活动。</p></div>"
    assert texts(f"<div><div {words}><p>{_FIRST}</p><p>{_SECOND}</p></div></div>{beside}")[:2] == [_FIRST, _SECOND]
    assert "本站介绍" not in texts(f"<div><div {words}><p>{_FIRST}</p><p>{_SECOND}</p></div></div>{beside}")


def test_elements_that_name_themselves_the_sites_are_so_unless_they_hold_the_text() -> None:
    assert texts(f'<div id="rightNav"><p>{_FIRST}</p><p>{_SECOND}</p></div><div class="nav">首页</div>') == [
        _FIRST,
        _SECOND,
    ]
    assert texts(f"<nav>首页</nav><p>{_FIRST}</p><footer>联系我们</footer>") == [_FIRST]


def test_what_scripts_will_show_is_read() -> None:
    assert texts(f'<div style="visibility: hidden"><p>{_FIRST}</p><p>{_SECOND}</p></div>') == [_FIRST, _SECOND]


def test_a_second_article_beside_a_long_one_stays() -> None:
    long = "".join(f"<p>{_FIRST}</p>" for _ in range(30))
    assert texts(f"<div><div>{long}</div></div><div><p>{_SECOND}</p></div>")[-1] == _SECOND


def test_a_colophon_below_the_text_stays() -> None:
    assert texts(f"<div><p>{_FIRST}</p><p>{_SECOND}</p><p>主编：李晓红</p><p>送：县领导</p></div>")[2:] == [
        "主编：李晓红",
        "送：县领导",
    ]


@pytest.mark.parametrize("tag", ["div", "b", "span", "table><tr><td", "ul><li", "font", "x"])
def test_deep_nesting_is_read_or_a_fault(tag: str) -> None:
    assert [line.text for line in fragment(f"<{tag}>" * 2_000 + "深") if line.text][-1].endswith("深")
    with pytest.raises(CorpusError, match="nested"):
        fragment(f"<{tag}>" * 100_000 + "深")


@pytest.mark.parametrize("junk", ["<!--", "<", "<a ", "</p>", "&", '<a href="', "<![CDATA["])
def test_unfinished_markup_is_no_crash_and_hides_nothing_before_it(junk: str) -> None:
    marked = read_bytes((f"<p>{_FIRST}</p>" + junk * 20_000).encode(), None)
    assert marked.lines[0].text == _FIRST


_PARTS = [
    "河道",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<td>",
    "<tr>",
    "<table>",
    "</table>",
    "<li>",
    "<br>",
    " ",
]


@given(st.lists(st.sampled_from(_PARTS)))
def test_no_word_is_lost(parts: list[str]) -> None:
    source = "".join(parts)
    lines = read_bytes(source.encode(), None).lines
    assert "".join(line.text for line in lines).count("河道") == source.count("河道")


def test_the_real_issue_is_read_as_its_gold_parse_says() -> None:
    path = SHARED / "newsletters" / "ilpsg_craft_201603.html"
    needs_shared(path)
    want = gold.load(path.with_suffix(".gold.json"))["articles"]
    articles = read(path).articles[-len(want) :]
    assert [(a.title, len(gold.tight(a.body) or "")) for a in articles] == [(g["title"], g["body_chars"]) for g in want]
