"""Commits: Whoosh's writer, and the list of segments that a commit writes, as checked JSON (index.checked).

Whoosh's own is a pickle: one wrong byte can ask for all memory, or run what a stranger wrote. Names and numbers of the
files are Whoosh's: `_MAIN_N.toc` for commit N.
"""

from __future__ import annotations

import re
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC, FileIndex
from whoosh.writing import SegmentWriter

from corpus.language import tr
from index import checked, durable
from index.checked import Form, by_name, each, formed, is_count, is_text
from index.engines.damage import damage_explained
from index.engines.whoosh.codec import CompactCodec, CompactSegment, InvertingPool, open_terms
from index.engines.whoosh.schema import Grams, schema
from index.errors import REBUILD, IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.filedb.filestore import Storage
    from whoosh.reading import IndexReader

NAME: Final[str] = _DEF_INDEX_NAME
_SEGMENT: Final[Form] = {
    "name": is_text,
    "seal": is_count,
    "documents": is_count,
    "deleted": each(is_count),
    "lengths": by_name(is_count),
}
_COMMIT: Final[Form] = {"commit": is_count, "segments": each(formed(_SEGMENT))}
_LIST: Final = re.compile(rf"_{NAME}_(\d+)\.toc")
# Lists, and what is written aside of one; segments, and the files that become one; the folder of what a transaction
# writes meanwhile.
_OWN: Final = re.compile(rf"{_LIST.pattern}({re.escape(durable.ASIDE)})?|{NAME}_[0-9a-z]+\..+|{NAME}\.tmp")
# Numbers are collected in memory up to this many bytes, then in runs on disk: some 75 MB of ordinary text fit in one.
_POOL_MEGABYTES: Final = 384


class CompactIndex(FileIndex):
    """Whoosh's index with lists of segments of our own."""

    def __init__(self, directory: Path) -> None:
        # Whoosh's would read its own kind of list.
        self.storage = FileStorage(str(directory))
        self.indexname = NAME
        self.directory = directory
        self._schema = schema()

    def _read_toc(self) -> TOC:
        number = last_commit(self.directory)
        return TOC(self._schema, read_commit(self.directory, number), number)


class CompactWriter(SegmentWriter):
    """Whoosh's writer of one commit, collecting postings in our pool."""

    def __init__(self, index: CompactIndex) -> None:
        self._directory = index.directory
        number = last_commit(self._directory)
        remove_leftovers(self._directory, number, read_commit(self._directory, number))
        # The whole index is locked already.
        super().__init__(index, codec=CompactCodec(), _lk=False)  # type: ignore[no-untyped-call]
        positional = {name for name, field in self.schema.items() if isinstance(field, Grams)}
        temporary: Storage = self.temp_storage()  # type: ignore[no-untyped-call]
        self.pool = self._inverting = InvertingPool(temporary, self.newsegment, positional, _POOL_MEGABYTES)

    def _commit_toc(self, segments: Sequence[CompactSegment]) -> None:
        """Makes the commit, then removes what it needs no more."""
        write_commit(self._directory, self.generation, segments)
        remove_leftovers(self._directory, self.generation, segments)

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


def last_commit(directory: Path) -> int:
    """The number of the last commit. Raises IndexDamagedError where there is none."""
    numbers = [int(found[1]) for path in directory.iterdir() if (found := _LIST.fullmatch(path.name))]
    if not numbers:
        raise IndexDamagedError(tr("the index is damaged (no list of segments); {rebuild}", rebuild=tr(REBUILD)))
    return max(numbers)


def commit_path(directory: Path, number: int) -> Path:
    """Where the list of a commit stands."""
    return directory / f"_{NAME}_{number}.toc"


def write_commit(directory: Path, number: int, segments: Sequence[CompactSegment]) -> None:
    """Writes the list, by renaming: from then on the commit is there. The segments must be on the disk."""
    durable.flush_directory(directory)  # their names too
    values = {"commit": number, "segments": [segment.as_dict() for segment in segments]}
    durable.replace(commit_path(directory, number), checked.dumps(values))


def read_commit(directory: Path, number: int) -> list[CompactSegment]:
    """The segments of a commit. Raises IndexDamagedError."""
    path = commit_path(directory, number)
    try:
        values = checked.loads(path.read_bytes(), _COMMIT)
        if values["commit"] != number:
            raise ValueError(tr("it is of commit {commit}", commit=values["commit"]))
        return [CompactSegment.from_dict(segment, NAME) for segment in values["segments"]]
    except ValueError as fault:
        raise IndexDamagedError(
            tr("the index is damaged ({file}: {fault}); {rebuild}", file=path.name, fault=fault, rebuild=tr(REBUILD))
        ) from fault


def faults(directory: Path) -> Iterator[str]:
    """What is wrong with the files of the last commit, all of which are read."""
    try:
        segments = read_commit(directory, last_commit(directory))
    except IndexDamagedError as fault:
        yield str(fault)
        return
    for segment in segments:
        try:
            with damage_explained(), closing(segment.open(directory)) as storage:
                storage.check()
        except IndexDamagedError as fault:
            yield str(fault)


def remove_leftovers(directory: Path, number: int, segments: Sequence[CompactSegment]) -> None:
    """Removes what is no part of a commit: earlier ones, and what transactions left that were cut off.

    What another program still holds open stays for next time.
    """
    needed = {commit_path(directory, number).name, *(segment.file_name for segment in segments)}
    for path in directory.iterdir():
        if path.name not in needed and is_own(path.name):
            with suppress(PermissionError):  # Windows
                durable.remove(path)


def is_own(name: str) -> bool:
    """Whether a file of that name may be Whoosh's or ours."""
    return bool(_OWN.fullmatch(name))
