"""What changed since an index was written: which files have to be read, and which are there no more."""

from __future__ import annotations

import os
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from corpus import corrections
from corpus.files import Discovery
from corpus.language import tr
from corpus.reading import READING_VERSION
from index.engines import SourceFile
from search.ingest.summary import OUT_OF_REACH, Summary
from search.sources import SourceNames


@dataclass(slots=True)
class Source:
    """A file to be read: what is known of it now (its digest and articles are filled in), and what was before."""

    path: Path
    now: SourceFile
    before: SourceFile | None
    shared: int = 0  # of its articles, those that stand in other files too

    @property
    def known(self) -> str | None:
        """The digest of bytes that need not be read again: what had faults is, so that they are told each time."""
        return self.before.digest if self.before and not self.before.faults and self._reads_alike else None

    @property
    def is_same(self) -> bool:
        """Whether the bytes are as before, and mean the same."""
        return self.before is not None and self.before.digest == self.now.digest and self._reads_alike

    @property
    def _reads_alike(self) -> bool:
        return self.before is not None and (self.before.encoding, self.before.reading) == (
            self.now.encoding,
            self.now.reading,
        )


@dataclass(frozen=True, slots=True)
class Vanished:
    """Files that the index knows in a directory, and that are there no more: those to be `removed`, in the order of the
    index, and how many are `kept` though they are gone, out of all that were `known` there. Those that were `moved` are
    read under other names now.
    """

    directory: Path
    removed: list[SourceFile]
    moved: frozenset[str]
    kept: int
    known: int


class Changes:
    """Compares the files that were found with those that an index knows, by name."""

    def __init__(self, found: Discovery, known: dict[str, SourceFile], names: SourceNames) -> None:
        self._found = found
        self._known = known
        self._names = names
        self._seen: set[str] = set()
        self._nothing = set(map(names.name, found.nothing))

    def to_read(self, encoding: str | None, summary: Summary) -> Iterator[Source]:
        """The files that are new or look changed; the summary is told of all others."""
        for path in self._found.files:
            name = self._names.name(path)
            self._seen.add(name)
            before = self._known.get(name)
            forced = encoding or (before.encoding if before else None)
            try:
                size, modified, is_corrected = corrections.stamp(path)
                if is_corrected:
                    summary.corrected.append(str(corrections.side_file(path)))
            except OSError as fault:
                summary.faults.append(f"{path}: {tr(str(fault.strerror))}")
                summary.failed[OUT_OF_REACH] += 1
                continue
            now = SourceFile(name, size, modified, "", 0, forced, reading=READING_VERSION)
            if before and _looks_alike(before, now):
                summary.unchanged.append(name)
            else:
                yield Source(path, now, before)

    def vanished(self, new_digests: Set[str], *, prune: bool) -> Iterator[Vanished]:
        """What is gone of each directory that was walked, once all is read: `new_digests` are those of what was.

        Where a directory has lost more than half of its files, it may be a share that is not mounted: they are kept
        unless they are to be pruned. A file that was read under another name now was moved, and is not lost.
        """
        for directory in self._found.directories:
            unseen = [name for name in self._known if name not in self._seen]
            lost = [name for name in self._names.below(directory, unseen) if self._is_gone(name)]
            if not lost:
                continue
            known = len(self._names.below(directory, self._known))
            moved = frozenset(name for name in lost if self._known[name].digest in new_digests or self._has_heir(name))
            gone = len(lost) - len(moved)
            kept = gone if 2 * gone > known and not prune else 0
            removed = [self._known.pop(name) for name in lost if not kept or name in moved]
            yield Vanished(directory, removed, moved, kept, known)

    def exists(self, name: str) -> bool:
        """Whether a file is there; a link that leads to nothing is none."""
        return name not in self._nothing and os.path.lexists(self._names.path(name))

    def _is_gone(self, name: str) -> bool:
        """Whether a file is there no more, or stands for another one now."""
        path = self._names.path(name)
        return not self.exists(name) or str(corrections.original(path)) != path

    def _has_heir(self, name: str) -> bool:
        """Whether a file was left by its corrected split alone, or is one and its original came back."""
        return not self._seen.isdisjoint((name + corrections.SUFFIX, name.removesuffix(corrections.SUFFIX)))


def _looks_alike(before: SourceFile, now: SourceFile) -> bool:
    """Whether a file need not be read: nothing but its digest and number of articles, which reading tells, is new."""
    return (before.size, before.modified, before.encoding, before.reading, before.faults) == (
        now.size,
        now.modified,
        now.encoding,
        now.reading,
        now.faults,
    )
