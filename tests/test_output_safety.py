"""Hostile text in documents comes out inert: on the terminal, in tables, in JSON."""

from __future__ import annotations

import csv
import json
import re
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from search.cli.messages import show_fault
from search.errors import QueryError
from search.output.records import dump
from search.output.safe import one_line, visible
from search.output.tables import csv_row, tsv_row
from search.output.wrap import wrap
from tests.fuzz import hostile
from tests.support.program import on_terminal, wensou
from tests.support.terminal import harm

ESCAPE = "\x1b]0;owned\x07\x1b[31mred\x1b[0m"
OVERRIDE = "\u202eabc\u2066"
MARKUP = "[bold red]x[/bold red] [link=http://x]y[/link] :smile:"
HOSTILE = f"""工作通讯

{ESCAPE}{OVERRIDE}{MARKUP}县举办培训班

=1+1 农户学习育秧{ESCAPE}{OVERRIDE}{MARKUP}，共有60多名农户参加了这次培训活动。

（=cmd农技站 张三）
"""
# Colours, and links with nothing in them but what a URI may hold.
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=\d+;file://[\w.~%/-]+|;)\x1b\\", re.ASCII)
LIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / f"{OVERRIDE}\x1b[31m.txt").write_text(HOSTILE, encoding="utf-8")
    assert wensou("index", ".", cwd=folder).returncode == 0
    return folder


@pytest.mark.parametrize("name", ["text", "json", "jsonl", "csv", "tsv"])
def test_nothing_live_comes_out_of_search(home: Path, name: str) -> None:
    done = wensou("search", "农户", "--format", name, cwd=home)
    assert done.returncode == 0
    assert not LIVE.search(done.stdout)
    assert "[bold red]x[/bold red]" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "农户", "--explain"],
        ["show", "ID"],
        ["list", "units"],
        ["list", "sources"],
        ["parse", "--format", "text", "FILE"],
        ["parse", "FILE"],
    ],
)
def test_nothing_live_comes_out_of_other_commands(home: Path, arguments: list[str]) -> None:
    article = wensou("search", "农户", "--format", "ids", cwd=home).stdout.strip()
    file = next(home.glob("*.txt")).name
    done = wensou(*({"ID": article, "FILE": file}.get(word, word) for word in arguments), cwd=home)
    assert done.returncode == 0
    assert done.stdout
    assert not LIVE.search(done.stdout)


def test_the_terminal_is_moved_by_us_alone(home: Path) -> None:
    for arguments in (
        ["search", "农户", "--format", "paths"],
        ["search", "农户"],
        ["search", "农户", "--region", ESCAPE],
        ["search", f'"{ESCAPE}'],
        ["list", "units"],
        ["list", "sources"],
        ["parse", "--format", "text", next(home.glob("*.txt")).name],
    ):
        _, shown = on_terminal(*arguments, cwd=home)
        ours = OURS.sub("", shown.replace("\r", ""))
        assert not LIVE.search(ours), arguments


def test_no_cell_of_a_table_is_a_formula(home: Path) -> None:
    for name, separator in (("csv", ","), ("tsv", "\t")):
        out = wensou("search", "农户", "--format", name, "--fields", "unit,snippet", cwd=home).stdout
        for cell in out.splitlines()[1].split(separator):
            assert cell.lstrip('"')[0] not in "=+-@"


@given(st.lists(st.text('"=+-@ \t甲'), min_size=1))
def test_no_cell_is_a_formula_as_a_spreadsheet_parts_a_row(cells: list[str]) -> None:
    for row, dialect in ((csv_row(cells), csv.excel), (tsv_row(cells) + "\n", csv.excel_tab)):
        for cell in next(csv.reader(StringIO(row), dialect)):
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_hostile_documents_show_nothing_but_text_in_any_command_and_format(tmp_path: Path) -> None:
    hostile.write(tmp_path, count=30, seed=7)
    assert list(hostile.faults(tmp_path, seed=7, engine="whoosh")) == []


