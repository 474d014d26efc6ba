"""Indexing from Python does what the command does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import wensou
from tests.support.places import SAMPLES
from tests.support.program import wensou as run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two issues."""
    (tmp_path / "通讯").mkdir()
    for sample in sorted(SAMPLES.glob("*.txt"))[:2]:
        shutil.copy(sample, tmp_path / "通讯")
    return tmp_path


def test_an_index_made_from_python_is_the_one_that_the_command_makes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    made = wensou.index_paths("通讯")
    assert (made.is_new, made.engine, len(made.added), made.faults) == (True, "whoosh", 2, [])
    again = run("index", "通讯", cwd=folder)
    assert "0 added, 0 changed, 2 unchanged" in again.stdout
    assert run("index", "--index", "其他", "通讯", cwd=folder).returncode == 0
    other = wensou.Searcher(wensou.Index(Path("其他"))).search("NOT 没有的词", limit=100)
    mine = wensou.Searcher(wensou.Index(wensou.find(folder))).search("NOT 没有的词", limit=100)
    assert [hit.article for hit in mine.hits] == [hit.article for hit in other.hits]
    assert made.articles_added == mine.total > 0


def test_a_trial_changes_nothing_and_a_rebuild_tells_what_it_leaves(folder: Path) -> None:
    issues, index = folder / "通讯", folder / "索引"
    tried = wensou.index_paths(issues, index=index, dry_run=True)
    assert (len(tried.added), tried.is_new, tried.engine, index.exists()) == (2, True, "whoosh", False)
    wensou.index_paths(issues, index=index, user_words={"惠农服务": None})
    assert wensou.Index(index).meta.user_words == 1
    first, second = sorted(issues.iterdir())
    anew = wensou.index_paths(first, index=index, rebuild=True, engine="tantivy")
    assert (anew.is_new, anew.engine, anew.left) == (True, "tantivy", [f"通讯/{second.name}"])
    tried = wensou.index_paths(issues, index=index, dry_run=True)
    assert (len(tried.added), tried.is_new, tried.engine) == (1, False, "tantivy")


def test_what_cannot_be_indexed_is_said(folder: Path) -> None:
    index = folder / "索引"
    (folder / "空.txt").write_bytes(b"")
    with pytest.raises(wensou.NothingToIndexError, match="nothing to index in") as caught:
        wensou.index_paths(folder / "空.txt", index=index)
    (fault,) = caught.value.summary.faults
    assert "空.txt" in fault
    assert not index.exists()
    with pytest.raises(wensou.RequestError, match="name files or folders"):
        wensou.index_paths(index=index)
    with pytest.raises(wensou.RequestError, match="a path is empty"):
        wensou.index_paths("", index=index)
    with pytest.raises(wensou.RequestError, match="name one of whoosh, tantivy"):
        wensou.index_paths(folder, index=index, engine="lucene")
    with pytest.raises(wensou.CorpusError, match="unknown encoding 'gb'"):
        wensou.index_paths(folder, index=index, encoding="gb")
    assert run("index", "", cwd=folder).returncode == 2
