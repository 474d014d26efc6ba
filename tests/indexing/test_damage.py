"""Damage in an index is told, and the next run mends what it can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index import Index, IndexDamagedError
from index.checking import check
from search.ingest import Summary
from tests.indexing.support import total


def engine_files(folder: Path) -> Iterator[Path]:
    return (folder / ".wensou" / "generations").glob("*/*")


@pytest.mark.parametrize("name", ["meta.json", "facets.json"])
@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}', "null"])
def test_damaged_sidecars_are_faults_that_indexing_mends(
    folder: Path, update: Callable[..., Summary], name: str, content: str
) -> None:
    update()
    (folder / ".wensou" / name).write_text(content)
    with pytest.raises(IndexDamagedError, match="make it anew: wensou index"):
        Index(folder / ".wensou").facets()
    update(rebuild=name == "meta.json")
    assert check(Index(folder / ".wensou")) == []


@pytest.mark.parametrize("keep", [0.0, 0.5, 0.99])
def test_damaged_engine_files_are_faults(folder: Path, update: Callable[..., Summary], keep: float) -> None:
    update()
    whole = {file: file.read_bytes() for file in engine_files(folder) if "lock" not in file.name.lower()}
    for file, content in whole.items():
        file.write_bytes(content[: int(len(content) * keep)])
        index = Index(folder / ".wensou")
        faults = check(index)
        assert faults, file
        assert all("wensou index" in fault for fault in faults)
        for use in (lambda: total(folder), lambda: update(prune=True)):
            with suppress(IndexDamagedError):
                use()
        file.write_bytes(content)
    update(rebuild=True)
    assert check(Index(folder / ".wensou")) == []


def test_counts_that_a_crash_left_behind_are_mended(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    facets = folder / ".wensou" / "facets.json"
    before = facets.read_text()
    (folder / "一.txt").unlink()
    update()
    facets.write_text(before)
    assert Index(folder / ".wensou").facets().articles == 3
    update()
    assert Index(folder / ".wensou").facets().articles == 2


def test_check_sees_a_changed_dictionary_and_stale_counts(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    index = Index(folder / ".wensou")
    facets = folder / ".wensou" / "facets.json"
    facets.write_text(facets.read_text().replace('"articles": 3', '"articles": 4'))
    assert "facets.json" in check(index)[0]
    index.dictionary.path.write_bytes(index.dictionary.path.read_bytes() + b"x")
    assert any("dictionary" in fault for fault in check(index))
