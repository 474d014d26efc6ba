"""Whoosh's extension points put to our use: postings of our own (index.engines.whoosh.postings) in Whoosh's segments.

Whoosh keeps what it does well: the list of segments and its commits, deletions, lengths and columns, and when segments
are merged. Its own postings are a pickle for every 128, behind a dictionary of some 60 bytes a term, and are sorted one
by one when they are written; and its searcher, which they serve, is not used here.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import groupby, pairwise, repeat
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3Segment
from whoosh.writing import PostingPool

from index import durable
from index.engines.whoosh.postings import BEGINNINGS, Field, PostingsReader, PostingsWriter
from index.engines.whoosh.schema import Grams, decode, encode
from index.engines.whoosh.sealed import SealedStorage, write_sealed

if TYPE_CHECKING:
    from whoosh.codec.base import Segment
    from whoosh.fields import Schema
    from whoosh.filedb.filestore import FileStorage, Storage
    from whoosh.filedb.structfile import StructFile
    from whoosh.reading import IndexReader

# Numbers in memory have four bytes, enough for the positions of four thousand million characters in a segment.
_NUMBER: Final = "I"
_BYTES: Final = 4
# What a term takes besides, in a dictionary with an array of its own: all that there is to text of which each gram is
# new, as in tables of numbers.
_TERM_BYTES: Final = 190

_Numbers: TypeAlias = "defaultdict[str, array[int]]"


class CompactCodec(W3Codec):
    """Whoosh's codec with our postings. They have no matchers, so Whoosh's own searcher cannot run on them."""

    length_stats = False
    POSTINGS_EXT: Final = ".inv"

    def field_writer(self, storage: Storage, segment: Segment) -> CompactFieldWriter:
        return CompactFieldWriter(storage, segment)

    def new_segment(self, storage: Storage, indexname: str) -> CompactSegment:
        return CompactSegment(self, indexname)

    def per_document_reader(self, storage: Storage, segment: Segment) -> CompactDocumentReader:
        return CompactDocumentReader(storage, segment)  # type: ignore[no-untyped-call]

    def terms_reader(self, storage: Storage, segment: Segment) -> CompactTermsReader:
        return CompactTermsReader(storage, segment)


class CompactSegment(W3Segment):
    """A segment in a sealed file (index.engines.whoosh.sealed)."""

    def __init__(self, codec: CompactCodec, indexname: str, **values: Any) -> None:
        super().__init__(codec, indexname, **values)  # type: ignore[no-untyped-call]
        self.seal = 0
        self._fieldlengths: dict[str, int] = {}

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.indexname}_{self.segid}{self.COMPOUND_EXT}"

    def create_compound_file(self, storage: FileStorage) -> None:
        """Makes one file of the files that were written, and flushes it to the disk."""
        directory = Path(storage.folder)
        parts = sorted(directory.glob(f"{self.indexname}_{self.segid}.*"))
        with durable.create(directory / self.file_name) as target:
            self.seal = write_sealed(target, parts)
        for part in parts:
            part.unlink()
        self.compound = True

    def open_compound_file(self, storage: FileStorage) -> SealedStorage:
        """Opens the file. Raises IndexDamagedError."""
        return self.open(Path(storage.folder))

    def open(self, directory: Path) -> SealedStorage:
        """Opens the file. Raises IndexDamagedError."""
        return SealedStorage(directory / self.file_name, self.seal)

    def as_dict(self) -> dict[str, Any]:
        """What a commit keeps of the segment, for JSON."""
        return {
            "name": self.segid,
            "seal": self.seal,
            "documents": self._doccount,
            "deleted": sorted(self._deleted or ()),
            "lengths": dict(self._fieldlengths),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any], indexname: str) -> CompactSegment:
        """The segment of `as_dict`."""
        segment = cls(
            CompactCodec(),  # type: ignore[no-untyped-call]
            indexname,
            doccount=values["documents"],
            segid=values["name"],
            deleted=set(values["deleted"]),
        )
        segment._fieldlengths = values["lengths"]
        segment.seal = values["seal"]
        segment.compound = True
        return segment


class CompactDocumentReader(W3PerDocReader):
    """Columns and lengths of a segment."""

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Nothing: what is stored stands in columns, and Whoosh's own column for it would be unpickled."""
        return {}


class CompactFieldWriter:
    """Writes what the pool has collected."""

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self._writer = PostingsWriter(segment.create_file(storage, CompactCodec.POSTINGS_EXT))
        self.is_closed = False

    def add_postings(self, schema: Schema, lengths: None, items: Iterable[tuple[str, bytes, Sequence[int]]]) -> None:
        """Writes fields with their terms and the numbers of those, in order."""
        for field, terms in groupby(items, key=itemgetter(0)):
            pairs = ((text, numbers) for _, text, numbers in terms)
            self._writer.write_field(field, pairs, positional=isinstance(schema[field], Grams))

    def close(self) -> None:
        """Closes the file."""
        self._writer.close()
        self.is_closed = True


class CompactTermsReader:
    """The terms of a segment. The file is opened when it is first asked for."""

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self._storage = storage
        self._segment = segment
        self._file: StructFile | None = None
        self._postings: PostingsReader | None = None

    @property
    def deleted(self) -> frozenset[int]:
        """The documents that are deleted but still have postings."""
        return frozenset(self._segment.deleted_docs())

    @property
    def postings(self) -> PostingsReader:
        """The reader of the file."""
        if self._postings is None:
            name = self._segment.make_filename(CompactCodec.POSTINGS_EXT)
            self._file = self._file or self._storage.open_file(name)
            size = self._storage.file_length(name)
            self._postings = PostingsReader(self._file, size, self._segment.doc_count_all())
        return self._postings

    def indexed_field_names(self) -> Iterable[str]:
        """The fields that have terms."""
        return self.postings.fields()

    def close(self) -> None:
        """Closes the file."""
        if self._file is not None:
            self._file.close()


