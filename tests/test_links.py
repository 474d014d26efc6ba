"""Results lead to their files where a terminal opens links, and nowhere else."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.output.links import file_uri
from tests.support.places import SAMPLES
from tests.support.program import on_terminal, wensou

LINK = re.compile(r"\x1b\]8;id=\d+;([^\x1b]*)\x1b\\")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "通讯 一").mkdir()
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder / "通讯 一")
    assert wensou("index", ".", cwd=folder).returncode == 0
    return folder


def leads_to(shown: str) -> set[bytes]:
    """The paths that what was shown leads to."""
    return {unquote_to_bytes(urlsplit(uri).path) for uri in LINK.findall(shown)}


def test_results_and_sources_lead_to_their_files(home: Path) -> None:
    files = {os.fsencode(path) for path in (home / "通讯 一").iterdir()}
    _, shown = on_terminal("search", "农业", "-n", "100", cwd=home)
    assert leads_to(shown) == files
    assert leads_to(on_terminal("list", "sources", cwd=home)[1]) == files
    first = wensou("search", "农业", "--format", "ids", "-n", "1", cwd=home).stdout.strip()
    [(source,)] = [leads_to(on_terminal("show", first, "--no-pager", cwd=home)[1])]
    assert source in files
    assert not leads_to(on_terminal("show", first, cwd=home)[1])  # what an old pager would show as text


@pytest.mark.parametrize(("variable", "value"), [("TERM", "dumb"), ("TERM", "linux"), ("NO_COLOR", "1")])
def test_terminals_that_want_none_get_none(home: Path, variable: str, value: str) -> None:
    _, shown = on_terminal("search", "农业", "-n", "1", cwd=home, columns=80, **{variable: value})
    assert "-2023-05.txt" in shown
    assert "\x1b]" not in shown


def test_pipes_get_no_links_even_in_colour(home: Path) -> None:
    for command in (("search", "农业"), ("list", "sources")):
        assert "\x1b]" not in wensou(*command, "--color", "always", cwd=home).stdout


@given(st.binary(min_size=1).map(lambda name: os.fsdecode(name.replace(b"\0", b"").replace(b"/", b"") or b"x")))
def test_links_hold_any_name_and_nothing_live(name: str) -> None:
    uri = file_uri(f"/通讯/{name}")
    assert re.fullmatch(r"file://[\w.~%-]*/[\w.~%/-]+", uri, re.ASCII)
    assert unquote_to_bytes(urlsplit(uri).path) == os.fsencode(os.path.abspath(f"/通讯/{name}"))
