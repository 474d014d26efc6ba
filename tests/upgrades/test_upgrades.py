"""Indexes that former versions made: each opens, or is refused with the command that makes it anew."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias
from zipfile import ZipFile

import pytest

from index import checked
from index.dictionary import compile_dictionary, digest
from index.directory import DIRECTORY_NAME, META, Directory
from index.engines import ENGINES
from index.versions import ANALYSIS_VERSION, FORMAT_VERSION
from search.cli import run
from tests.support.places import PROJECT
from tests.upgrades.build import ARTICLES, FOLDER

Answer: TypeAlias = "tuple[int, str, str]"

INDEXES = sorted(FOLDER.glob("*.zip"))
PRESENT = [path for path in INDEXES if path.name.startswith(f"format-{FORMAT_VERSION}-")]


@cache
def stock_dictionary() -> bytes:
    return compile_dictionary()


def unpacked(path: Path, folder: Path) -> Path:
    """An index, with the dictionary that is not packed with it."""
    with ZipFile(path) as archive:
        archive.extractall(folder)
    index = folder / DIRECTORY_NAME
    store, dictionary = Directory(index), stock_dictionary()
    if path in PRESENT:
        store.switch(store.meta()._replace(dictionary=digest(dictionary)))
    store.dictionary(digest(dictionary)).write_bytes(dictionary)
    return index


def change_meta(index: Path, values: dict[str, object]) -> None:
    """Changes what an index was made with, as wensou writes it."""
    meta = json.loads((index / META).read_bytes())
    del meta["checksum"]
    (index / META).write_bytes(checked.dumps({**meta, **values}))


def test_there_is_one_of_the_present_format_for_each_engine() -> None:
    made = {path.stem for path in PRESENT}
    assert made == {f"format-{FORMAT_VERSION}-{name}" for name in ENGINES}, "run: python -m tests.upgrades.build"


def test_the_changelog_names_the_present_format_before_any_other() -> None:
    named = re.search(r"The index format is (\d+)", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert named is not None
    assert int(named[1]) == FORMAT_VERSION


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs the program in the folder with the index: its status, and what it says on either stream."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "甲.jsonl").write_text(ARTICLES, encoding="utf-8")

    def run_in_folder(*arguments: str) -> Answer:
        return run(arguments), *capsys.readouterr()

    return run_in_folder


@pytest.mark.parametrize("path", PRESENT, ids=lambda path: path.stem)
def test_an_index_of_the_present_format_opens_whenever_it_was_made(
    path: Path, tmp_path: Path, ask: Callable[..., Answer]
) -> None:
    unpacked(path, tmp_path)
    assert ask("status", "--check")[0] == 0
    assert ask("search", "山茱萸 容县", "--unit", "农业局", "--format", "ids") == (0, "a1\n", "")
    (tmp_path / "乙.jsonl").write_text('{"id": "b1", "body": "平南县的茱萸也红了。"}\n', encoding="utf-8")
    status, _, faults = ask("index", "--jobs", "1", ".")
    assert (status, faults) == (0, "")
    assert ask("search", "茱萸", "--count") == (0, "2\n", "")


@pytest.mark.parametrize("path", [path for path in INDEXES if path not in PRESENT], ids=lambda path: path.stem)
def test_an_index_of_a_former_format_says_how_to_make_it_anew(
    path: Path, tmp_path: Path, ask: Callable[..., Answer]
) -> None:
    unpacked(path, tmp_path)
    for command in (["search", "山茱萸"], ["index", "."]):
        status, out, message = ask(*command)
        assert (status, out) == (2, "")
        assert "an earlier version of wensou (0.1.0); make it anew: wensou index --rebuild PATH..." in message
    assert ask("index", "--rebuild", "--jobs", "1", ".")[0] == 0
    assert ask("status", "--check")[0] == 0
    assert ask("search", "山茱萸", "--count") == (0, "1\n", "")


@pytest.mark.parametrize("newer", [{"format": FORMAT_VERSION + 1}, {"analysis": ANALYSIS_VERSION + 1}])
@pytest.mark.parametrize("added", [{}, {"language": "zh"}])
def test_an_index_of_a_later_version_says_that_wensou_is_to_be_upgraded(
    newer: dict[str, int], added: dict[str, str], tmp_path: Path, ask: Callable[..., Answer]
) -> None:
    index = unpacked(PRESENT[0], tmp_path)
    change_meta(index, {**newer, **added, "wensou": "9.0"})
    status, out, message = ask("search", "山茱萸")
    assert (status, out) == (2, "")
    assert "a later version of wensou (9.0); upgrade wensou: " in message


@pytest.mark.parametrize("engine", ["lucene", "opensearch"])  # of which none knows the one, and a directory the other
def test_an_index_of_an_engine_that_is_not_there_says_so(
    engine: str, tmp_path: Path, ask: Callable[..., Answer]
) -> None:
    index = unpacked(PRESENT[0], tmp_path)
    change_meta(index, {"engine": engine})
    for command in (
        ("search", "山茱萸"), ("search", "--section", "简讯"), ("show", "a1"), ("status", "--check"), ("remove", "a1"),
        ("index", "."), ("index", "--dry-run", "."),
    ):  # fmt: skip
        status, _, message = ask(*command)
        assert status == 2
        assert f"no engine '{engine}', which the index in {index} was made with; upgrade wensou: " in message
        assert "make the index anew: wensou index --rebuild PATH..." in message
    assert ask("list", "units")[0] == 0
    assert ask("index", "--rebuild", "--jobs", "1", ".")[0] == 0
    assert ask("status", "--check")[0] == 0
