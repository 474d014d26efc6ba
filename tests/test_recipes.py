"""The recipes and the examples for Python run, and show what their pages say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from tests.support.places import PROJECT
from tests.support.program import environment

RECIPES: Final = PROJECT / "docs" / "recipes.md"
PYTHON: Final = PROJECT / "docs" / "python.md"

# What recipes need that not every machine has.
_TOOLS: Final = ("jq", "comm", "xargs")
_RUNNABLE: Final = ("bash", "python")
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# The samples are of 2024-03-28 at the latest: this is the day on which recipes ask what is new.
_TODAY: Final = "2024-04-02"


def recipes() -> dict[str, list[tuple[str, str]]]:
    """The blocks of each recipe, as language and text, by its heading."""
    _, *sections = re.split(r"^## ", RECIPES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {section.partition("\n")[0]: _BLOCK.findall(section) for section in sections}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `wensou`, and with a `date` for which today is always the same."""
    folder = tmp_path_factory.mktemp("programs")
    for name, does in (
        ("wensou", f'exec "{sys.executable}" -m wensou "$@"'),
        ("date", f'exec "{shutil.which("date")}" -d "{_TODAY} $2" "$3"'),
    ):
        (folder / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path) -> Path:
    """A copy of the office, to write files in."""
    return Path(shutil.copytree(office, tmp_path / "desk"))


def run(language: str, text: str, desk: Path, programs: Path) -> str:
    """What a block shows when it is run; nothing may fail in it, nor be complained of."""
    command = ["bash", "-euo", "pipefail", "-c"] if language == "bash" else [sys.executable, "-c"]
    done = subprocess.run(
        [*command, text],
        cwd=desk,
        env=environment(PATH=f"{programs}:{environment()['PATH']}"),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def missing(code: str) -> str | None:
    """What this machine lacks for some code, None if it can be run."""
    for tool in ("bash", *(tool for tool in _TOOLS if tool in code)):
        if shutil.which(tool) is None:
            return f"{tool} is not installed"
    if "import pandas" in code and find_spec("pandas") is None:
        return "pandas is not installed"
    if "date -d" in code and subprocess.run(["date", "-d", "now"], capture_output=True, check=False).returncode:
        return "this date takes other options"
    return None


@pytest.mark.parametrize("name", recipes())
def test_the_recipe_does_what_the_page_says(name: str, desk: Path, programs: Path) -> None:
    shown = ""
    for language, text in recipes()[name]:
        if language == "text":
            assert shown == text
        elif language in _RUNNABLE:
            if lack := missing(text):
                pytest.skip(lack)
            shown = run(language, text, desk, programs)


def test_what_cron_runs_is_what_the_recipe_runs() -> None:
    (line,) = (text for language, text in _BLOCK.findall(RECIPES.read_text(encoding="utf-8")) if language == "cron")
    schedule = line.split(maxsplit=5)
    assert all(re.fullmatch(r"[\d*,/-]+", field) for field in schedule[:5])
    assert f"{schedule[5].strip().partition(' && ')[2]}\n" in RECIPES.read_text(encoding="utf-8").split("```bash")[1]


def test_a_spreadsheet_begins_with_the_mark(desk: Path, programs: Path) -> None:
    ((language, text), *_) = recipes()["Open results in a spreadsheet"]
    run(language, text, desk, programs)
    assert (desk / "农业保险.csv").read_text(encoding="utf-8").startswith("\ufeffdate,unit,region,title,snippet\n")


def test_the_examples_for_python_show_what_the_page_says(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)
    known: dict[str, object] = {}
    shown = ""
    for language, text in _BLOCK.findall(PYTHON.read_text(encoding="utf-8")):
        if language == "python":
            exec(compile(text, str(PYTHON), "exec"), known)
            shown = capsys.readouterr().out
        else:
            assert shown == text
    assert shown, "there are examples"
