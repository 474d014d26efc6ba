"""The prompt: what a line means, what a session answers, and that a real terminal can talk to it."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest
from rich.console import Console

from corpus.records import Article
from index import Index
from index.facets import Facets
from index.opening import stored
from search import RequestError
from search.cli.interactive.lines import Ask, Clear, Count, Line, Narrow, Open, Order, Quit, Turn, understood
from search.cli.interactive.prompt import completions
from search.cli.interactive.session import Session
from tests.support.places import SAMPLES
from tests.support.program import WENSOU, environment, on_terminal, wensou

SHOWN: Final = range(11, 21)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder)
    assert wensou("index", ".", cwd=folder).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("关爱 保险", Ask("关爱 保险")),
        ("12", Open(12)),
        (" 20 ", Open(20)),
        ("3", Ask("3")),
        ("2022", Ask("2022")),
        ('"12"', Ask('"12"')),
        ("", Turn(1)),
        (":back", Turn(-1)),
        (":region 贵港", Narrow("region", ("贵港",))),
        ("：地区 贵港，桂林", Narrow("region", ("贵港", "桂林"))),
        ("：地区　贵港", Narrow("region", ("贵港",))),
        (":section “春耕 惠农” 简讯", Narrow("section", ("“春耕 惠农” 简讯",))),
        (":since 2022-09", Narrow("since", ("2022-09",))),
        (":unit", Narrow("unit", ())),
        (":clear", Clear()),
        (":sort date", Order("date")),
        (":统计 month", Count("month")),
        (":reg 贵港", Narrow("region", ("贵港",))),
        (":QUIT", Quit()),
    ],
)
def test_lines_are_understood(line: str, meant: Line) -> None:
    assert understood(line, SHOWN) == meant


@pytest.mark.parametrize("line", [":nothing", ":", ":s 要闻", ":count", ":sort"])
def test_a_directive_that_there_is_not_is_a_fault(line: str) -> None:
    with pytest.raises(RequestError):
        understood(line, SHOWN)


class Desk:
    """A session with what it has shown, and with messages as on a terminal."""

    def __init__(self, path: Path) -> None:
        self.screen = io.StringIO()
        self.paged: list[str] = []
        self.session = Session(stored(path), Console(file=self.screen, width=80), self.paged.append, limit=4)

    def says(self, line: str) -> str:
        self.screen.seek(0)
        self.screen.truncate()
        with patch.object(sys.stderr, "isatty", return_value=True):
            assert self.session.answer(line)
        return self.screen.getvalue()


def held(home: Path, query: str, **filters: str) -> list[Article]:
    from search import Filters, Searcher

    chosen = Filters(**{name: (value,) for name, value in filters.items()})  # type: ignore[arg-type]
    hits = Searcher(Index(home / ".wensou")).search(query, filters=chosen, limit=1_000).hits
    return [hit.article for hit in hits]


def test_filters_hold_until_they_are_cleared(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(home / ".wensou")
    first = desk.says("农业")
    everywhere, hunan = held(home, "农业"), held(home, "农业", region="湖南")
    assert everywhere[0].id in first
    assert f"1-4 of {len(everywhere)}, next: Enter" in capsys.readouterr().err
    assert hunan[0].id in desk.says(":region 湖南")
    assert f"1-4 of {len(hunan)}" in capsys.readouterr().err
    assert held(home, "保险", region="湖南")[0].id in desk.says("保险")
    assert held(home, "保险")[0].id in desk.says(":clear")


def test_pages_turn_and_results_open(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(home / ".wensou")
    desk.says("农业")
    ids = [article.id for article in held(home, "农业")]
    second = desk.says("")
    assert [name in second for name in ids[:8]] == [False] * 4 + [True] * 4
    assert desk.says("6") == ""
    assert held(home, "农业")[5].body[:20] in desk.paged[0].replace("\n", "")
    assert ids[0] in desk.says(":back")
    desk.says(":back")
    assert "this is the first page" in capsys.readouterr().err
    assert desk.says("5") != ""  # not on this page: a query
    assert len(desk.paged) == 1


def test_faults_and_nothing_found_are_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(home / ".wensou")
    for line, said in (
        ('"没有的词语"', "nothing found"),
        ('"', "a quote that is not closed"),
        (":nothing", "there is no :nothing"),
        (":sort size", "not by 'size'"),
        (":count town", "count by one of region"),
        (":since 冬天", "冬天"),
    ):
        desk.says(line)
        assert said in capsys.readouterr().err, line
        desk.says(":clear")
        capsys.readouterr()
    assert not desk.session.answer(":quit")


def test_a_session_sees_what_was_indexed_since(home: Path, tmp_path: Path) -> None:
    shutil.copy(next(iter(sorted(home.glob("*.txt")))), tmp_path)
    assert wensou("index", ".", cwd=tmp_path).returncode == 0
    desk = Desk(tmp_path / ".wensou")
    assert desk.says('"戊己庚辛"') == ""
    (tmp_path / "new.jsonl").write_text('{"title": "甲乙丙丁新题", "body": "戊己庚辛"}\n', encoding="utf-8")
    assert wensou("index", ".", cwd=tmp_path).returncode == 0
    assert "甲乙丙丁新题" in desk.says('"戊己庚辛"')
    assert "甲乙丙丁新题" in desk.says(":sort date")


def test_counts_are_drawn(home: Path) -> None:
    desk = Desk(home / ".wensou")
    desk.says("农业")
    assert "湖南省" in desk.says(":count region")


def test_completions_are_of_the_index() -> None:
    facets = Facets(
        region={"甲省": 3, "甲省/乙市": 2},
        section={"“春耕 惠农” 简讯": 1, "要闻": 2},
        unit={"容县水利局": 1, "坏\x1b": 1},
    )

    def offered(before: str) -> list[str]:
        return [before[: len(before) - len(typed)] + value for typed, value in completions(before, facets)]

    assert offered(":region 乙") == [":region 乙市"]
    assert offered(":region 甲省,乙") == [":region 甲省,乙市"]
    assert offered(":section ") == [":section “春耕 惠农” 简讯", ":section 要闻"]
    assert offered(":unit ") == [":unit 容县水利局"]
    assert offered(":count mo") == [":count month"]
    assert offered(":re") == [":region "]
    assert offered("保险 栏目:“春") == ['保险 栏目:"“春耕 惠农” 简讯"']
    assert offered("保险 标") == ["保险 标题:"]
    assert offered("保险 ti") == ["保险 title:"]
    assert offered("(地区:乙") == ["(地区:乙市"]
    assert offered("保险 ") == []


def test_a_terminal_talks_to_the_prompt(home: Path, tmp_path: Path) -> None:
    child, leader = pty.fork()
    if child == 0:
        os.chdir(home)
        values = environment(COLUMNS="80", HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path / "state"))
        os.execvpe(WENSOU[0], WENSOU, values)
    try:
        # What is typed before the prompt is back may be lost: each line waits for it.
        for typed, wanted in (("", ">"), ("农业\r", "next: Enter"), (":region 湖\t", "湖南"), ("\r", "湖南省] >")):
            os.write(leader, typed.encode())
            assert wanted in _until(leader, wanted)
        os.write(leader, b"\x04")
        assert "Traceback" not in _until(leader, "")
    finally:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(leader)
    assert os.waitstatus_to_exitcode(status) == 0
    history = tmp_path / "state" / "wensou" / "history"
    assert "农业" in history.read_text(encoding="utf-8")
    assert history.stat().st_mode & 0o077 == 0


def _until(leader: int, wanted: str) -> str:
    """What a terminal shows, without its controls, until something wanted is there."""
    shown = b""
    plain = ""
    deadline = time.monotonic() + 30
    while (not wanted or wanted not in plain) and time.monotonic() < deadline:
        if select.select([leader], [], [], 0.2)[0]:
            try:
                shown += os.read(leader, 65_536)
            except OSError:  # it has ended
                break
            if b"\x1b[6n" in shown:  # where is the cursor?
                os.write(leader, b"\x1b[1;1R")
                shown = shown.replace(b"\x1b[6n", b"")
            plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8", "replace"))
    return plain


def test_without_an_index_or_a_terminal_there_is_help(home: Path, tmp_path: Path) -> None:
    assert wensou(cwd=home).stdout.startswith("Usage: wensou")
    status, shown = on_terminal(cwd=tmp_path)
    assert (status, "Usage: wensou" in shown) == (0, True)
