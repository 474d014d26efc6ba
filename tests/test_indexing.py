"""Keeping an index up to date with files: nothing is read twice, nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from corpus import CorpusError, read
from corpus.files import discover
from corpus.reading import READING_VERSION
from index import (
    Index,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexWriter,
    SourceFile,
    find,
    writer,
)
from index.checking import check
from index.directory import Directory
from index.engines import ENGINES, Encoded
from index.errors import DictionaryError, EngineError
from index.facets import Facets
from index.sharing import Added
from index.store import Meta
from search.cli import run as program
from search.ingest import Summary, ingest
from search.searcher import Searcher
from search.sources import SourceNames
from tests.support.indexes import ingest_into

ISSUE = """工作通讯

县农技站举办培训班

5月12日，县农技站在{place}举办培训班，讲解水稻育秧技术，共有60多名农户参加。

（{place}农技站）
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three issues."""
    for name, place in (("一", "通道县"), ("二", "芷江县"), ("三", "会同县")):
        (tmp_path / f"{name}.txt").write_text(ISSUE.format(place=place), encoding="utf-8")
    return tmp_path


@pytest.fixture(params=ENGINES)
def update(folder: Path, request: pytest.FixtureRequest) -> Callable[..., Summary]:
    """Indexes the folder."""

    def run(**options: Any) -> Summary:
        writing = {name: options.pop(name) for name in ("rebuild", "user_words") if name in options}
        with writer(folder / ".wensou", engine_name=request.param, **writing) as transaction:
            return ingest_into(transaction, [folder], SourceNames(folder), **options)

    return run


def total(folder: Path, query: str = "培训班") -> int:
    return Searcher(Index(folder / ".wensou")).count(query)


def test_new_files_are_added(folder: Path, update: Callable[..., Summary]) -> None:
    summary = update()
    assert summary.added == ["一.txt", "三.txt", "二.txt"]
    assert total(folder) == 3


def test_unchanged_files_are_not_read(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    update()
    monkeypatch.setattr("search.ingest.reading.load", lambda path: pytest.fail(f"{path} was read"))
    assert update().unchanged == ["一.txt", "三.txt", "二.txt"]


def test_names_of_unchanged_files_are_resolved_a_folder_and_not_a_file_at_a_time(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        (folder / f"{number}.txt").write_text(f"关于第{number}号的通知\n\n会议在县里举行。\n", encoding="utf-8")
    update()
    resolved: list[str] = []
    realpath = os.path.realpath

    def counted(path: str) -> str:
        resolved.append(path)
        return realpath(path)

    monkeypatch.setattr(os.path, "realpath", counted)
    assert len(update().unchanged) >= 50
    assert len(resolved) < 10


def test_a_touched_file_is_read_once_and_not_indexed_again(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    update()
    os.utime(folder / "一.txt", (1, 1))
    assert len(update().unchanged) == 3
    assert Index(folder / ".wensou").facets().sources["一.txt"][2] == 10**9
    monkeypatch.setattr("search.ingest.reading.load", lambda path: pytest.fail(f"{path} was read"))
    assert len(update().unchanged) == 3
    assert check(Index(folder / ".wensou")) == []


def test_what_an_older_version_has_read_is_read_again(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "四.jsonl").write_text('{"title": "题", "body": "正文"}\n', encoding="utf-8")
    update()
    monkeypatch.setattr("search.ingest.changes.READING_VERSION", READING_VERSION + 1)
    again = update()
    assert (sorted(again.changed), again.unchanged) == (["一.txt", "三.txt", "二.txt", "四.jsonl"], [])
    assert Index(folder / ".wensou").facets().articles == 4
    assert len(update().unchanged) == 4


def test_a_changed_file_replaces_what_it_gave(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    (folder / "一.txt").write_text(ISSUE.format(place="沅陵县").replace("培训班", "座谈会"), encoding="utf-8")
    summary = update()
    assert (summary.changed, summary.articles_removed) == (["一.txt"], 1)
    assert (total(folder), total(folder, "座谈会"), total(folder, "通道县")) == (2, 1, 0)


def test_a_vanished_file_takes_its_articles_along(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    (folder / "一.txt").unlink()
    assert update().removed == ["一.txt"]
    assert total(folder) == 2
    assert Index(folder / ".wensou").facets().articles == 2


def test_a_folder_that_lost_most_of_its_files_keeps_their_articles(
    folder: Path, update: Callable[..., Summary]
) -> None:
    update()
    for name in ("一", "二"):
        (folder / f"{name}.txt").unlink()
    summary = update()
    assert summary.removed == []
    assert "--prune" in summary.notes[0]
    assert total(folder) == 3
    assert sorted(update(prune=True).removed) == ["一.txt", "二.txt"]
    assert total(folder) == 1


def test_a_broken_file_never_stops_the_others_and_keeps_what_it_gave(
    folder: Path, update: Callable[..., Summary]
) -> None:
    update()
    (folder / "一.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "四.txt").write_text(ISSUE.format(place="靖州县"), encoding="utf-8")
    summary = update()
    assert len(summary.faults) == 1
    assert "一.txt" in summary.faults[0]
    assert summary.added == ["四.txt"]
    assert total(folder) == 4


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


def test_the_users_words_need_a_rebuild(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    with pytest.raises(DictionaryError, match="--rebuild"):
        update(user_words={"育秧技术": None})
    update(rebuild=True, user_words={"育秧技术": None})
    index = Index(folder / ".wensou")
    assert index.meta.user_words == 1
    assert index.analyzer.literals("育秧技术") == [tuple("育秧技术")]
    update(user_words={"育秧技术": None})


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


def test_hidden_files_indexes_and_unknown_types_are_passed_over(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    (folder / ".hidden.txt").write_text("x")
    (folder / "表.xls").write_text("x")
    (folder / "copied").mkdir()
    (folder / ".wensou").rename(folder / "copied" / "index")
    found = discover([folder])
    assert [path.name for path in found.files] == ["一.txt", "三.txt", "二.txt"]
    assert found.unknown == {".xls": 1}


def test_links_out_of_a_folder_are_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "外.txt").write_text("x")
    (folder / "link.txt").symlink_to(elsewhere / "外.txt")
    (folder / "links").symlink_to(elsewhere)
    assert [path.name for path in discover([folder]).files] == ["一.txt", "三.txt", "二.txt"]


def test_a_link_to_nothing_is_counted_and_no_fault(
    folder: Path, update: Callable[..., Summary], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "0.txt").symlink_to("一.txt")
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "folder").symlink_to("二.txt/nowhere")
    summary = update()
    assert (summary.added, summary.unknown, summary.faults) == (
        ["0.txt", "三.txt", "二.txt"],
        {"links to nothing": 2},
        [],
    )
    (folder / "一.txt").unlink()
    summary = update()
    assert (summary.removed, summary.unknown, summary.faults) == (["0.txt"], {"links to nothing": 3}, [])
    assert total(folder) == 2
    index = ["--index", str(folder / ".wensou")]
    assert program(["index", "--jobs", "1", *index, str(folder)]) == 0
    assert program(["index", "--jobs", "1", *index, str(folder / "0.txt")]) == 2
    assert "0.txt: no such file or directory" in capsys.readouterr().err


def test_a_link_to_nothing_holds_no_ids(folder: Path, update: Callable[..., Summary]) -> None:
    (folder / "0.jsonl").symlink_to("甲.jsonl")
    (folder / "甲.jsonl").write_text('{"id": "a1", "body": "山茱萸"}\n', encoding="utf-8")
    update()
    (folder / "甲.jsonl").unlink()
    (folder / "乙.jsonl").write_text('{"id": "a1", "body": "五味子"}\n', encoding="utf-8")
    assert update().faults == []
    assert (total(folder, "山茱萸"), total(folder, "五味子")) == (0, 1)


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    (folder / "别名.txt").symlink_to(folder / "一.txt")
    assert len(discover([folder, folder / "一.txt", folder]).files) == 3


def test_what_is_no_file_never_stops_the_others(folder: Path, update: Callable[..., Summary]) -> None:
    os.mkfifo(folder / "管道.txt")
    summary = update()
    assert (len(summary.added), summary.unknown) == (3, {"special files": 1})
    found = discover([folder, "x" * 300, folder / "nowhere"])
    assert (len(found.files), len(found.faults)) == (3, 2)
    with pytest.raises(CorpusError, match="no regular file"):
        read(folder / "管道.txt")


def test_a_new_index_in_the_folder_is_no_input(folder: Path) -> None:
    path = folder / "index"
    with writer(path) as transaction:
        summary = ingest_into(transaction, [folder], SourceNames(folder))
    assert not summary.unknown


def no_space(*_: object) -> None:
    """A full disk."""
    raise OSError(28, "No space left on device")


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


def test_an_unreadable_folder_loses_no_articles(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "below").mkdir()
    (folder / "一.txt").rename(folder / "below" / "一.txt")
    update()
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("below"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("os.scandir", scandir)
    summary = update()
    assert len(summary.faults) == 1
    assert summary.removed == []
    assert total(folder) == 3


def test_sources_below_a_folder_are_known_from_anywhere(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    names = SourceNames(folder)
    known = Index(folder / ".wensou").facets().sources
    assert names.below(folder.parent, known) == names.below(folder, known) == list(known)
    assert names.below(folder / "一.txt", known) == ["一.txt"]
    assert names.below(folder / "一", known) == []


def test_file_names_that_are_no_text_work(folder: Path, update: Callable[..., Summary]) -> None:
    raw = os.fsencode(folder) + b"/\xff\xfe.txt"
    with open(raw, "w", encoding="utf-8") as stream:
        stream.write(ISSUE.format(place="溆浦县"))
    update()
    hits = Searcher(Index(folder / ".wensou")).search("溆浦县").hits
    assert [os.fsencode(hit.article.source) for hit in hits] == [b"\xff\xfe.txt"]
    assert len(update().unchanged) == 4


def test_an_index_is_found_from_a_folder_below(
    folder: Path, update: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WENSOU_INDEX", raising=False)
    with pytest.raises(IndexMissingError, match="wensou index"):
        find(folder)
    update()
    (folder / "below").mkdir()
    assert find(folder / "below").folder == folder / ".wensou"
    monkeypatch.setenv("WENSOU_INDEX", str(folder / "other"))
    with pytest.raises(IndexMissingError, match="other"):
        find(folder)


def test_a_folder_with_an_index_can_be_moved(folder: Path, update: Callable[..., Summary], tmp_path: Path) -> None:
    update()
    moved = tmp_path / "moved"
    moved.mkdir()
    for entry in [*folder.glob("*.txt"), folder / ".wensou"]:
        entry.rename(moved / entry.name)
    with writer(moved / ".wensou") as transaction:
        summary = ingest_into(transaction, [moved], SourceNames(moved))
    assert len(summary.unchanged) == 3


def test_a_directory_with_other_files_is_never_made_an_index(folder: Path) -> None:
    with pytest.raises(IndexDamagedError, match="no file of an index"), writer(folder):
        pass
    with pytest.raises(IndexDamagedError, match="is a file"), writer(folder / "一.txt"):
        pass


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


def test_an_index_of_another_version_asks_for_a_rebuild(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    meta = folder / ".wensou" / "meta.json"
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "analysis": 999}))
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        Index(folder / ".wensou")


def engine_files(folder: Path) -> Iterator[Path]:
    return (folder / ".wensou" / "generations").glob("*/*")


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


def test_a_file_that_was_moved_is_not_lost(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    for name in ("一", "二", "三"):
        (folder / f"{name}.txt").rename(folder / f"新{name}.txt")
    summary = update()
    assert (len(summary.added), len(summary.removed), summary.notes) == (3, 3, [])
    assert (summary.articles_added, summary.articles_removed, summary.duplicates) == (3, 3, 0)
    assert total(folder) == 3


def test_another_encoding_reads_a_file_again_and_stays(folder: Path, update: Callable[..., Summary]) -> None:
    for file in folder.glob("*.txt"):
        file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))
    update(encoding="latin-1")
    assert total(folder) == 0
    assert len(update(encoding="gb18030").changed) == 3
    assert total(folder, "通道县") == 1
    assert len(update().unchanged) == 3


def test_a_rebuild_keeps_the_users_words(folder: Path, update: Callable[..., Summary]) -> None:
    update(user_words={"育秧技术": None})
    update(rebuild=True)
    assert Index(folder / ".wensou").analyzer.literals("育秧技术") == [tuple("育秧技术")]
    update(rebuild=True, user_words={})
    assert Index(folder / ".wensou").meta.user_words == 0


def test_check_sees_a_changed_dictionary_and_stale_counts(folder: Path, update: Callable[..., Summary]) -> None:
    update()
    index = Index(folder / ".wensou")
    facets = folder / ".wensou" / "facets.json"
    facets.write_text(facets.read_text().replace('"articles": 3', '"articles": 4'))
    assert "facets.json" in check(index)[0]
    index.dictionary.path.write_bytes(index.dictionary.path.read_bytes() + b"x")
    assert any("dictionary" in fault for fault in check(index))
