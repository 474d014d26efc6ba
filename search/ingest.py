"""From files to the index: what is new or changed is read, what vanished is removed, what is unchanged is left
alone.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from corpus import Article, CorpusError, read
from corpus.files import discover
from corpus.readers import load
from index import SourceFile
from search.sources import SourceNames


@dataclass(slots=True)
class Summary:
    """What an indexing run did or, when dry, would do: files by what became of them, and articles added and removed
    with them.

    `doubtful` are files whose split raised warnings. `faults` are messages about files that could not be read, `notes`
    about what was left alone on purpose; `unknown` counts files of types that are not read.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    articles_added: int = 0
    articles_removed: int = 0
    doubtful: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


class Sink(Protocol):
    """Where articles go: an IndexWriter, or nowhere."""

    def add(self, source: SourceFile, articles: Iterable[Article]) -> None:
        """Takes a file with its articles, in place of what it gave before."""

    def note(self, source: SourceFile) -> None:
        """Takes what is known now of a file whose articles stay as they are."""

    def remove_source(self, source: str) -> None:
        """Forgets a file with all its articles."""


class Nowhere:
    """A sink for dry runs."""

    def add(self, source: SourceFile, articles: Iterable[Article]) -> None:
        """Does nothing."""

    def note(self, source: SourceFile) -> None:
        """Does nothing."""

    def remove_source(self, source: str) -> None:
        """Does nothing."""


class Progress(Protocol):
    """Told of each file as it comes up."""

    def __call__(self, done: int, total: int, path: str) -> None:
        """`done` of `total` files are finished, and `path` is next."""


def silent(done: int, total: int, path: str) -> None:
    """Tells nobody."""


def ingest(
    sink: Sink,
    known: dict[str, SourceFile],
    paths: Iterable[str | os.PathLike[str]],
    names: SourceNames,
    *,
    encoding: str | None = None,
    prune: bool = False,
    without: Path | None = None,
    progress: Progress = silent,
) -> Summary:
    """Brings an index that knows the sources `known` up to date with files and directories. Nothing is committed here.

    A file is read again only if its size or time changed, and indexed again only if its bytes did. One that can no
    longer be read keeps the articles that it gave before.
    """
    found = discover(paths, without=without)
    run = _Run(sink, known, names, encoding, Summary(faults=found.faults, unknown=found.unknown))
    for done, path in enumerate(found.files):
        progress(done, len(found.files), str(path))
        run.take(path)
    run.remove_vanished(found.directories, prune=prune)
    return run.summary


@dataclass(slots=True)
class _Run:
    """One indexing run on its way."""

    sink: Sink
    known: dict[str, SourceFile]
    names: SourceNames
    encoding: str | None
    summary: Summary
    seen: set[str] = field(default_factory=set)
    new_digests: set[str] = field(default_factory=set)

    def take(self, path: Path) -> None:
        """Indexes a file if it is new or changed."""
        name = self.names.name(path)
        self.seen.add(name)
        try:
            self._take(path, name, self.known.get(name))
        except CorpusError as fault:
            self.summary.faults.append(str(fault))
        except OSError as fault:
            self.summary.faults.append(f"{path}: {fault.strerror}")

    def _take(self, path: Path, name: str, before: SourceFile | None) -> None:
        summary = self.summary
        status = path.stat()
        encoding = self.encoding or (before.encoding if before else None)
        as_before = before is not None and before.encoding == encoding
        if before and as_before and (before.size, before.modified) == (status.st_size, status.st_mtime_ns):
            summary.unchanged.append(name)
            return
        data = load(path)
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        if before and as_before and before.digest == digest:
            self.sink.note(replace(before, size=status.st_size, modified=status.st_mtime_ns))
            summary.unchanged.append(name)
            return
        document = read(path, source=name, encoding=encoding, data=data)
        source = SourceFile(name, status.st_size, status.st_mtime_ns, digest, len(document.articles), encoding)
        self.new_digests.add(digest)
        if document.warnings:
            summary.doubtful.append(str(path))
        self.sink.add(source, document.articles)
        (summary.changed if before else summary.added).append(name)
        summary.articles_added += len(document.articles)
        summary.articles_removed += before.articles if before else 0

    def remove_vanished(self, directories: list[Path], *, prune: bool) -> None:
        """Removes the known files that are gone from directories that were walked.

        Where a directory has lost more than half of its files, it may be a share that is not mounted: its files stay
        unless they are to be pruned. A file that was read under another name now was moved, and is not lost.
        """
        for directory in directories:
            within = self.names.below(directory, self.known)
            lost = [name for name in within if name not in self.seen and not os.path.lexists(self.names.path(name))]
            gone = [name for name in lost if self.known[name].digest not in self.new_digests]
            if 2 * len(gone) > len(within) and not prune:
                lost = [name for name in lost if name not in gone]
                self.summary.notes.append(
                    f"{directory}: {len(gone)} of {len(within)} indexed files are gone; their articles are kept, "
                    "in case the folder is only out of reach. To remove them: wensou index --prune PATH..."
                )
            for name in lost:
                self.sink.remove_source(name)
                self.summary.removed.append(name)
                self.summary.articles_removed += self.known.pop(name).articles
