"""What stands in the place of an index: damage that a rebuild mends, and what it refuses to touch."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index import Index, IndexDamagedError, writer
from index.checking import check
from index.engines import ENGINES, SourceFile
from index.engines.tantivy import sealing
from index.trust import TRUSTED
from search.cli import run
from tests.support.indexes import add_file, all_articles, article, build_index
from tests.support.owners import estrange

needs_owners = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owners here")


def rebuild(path: Path, engine_name: str) -> None:
    with writer(path, engine_name=engine_name, rebuild=True):
        pass


def make_directory(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()
    (path / "x").touch()


def make_file(path: Path) -> None:
    for entry in sorted(path.rglob("*"), reverse=True):
        entry.rmdir() if entry.is_dir() else entry.unlink()
    path.rmdir()
    path.touch()


@pytest.mark.parametrize(
    ("name", "wreck"),
    [
        ("meta.json", make_directory),
        ("facets.json", make_directory),
        ("dictionary-*", make_directory),
        ("writer.lock", make_directory),
        ("writer.json", make_directory),
        ("meta.json.new", make_directory),
        ("generations", make_file),
    ],
)
def test_a_rebuild_replaces_whatever_stands_in_a_file_s_place(
    tmp_path: Path, name: str, wreck: Callable[[Path], None]
) -> None:
    index = build_index(tmp_path / "index", ["老人送来茱萸。"])
    wreck(next(index.path.glob(name), index.path / name))
    rebuild(index.path, "whoosh")
    assert check(Index(index.path)) == []


def test_what_a_transaction_left_is_removed_when_the_next_begins(tmp_path: Path) -> None:
    """Before it writes, for it may need the room."""
    index = build_index(tmp_path / "index", ["老人送来茱萸。"])
    left = [index.path / "generations" / "7", index.path / "dictionary-0123456789abcdef.marisa.new"]
    left += [index.generation / "MAIN_0123456789abcdef.inv", index.generation / "_MAIN_9.toc.new"]
    left[0].mkdir()
    for path in left[1:]:
        path.touch()
    assert check(index) == [], "nothing of it is damage"
    with writer(index.path):
        assert not any(path.exists() for path in left)
    assert check(index) == []


def test_a_commit_while_an_index_is_opened_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = build_index(tmp_path / "index", ["老人送来茱萸。"], engine_name="tantivy")
    listed = sealing._sizes

    def list_and_commit(directory: Path, checksums: dict[str, int]) -> list[tuple[int, Path, int]]:
        monkeypatch.undo()
        found = list(listed(directory, checksums))
        with writer(index.path) as transaction:
            transaction.remove_source("一.txt")
            add_file(transaction, SourceFile("二.txt", 1, 1, "0", 1), [article("新茶上市。", id="b", source="二.txt")])
        assert not all(path.exists() for _, path, _ in found)
        return found

    monkeypatch.setattr(sealing, "_sizes", list_and_commit)
    with closing(index.reader()) as reader:
        assert [each.id for each in all_articles(reader)] == ["b"]


@pytest.mark.parametrize("engine_name", ENGINES)
def test_a_mistake_of_ours_is_no_damage(tmp_path: Path, engine_name: str) -> None:
    index = build_index(tmp_path / "index", ["老人送来茱萸。"], engine_name=engine_name)
    with closing(index.reader()) as reader:
        with pytest.raises((TypeError, AttributeError)):
            reader.search("茱萸")  # type: ignore[arg-type]
        with pytest.raises((TypeError, AttributeError)):
            reader.fetch(["a0"])  # type: ignore[list-item]


@pytest.mark.parametrize("engine_name", ENGINES)
def test_links_and_strangers_are_told_and_never_written_through(tmp_path: Path, engine_name: str) -> None:
    index = build_index(tmp_path / "index", ["老人送来茱萸。"], engine_name=engine_name)
    outside = tmp_path / "outside"
    outside.write_text("mine")
    for name in ("facets.json.new", "writer.json", "writer.lock", "notes.txt"):
        kept = (index.path / name).read_bytes() if (index.path / name).exists() else None
        (index.path / name).unlink(missing_ok=True)
        (index.path / name).symlink_to(outside)
        assert any(name in fault and "remove it" in fault for fault in check(index))
        with pytest.raises(IndexDamagedError, match=f"{name} is a link"):
            rebuild(index.path, engine_name)
        (index.path / name).unlink()
        if kept is not None:
            (index.path / name).write_bytes(kept)
    (index.generation / "notes.txt").write_text("mine")
    assert [f"{index.generation / 'notes.txt'} is no file of an index; remove it"] == check(index)
    assert outside.read_text() == "mine"


@pytest.mark.parametrize("engine_name", ENGINES)
def test_an_index_is_its_user_s_own_until_it_is_shared(tmp_path: Path, engine_name: str) -> None:
    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    before = os.umask(0o027)
    try:
        index = build_index(tmp_path / "new" / "index", ["老人送来茱萸。"], engine_name=engine_name)
        assert (mode(index.path.parent), mode(index.path)) == (0o750, 0o700)
        index.path.chmod(0o750)
        rebuild(index.path, engine_name)
    finally:
        os.umask(before)
    assert mode(index.path) == 0o750, "what a user has chosen stays"
    for path in index.path.rglob("*"):
        assert mode(path) == (0o750 if path.is_dir() else 0o640), path


@needs_owners
def test_the_index_of_another_user_is_refused_unless_its_folder_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = build_index(tmp_path / "home" / ".wensou", ["老人送来茱萸。"])
    (tmp_path / "link").symlink_to(index.path)
    estrange(index.path, monkeypatch)
    for path in (index.path, tmp_path / "link"):
        for trusted in ("", f"{tmp_path / 'hom'}{os.pathsep}{tmp_path / 'elsewhere'}"):
            monkeypatch.setenv(TRUSTED, trusted)
            with pytest.raises(IndexDamagedError, match=f"another user.*set {TRUSTED}=.*{path.name}"):
                Index(path)
            with pytest.raises(IndexDamagedError, match="another user"):
                rebuild(path, "whoosh")
    for folder in (index.path, tmp_path):
        monkeypatch.setenv(TRUSTED, f"/nowhere{os.pathsep}{folder}")
        assert check(Index(index.path)) == []


@needs_owners
def test_the_settings_of_another_user_are_refused_unless_their_folder_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build_index(tmp_path / ".wensou", ["老人送来茱萸。", "老人送来艾草。"])
    settings = tmp_path / ".wensou.toml"
    settings.write_text("[search]\nlimit = 1\n")
    monkeypatch.chdir(tmp_path)

    def said(*arguments: str) -> tuple[int, int, str]:
        status = run([*arguments, "search", "老人", "--format", "ids"])
        out, err = capsys.readouterr()
        return status, len(out.splitlines()), err

    assert said() == (0, 1, "")
    estrange(settings, monkeypatch)
    monkeypatch.setenv(TRUSTED, str(tmp_path / ".wensou"))
    status, _, message = said()
    assert status == 2
    assert f"{settings}: these settings belong to another user" in message
    assert f"set {TRUSTED}={tmp_path}" in message
    assert said("--no-config") == (0, 2, "")
    monkeypatch.setenv(TRUSTED, str(tmp_path))
    assert said() == (0, 1, "")
