"""`status` and `status --check`: what somebody is writing is no fault, and what stands in the wrong place is one."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from index import Index, IndexDamagedError, IndexWriter, checked, writer
from index.checking import _faults, check
from index.directory import Directory
from index.engines import ENGINES
from index.engines.tantivy.sealing import MANAGED
from search.sources import SourceNames
from tests.support.indexes import build_index, ingest_into
from tests.support.places import SAMPLES


@pytest.mark.parametrize("engine_name", ENGINES)
def test_what_is_seen_in_the_midst_of_a_commit_is_no_fault(
    engine_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / ".wensou"
    first, *others = sorted(SAMPLES.glob("*.txt"))
    with writer(path, engine_name=engine_name) as transaction:
        ingest_into(transaction, [first], SourceNames(SAMPLES))
    finish = IndexWriter._bring_facets_up_to_date
    found: list[list[str]] = []

    def look_before(transaction: IndexWriter) -> None:
        assert "make it anew: wensou index PATH..." in _faults(transaction.store)[0]
        monkeypatch.setattr(time, "sleep", lambda _: finish(transaction))
        found.append(check(Index(path)))

    monkeypatch.setattr(IndexWriter, "_bring_facets_up_to_date", look_before)
    with writer(path) as transaction:
        ingest_into(transaction, others, SourceNames(SAMPLES))
    assert found == [[]]


def test_what_a_writer_has_just_removed_has_no_size(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_bytes(b"1234")
    (tmp_path / ".tmp1").symlink_to("removed")
    assert Directory(tmp_path).size() == 4


@pytest.mark.parametrize("engine_name", ENGINES)
def test_what_was_written_in_another_place_is_damage(engine_name: str, tmp_path: Path) -> None:
    index = build_index(tmp_path / ".wensou", ["关爱保险"], engine_name=engine_name)
    strange = [b"[" * 200_000, b'{"format": Infinity, "analysis": 1, "opstamp": 1e999}', checked.dumps({"x": 1})]
    files = [path for path in index.path.rglob("*") if path.suffix in {".json", ".toc"} and path.name != MANAGED]
    for path in files:
        sound = path.read_bytes()
        for content in (*strange, *(other.read_bytes() for other in files if other != path)):
            path.write_bytes(content)
            with suppress(IndexDamagedError):  # and nothing else
                list(Index(index.path).reader().sources())
            assert any("wensou index" in fault for fault in _faults(index.store)), (path, content[:60])
        path.write_bytes(sound)
    assert check(index) == []
