"""Ids of ready articles within a file: those that it gives belong to one article each, those made of content are made
distinct.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice

from corpus.errors import WensouError
from corpus.identity import repeated_id

# A temporary table on disk: the memory it takes is bounded by its cache, which is 64 MB here.
_SCRIPT = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE taken (key INTEGER PRIMARY KEY);
BEGIN;
"""
_AT_ONCE = 500  # parameters of one statement; SQLite allows 999 everywhere


class Identifiers:
    """The ids of one run, however many they are. Of each, 64 bits of a hash are kept."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None)
        self._table.executescript(_SCRIPT)
        self._source = ""
        self._occurrences: dict[str, int] = {}  # of content that the file has more than once

    def close(self) -> None:
        """Removes the table."""
        self._table.close()

    def repeated(self, source: str, ids: Sequence[str], given: frozenset[str]) -> dict[int, str | None]:
        """Takes ids of a file, and tells which of them it has taken already, by their places: None for those that the
        file gives, another id for those made of content. Raises WensouError.
        """
        try:
            return self._repeated(source, ids, given)
        except sqlite3.Error as fault:
            raise WensouError(
                f"the ids do not fit into a temporary file ({fault}); make room, or set TMPDIR"
            ) from fault

    def _repeated(self, source: str, ids: Sequence[str], given: frozenset[str]) -> dict[int, str | None]:
        if source != self._source:
            self._source, self._occurrences = source, {}
        keys = [_key(f"{source}\n{name}") for name in ids]
        known = set(self._known(keys))
        if len({*keys}) == len(keys) and not known:
            self._take(keys)
            return {}
        repeats: dict[int, str | None] = {}
        for place, (name, key) in enumerate(zip(ids, keys, strict=True)):
            if key not in known:
                known.add(key)
                self._take([key])
            else:
                repeats[place] = None if name in given else self._another(source, name)
        return repeats

    def _another(self, source: str, name: str) -> str:
        """An id for the same content's next occurrence in a file."""
        while True:
            occurrence = self._occurrences[name] = self._occurrences.get(name, 0) + 1
            other = repeated_id(name, occurrence)
            key = _key(f"{source}\n{other}")
            if not any(self._known([key])):
                self._take([key])
                return other

    def _known(self, keys: Iterable[int]) -> Iterable[int]:
        rest = iter(keys)
        while part := list(islice(rest, _AT_ONCE)):
            marks = ",".join("?" * len(part))
            yield from (key for (key,) in self._table.execute(f"SELECT key FROM taken WHERE key IN ({marks})", part))  # noqa: S608

    def _take(self, keys: Sequence[int]) -> None:
        self._table.executemany("INSERT OR IGNORE INTO taken VALUES (?)", ((key,) for key in keys))


def _key(name: str) -> int:
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
