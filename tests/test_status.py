"""`wensou status`: for people on a terminal what they ask, for programs the same lines as ever."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import pytest

from search.output.overview import Line, overview
from tests.support.places import SAMPLES
from tests.support.program import environment, on_terminal, wensou

NAMES = [
    "index", "engine", "articles", "files", "issues", "first date", "last date", "bytes of text", "bytes on disk",
    "user words", "created", "made by", "changed files", "vanished files",
]  # fmt: skip
STATUS = {
    "index": "/通讯/.wensou", "engine": "tantivy", "articles": 12345, "files": 1, "issues": 2, "first_date": "2020",
    "last_date": "2024-03-28", "bytes_of_text": 38_061, "bytes_on_disk": 1_802_452, "user_words": 3,
    "created": "2024-03-31T23:30:00+00:00", "made_by": "wensou 0.1.0", "changed_files": 0, "vanished_files": 0,
}  # fmt: skip
NOW = datetime(2024, 4, 2, 9, tzinfo=timezone.utc)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "通讯"
    folder.mkdir()
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder)
    assert wensou("index", "通讯", cwd=tmp_path).returncode == 0
    return tmp_path


def test_a_few_lines_tell_what_is_indexed() -> None:
    assert list(overview(STATUS, ".wensou", "", NOW)) == [
        Line("index", ".wensou"),
        Line("holds", "12,345 articles from 1 file, 2 issues"),
        Line("dates", "2020 to 2024-03-28"),
        Line("size", "38.1 kB of text, 1.8 MB on disk"),
        Line("engine", "tantivy, 3 words of your own"),
        Line("made", "2 days ago (2024-03-31 23:30), by wensou 0.1.0"),
        Line("fresh", "no indexed file has changed since"),
    ]


def test_what_is_not_known_is_left_out() -> None:
    lines = dict(overview({**STATUS, "first_date": None, "user_words": 0}, ".wensou", "", NOW))
    assert "dates" not in lines
    assert lines["engine"] == "tantivy"


def test_pipes_get_the_same_lines_as_ever(home: Path) -> None:
    lines = wensou("status", cwd=home).stdout.splitlines()
    assert [line[:16].rstrip() for line in lines] == NAMES


def test_files_that_changed_are_told_with_the_command_that_reads_them_again(home: Path) -> None:
    first, second, *_ = sorted((home / "通讯").iterdir())
    assert "no indexed file has changed" in on_terminal("status", cwd=home, TERM="dumb")[1]
    os.utime(first, (1, 1))
    shown = on_terminal("status", cwd=home, TERM="dumb")[1]
    assert "1 file changed since\n" in shown
    assert shown.endswith(f"next    wensou index 通讯/{first.name}\n")
    second.unlink()
    shown = on_terminal("status", "--index", ".wensou", cwd=home, TERM="dumb")[1]
    assert "1 file changed, 1 file vanished since\n" in shown
    command = shown.splitlines()[-1].removeprefix("next    ")
    assert command == "wensou index --index .wensou 通讯"
    program = command.replace("wensou", f"{sys.executable} -m wensou", 1)
    subprocess.run(program, shell=True, cwd=home, env=environment(), check=True, capture_output=True)
    assert "no indexed file has changed" in on_terminal("status", cwd=home, TERM="dumb")[1]


def test_no_folder_above_that_of_the_index_is_to_be_read(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "一.txt"
    shutil.copy(next((home / "通讯").iterdir()), elsewhere)
    assert wensou("index", elsewhere, cwd=home).returncode == 0
    elsewhere.unlink()
    shutil.rmtree(home / "通讯")
    assert "next    wensou index PATH...\n" in on_terminal("status", cwd=home, TERM="dumb")[1]
