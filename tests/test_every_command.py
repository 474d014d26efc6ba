"""What holds for every command: files may be called anything, no connection is opened and nothing unpickled."""

from __future__ import annotations

import json
import os
import pickle
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias

import click
import pytest

from corpus.corrections import SUFFIX
from search.cli import cli, run
from tests.support.texts import FIRST, SECOND

ISSUE = (
    f"水利简报\n第5期\n\n修好{{place}}水渠\n{FIRST}\n（容县水利局 陈 燕）\n\n"
    f"培训班办到田头\n{SECOND}\n（北流市农业局）\n"
)
# A new line, control characters, what is no UTF-8, options, direction, what a shell would run, spaces.
NAMES = [
    "甲\n乙.txt", "甲\x1b[31m乙\x07.txt", os.fsdecode(b"\xff\xfe.txt"), "-F.txt", "--index.txt", "-.txt",
    "\u202e甲.txt", "$(id)'\".txt", " .txt",
]  # fmt: skip
# What would do something to a terminal.
LIVE = ("\x1b", "\x07", "\u202e")

Said: TypeAlias = "tuple[str, str]"


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> Callable[..., Said]:
    """Runs the program in a folder of its own, which must go well; what it says on either stream."""
    monkeypatch.chdir(tmp_path)
    for name in ("WENSOU_INDEX", "WENSOU_TRUST"):
        monkeypatch.delenv(name, raising=False)

    def run_here(*arguments: str) -> Said:
        status = run(arguments)
        out, err = (os.fsdecode(said) for said in capfdbinary.readouterr())
        assert status == 0, (arguments, err)
        return out, err

    return run_here


def test_files_may_be_called_anything(tmp_path: Path, ask: Callable[..., Said]) -> None:
    try:
        for number, name in enumerate(NAMES):
            (tmp_path / name).write_text(ISSUE.format(place=f"{number}号村"), encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    ask("index", "--jobs", "1", ".")
    paths = ask("search", "水渠", "--format", "paths", "-0", "-n", "50")[0].split("\0")
    assert sorted(paths) == sorted([*NAMES, ""])
    hits = map(json.loads, ask("search", "水渠", "--format", "jsonl", "-n", "50")[0].splitlines())
    ids = {hit["source"]: hit["id"] for hit in hits}
    assert set(ids) == set(NAMES)
    for number, name in enumerate(NAMES):
        assert f"{number}号村" in ask("show", ids[name], "--no-pager")[0]
        assert "unchanged" in ask("index", "--jobs", "1", "--", name)[0]
        assert json.loads(ask("parse", "--", name)[0].splitlines()[0])["source"] == name
        shown = [ask("parse", "--format", kind, "--", name) for kind in ("text", "html")]
        shown.append(ask("parse", "--write", "--", name))
        assert (tmp_path / (name + SUFFIX)).is_file()
        assert not any(mark in said for answer in shown for said in answer for mark in LIVE)
    assert f"corrected: {len(NAMES)} " in ask("index", "--jobs", "1", ".")[0]
    for command in (["list", "sources"], ["search", "水渠", "-n", "50"], ["status", "--check"]):
        assert not any(mark in said for said in ask(*command) for mark in LIVE)
    for name in NAMES:
        assert ask("remove", "--", name)[0].startswith("removed 1 file ")
    assert run(["list", "sources"]) == 1, "nothing is left"


def is_told_by_a_process() -> bool:
    """Whether something is taken out of the pipe from a process of our own."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_globals.get("__name__") != "search.workers.pool":
        frame = frame.f_back
    return frame is not None


def test_no_command_opens_a_connection_or_unpickles(tmp_path: Path, ask: Callable[..., Said]) -> None:
    """But for what processes of our own tell each other through pipes."""
    opened: list[Any] = []
    watching = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if not watching or not event.startswith(("socket.", "urllib.", "http.", "ftplib.", "pickle.")):
            return
        is_pipe = event == "socket.__new__" and arguments[1] == socket.AF_UNIX
        if not is_pipe and not is_told_by_a_process():
            opened.append((event, arguments))

    sys.addaudithook(hook)  # which stays
    (tmp_path / "a.txt").write_text(ISSUE.format(place="甲村"), encoding="utf-8")
    (tmp_path / "b.html").write_text(
        '<html><head><link rel="stylesheet" href="http://example.com/a.css"><script src="http://example.com/a.js">'
        f'</script></head><body><img src="http://example.com/a.png"><h1>乙村消息</h1><p>{FIRST}</p></body></html>',
        encoding="utf-8",
    )
    commands = [
        ["index", "--jobs", "2", "."], ["search", "水渠"], ["search", "水渠", "--explain"], ["list", "units"],
        ["parse", "a.txt", "b.html"], ["parse", "--write", "a.txt"], ["analyze", "水渠"], ["status", "--check"],
        ["config"], ["completion", "bash"], ["index", "--rebuild", "--engine", "tantivy", "."],
        ["search", "水渠", "--count-by", "unit"], ["show", ""], ["remove", "a.txt"],
    ]  # fmt: skip
    assert isinstance(cli, click.Group)
    assert {command[0] for command in commands} == set(cli.list_commands(click.Context(cli)))
    try:
        for command in commands:
            if command[0] == "show":
                command[1] = ask("search", "水渠", "--format", "ids", "-n", "1")[0].strip()
            ask(*command)
        assert opened == []
        socket.socket(socket.AF_INET).close()
        pickle.loads(pickle.dumps(Path()))
        assert {event for event, _ in opened} == {"socket.__new__", "pickle.find_class"}, "the hook sees both"
    finally:
        watching = False
