"""`status` and `status --check`: what somebody is writing is no fault, and what stands in the wrong place is one."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import pytest

from index import Index, IndexDamagedError, IndexWriter, SourceFile, checked, writer
from index.checking import _faults, check
from index.directory import FACETS, META, Directory
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


@pytest.mark.parametrize(
    ("file", "name", "value"),
    [
        (META, "dictionary", "../x"),
        (META, "user_words", -1),
        (META, "generation", "../1"),
        (META, "generation", True),
        (META, "created", "2022-13-45"),
        (META, "created", "0001-01-01T00:00:00+00:00"),
        (META, "wensou", None),
        (FACETS, "articles", 1.5),
        (FACETS, "first_date", 2022),
        (FACETS, "region", []),
        (FACETS, "unit", {"县农技站": "1"}),
        (FACETS, "newest", {"a0": None}),
        (FACETS, "sources", {"一.txt": [1, 2]}),
        (FACETS, "sources", {"一.txt": [1, 2, None]}),
    ],
)
def test_what_was_never_written_is_damage_whatever_its_checksum(
    file: str, name: str, value: object, tmp_path: Path
) -> None:
    index = build_index(tmp_path / ".wensou", ["关爱保险"])
    values = json.loads((index.path / file).read_bytes())
    del values["checksum"]
    (index.path / file).write_bytes(checked.dumps({**values, name: value}))
    with pytest.raises(IndexDamagedError, match=f"has as {name} was never written.*wensou index"):
        Index(index.path).facets()
    assert [f"has as {name} was never written" in fault for fault in _faults(index.store)] == [True]
    with writer(index.path, rebuild=file == META):
        pass
    assert check(Index(index.path)) == []


def test_a_time_before_1970_is_one(tmp_path: Path) -> None:
    with writer(tmp_path / ".wensou") as transaction:
        transaction.put_source(SourceFile("一.txt", 1, -1, "0", 0))
    assert Index(tmp_path / ".wensou").facets().sources == {"一.txt": (0, 1, -1)}


def test_what_is_nested_too_deep_is_damage() -> None:
    text = b'{"x": ' + b"[" * 200_000
    with pytest.raises(ValueError, match="something else"):
        checked.loads(text + checked._CHECKSUM % crc32(text), {"x": checked.is_text})


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
