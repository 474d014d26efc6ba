"""Completion: what is offered, and that bash, zsh and fish take it as it is meant."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from index.facets import Facets, count_facets
from index.plan import Every, Plan
from search.cli.completion import region_names
from search.searcher import Searcher
from tests.support.indexes import article
from tests.support.program import environment, wensou

SECTION: Final = "“春耕 惠农” 简讯*; $(x)"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index, one section of which has all that a shell could take amiss."""
    folder = tmp_path_factory.mktemp("home")
    records = [
        {
            "id": "kd61c0ffee",
            "title": "甲",
            "body": "正文",
            "date": "2023-05-02",
            "section": SECTION,
            "unit": "容县水利局",
            "region": "广西壮族自治区/玉林市/容县",
        },
        {
            "id": "kd6200",
            "title": '乙: \x1b[31m红\n"*',
            "date": "2023-06-01",
            "body": "正文",
            "section": "要闻\x1b[31m",
            "unit": "容县供水站",
            "region": "广西/桂林",
        },
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert wensou("index", ".", cwd=folder).returncode == 0
    return folder


def offered(home: Path, words: str) -> list[str]:
    """What is offered for the last word of a command line, as fish is told it."""
    last = words.rpartition(" ")[2]
    done = wensou(cwd=home, _WENSOU_COMPLETE="fish_complete", COMP_WORDS=words, COMP_CWORD=last)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.removeprefix("plain,").partition("\t")[0] for line in done.stdout.split("\n") if line]


def test_commands_options_and_values_are_offered(home: Path) -> None:
    assert offered(home, "wensou sea") == ["search"]
    assert "--region" in offered(home, "wensou search --re")
    assert offered(home, "wensou search --unit 容县") == ["容县供水站", "容县水利局"]
    assert offered(home, "wensou search --region 玉") == ["玉林市", "玉林市/容县"]
    assert offered(home, "wensou search --fields id,ti") == ["id,title", "id,title_highlights"]
    assert offered(home, "wensou search --in title,") == ["title,body", "title,unit", "title,author"]
    assert offered(home, "wensou list is") == ["issues"]


def test_what_would_harm_a_terminal_is_not_offered(home: Path) -> None:
    assert offered(home, "wensou search --section ") == [SECTION]


def test_ids_of_the_latest_articles_are_offered_with_their_titles(home: Path) -> None:
    done = wensou(cwd=home, _WENSOU_COMPLETE="fish_complete", COMP_WORDS="wensou show kd6", COMP_CWORD="kd6")
    assert done.stdout.splitlines() == ['plain,kd6200\t乙: \u241b[31m红 "*', "plain,kd61c0ffee\t甲"]
    assert offered(home, "wensou show kd62 kd61") == ["kd61c0ffee"]
    assert offered(home, "wensou remove ") == ["a.jsonl", "kd6200", "kd61c0ffee"]


def test_completion_stays_small_however_much_is_indexed(search_in: Callable[..., Searcher]) -> None:
    days = [f"20{n // 300:02}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02}" for n in range(900)]
    reader = search_in(*(article("正文", title="题" * 500, date=day) for day in days)).reader
    newest = count_facets(reader, 0).newest
    latest = reader.fetch([match.number for match in reader.search(Plan(Every()), sort="date", limit=200).matches])
    assert list(newest) == [one.id for one in latest]
    assert [one.date for one in latest] == sorted(days, reverse=True)[:200]
    assert {len(title) for title in newest.values()} == {60}


def test_completion_never_complains(tmp_path: Path) -> None:
    assert offered(tmp_path, "wensou search --unit ") == []
    (tmp_path / ".wensou").mkdir()
    (tmp_path / ".wensou" / "meta.json").write_text("{", encoding="utf-8")
    assert offered(tmp_path, "wensou search --region 桂") == []


def test_regions_are_offered_by_every_name_that_a_filter_takes() -> None:
    facets = Facets(region={"甲省": 3, "甲省/乙市": 2, "甲省/乙市/丙县": 1})
    assert [name for name, _ in region_names(facets, "")] == ["甲省", "甲省/乙市", "甲省/乙市/丙县"]
    assert [name for name, _ in region_names(facets, "乙")] == ["乙市", "乙市/丙县"]
    assert [name for name, _ in region_names(facets, "甲省/乙")] == ["甲省/乙市", "甲省/乙市/丙县"]


SHELLS: Final = {
    "bash": (["bash", "--norc", "-i"], 'eval "$(wensou completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -Uz compinit; compinit -u -D; eval "$(wensou completion zsh)"'),
    "fish": (["fish", "--no-config"], "wensou completion fish | source"),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_what_stands_in_the_index(shell: str, home: Path, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    program = tmp_path / "wensou"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m wensou "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    command, source = SHELLS[shell]
    out = tmp_path / "out"
    typed = f"wensou search --section “春\t --count > {out} && echo DO''NE"
    by_id = f"wensou show kd61\t --format json > {out}.json && echo SHO''WN"
    shown = _type(command, [f"{source} && echo REA''DY", typed, by_id], ["READY", "DONE", "SHOWN"], home, tmp_path)
    assert out.exists(), shown
    assert out.read_text() == "1\n", shown
    assert "kd61c0ffee" in shown
    assert json.loads(Path(f"{out}.json").read_text())["title"] == "甲"


def _type(command: list[str], lines: list[str], answers: list[str], cwd: Path, program: Path) -> str:
    """Types lines into a shell on a terminal, the next one when the answer to the one before is there."""
    paths = os.pathsep.join([str(program), os.environ["PATH"]])
    values = environment(PATH=paths, LC_ALL="C.UTF-8", HOME=str(program), TERM="xterm", PS1="$ ")
    child, leader = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.execvpe(command[0], command, values)
    shown = b""
    try:
        time.sleep(1)  # what is typed before a shell reads is echoed, but not completed
        for line, answer in zip(lines, answers, strict=True):
            seen = len(shown)
            for part in line.replace("\t", "\t\0").split("\0"):
                os.write(leader, part.encode())
                if part.endswith("\t"):
                    shown += _read(leader, until=b" 1 ", seconds=2)
            os.write(leader, b"\r")
            deadline = time.monotonic() + 30
            while answer.encode() not in shown[seen:] and time.monotonic() < deadline:
                shown += _read(leader, until=answer.encode(), seconds=1)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(leader)
    return shown.decode("utf-8", "replace")


def _read(leader: int, *, until: bytes, seconds: float) -> bytes:
    shown = b""
    deadline = time.monotonic() + seconds
    while until not in shown and time.monotonic() < deadline:
        if select.select([leader], [], [], 0.1)[0]:
            shown += os.read(leader, 65_536)
    return shown
