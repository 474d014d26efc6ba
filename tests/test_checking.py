"""`status` and `status --check` while somebody writes: nothing of that is a fault."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from index import Index, IndexWriter, writer
from index.checking import _faults, check
from index.directory import Directory
from index.engines import ENGINES
from search.sources import SourceNames
from tests.support.indexes import ingest_into
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
