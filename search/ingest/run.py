"""One indexing run: files in, changes to an index out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from corpus import CorpusError
from corpus.errors import NotArticlesError
from corpus.files import Discovery
from corpus.kinds import READY
from corpus.language import tr, trn
from index.engines import Encoded, Reader, SourceFile
from search.ingest.changes import Changes, Source
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
from search.ingest.summary import OUT_OF_REACH, Summary
from search.sources import SourceNames
from search.workers.apart import is_confined, mistakes_told

if TYPE_CHECKING:
    from corpus import ready
    from index.sharing import Added

# Starting other processes takes about as long as reading so many bytes.
FEW_BYTES: Final = 2_000_000
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
        self._changes = Changes(found, committed.sources() if committed else {}, names)
        self._pending = list(self._changes.to_read(encoding, self.summary))
        self.total = sum(source.now.size for source in self._pending)
        self._done = self._done_files = 0

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

    def _take_newsletter(self, source: Source, contents: Contents) -> None:
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

    def _survey(self, source: Source) -> ready.Survey | CorpusError:
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

    def _ready_articles(self, source: Source, survey: ready.Survey | CorpusError) -> Iterator[Step]:
        if isinstance(survey, CorpusError):
            yield Step(partial(self._refuse, source), survey)
        elif survey.digest == source.known:
            yield Step(self._keep, source)
        else:
            from corpus import ready

            for batch in ready.batches(source.path, source.now.source, survey):
                yield Step(partial(self._take_piece, source, batch), batch, read_piece, lost_piece)
            yield Step(self._end, source)

    def _refuse(self, source: Source, fault: CorpusError) -> None:
        """A file without articles that was met in a folder is one of many other kinds, and no fault."""
        if isinstance(fault, NotArticlesError) and source.path not in self._found.named and source.before is None:
            self.summary.unknown[source.path.suffix.lower()] += 1
            self._done_files += 1
        else:
            self._fail(fault)

    def _take_piece(self, source: Source, batch: ready.Batch, piece: Piece) -> None:
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

    def _fault(self, source: Source, message: str) -> None:
        source.now = replace(source.now, faults=source.now.faults + 1)
        if source.now.faults <= _FAULTS_TOLD:
            self.summary.faults.append(message)

    # Either

    def _fail(self, fault: CorpusError) -> None:
        self.summary.faults.append(str(fault))
        self.summary.failed[fault.reason] += 1
        self._done_files += 1

    def _keep(self, source: Source) -> None:
        """A file whose bytes are as before."""
        assert source.before is not None
        self._sink.put_source(replace(source.before, size=source.now.size, modified=source.now.modified))
        self.summary.unchanged.append(source.now.source)
        self._done_files += 1

    def _begin(self, source: Source) -> None:
        if source.before:
            self._sink.remove_source(source.now.source)

    def _add(self, source: Source, articles: list[Encoded], *, rename: bool) -> None:
        added = self._sink.add(articles, exists=self._changes.exists, rename=rename)
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

    def _end(self, source: Source) -> None:
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

    def _tell(self, source: Source, size: int) -> None:
        self._done = min(self._done + size, self.total)
        self._progress(Reached(self._done, self.total, self._done_files, len(self._pending), str(source.path)))

    def tell_end(self) -> None:
        """Tells that all is read."""
        self._progress(Reached(self.total, self.total, len(self._pending), len(self._pending), None))

    def remove_vanished(self, *, prune: bool) -> None:
        """Removes the known files that are gone from directories that were walked."""
        for vanished in self._changes.vanished(self._new_digests, prune=prune):
            if vanished.kept:
                self.summary.notes.append(
                    tr(
                        "{directory}: {gone} of {all} indexed files are gone; their articles are kept, in case the "
                        "folder is only out of reach. To remove them: wensou index --prune PATH...",
                        directory=vanished.directory,
                        gone=vanished.kept,
                        all=vanished.known,
                    )
                )
            for file in vanished.removed:
                left = self._sink.remove_source(file.source)
                self.summary.removed.append(file.source)
                # Of a file that was moved, both names were known for a while: that makes no duplicates.
                moved = min(left, self.summary.duplicates) if file.source in vanished.moved else 0
                self.summary.articles_added += moved
                self.summary.duplicates -= moved
                self.summary.articles_removed += file.articles