def test_harm_is_noticed() -> None:
    assert harm("\x1b[1;31m农户\x1b[0m\r\n") == set()
    for live in ("\x1b[2J", "\x1b]52;c;b3duZWQ=\x07", "\x1b]0;x\x07", "\x1b[5;5H", "\u202e", "\x07", "\x9b31m", "\x0e"):
        assert harm(f"农户{live}农户"), live


@given(st.text())
def test_symbols_stand_one_for_one(text: str) -> None:
    assert len(visible(text)) == len(one_line(text)) == len(text)
    assert not LIVE.search(one_line(text))
    assert visible(visible(text)) == visible(text)


@given(st.text())
def test_json_says_the_same(text: str) -> None:
    dumped = dump({"x": text})
    assert json.loads(dumped) == {"x": text}
    assert not LIVE.search(dumped)
    dumped.encode()


@given(st.text(st.one_of(st.sampled_from("关爱保险，。ab12 \n（"), st.characters()), max_size=80), st.integers(2, 40))
def test_lines_fit_and_lose_nothing_but_spaces(text: str, cells: int) -> None:
    shown = visible(text)
    lines = [shown[start:end] for start, end in wrap(shown, cells)]
    assert all(cell_len(line) <= cells or len(line) == 1 for line in lines)
    assert "".join(lines).replace(" ", "") == shown.replace("\n", "").replace(" ", "")


def test_lines_break_where_a_typesetter_would() -> None:
    text = "推进关爱保险，覆盖全县，参保率达157.64%。"
    lines = [text[start:end] for start, end in wrap(text, 12)]
    assert lines == ["推进关爱保", "险，覆盖全", "县，参保率达", "157.64%。"]


@pytest.mark.parametrize("cells", range(2, 9))
def test_emoji_are_not_cut_and_take_the_cells_that_they_take(cells: int) -> None:
    for emoji in ("❤\ufe0f", "1\ufe0f\u20e3", "👨\u200d👩\u200d👧", "e\u0301"):
        text = emoji * 9
        lines = [text[start:end] for start, end in wrap(text, cells)]
        assert all(cell_len(line) <= cells for line in lines)
        assert all(line.startswith(emoji) and line.endswith(emoji) for line in lines) or cells < 6


def test_what_is_known_of_an_article_is_never_cut_on_a_narrow_terminal(home: Path) -> None:
    _, shown = on_terminal("search", "农户", cwd=home, columns=40)
    lines = [line.strip() for line in OURS.sub("", shown).splitlines()]
    assert not [line for line in lines if line.startswith("·") or line.endswith(" ·")]
    assert all(cell_len(line) <= 40 for line in lines)


@given(
    st.text(st.sampled_from("关爱ＡＢab，\u0301\n\t\x00\x1b\ud800\u202e"), max_size=90),
    st.text(st.sampled_from("关爱Ａa\x1b"), min_size=1, max_size=70),
    st.text(st.sampled_from("关爱ab\n\ud800"), max_size=90),
)
def test_marks_stand_under_the_place_at_fault(before: str, at: str, after: str) -> None:
    span = (len(before), len(before) + len(at))
    fault = QueryError("open-quote", "x", before + at + after, span, "y")
    with redirect_stderr(StringIO()) as said:
        show_fault(fault)
    _, shown, marks = said.getvalue().removesuffix("\n").split("\n")
    assert not LIVE.search(shown)
    place, marked = cell_len(marks[: marks.index("^")]), cell_len(marks.strip())
    beginning = next(number for number in range(len(shown)) if cell_len(shown[:number]) == place)
    under = next(part for number in range(len(shown) + 1) if cell_len(part := shown[beginning:number]) == marked)
    assert under.lstrip("\u0301") == one_line(at)[:60]
    assert cell_len(shown) <= 2 * (30 + 60 + 30) + 4
