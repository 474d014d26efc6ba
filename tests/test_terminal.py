"""What is drawn on terminals of any width: no line is wider, nothing is lost, colour changes nothing."""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from rich.cells import cell_len

from search.cli import cli
from tests.support.places import SAMPLES
from tests.support.program import wensou

# A name that no narrow terminal has room for, with letters of all widths.
LONG = f"{'关爱保险工作简报' * 5}-{'Newsletter' * 9}-第3期.txt"
COMMANDS = {
    "search": ["search", "农业保险", "-n", "20"],
    "filters": ["search", "--region", "怀化市", "--explain", "-n", "5"],
    "some": ["search", "关爱农业保险在没有的地方", "--region", "湖南省"],
    "nothing": ["search", "没有的词语", "--section", "没有这个栏目的名称", "--unit", "也没有这个单位的名称"],
    "count-by": ["search", "农业保险", "--count-by", "region"],
    "units": ["list", "units"],
    "sources": ["list", "sources"],
    "status": ["status"],
    "page": ["search", "农业保险", "-n", "3"],
    "last": ["search", "农业保险", "-n", "3", "--page", "4"],
    "beyond": ["search", "农业保险", "-n", "3", "--page", "9"],
    "show": ["show", "bad684", "8cae0b", "--query", "农业保险"],
}
# Where what is shown depends on the room there is for it.
FITTED = {"search", "filters", "some", "page", "last"}
COLUMNS = (40, 80, 200)
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9]")
_BLOCKS = re.compile(r"[▏▎▍▌▋▊▉█·\s]")


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal, and keeps what it is told."""

    def __init__(self) -> None:
        self.kept = io.BytesIO()
        super().__init__(self.kept, encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        """All that it was told, without colours and links."""
        return _ESCAPES.sub("", self.told())

    def told(self) -> str:
        """All that it was told."""
        return self.kept.getvalue().decode()


Draw: TypeAlias = Callable[[str, int, str], tuple[Terminal, Terminal]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder)
    shutil.copy(SAMPLES / "甘农简讯-2024-03.txt", folder / LONG)
    assert wensou("index", ".", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def draw(home: Path, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draws what a command shows, on standard output and on standard error."""
    monkeypatch.chdir(home)
    for name in ("WENSOU_INDEX", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def draw(name: str, columns: int, color: str) -> tuple[Terminal, Terminal]:
        out, err = Terminal(), Terminal()
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", str(columns))
            patch.setenv("TERM", "xterm-256color")
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            cli.main([*COMMANDS[name], "--color", color], prog_name="wensou", standalone_mode=False)
        return out, err

    return draw


@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_is_wider_than_the_terminal(draw: Draw, name: str) -> None:
    for columns in COLUMNS:
        out, err = (stream.shown() for stream in draw(name, columns, "always"))
        assert out or err
        lines = [line for line in (out + err).splitlines() if not line.startswith("wensou search ")]  # to copy
        assert [line for line in lines if cell_len(line) > columns] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_colour_changes_nothing_but_colour(draw: Draw, name: str) -> None:
    colour, plain = draw(name, 80, "always"), draw(name, 80, "never")
    assert [stream.shown() for stream in colour] == [stream.shown() for stream in plain]
    assert COLOUR.search(colour[0].told()) or not colour[0].shown()
    assert not COLOUR.search(plain[0].told())
    assert "\x1b]" not in plain[0].told()


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - FITTED))
def test_nothing_is_lost_on_a_narrow_terminal(draw: Draw, name: str) -> None:
    narrow, normal, wide = ([_letters(stream) for stream in draw(name, columns, "never")] for columns in COLUMNS)
    assert narrow == normal == wide


def test_titles_and_facts_of_results_are_whole_on_a_narrow_terminal(draw: Draw) -> None:
    lines = wensou(*COMMANDS["search"], "--fields", "title,unit,section,date,id", "--format", "tsv", cwd=Path.cwd())
    for columns in COLUMNS:
        shown = _letters(draw("search", columns, "never")[0])
        for line in lines.stdout.splitlines()[1:]:
            assert all(_BLOCKS.sub("", cell) in shown for cell in line.split("\t")), (columns, line)


def test_pages_are_told_with_the_next(draw: Draw) -> None:
    for name, told in (("page", "wensou: 1-3 of 12, next: --page 2\n"), ("last", "wensou: 10-12 of 12\n")):
        assert draw(name, 80, "never")[1].shown() == told
    assert draw("beyond", 80, "never")[1].shown() == "wensou: there are 12 results on 4 pages\n"
    assert draw("search", 80, "never")[1].shown() == ""


def _letters(stream: Terminal) -> str:
    """What a stream was told, but white space, bars and what parts facts on a line."""
    return _BLOCKS.sub("", stream.shown())
