"""Commits: Whoosh's writer, and the list of segments that a commit writes, as checked JSON (index.checked).

Whoosh's own is a pickle: one wrong byte can ask for all memory, or run what a stranger wrote. Names and numbers of the
files are Whoosh's: `_MAIN_N.toc` for commit N.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC, FileIndex, clean_files
from whoosh.writing import SegmentWriter

from index import checked
from index.engines.whoosh.codec import CompactCodec, CompactSegment, InvertingPool, open_terms
from index.engines.whoosh.schema import Grams, schema
from index.errors import REBUILD, IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whoosh.filedb.filestore import Storage
    from whoosh.reading import IndexReader

NAME: Final[str] = _DEF_INDEX_NAME
# Numbers are collected in memory up to this many bytes, then in runs on disk: some 75 MB of ordinary text fit in one.
_POOL_MEGABYTES: Final = 384


class CompactIndex(FileIndex):
    """Whoosh's index with lists of segments of our own."""

    def __init__(self, directory: Path) -> None:
        # Whoosh's would read its own kind of list.
        self.storage = FileStorage(str(directory))
        self.indexname = NAME
        self._directory = directory
        self._schema = schema()

    def _read_toc(self) -> TOC:
        number: int = self.latest_generation()  # type: ignore[no-untyped-call]
        if number < 0:
            raise IndexDamagedError(f"the index is damaged (no commit in {self._directory}); {REBUILD}")
        return TOC(self._schema, read_commit(self._directory, number), number)


class CompactWriter(SegmentWriter):
    """Whoosh's writer of one commit, collecting postings in our pool."""

    def __init__(self, index: CompactIndex) -> None:
        super().__init__(index, codec=CompactCodec())  # type: ignore[no-untyped-call]
        positional = {name for name, field in self.schema.items() if isinstance(field, Grams)}
        temporary: Storage = self.temp_storage()  # type: ignore[no-untyped-call]
        self.pool = self._inverting = InvertingPool(temporary, self.newsegment, positional, _POOL_MEGABYTES)

    def _commit_toc(self, segments: Sequence[CompactSegment]) -> None:
        """Makes the commit, then removes what it needs no more."""
        write_commit(Path(self.storage.folder), self.generation, segments)
        clean_files(self.storage, self.indexname, self.generation, segments)

    def add_postings_to_pool(self, reader: IndexReader, startdoc: int, docmap: dict[int, int] | None) -> None:
        """Takes over the postings of a segment whose documents are numbered anew: from `startdoc` on, or as in `docmap`
        where some are deleted.
        """
        if docmap is None:
            docmap = {document: startdoc + document for document in range(reader.doc_count_all())}
        terms = open_terms(reader)
        try:
            self._inverting.merge(terms.postings, docmap)
        finally:
            terms.close()


def commit_path(directory: Path, number: int) -> Path:
    """Where the list of a commit stands."""
    name: str = TOC._filename(NAME, number)
    return directory / name


def write_commit(directory: Path, number: int, segments: Sequence[CompactSegment]) -> None:
    """Writes the list aside, flushes it to the disk and renames it: from then on the commit is there."""
    path = commit_path(directory, number)
    aside = path.with_name(path.name + ".new")
    with aside.open("wb") as file:
        file.write(checked.dumps({"commit": number, "segments": [segment.as_dict() for segment in segments]}))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def read_commit(directory: Path, number: int) -> list[CompactSegment]:
    """The segments of a commit. Raises IndexDamagedError."""
    path = commit_path(directory, number)
    try:
        values = checked.loads(path.read_bytes())
        if values["commit"] != number:
            raise ValueError(f"it is of commit {values['commit']}")
        return [CompactSegment.from_dict(segment, NAME) for segment in values["segments"]]
    except (ValueError, KeyError) as fault:
        raise IndexDamagedError(f"the index is damaged ({path.name}: {fault}); {REBUILD}") from fault
