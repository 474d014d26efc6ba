"""What output is drawn on: colours where people look and want them, plain text in pipes, a pager for whole articles."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from search.cli.screen import chosen_color
from tests.support.places import SAMPLES
from tests.support.program import on_terminal, wensou

RED = "\x1b[1;31m农业"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder)
    assert wensou("index", ".", cwd=folder).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("environment", "color"),
    [
        ({}, "auto"),
        ({"NO_COLOR": "1"}, "never"),
        ({"NO_COLOR": ""}, "auto"),
        ({"CLICOLOR_FORCE": "1"}, "always"),
        ({"CLICOLOR_FORCE": "0"}, "auto"),
        ({"FORCE_COLOR": "1"}, "always"),
        ({"CLICOLOR": "0"}, "never"),
        ({"CLICOLOR": "1"}, "auto"),
        ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, "always"),
        ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, "never"),
    ],
)
def test_the_environment_chooses_where_the_option_does_not(environment: Mapping[str, str], color: str) -> None:
    assert chosen_color("auto", environment) == color
    assert chosen_color("always", environment) == "always"
    assert chosen_color("never", environment) == "never"


def test_pipes_get_colour_only_where_it_is_wanted(home: Path) -> None:
    search = ("search", "农业", "-n", "1")
    plain = wensou(*search, cwd=home).stdout
    assert "\x1b" not in plain
    assert RED in wensou(*search, "--color", "always", cwd=home).stdout
    assert RED in wensou(*search, cwd=home, CLICOLOR_FORCE="1").stdout
    assert wensou(*search, "--color", "never", cwd=home, CLICOLOR_FORCE="1").stdout == plain
    assert wensou(*search, "--format", "tsv", "--color", "always", cwd=home).stdout.count("\x1b") == 0
    assert "\x1b[" in wensou("list", "regions", "--color", "always", cwd=home).stdout


def test_terminals_get_colour_unless_it_is_not_wanted(home: Path) -> None:
    search = ("search", "农业", "-n", "1")
    assert RED in on_terminal(*search, cwd=home)[1]
    for shown in (
        on_terminal(*search, "--color", "never", cwd=home)[1],
        on_terminal(*search, cwd=home, CLICOLOR="0")[1],
        on_terminal(*search, cwd=home, NO_COLOR="1")[1],
        on_terminal(*search, cwd=home, TERM="dumb")[1],
    ):
        assert "农业" in shown
        assert "\x1b[1;31m" not in shown
    assert RED in on_terminal(*search, "--color", "always", cwd=home, NO_COLOR="1")[1]


def test_articles_are_shown_in_a_pager(home: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "PAGED $LESS"\ncat\n', encoding="utf-8")
    pager.chmod(0o755)
    first = wensou("search", "农业", "--format", "ids", "-n", "1", cwd=home).stdout.strip()
    show = ("show", first, "--query", "农业")
    for status, shown in (
        on_terminal(*show, cwd=home, PAGER=str(pager)),
        on_terminal(*show, cwd=home, WENSOU_PAGER=str(pager)),
    ):
        assert (status, "PAGED FRX" in shown, RED in shown) == (0, True, True)
    status, shown = on_terminal(*show, "--no-pager", cwd=home, PAGER=str(pager))
    assert (status, "PAGED" in shown, RED in shown) == (0, False, True)
    assert "PAGED" not in wensou(*show, "--color", "always", cwd=home, PAGER=str(pager)).stdout
    status, shown = on_terminal("show", "zzzz", cwd=home, PAGER=str(pager))
    assert (status, "PAGED" in shown) == (2, False)
