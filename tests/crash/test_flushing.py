"""Nothing is named before it is on the disk: should the machine stop, what a name leads to is whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.engines import ENGINES
from tests.support.indexes import build_index


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What Python flushes and renames: the act, and the file."""
    acts: list[tuple[str, str]] = []

    def note(act: str, original: Callable[..., Any], name: Callable[..., str]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            acts.append((act, name(*arguments)))
            return original(*arguments, **options)

        return run

    monkeypatch.setattr(os, "fsync", note("flush", os.fsync, lambda file: os.readlink(f"/proc/self/fd/{file}")))
    monkeypatch.setattr(os, "replace", note("rename", os.replace, lambda _, target: os.fspath(target)))
    return acts


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to tell which file is flushed")
@pytest.mark.parametrize("engine_name", ENGINES)
def test_a_commit_is_on_the_disk_before_it_is_switched_to(
    tmp_path: Path, engine_name: str, recorded: list[tuple[str, str]]
) -> None:
    index = build_index(tmp_path / "index", ["老人送来茱萸。"], engine_name=engine_name)
    switch = recorded.index(("rename", str(index.path / "meta.json")))
    before = {name for act, name in recorded[:switch] if act == "flush"}
    assert {str(index.path / "meta.json.new"), str(index.generation.parent), str(index.generation)} <= before
    assert recorded[switch + 1] == ("flush", str(index.path))
    if engine_name == "whoosh":  # Tantivy flushes its files out of Python's sight
        files = {str(path) for path in index.generation.iterdir()}
        flushed = before | {name.removesuffix(".new") for name in before}
        assert files <= flushed