def open_terms(leaf: IndexReader) -> CompactTermsReader:
    """The terms of one segment, to be closed by the caller before the segment's reader."""
    return CompactTermsReader(*_segment(leaf))


def lengths(leaf: IndexReader, field: str) -> bytes:
    """The lengths of a scorable field by document, as whoosh.util.numeric.length_to_byte codes them.

    These are the bytes of Whoosh's column, which ends at the last document that has the field.
    """
    storage, segment = _segment(leaf)
    name: str = CompactCodec.column_filename(segment, f"_{field}_len")  # type: ignore[no-untyped-call]
    found = b""
    if storage.file_exists(name):
        with storage.open_file(name) as file:
            found = file.get(0, storage.file_length(name))
    return found.ljust(leaf.doc_count_all(), b"\0")


def _segment(leaf: IndexReader) -> tuple[Storage, Segment]:
    storage, segment = leaf.storage(), leaf.segment()
    assert storage is not None
    assert segment is not None, "a leaf reads one segment"
    return storage, segment


class InvertingPool(PostingPool):
    """Collects the numbers of each term (see index.engines.whoosh.postings).

    Documents come in ascending order, and so do the numbers, without sorting. The field types hand over whole fields:
    an item is (field, b"", document, weight, list of terms).
    """

    def __init__(self, storage: Storage, segment: Segment, positional: Set[str], megabytes: float) -> None:
        super().__init__(storage, segment, limitmb=megabytes)  # type: ignore[no-untyped-call]
        self._positional = positional
        self._numbers: defaultdict[str, _Numbers] = defaultdict(partial(defaultdict, partial(array, _NUMBER)))
        # Of positional fields: how many documents have their beginnings, and the first free position.
        self._ends: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))

    def add(self, item: tuple[str, bytes, int, float, list[str]]) -> None:
        """Adds a field of a document. Raises ValueError for an empty gram, whose place is taken."""
        field, _, document, _, terms = item
        numbers = self._numbers[field]
        known = len(numbers)
        if field in self._positional:
            if decode(BEGINNINGS) in terms:
                raise ValueError(f"an empty gram in {field}")
            for position, gram in enumerate(terms, self._begin(field, document, len(terms))):
                numbers[gram].append(position)
        else:
            for term in terms:
                numbers[term].append(document)
        self._grow(len(terms), len(numbers) - known)

    def merge(self, postings: PostingsReader, documents: Mapping[int, int]) -> None:
        """Adds the postings of a segment. Its documents get new numbers; those without one are left out."""
        for name, field in postings.fields().items():
            shifts = self._shifts(name, field, documents)
            for term in field.terms():
                if field.positional and term.text == BEGINNINGS:
                    continue
                old = field.numbers(term)
                at = zip(old, field.documents(old), strict=True)
                new = [number + shifts[document] for number, document in at if document in shifts]
                if new:
                    numbers = self._numbers[name]
                    known = len(numbers)
                    numbers[decode(term.text)].extend(new)
                    self._grow(len(new), len(numbers) - known)

    def iter_postings(self) -> Iterator[tuple[str, bytes, Sequence[int]]]:
        """Fields and terms in order, each term once, with its numbers. Nothing can be added any more."""
        for field, (_, end) in self._ends.items():
            self._numbers[field][decode(BEGINNINGS)].append(end)
        if not self.runs:
            return self._collected()
        self.save()
        return _joined(self._merge_runs(self.runs))

    def save(self) -> None:
        """Writes what is in memory to a run on disk."""
        run = len(self.runs)
        self.current = [(field, text, run, numbers.tobytes()) for field, text, numbers in self._collected()]
        self._numbers.clear()
        super().save()  # type: ignore[no-untyped-call]

    def _collected(self) -> Iterator[tuple[str, bytes, array[int]]]:
        for field, numbers in sorted(self._numbers.items()):
            for text, term in sorted((encode(term), term) for term in numbers):
                yield field, text, numbers[term]

    def _shifts(self, name: str, field: Field, documents: Mapping[int, int]) -> dict[int, int]:
        """What is added to a number of each document when it moves."""
        if not field.positional:
            return {old: new - old for old, new in documents.items()}
        shifts = {}
        for old, (beginning, following) in enumerate(pairwise(field.beginnings())):
            if old in documents and beginning < following:
                shifts[old] = self._begin(name, documents[old], following - beginning - 1) - beginning
        return shifts

    def _begin(self, field: str, document: int, length: int) -> int:
        """The position at which a field of `length` grams begins."""
        placed, position = self._ends[field]
        self._numbers[field][decode(BEGINNINGS)].extend(repeat(position, document + 1 - placed))
        self._ends[field] = document + 1, position + length + 1
        return position

    def _grow(self, numbers: int, terms: int) -> None:
        self.currentsize += numbers * _BYTES + terms * _TERM_BYTES
        if self.currentsize > self.limit:
            self.save()


def _joined(items: Iterable[tuple[str, bytes, int, bytes]]) -> Iterator[tuple[str, bytes, Sequence[int]]]:
    """The numbers of each term, which several runs may have."""
    for (field, text), parts in groupby(items, key=itemgetter(0, 1)):
        numbers = array(_NUMBER)
        for *_, part in parts:
            numbers.frombytes(part)
        yield field, text, numbers
