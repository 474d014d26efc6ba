"""What is known of ids, however many they are: a temporary table on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice
from typing import Any, Final

from corpus.errors import WensouError
from corpus.language import tr

# The memory that the table takes is bounded by its cache, which is 64 MB here.
_SCRIPT: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE known ({columns});
BEGIN;
"""
# Statements are put together of question marks alone, which rule S608 cannot tell.
_AT_ONCE: Final = 500  # parameters of one statement; SQLite allows 999 everywhere


class IdTable:
    """A row of texts for each id that is put in, one for each column. Of an id, 64 bits of a hash are kept.

    Raises WensouError where the disk has no room for it.
    """

    def __init__(self, *columns: str) -> None:
        self._row = ",".join("?" * (1 + len(columns)))
        with _explained():
            self._table = sqlite3.connect("", isolation_level=None)
            self._table.executescript(_SCRIPT.format(columns=", ".join(("key INTEGER PRIMARY KEY", *columns))))

    def close(self) -> None:
        """Removes the table."""
        self._table.close()

    def get(self, ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """The rows of those ids that have one."""
        names = {_key(name): name for name in ids}
        found = {}
        keys = iter(names)
        with _explained():
            while part := list(islice(keys, _AT_ONCE)):
                marks = ",".join("?" * len(part))
                for key, *row in self._table.execute(f"SELECT * FROM known WHERE key IN ({marks})", part):  # noqa: S608
                    found[names[key]] = tuple(row)
        return found

    def put(self, rows: Mapping[str, tuple[str, ...]]) -> None:
        """Takes rows, in place of those that the same ids had."""
        keyed: Iterator[tuple[Any, ...]] = ((_key(name), *row) for name, row in rows.items())
        with _explained():
            self._table.executemany(f"INSERT OR REPLACE INTO known VALUES ({self._row})", keyed)  # noqa: S608


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        why = tr("the ids do not fit into a temporary file ({fault}); make room, or set TMPDIR", fault=fault)
        raise WensouError(why) from fault


def _key(name: str) -> int:
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
