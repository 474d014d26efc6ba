"""The writer's lock: what becomes of whoever waits for it."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from index.locking import locked


class _GivesUpError(Exception):
    """What the first writer ends with."""


def test_whoever_waits_goes_on_where_the_one_who_made_the_directory_gives_up(tmp_path: Path) -> None:
    path = tmp_path / ".wensou"
    writes, is_waited_for = threading.Event(), threading.Event()

    def give_up() -> None:
        with suppress(_GivesUpError), locked(path, 0, pytest.fail):
            (path / "generations").mkdir()
            writes.set()
            is_waited_for.wait()
            raise _GivesUpError

    first = threading.Thread(target=give_up)
    first.start()
    writes.wait()
    with locked(path, 60, lambda _: is_waited_for.set()):
        assert sorted(entry.name for entry in path.iterdir()) == ["writer.json", "writer.lock"]
        assert path.stat().st_mode & 0o777 == 0o700
    first.join()


def test_a_directory_in_which_no_index_came_about_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "new" / ".wensou"
    with suppress(_GivesUpError), locked(path, 0, pytest.fail):
        (path / "generations" / "1").mkdir(parents=True)
        raise _GivesUpError
    assert not path.exists()
