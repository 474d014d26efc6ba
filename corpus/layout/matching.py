"""Matching the entries of the contents with lines of the body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.layout.lines import BRIEF_MARKS, Piece, line_key

# Characters of the longest line that can be a title or an entry.
LONGEST = 120
# A title of three lines is the longest seen.
_JOINED = 3
# Shorter lines have too little in them to be alike.
_ALIKE = 6
# A title may be so much longer than its entry, or shorter: a sub-title, a name behind it.
_LONGER = 12
# By so much the longest differ in length that `near` takes for the same.
_REACH = max(_LONGER, LONGEST // 8)


@dataclass(slots=True)
class Entry:
    """A line of the contents. `at` are the positions of the pieces of the body that are its title."""

    text: str
    key: str
    line: int
    page: int | None
    bullet: bool
    mark: str = ""  # what bullet it is, if it is one of `BRIEF_MARKS`
    bare: str = ""  # the key without the author or unit that stands behind the title, empty if none does
    section: str | None = None
    at: list[int] = field(default_factory=list)

    @property
    def wanted(self) -> str:
        """The key of the title that it stands for."""
        return self.bare or self.key


class Matcher:
    """Finds titles of the contents in the body: exact, over up to three lines, or but for a character or two."""

    def __init__(self, pieces: list[Piece], body: range) -> None:
        self._pieces = pieces
        self._end = body.stop
        self._places: dict[str, list[int]] = defaultdict(list)
        self._short = [i for i in body if len(pieces[i].text) <= LONGEST and not _sentence(pieces[i])]
        for i in self._short:
            self._places[_key(pieces[i])].append(i)
        self._spans: dict[str, list[int]] | None = None

    def knows(self, key: str) -> bool:
        return key in self._places or key in self._joined()

    def heads_others(self, key: str) -> bool:
        """Whether `key` stands in the body right before a line that is no paragraph, or not at all."""
        where = self._places.get(key)
        if not where:
            return True
        after = [self._pieces[i + 1] for i in where if i + 1 < self._end]
        return any(not p.prose for p in after) and all(not p.prose or p.text[0] in BRIEF_MARKS for p in after)

    def match(self, entries: list[Entry]) -> None:
        used: set[int] = set()
        left: dict[str, Iterator[int]] = {}  # whatever was passed over is used, so that no place is looked at twice
        for entry in entries:
            for key in filter(None, (entry.key, entry.bare)):
                if not entry.at and key in self._places:
                    where = left.setdefault(key, iter(self._places[key]))
                    self._take(entry, ([i] for i in where), used)
            # With the credit behind it, lines put together would take the author into the title.
            if not entry.at and entry.wanted in self._joined():
                self._take(entry, [self._joined()[entry.wanted]], used)
        self._match_nearly([e for e in entries if not e.at and len(e.key) >= _ALIKE], used)

    def _take(self, entry: Entry, spans: Iterable[list[int]], used: set[int]) -> None:
        for span in spans:
            if used.isdisjoint(span):
                entry.at = span
                used.update(span)
                return

    def _joined(self) -> dict[str, list[int]]:
        if self._spans is None:
            self._spans = {}
            for i in self._short:
                key = _key(self._pieces[i])
                span = [i]
                for j in range(i + 1, min(i + _JOINED, self._end)):
                    if not self._pieces[j].short:
                        break
                    span = [*span, j]
                    key += _key(self._pieces[j])
                    self._spans.setdefault(key, span)
        return self._spans

    def _match_nearly(self, entries: list[Entry], used: set[int]) -> None:
        """Matches what differs little: the pairs to look at share three characters in a row."""
        if not entries:
            return
        lengths = {n for e in entries for n in range(len(e.key) - _REACH, len(e.key) + _REACH + 1)}
        index: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for part in _parts(entry.wanted):
                index[part].append(entry)
        candidates = [(key, [i]) for key, where in self._places.items() for i in where]
        candidates += list(self._joined().items())
        candidates = [c for c in candidates if len(c[0]) >= _ALIKE and len(c[0]) in lengths]
        for key, span in sorted(candidates, key=lambda c: c[1][0]):
            if not used.isdisjoint(span):
                continue
            # Parts shared by many entries tell nothing, and looking at each pair would take quadratic time.
            shared = [part for part in _parts(key) if part in index]
            alike = {id(e): e for part in shared for e in index[part][:16] if not e.at}
            for entry in alike.values():
                if near(entry.wanted, key) or _extends(entry.wanted, key):
                    entry.at = span
                    used.update(span)
                    break


def _sentence(piece: Piece) -> bool:
    """Whether it is a whole sentence, and longer than a title that is one."""
    return not piece.short and piece.finished


def _key(piece: Piece) -> str:
    return piece.key or line_key(piece.text)


def _parts(key: str) -> list[str]:
    return [key[i : i + 3] for i in range(len(key) - 2)][:LONGEST]


def near(a: str, b: str) -> bool:
    """Whether `a` and `b` differ in at most two characters, or one in eight."""
    limit = max(2, min(len(a), len(b)) // 8)
    if len(a) < 10:
        limit = 1
    if abs(len(a) - len(b)) > limit:
        return False
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    return (
        max(len(a), len(b)) - head - tail <= limit + 2
        and _differences(a[head : len(a) - tail], b[head : len(b) - tail]) <= limit
    )


def _differences(a: str, b: str) -> int:
    same = sum(x == y for x, y in zip(a, b, strict=False)) if len(a) == len(b) else 0
    return max(len(a), len(b)) - same


def _extends(entry: str, title: str) -> bool:
    """Whether the entry is the title with its author's or unit's name behind it, or without its sub-title."""
    short, long = sorted((entry, title), key=len)
    return len(short) >= 10 and long.startswith(short) and len(long) - len(short) <= _LONGER


def _common(a: str, b: str) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count
