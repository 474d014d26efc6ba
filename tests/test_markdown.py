"""Markdown is read as its readers see it, and each line knows where it stands in the source."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import CorpusError, read
from corpus.marked import Line, MarkedText
from corpus.readers.markdown import read_bytes
from tests.support import gold
from tests.support.places import SHARED, needs_shared

_ISSUE = """\
---
title: 水乡工作通讯
date: 2023-06-15
layout: default
---

# 水乡工作通讯 第6期

本期要目：

- [清淤护河在行动](#清淤护河在行动)
- [读书会办到家门口](#读书会办到家门口)
- [夏粮收购开秤](#夏粮收购开秤)

## 工作动态

### 清淤护河在行动

6月2日，**水乡县水利局。**组织志愿者清理河道，
当天清运淤泥十二吨，详见[县政府网站](https://example.org/a_b)的通报。

![志愿者在清理河道](images/1.jpg)

（水乡县水利局 王小明）

### 读书会办到家门口

镇文化站每周六举办读书会：

1. 第一场讲`节气`；
2. 第二场讲乡土，
   由退休教师主讲。

> 读书要读到心里去，
> 日子才会过到书里去。

| 场次 | 人数 |
|------|-----:|
| 一   | 46   |
| 二   | *58* |

### 夏粮收购开秤

<!-- 待补图 -->
<p align="center">今年夏粮收购价每斤<b>一元二角</b>。<br>农户随到随收。</p>

```
# 不是标题
  库点    电话
```

----

编辑：李晓红
"""


def lines_of(source: str) -> list[Line]:
    """The lines that have text."""
    return [line for line in read_bytes(source.encode(), None).lines if line.text]


def texts(source: str) -> list[str]:
    """Their texts."""
    return [line.text for line in lines_of(source)]


def only(source: str) -> Line:
    """The one line."""
    (line,) = lines_of(source)
    return line


def test_an_issue_is_split_at_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "通讯.md"
    path.write_text(_ISSUE, encoding="utf-8")
    document = read(path)
    assert [(a.section, a.title, a.line_start) for a in document.articles] == [
        ("工作动态", "清淤护河在行动", 17),
        ("工作动态", "读书会办到家门口", 26),
        ("工作动态", "夏粮收购开秤", 42),
    ]
    first, second, third = document.articles
    assert first.body == "6月2日，水乡县水利局。组织志愿者清理河道，当天清运淤泥十二吨，详见县政府网站的通报。"
    assert (first.unit, first.author, first.date) == ("水乡县水利局", "王小明", "2023-06-02")
    assert second.body == (
        "镇文化站每周六举办读书会：\n1. 第一场讲节气；\n2. 第二场讲乡土，由退休教师主讲。\n"
        "读书要读到心里去，日子才会过到书里去。\n场次\t人数\n一\t46\n二\t58"
    )
    assert third.body == "今年夏粮收购价每斤一元二角。\n农户随到随收。\n# 不是标题\n库点    电话"
    labels = {r.text: r.label for r in document.remainder}
    assert labels["志愿者在清理河道"] == "furniture"
    assert labels["编辑：李晓红"] == "colophon"


def test_front_matter_tells_title_and_date() -> None:
    text = read_bytes(_ISSUE.encode(), None)
    assert (text.title, text.date) == ("水乡工作通讯", "2023-06-15")
    assert {line.role for line in text.lines[:5]} == {"furniture"}
    toml = read_bytes('+++\ntitle = "通讯"\ndate = 2023-06-15T08:00:00+08:00\n+++\n正文。\n'.encode(), None)
    assert (toml.title, toml.date, toml.lines[-1].text) == ("通讯", "2023-06-15", "正文。")


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert texts("---\n\n正文在此。\n") == ["---", "正文在此。"]


def test_links_into_the_document_are_contents() -> None:
    lines = lines_of("- [一](#a)\n- [二](#b)，\n- [三](http://c)\n")
    assert [line.role for line in lines] == ["contents", "contents", None]


def test_items_know_that_they_are_items() -> None:
    lines = lines_of("- 甲\n- 乙\n\n  乙的第二段\n\n丙\n")
    assert [(line.text, line.item) for line in lines] == [
        ("甲", True),
        ("乙", True),
        ("乙的第二段", False),
        ("丙", False),
    ]


def test_a_line_broken_at_the_margin_or_in_a_sentence_goes_on() -> None:
    long = "今年以来全县把农田水利建设作为重点工程来抓先后投入"
    assert texts(f"{long}\n资金三百万元\n") == [long + "资金三百万元"]
    assert texts("在会上，\n他说\n") == ["在会上，他说"]
    assert texts("word one,\nword two\n") == ["word one, word two"]


def test_paragraphs_without_a_blank_line_between_them_stay_paragraphs() -> None:
    first, second = "今年以来全县把农田水利建设作为重点工程来抓。", "各乡镇也先后行动起来。"
    assert texts(f"{first}\n{second}\n水乡县水利局\n") == [first, second, "水乡县水利局"]


def test_short_lines_and_breaks_stay_lines() -> None:
    assert texts("主办：水利局\n编辑：王小明\n") == ["主办：水利局", "编辑：王小明"]
    assert texts("春眠不觉晓，  \n处处闻啼鸟。<br/>夜来风雨声") == ["春眠不觉晓，", "处处闻啼鸟。", "夜来风雨声"]


@pytest.mark.parametrize("indent", ["    ", "\t", "\u3000\u3000"])
def test_indented_paragraphs_are_no_code_and_do_not_run_together(indent: str) -> None:
    first, second = "今年以来全县把农田水利建设作为重点工程来抓。", "各乡镇也先后行动起来，成效明显。"
    assert [t.strip() for t in texts(f"{indent}{first}\n{indent}{second}\n")] == [first, second]


def test_cells_beyond_those_of_the_first_row_are_read() -> None:
    assert texts("| 甲 | 乙 |\n|---|---|\n| 1 | 2 \\| 3 | 4 | 5 |\n|6|\n") == ["甲\t乙", "1\t2 | 3\t4\t5", "6\t"]


@pytest.mark.parametrize("source", ['<p align="center>甲<b>乙</b></p>', "<!-- 甲\n\n乙"])
def test_markup_without_end_hides_nothing(source: str) -> None:
    kept = "".join(texts(source))
    assert "甲" in kept
    assert "乙" in kept
    assert texts("<script>\nlet x\n</script>\n<!-- 注 -->\n") == []


def test_code_that_has_no_end_is_read_to_the_last_line() -> None:
    assert texts("甲\n```\n乙\n丙") == ["甲", "乙", "丙"]


def test_headings_of_all_kinds() -> None:
    lines = lines_of("# 一 #\n\n##二级\n\n###\u3000小节\n\n三\n===\n\n四\n---\n\n#话题# 不是标题\n")
    assert [(line.text, line.heading) for line in lines] == [
        ("一", 1),
        ("二级", 2),
        ("小节", 3),
        ("三", 1),
        ("四", 2),
        ("#话题# 不是标题", 0),
    ]


@pytest.mark.parametrize("source", ["[TOC]", "[[_TOC_]]", "{:toc}", "{% include a.html %}\n{% endif %}"])
def test_instructions_to_programs_are_furniture(source: str) -> None:
    assert {line.role for line in lines_of(source)} == {"furniture"}


def test_a_rule_below_a_paragraph_makes_no_heading_of_it() -> None:
    prose = "全县把农田水利建设作为重点工程来抓，" * 5
    assert [(line.text, line.heading) for line in lines_of(f"{prose}\n----\n")] == [(prose, 0), ("----", 0)]


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("**重点。**后文", "重点。后文"),
        ("前文**“引语”**后文", "前文“引语”后文"),
        (r"3 \* 4 \*\*不是\*\*", "3 * 4 **不是**"),
        ("2 ** 3", "2 ** 3"),
        ("*斜*、_斜_、~~删~~", "斜、斜、删"),
        ("`a*b*`", "a*b*"),
        ('[文字](http://x "题")<http://y>', "文字http://y"),
        (r"\[hw\] &lt;甲&gt; &copy;", "[hw] <甲> ©"),
        ("水<sup>2</sup><!-- 注 -->位", "水2位"),
        ("[脚][1]\n\n[1]: http://x", "脚"),
    ],
)
def test_a_line_is_what_its_reader_sees(source: str, seen: str) -> None:
    assert only(source).text == seen


def test_a_line_in_bold_has_emphasis() -> None:
    assert [line.emphasis for line in lines_of("**全是**\n\n**不全**是\n\n没有\n")] == [True, False, False]


def test_numbers_of_lines_are_those_of_the_source() -> None:
    source = "甲\n\n\n- 乙\n- 丙，\n  丁\n\n```\n戊\n```\n\n| 己 |\n|---|\n| 庚 |\n\n> 辛\n"
    numbers = {line.text: line.number for line in lines_of(source)}
    assert numbers == {"甲": 1, "乙": 4, "丙，丁": 5, "戊": 9, "己": 12, "庚": 14, "辛": 16}
    assert [line.number for line in read_bytes(source.encode(), None).lines if not line.text][:2] == [2, 3]


@pytest.mark.parametrize("mark", ["> ", "- "])
def test_blocks_nested_too_deeply_are_a_fault(mark: str) -> None:
    assert texts(mark * 40 + "深") == ["深"]
    with pytest.raises(CorpusError, match="nested more than"):
        texts(mark * 3000 + "深")


@pytest.mark.parametrize("mark", ["[", "![", "*", "_ ", "`", "<!--", "**["])
def test_marks_without_end_are_text(mark: str) -> None:
    assert "".join(texts(mark * 20_000 + "文")).endswith("文")


_MARKS = ["河道", "，", "**", "# ", "- ", "> ", "\n", "\n\n", " ", "1. ", "`", "|", "  ", "会议。", "#"]
_WORDS = st.lists(st.sampled_from(_MARKS))


@given(_WORDS)
def test_no_word_is_lost(words: list[str]) -> None:
    source = "".join(words)
    text: MarkedText = read_bytes(source.encode(), None)
    kept = "".join(line.text for line in text.lines)
    for word in ("河道", "会议"):
        assert kept.count(word) == source.count(word)


def test_the_real_issue_is_read_as_its_gold_parse_says() -> None:
    path = SHARED / "newsletters" / "cnrv_biweekly_2017-11-09.md"
    needs_shared(path)
    want = gold.load(path.with_suffix(".gold.json"))
    document = read(path)
    assert [(a.section, a.title) for a in document.articles] == [(g["section"], g["title"]) for g in want["articles"]]
    sizes = [len(gold.tight(a.body) or "") for a in document.articles]
    assert all(abs(size - g["body_chars"]) <= 2 for size, g in zip(sizes, want["articles"], strict=True))
