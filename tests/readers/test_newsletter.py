"""One newsletter, made by an office program in each format, is the same to all readers of word processors' files."""

from __future__ import annotations

import pytest

from corpus import read
from corpus.readers import marked
from tests.support.office import DATA

SUFFIXES = (".docx", ".doc", ".rtf", ".odt")

_TEXT = [
    (1, 1, "山乡通讯"),
    (0, 1, "2023年第4期（总第27期）"),
    (0, 1, "青溪县乡村工作办公室\t2023年4月28日"),
    (2, 1, "工作动态"),
    (3, 1, "青溪县修好进村最后一段路"),
    (0, 1, "四月上旬，青溪县把剩下的十一段进村土路全部铺成水泥路，一千二百户出行不再绕道。"),
    (0, 1, "指宽三米半以上的路。"),
    (0, 1, "县里主要做了两件事："),
    (0, 1, "一、先修学生走的路"),
    (0, 1, "（一）每村报一段"),
    (0, 1, "（二）由村民代表定先后"),
    (0, 1, "二、再修运菜的路"),
    (0, 1, "（青溪县交通运输局 周禾）"),
    (3, 1, "白石镇的菜坐上早班车"),
    (0, 1, "白石镇同客运站商定，每天早上六点的班车留出后舱运菜，菜农每斤多收两角钱。"),
    (0, 1, "链接：早班车停靠七个村"),
    (0, 1, "村\t户数\t增收（万元）"),
    (0, 1, "石门村\t86\t12.5"),
    (2, 2, "经验交流"),
    (0, 2, "柳河村晒账本"),
    (0, 2, "柳河村每月五日在晒谷场公布收支，"),
    (0, 2, "谁都可以当场问。"),
    (0, 2, "桥头村请老师傅讲修渠"),
    (0, 2, "桥头村请三位老师傅给青年讲怎样砌渠、怎样看水，听的人坐满了祠堂。"),
    (0, 2, "主编：沈禾\u3000编辑：何苗"),
]
_RUNNING = ["山乡通讯 2023年第4期", "第2页"]
_STANDS_OUT = ["柳河村晒账本", "桥头村请老师傅讲修渠"]  # bold, and larger
_CENTRED = ["2023年第4期（总第27期）", "柳河村晒账本", "主编：沈禾\u3000编辑：何苗"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_newsletter_is_read_as_its_readers_see_it(suffix: str) -> None:
    text = marked(DATA / f"山乡通讯{suffix}")
    assert (text.paragraphs, text.warnings) == (True, ())
    assert text.title is None  # `旧的模板` in its properties
    assert [(line.heading, line.page, line.text.strip()) for line in text.lines if line.role is None] == _TEXT
    assert [line.text for line in text.lines if line.role == "furniture"] == _RUNNING
    assert [line.number for line in text.lines] == list(range(1, len(text.lines) + 1))
    assert [line.text for line in text.lines if line.emphasis and not line.heading] == _STANDS_OUT
    assert [line.text for line in text.lines if line.centred and not line.heading] == _CENTRED
    prose = [line.text for line in text.lines if line.text.strip().startswith("四月")]
    assert prose[0].startswith("\u3000\u3000四月")
    closing = next(line.text for line in text.lines if "周禾" in line.text)
    assert closing.startswith("\u3000" * 10)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_its_articles_are_found(suffix: str) -> None:
    document = read(DATA / f"山乡通讯{suffix}")
    articles = [(a.section, a.title, a.unit, a.author) for a in document.articles]
    assert articles[:2] == [
        ("工作动态", "青溪县修好进村最后一段路", "青溪县交通运输局", "周禾"),
        ("工作动态", "白石镇的菜坐上早班车", None, None),
    ]
    assert (document.issue.title, document.issue.date) == ("山乡通讯", "2023-04-28")
