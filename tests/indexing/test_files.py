"""Which files are indexed, and by which names an index knows them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import CorpusError, read
from corpus.files import discover
from index import Index, IndexDamagedError, IndexMissingError, find, writer
from search.cli import run as program
from search.ingest import Summary
from search.searcher import Searcher
from search.sources import SourceNames
from tests.indexing.support import ISSUE, total
from tests.support.indexes import ingest_into


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
