"""`wensou parse --format text`: what a person sees of a split, and that all of the file is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from corpus import Document, Issue, Remainder
from corpus.layout import split
from corpus.marked import MarkedText
from search.output.outline import plain, rows
from tests.support.places import SAMPLES
from tests.support.program import on_terminal, wensou
from tests.support.texts import FIRST, SECOND, THIRD

ISSUE = f"""水 利 简 报
2022年第5期
容县水利局主办

目 录
基层信息
容县修好村里水渠........ 1
北流培训班办到田间........ 2
玉林种下千亩果树........ 3

容县修好村里水渠
{FIRST}
（容县水利局 陈 燕）

北流培训班办到田头
本报讯 {SECOND[:30]}
— 2 —
{SECOND[30:]}

简讯
● {THIRD}
主编：陈 燕
"""

OUTLINE = """\
简报.txt: 水利简报 第5期 · 2022 · 容县水利局
        1-3  masthead: 水 利 简 报 2022年第5期 容县水利局主办
        5-9  contents: 目 录 基层信息 容县修好村里水渠........ 1 北流培训班办到田间........ 2 玉…
          9  warning: the contents list '玉林种下千亩果树', but no article has this title
             # 基层信息
      11-13  1. 容县修好村里水渠
             容县水利局 · 陈燕 · 广西壮族自治区/玉林市/容县 · 2022-09-22 · 48 characters · ID
         13  closing: （容县水利局 陈 燕）
      15-18  2. 北流培训班办到田头
             unit unknown · 广西壮族自治区/玉林市/北流市 · 2022 (issue) · 47 characters · ID
         15  warning: title '北流培训班办到田头' differs from the contents (line 8): '北流培训班办到田间'
         16  dateline: 本报讯
         17  furniture: — 2 —
         20  # 简讯
         21  3. 群众的事情无小事 (untitled)
             unit unknown · region unknown · 2022 (issue) · 46 characters · ID
         21  mark: ●
         22  colophon: 主编：陈 燕
3 articles; 158 characters in articles + 100 in the remainder = 258 in the file; 2 warnings; 2 without a unit
"""


def shown(text: str) -> str:
    """What was drawn, without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_everything_stands_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "简报.txt").write_text(ISSUE, encoding="utf-8")
    done = wensou("parse", "--format", "text", "简报.txt", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.sub(r"· [0-9a-f]{12}$", "· ID", done.stdout, flags=re.MULTILINE) == OUTLINE


def test_what_nothing_explains_is_left_over() -> None:
    document = Document("测试.txt", Issue(), (), (Remainder("text", f"一行\n{FIRST}{SECOND}", 3, 4),))
    _, left, total = plain(rows(MarkedText.plain(f"\n\n一行\n{FIRST}{SECOND}"), document))
    assert left == f"        3-4  left over: 一行 {FIRST}{SECOND}"[:72] + "…"
    assert total == "0 articles; 0 characters in articles + 97 in the remainder = 97 in the file"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_character_of_a_sample_is_lost(sample: Path) -> None:
    from corpus.reading import read_with_lines

    text, document = read_with_lines(sample)
    *_, total = plain(rows(text, document))
    counts = re.search(r"([\d,]+) characters in articles \+ ([\d,]+) in the remainder = ([\d,]+) in the file", total)
    assert counts
    articles, remainder, file = (int(count.replace(",", "")) for count in counts.groups())
    assert articles + remainder == file == len(squeezed(sample.read_text(encoding="utf-8")))


def test_a_loss_would_be_seen() -> None:
    text = f"修好村里水渠\n{FIRST}\n"
    *_, total = plain(rows(MarkedText.plain(text + "丢了"), split(text, "测试.txt")))
    assert "in the remainder not 56 in the file" in total


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_terminal_shows_the_same_on_lines_that_fit(tmp_path: Path, columns: int) -> None:
    (tmp_path / "简报.txt").write_text(ISSUE, encoding="utf-8")
    status, drawn = on_terminal("parse", "--format", "text", "简报.txt", cwd=tmp_path, columns=columns)
    lines = shown(drawn).splitlines()
    assert status == 0
    assert "\x1b[" in drawn
    assert all(cell_len(line) <= columns for line in lines)
    for expected in ("2.北流培训班办到田头", "unitunknown", "differsfromthecontents(line8)", "=258inthefile"):
        assert expected in squeezed(shown(drawn))
    assert not [line for line in lines if line.strip().startswith("·") or line.endswith("·")]
    assert next(line for line in lines if "furniture" in line).split() == ["17", "furniture:", "—", "2", "—"]


def test_warnings_of_json_lines_are_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "简报.txt").write_text(ISSUE, encoding="utf-8")
    done = wensou("parse", "简报.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert sorted(line.rpartition(" (line")[0] or line for line in done.stderr.splitlines()) == [
        "wensou: 简报.txt: line 15: title '北流培训班办到田头' differs from the contents",
        "wensou: 简报.txt: line 9: the contents list '玉林种下千亩果树', but no article has this title",
    ]
