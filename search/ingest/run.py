"""One indexing run: files in, changes to an index out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from corpus import CorpusError, corrections
from corpus.errors import NotArticlesError
from corpus.files import Discovery
from corpus.kinds import READY
from corpus.language import later, tr, trn
from corpus.reading import READING_VERSION
from index.engines import Encoded, Reader, SourceFile
from search.ingest.identifiers import Identifiers
from search.ingest.progress import Progress, Reached, silent
from search.ingest.reading import (
    Contents,
    File,
    Piece,
    lost_newsletter,
    lost_piece,
    read_newsletter,
    read_piece,
    renamed,
)
from search.ingest.steps import Encode, Step, Workers
from search.ingest.summary import Summary
from search.sources import SourceNames
from search.workers.apart import is_confined, mistakes_told

if TYPE_CHECKING:
    from corpus import ready
    from index.sharing import Added

# Starting other processes takes about as long as reading so many bytes.
FEW_BYTES: Final = 2_000_000
# Why a file was not even looked at, in `Summary.failed`.
OUT_OF_REACH: Final = later("out of reach")
# Of a file of bad lines, so many are told one by one.
_FAULTS_TOLD: Final = 20


class Sink(Protocol):
    """Where articles go: an IndexWriter, or nowhere."""

    def add(self, articles: Sequence[Encoded], *, exists: Callable[[str], bool], rename: bool) -> Added:
        """Takes articles of a file. One whose id another article has, in a file that exists, is refused or renamed."""

    def put_source(self, source: SourceFile) -> None:
        """Takes what is known now of a file."""

    def remove_source(self, source: str) -> int:
        """Forgets a file with all the articles that it gave before; how many of them one other file alone has now."""


def ingest(
    sink: Sink,
    committed: Reader | None,
    found: Discovery,
    names: SourceNames,
    *,
    encode: Encode,
    encoding: str | None = None,
    prune: bool = False,
    workers: Workers | None = None,
    progress: Progress = silent,
) -> Summary:
    """Brings an index, `committed` being what it holds, up to date with the files that were found. Commits nothing.

    A file is read again only if its size or time changed, and indexed again only if its bytes did. One that can no
    longer be read keeps the articles that it gave before. The `workers` read where there is much to read.
    """
    run = _Run(sink, committed, found, names, encode, encoding, progress)
    try:
        (workers or Workers()).take(run.steps(), encode, here=run.total < FEW_BYTES)
        run.remove_vanished(prune=prune)
        run.tell_end()
    finally:
        run.identifiers.close()
    return run.summary


@dataclass(slots=True)
class _Source:
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


def _looks_alike(before: SourceFile, now: SourceFile) -> bool:
    """Whether a file need not be read: nothing but its digest and number of articles, which reading tells, is new."""
    return (before.size, before.modified, before.encoding, before.reading, before.faults) == (
        now.size,
        now.modified,
        now.encoding,
        now.reading,
        now.faults,
    )


class _Run:
    """One indexing run on its way."""

    def __init__(
        self,
        sink: Sink,
        committed: Reader | None,
        found: Discovery,
        names: SourceNames,
        encode: Encode,
        encoding: str | None,
        progress: Progress,
    ) -> None:
        self._sink = sink
        self._found = found
        self._names = names
        self._encode = encode
        self._progress = progress
        self._new_digests: set[str] = set()
        self.identifiers = Identifiers()
        self.summary = Summary(faults=found.faults, unknown=found.unknown)
        if found.faults:
            self.summary.failed[OUT_OF_REACH] = len(found.faults)
        self.known = committed.sources() if committed else {}
        self._seen: set[str] = set()
        self._nothing = set(map(names.name, found.nothing))
        self._pending = list(self._changed(encoding))
        self.total = sum(source.now.size for source in self._pending)
        self._done = self._done_files = 0

    def _changed(self, encoding: str | None) -> Iterator[_Source]:
        """The files that are new or look changed."""
        for path in self._found.files:
            name = self._names.name(path)
            self._seen.add(name)
            before = self.known.get(name)
            forced = encoding or (before.encoding if before else None)
            try:
                size, modified, is_corrected = corrections.stamp(path)
                if is_corrected:
                    self.summary.corrected.append(str(corrections.side_file(path)))
            except OSError as fault:
                self.summary.faults.append(f"{path}: {tr(str(fault.strerror))}")
                self.summary.failed[OUT_OF_REACH] += 1
                continue
            now = SourceFile(name, size, modified, "", 0, forced, reading=READING_VERSION)
            if before and _looks_alike(before, now):
                self.summary.unchanged.append(name)
            else:
                yield _Source(path, now, before)

    def steps(self) -> Iterator[Step]:
        """All that has to be read."""
        # Articles may move from one of these files to another with their ids: all of them let go before any takes.
        surveys = [self._survey(each) if each.path.suffix.lower() in READY else None for each in self._pending]
        for source, survey in zip(self._pending, surveys, strict=True):
            if survey is not None:
                yield from self._ready_articles(source, survey)
            else:
                file = File(source.path, source.now.source, source.now.encoding, source.known)
                confined = is_confined(source.path, source.now.size)
                yield Step(partial(self._take_newsletter, source), file, read_newsletter, lost_newsletter, confined)

    # Newsletters

    def _take_newsletter(self, source: _Source, contents: Contents) -> None:
        source.now = replace(source.now, digest=contents.digest)
        if contents.fault is not None:
            self._fail(contents.fault)
        elif contents.articles is None:
            self._keep(source)
        else:
            self._begin(source)
            # Its ids are made, or were once: of two files that were the same, one may have been corrected.
            self._add(source, contents.articles, rename=True)
            self._end(source)
            if contents.doubtful:
                self.summary.doubtful.append(str(source.path))
            self.summary.notes += contents.notes
        self._tell(source, source.now.size)

    # Ready articles

    def _survey(self, source: _Source) -> ready.Survey | CorpusError:
        """Looks through a file. Where it changed, the articles that it gave before go."""
        from corpus import ready  # most runs have none, and it loads all that reads dates

        try:
            with mistakes_told(source.path):
                survey = ready.survey(source.path, source.now.encoding)
        except CorpusError as fault:
            return fault
        source.now = replace(source.now, digest=survey.digest)
        if survey.digest != source.known:
            self._begin(source)
        return survey

    def _ready_articles(self, source: _Source, survey: ready.Survey | CorpusError) -> Iterator[Step]:
        if isinstance(survey, CorpusError):
            yield Step(partial(self._refuse, source), survey)
        elif survey.digest == source.known:
            yield Step(self._keep, source)
        else:
            from corpus import ready

            for batch in ready.batches(source.path, source.now.source, survey):
                yield Step(partial(self._take_piece, source, batch), batch, read_piece, lost_piece)
            yield Step(self._end, source)

    def _refuse(self, source: _Source, fault: CorpusError) -> None:
        """A file without articles that was met in a folder is one of many other kinds, and no fault."""
        if isinstance(fault, NotArticlesError) and source.path not in self._found.named and source.before is None:
            self.summary.unknown[source.path.suffix.lower()] += 1
            self._done_files += 1
        else:
            self._fail(fault)

    def _take_piece(self, source: _Source, batch: ready.Batch, piece: Piece) -> None:
        self._tell(source, batch.size)
        for fault in piece.faults:
            self._fault(source, fault)
        ids = [article.id for article in piece.articles]
        repeats = self.identifiers.repeated(source.now.source, ids, piece.given)
        taken = {place for place, name in repeats.items() if name is None}
        for place in sorted(taken):
            self._fault(
                source,
                tr(
                    "{path}:{line}: the id {id!r} was given before",
                    path=source.path,
                    line=piece.articles[place].place.line_start,
                    id=ids[place],
                ),
            )
        others = {place: name for place, name in repeats.items() if name is not None}
        articles = {**dict(enumerate(piece.articles)), **(renamed(batch, others, self._encode) if others else {})}
        self._add(source, [article for place, article in articles.items() if place not in taken], rename=False)

    def _fault(self, source: _Source, message: str) -> None:
        source.now = replace(source.now, faults=source.now.faults + 1)
        if source.now.faults <= _FAULTS_TOLD:
            self.summary.faults.append(message)

    # Either

    def _fail(self, fault: CorpusError) -> None:
        self.summary.faults.append(str(fault))
        self.summary.failed[fault.reason] += 1
        self._done_files += 1

    def _keep(self, source: _Source) -> None:
        """A file whose bytes are as before."""
        assert source.before is not None
        self._sink.put_source(replace(source.before, size=source.now.size, modified=source.now.modified))
        self.summary.unchanged.append(source.now.source)
        self._done_files += 1

    def _begin(self, source: _Source) -> None:
        if source.before:
            self._sink.remove_source(source.now.source)

    def _add(self, source: _Source, articles: list[Encoded], *, rename: bool) -> None:
        added = self._sink.add(articles, exists=self._exists, rename=rename)
        for article, holder in added.refused:
            self._fault(
                source,
                tr(
                    "{path}:{line}: the id {id!r} is that of another article, in {other}",
                    path=source.path,
                    line=article.place.line_start,
                    id=article.id,
                    other=self._names.path(holder),
                ),
            )
        source.now = replace(source.now, articles=source.now.articles + len(articles) - len(added.refused))
        source.shared += added.shared

    def _exists(self, source: str) -> bool:
        return source not in self._nothing and os.path.lexists(self._names.path(source))

    def _end(self, source: _Source) -> None:
        now, before = source.now, source.before
        self._sink.put_source(now)
        self._new_digests.add(now.digest)
        self._done_files += 1
        had = before.articles if before else 0
        again = min(had, now.articles) if source.is_same else 0
        became = self.summary.unchanged if source.is_same else self.summary.changed if before else self.summary.added
        became.append(now.source)
        duplicates = min(source.shared, now.articles - again)
        self.summary.articles_added += now.articles - again - duplicates
        self.summary.duplicates += duplicates
        self.summary.articles_removed += had - again
        if now.faults > _FAULTS_TOLD:
            self.summary.faults.append(
                trn(
                    "{path}: and {count:,} more faulty line",
                    "{path}: and {count:,} more faulty lines",
                    now.faults - _FAULTS_TOLD,
                    path=source.path,
                )
            )

    def _tell(self, source: _Source, size: int) -> None:
        self._done = min(self._done + size, self.total)
        self._progress(Reached(self._done, self.total, self._done_files, len(self._pending), str(source.path)))

    def tell_end(self) -> None:
        """Tells that all is read."""
        self._progress(Reached(self.total, self.total, len(self._pending), len(self._pending), None))

    def _is_gone(self, name: str) -> bool:
        """Whether a file is there no more, or stands for another one now."""
        path = self._names.path(name)
        return not self._exists(name) or str(corrections.original(path)) != path

    def _has_heir(self, name: str) -> bool:
        """Whether a file was left by its corrected split alone, or is one and its original came back."""
        return not self._seen.isdisjoint((name + corrections.SUFFIX, name.removesuffix(corrections.SUFFIX)))

    def remove_vanished(self, *, prune: bool) -> None:
        """Removes the known files that are gone from directories that were walked.

        Where a directory has lost more than half of its files, it may be a share that is not mounted: its files stay
        unless they are to be pruned. A file that was read under another name now was moved, and is not lost.
        """
        for directory in self._found.directories:
            unseen = [name for name in self.known if name not in self._seen]
            lost = [name for name in self._names.below(directory, unseen) if self._is_gone(name)]
            if not lost:
                continue
            within = self._names.below(directory, self.known)
            gone = [
                name for name in lost if self.known[name].digest not in self._new_digests and not self._has_heir(name)
            ]
            if 2 * len(gone) > len(within) and not prune:
                lost = [name for name in lost if name not in gone]
                self.summary.notes.append(
                    tr(
                        "{directory}: {gone} of {all} indexed files are gone; their articles are kept, in case the "
                        "folder is only out of reach. To remove them: wensou index --prune PATH...",
                        directory=directory,
                        gone=len(gone),
                        all=len(within),
                    )
                )
            for name in lost:
                left = self._sink.remove_source(name)
                self.summary.removed.append(name)
                # Of a file that was moved, both names were known for a while: that makes no duplicates.
                moved = 0 if name in gone else min(left, self.summary.duplicates)
                self.summary.articles_added += moved
                self.summary.duplicates -= moved
                self.summary.articles_removed += self.known.pop(name).articles
