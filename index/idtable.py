"""What is known of ids, however many they are: the latest in memory, those before them in a temporary table on disk."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from corpus.errors import WensouError
from corpus.language import tr

if TYPE_CHECKING:
    from sqlite3 import Connection

# What is known of an id: some texts and numbers.
Row: TypeAlias = "tuple[Any, ...]"

# Bytes of memory that rows take before they go to the disk, and what one takes beside the characters of its id.
_MOST_IN_MEMORY: Final = 96 << 20
_ROW_SIZE: Final = 400
_CHARACTER_SIZE: Final = 4
# The memory that the table on disk takes is bounded by its cache, which is 32 MB here.
_SCRIPT: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32768;
PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE known (key INTEGER PRIMARY KEY, row TEXT);
BEGIN;
"""
# Statements are put together of question marks alone, which rule S608 cannot tell.
_AT_ONCE: Final = 500  # parameters of one statement; SQLite allows 999 everywhere


class IdTable:
    """A row for each id that is put in. On disk, 64 bits of a hash stand for an id.

    Raises WensouError where the disk has no room for it.
    """

    def __init__(self, most_in_memory: int = _MOST_IN_MEMORY) -> None:
        self._most_in_memory = most_in_memory
        self._latest: dict[str, Row] = {}
        self._size = 0  # bytes that the latest take
        self._table: Connection | None = None

    def clear(self) -> None:
        """Forgets all rows, and removes the table on disk."""
        self._latest.clear()
        self._size = 0
        if self._table is not None:
            self._table.close()
            self._table = None

    def get(self, ids: Collection[str]) -> dict[str, Row]:
        """The rows of those ids that have one."""
        latest = self._latest
        found = {name: latest[name] for name in ids if name in latest}
        if self._table is not None:
            found.update(self._on_disk(self._table, [name for name in ids if name not in found]))
        return found

    def put(self, rows: Mapping[str, Row]) -> None:
        """Takes rows, in place of those that the same ids had."""
        self._latest.update(rows)
        self._size += _ROW_SIZE * len(rows) + _CHARACTER_SIZE * sum(map(len, rows))
        if self._size > self._most_in_memory:
            self._store()

    def _on_disk(self, table: Connection, ids: list[str]) -> Iterator[tuple[str, Row]]:
        names = {_key(name): name for name in ids}
        keys = list(names)
        with _explained():
            for first in range(0, len(keys), _AT_ONCE):
                part = keys[first : first + _AT_ONCE]
                marks = ",".join("?" * len(part))
                for key, row in table.execute(f"SELECT key, row FROM known WHERE key IN ({marks})", part):  # noqa: S608
                    yield names[key], tuple(json.loads(row))

    def _store(self) -> None:
        """Moves the latest rows to the disk, in the order in which they stand there."""
        rows = sorted((_key(name), json.dumps(row)) for name, row in self._latest.items())
        with _explained():
            if self._table is None:
                import sqlite3

                self._table = sqlite3.connect("", isolation_level=None)
                self._table.executescript(_SCRIPT)
            self._table.executemany("INSERT OR REPLACE INTO known VALUES (?, ?)", rows)
        self._latest.clear()
        self._size = 0


@contextmanager
def _explained() -> Iterator[None]:
    import sqlite3  # few runs have so many ids

    try:
        yield
    except sqlite3.Error as fault:
        why = tr("the ids do not fit into a temporary file ({fault}); make room, or set TMPDIR", fault=fault)
        raise WensouError(why) from fault


def _key(name: str) -> int:
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
