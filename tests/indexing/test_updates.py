"""Keeping an index up to date with files: nothing is read twice, nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.reading import READING_VERSION
from index import Index
from index.checking import check
from search.ingest import Summary
from tests.indexing.support import ISSUE, total


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
