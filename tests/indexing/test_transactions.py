"""A transaction that fails, is refused or has to wait changes nothing and says why."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.files import discover
from index import Index, IndexBusyError, IndexDamagedError, IndexWriter, SourceFile, writer
from index.checking import check
from index.directory import Directory
from index.engines import Encoded
from index.errors import EngineError
from index.facets import Facets
from index.sharing import Added
from index.store import Meta
from search.ingest import Summary, ingest
from search.searcher import Searcher
from search.sources import SourceNames
from tests.indexing.support import ISSUE, total


class Failing:
    """A sink that takes what it is given and then fails."""

    def __init__(self, transaction: IndexWriter) -> None:
        self._transaction = transaction

    def add(self, articles: Sequence[Encoded], *, exists: Callable[[str], bool], rename: bool) -> Added:
        self._transaction.add(articles, exists=exists, rename=rename)
        raise IndexDamagedError("the disk broke")

    def put_source(self, source: SourceFile) -> None:
        self._transaction.put_source(source)

    def remove_source(self, source: str) -> int:
        return self._transaction.remove_source(source)


def no_space(*_: object) -> None:
    """A full disk."""
    raise OSError(28, "No space left on device")


def test_a_failed_transaction_leaves_nothing(folder: Path, update: Callable[..., Summary]) -> None:
    with pytest.raises(ZeroDivisionError), writer(folder / ".wensou"):
        raise ZeroDivisionError
    assert not (folder / ".wensou").exists()
    update()
    found = discover([folder / "一.txt"])
    with pytest.raises(IndexDamagedError), writer(folder / ".wensou") as transaction:
        ingest(Failing(transaction), None, found, SourceNames(folder), encode=transaction.encoder)
    assert total(folder) == 3
    assert check(Index(folder / ".wensou")) == []


def test_a_second_writer_is_told_who_writes(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    told: list[str] = []

    def write(wait: float) -> None:
        with writer(folder / ".wensou", wait=wait, waiting=told.append):
            pytest.fail("two writers at once")

    with writer(folder / ".wensou"):
        for wait, messages in ((0, 0), (0.1, 1)):
            with pytest.raises(IndexBusyError, match=f"process {os.getpid()}"):
                write(wait)
            assert len(told) == messages


def test_who_writes_is_told_though_it_has_only_just_begun(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    update()
    holder = folder / ".wensou" / "writer.json"
    with writer(folder / ".wensou"):
        told = holder.read_bytes()
        holder.unlink()
        monkeypatch.setattr(time, "sleep", lambda _: holder.write_bytes(told))
        with pytest.raises(IndexBusyError, match=f"process {os.getpid()}"), writer(folder / ".wensou"):
            pytest.fail("two writers at once")


@pytest.mark.parametrize("what", ["Directory.put_facets", "Directory.switch", "remove_leftovers"])
def test_a_failure_around_the_commit_is_told_and_loses_nothing(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    update()
    (folder / "四.txt").write_text(ISSUE.format(place="靖州县"), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(f"index.directory.{what}", no_space)
        with pytest.raises(EngineError, match=r"No space left on device.*make room"):
            update(rebuild=True)
    assert total(folder) >= 3
    update()
    assert total(folder) == 4
    assert check(Index(folder / ".wensou")) == []


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_who_may_not_write_to_an_index_is_told_how_to_have_another(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(path: Path, *_: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    update()
    monkeypatch.setattr(Directory, "locked", lambda store, *_: refuse(store.path / "writer.lock"))
    with pytest.raises(EngineError, match=rf"writer.lock: {os.strerror(number)}; .* wensou index --index DIR PATH"):
        update()


def test_counts_that_may_not_be_read_are_counted_anew(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(store: Directory) -> Facets:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(store.path / "facets.json"))

    update()
    (folder / ".wensou" / "facets.json").write_text("")
    monkeypatch.setattr(Directory, "facets", refuse)
    update()
    found = Searcher(Index(folder / ".wensou")).search("没有的词语", advise=True)
    assert found.advice is not None
    assert not found.hits
    monkeypatch.undo()
    assert check(Index(folder / ".wensou")) == []


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_generation_that_was_switched_to_stays_though_that_was_told_to_have_failed(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch, rebuild: bool
) -> None:
    if rebuild:
        update()
    (folder / "四.txt").write_text(ISSUE.format(place="靖州县"), encoding="utf-8")
    switch = Directory.switch

    def switch_and_fail(store: Directory, meta: Meta) -> None:
        switch(store, meta)
        no_space()

    with monkeypatch.context() as patch:
        patch.setattr(Directory, "switch", switch_and_fail)
        with pytest.raises(EngineError, match=r"No space left on device.*make room"):
            update(rebuild=rebuild)
    assert total(folder) == 4
    assert len(update().unchanged) == 4
    assert check(Index(folder / ".wensou")) == []


@pytest.mark.parametrize("update", ["whoosh"], indirect=True)
def test_a_commit_that_fails_keeps_its_own_message(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    update()
    (folder / "四.txt").write_text(ISSUE.format(place="靖州县"), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("index.engines.whoosh.commits.CompactWriter._commit_toc", no_space)
        with pytest.raises(EngineError, match=r"No space left on device.*make room"):
            update()
    assert total(folder) == 3
    assert len(update().added) == 1
