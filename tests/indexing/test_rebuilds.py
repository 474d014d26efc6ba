"""An index that is made anew: by whom it is asked for, and what stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Index, IndexDamagedError
from index.checking import check
from index.errors import DictionaryError
from search.ingest import Summary
from search.searcher import Searcher


def test_a_rebuild_makes_a_new_generation_and_leaves_no_old_one(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    before = Index(folder / ".wensou")
    reader = before.reader()
    update(rebuild=True)
    after = Index(folder / ".wensou")
    assert after.meta.generation == before.meta.generation + 1
    assert reader.article_count() == 3, "a snapshot outlives a rebuild"
    assert [entry.name for entry in (folder / ".wensou" / "generations").iterdir()] == [str(after.meta.generation)]
    assert check(after) == []


def test_an_index_that_was_rebuilt_meanwhile_opens(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    index = Index(folder / ".wensou")
    update(rebuild=True, user_words={"育秧技术": None})
    assert Searcher(index).count("育秧技术") == 3
    assert index.analyzer.literals("育秧技术") == [tuple("育秧技术")]


def test_a_snapshot_that_has_cut_no_words_yet_outlives_a_rebuild(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    searcher = Searcher(Index(folder / ".wensou"))
    assert searcher.reader.article_count() == 3
    (folder / "一.txt").unlink()
    update(rebuild=True, user_words={"育秧技术": None})
    assert searcher.count("水稻育秧技术") == 3


def test_ids_survive_a_rebuild(folder: Path, update: Callable[..., Summary]) -> None:
    def ids() -> set[str]:
        return set(Index(folder / ".wensou").reader().values("id"))

    update()
    before = ids()
    update(rebuild=True)
    assert ids() == before


def test_the_users_words_need_a_rebuild(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    with pytest.raises(DictionaryError, match="--rebuild"):
        update(user_words={"育秧技术": None})
    update(rebuild=True, user_words={"育秧技术": None})
    index = Index(folder / ".wensou")
    assert index.meta.user_words == 1
    assert index.analyzer.literals("育秧技术") == [tuple("育秧技术")]
    update(user_words={"育秧技术": None})


def test_an_index_of_another_version_asks_for_a_rebuild(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    meta = folder / ".wensou" / "meta.json"
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "analysis": 999}))
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        Index(folder / ".wensou")


def test_a_rebuild_keeps_the_users_words(folder: Path, update: Callable[..., Summary]) -> None:
    update(user_words={"育秧技术": None})
    update(rebuild=True)
    assert Index(folder / ".wensou").analyzer.literals("育秧技术") == [tuple("育秧技术")]
    update(rebuild=True, user_words={})
    assert Index(folder / ".wensou").meta.user_words == 0
