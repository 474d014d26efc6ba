"""Ids of ready articles within a file: those that it gives belong to one article each, those made of content are made
distinct.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.identity import repeated_id
from index.idtable import IdTable


class Identifiers:
    """The ids of the files of a run, one file after another, however many they are."""

    def __init__(self) -> None:
        self._taken = IdTable()
        self._source = ""
        self._occurrences: dict[str, int] = {}  # of content that the file has more than once

    def close(self) -> None:
        """Gives back what it holds."""
        self._taken.clear()

    def repeated(self, source: str, ids: Sequence[str], given: frozenset[str]) -> dict[int, str | None]:
        """Takes ids of a file, and tells which of them it has taken already, by their places: None for those that the
        file gives, another id for those made of content. Raises WensouError.
        """
        if source != self._source:
            self._source, self._occurrences = source, {}
            self._taken.clear()
        known = set(self._taken.get(ids))
        if not known and len({*ids}) == len(ids):
            self._take(ids)
            return {}
        repeats: dict[int, str | None] = {}
        for place, name in enumerate(ids):
            if name not in known:
                known.add(name)
                self._take([name])
            else:
                repeats[place] = None if name in given else self._another(name)
        return repeats

    def _another(self, name: str) -> str:
        """An id for the same content's next occurrence in the file."""
        while True:
            occurrence = self._occurrences[name] = self._occurrences.get(name, 0) + 1
            other = repeated_id(name, occurrence)
            if not self._taken.get([other]):
                self._take([other])
                return other

    def _take(self, names: Iterable[str]) -> None:
        self._taken.put(dict.fromkeys(names, ()))
