"""Searching starts with many articles as with few: it opens what it needs and looks at what it finds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import pytest

from index.directory import FACETS, META
from index.engines import ENGINES
from tests.support.indexes import article, build_index
from tests.support.program import environment

# Runs the program and then tells, on standard error, which files Python opened, and how often each function of the
# engines, by its file and name, was called.
PROBE = """
import collections, json, sys
from search.cli import run
opened, calls = [], collections.Counter()
def opening(event, arguments):
    if event == "open":
        opened.append(str(arguments[0]))
def calling(frame, event, argument):
    name = frame.f_code.co_filename
    if event == "call" and ("engines" in name or "whoosh" in name):
        calls[name.replace("\\\\", "/").split("/")[-1] + ":" + frame.f_code.co_name] += 1
sys.addaudithook(opening)
sys.setprofile(calling)
status = run(sys.argv[1:])
sys.setprofile(None)
sys.stdout.flush()
sys.stderr.write(json.dumps({"status": status, "opened": opened, "calls": calls}))
"""
# Both more than what an engine reads at once for one article: blocks of values, of postings.
FEW, MANY = 3_000, 9_000


@pytest.fixture(scope="module", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine that stores files."""
    name: str = request.param
    return name


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of the program printed, opened and called."""

    said: str
    opened: list[str]
    calls: dict[str, int]


def observed(folder: Path, *arguments: str) -> Run:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    told = json.loads(done.stderr)
    assert told["status"] == 0, told
    return Run(done.stdout, told["opened"], told["calls"])


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, engine_name: str) -> list[Path]:
    """Folders with indexes of few and of many articles, of which one alone tells of a 茱萸."""
    made = []
    for count in (FEW, MANY):
        articles = [article("老人送来茱萸。", id="one", date="2023-01-01")]
        articles += [
            article(f"第{number}号通知，各村做好防汛准备。", id=f"id{number}", date=f"2022-{number % 12 + 1:02}-01")
            for number in range(count - 1)
        ]
        made.append(tmp_path_factory.mktemp(engine_name))
        build_index(made[-1] / ".wensou", articles, engine_name=engine_name)
    return made


@pytest.mark.parametrize("arguments", [["search", "茱萸"], ["search", '"送来茱萸" OR 抗旱', "--any"], ["show", "one"]])
def test_one_article_among_many_costs_what_it_costs_among_few(folders: list[Path], arguments: list[str]) -> None:
    few, many = (observed(folder, *arguments) for folder in folders)
    assert "老人送来茱萸" in many.said
    assert few.calls
    grown = {name: calls - few.calls.get(name, 0) for name, calls in many.calls.items()}
    assert sum(many.calls.values()) < 1.5 * sum(few.calls.values()), max(grown.items(), key=itemgetter(1))
    assert many.calls["articles.py:unpack"] == 1, "articles that are not shown were read"
    for run in (few, many):
        assert not any(Path(name).name == FACETS for name in run.opened)
        assert any(Path(name).name == META for name in run.opened), "the probe sees what is opened"


def test_searching_needs_no_counts(tmp_path: Path, folders: list[Path]) -> None:
    copied = tmp_path / "copied"
    shutil.copytree(folders[0], copied)
    (copied / ".wensou" / FACETS).write_text("{")
    arguments = ("search", "茱萸", "--format", "jsonl")
    assert observed(copied, *arguments).said == observed(folders[0], *arguments).said
