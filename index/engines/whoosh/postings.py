"""The inverted index of one segment in one file: for each field its terms, for each term its postings.

The postings of a term are one ascending list of numbers, one for each time the term occurs. In most fields it is the
number of the document. In positional fields it is a position, counted through all documents of the segment: document
after document, with one position left free behind each, so that no two texts touch. Such a field has one more list,
the positions at which the documents begin, in the place of the empty term: for document 0, 1 and so on, as many as
there are up to the last that has the field, and the first position behind that one.

    file      := field* directory, length of the directory (eight bytes, little-endian)
    field     := postings* block* table keys
    postings  := the list of one term, packed (index.engines.whoosh.numbers); terms stand in the order of their bytes
    block     := four numbers for each of up to 16 terms, packed, and their suffixes
                 (bytes shared with the term before, bytes of the suffix, documents that have it, bytes of postings)
    table     := four numbers for each block, packed
                 (bytes of its numbers, bytes of its suffixes, bytes of its terms' postings, bytes of its first term)
    keys      := the first term of each block; the block itself holds no byte of it
    directory := JSON: for each field whether it is positional, where it begins, and the bytes of its parts:
                 postings, blocks, table, keys
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, repeat
from operator import sub
from typing import TYPE_CHECKING, Final, NamedTuple

from index.engines.whoosh.numbers import pack, pack_ascending, unpack, unpack_ascending

if TYPE_CHECKING:
    from whoosh.filedb.structfile import StructFile

# Of positional fields: what stands under it are the positions at which documents begin.
BEGINNINGS: Final = b""

# Terms in a block: more save few bytes, and all of them are read to find one.
_BLOCK: Final = 16
_TAIL: Final = 8
# Terms that a reader remembers: those of many queries, in a few megabytes.
_REMEMBERED: Final = 1 << 12


class Term(NamedTuple):
    """A term of a field: how many documents have it, and where its postings stand in the file."""

    text: bytes
    documents: int
    offset: int
    size: int


class PostingsWriter:
    """Writes the file. Fields come in any order, each once; terms in the order of their bytes."""

    def __init__(self, file: StructFile) -> None:
        self._file = file
        self._directory: dict[str, tuple[bool, int, list[int]]] = {}

    def write_field(self, name: str, terms: Iterable[tuple[bytes, Sequence[int]]], *, positional: bool) -> None:
        """Writes a field: its terms with their ascending numbers."""
        offset = self._file.tell()
        written: list[tuple[bytes, int, int]] = []
        beginnings: list[int] = []
        for text, numbers in terms:
            if positional and text == BEGINNINGS:
                beginnings = list(numbers)
            packed = pack_ascending(numbers)
            self._file.write(packed)
            written.append((text, _count_documents(numbers, beginnings), len(packed)))
        blocks, table, keys = _dictionary(written)
        postings = sum(size for _, _, size in written)
        for part in (blocks, table, keys):
            self._file.write(part)
        self._directory[name] = (positional, offset, [postings, len(blocks), len(table), len(keys)])

    def close(self) -> None:
        """Writes the directory and closes the file."""
        directory = json.dumps(self._directory).encode()
        self._file.write(directory + len(directory).to_bytes(_TAIL, "little"))
        self._file.close()


def _count_documents(numbers: Sequence[int], beginnings: list[int]) -> int:
    return len(set(map(bisect_right, repeat(beginnings), numbers) if beginnings else numbers))


def _dictionary(terms: list[tuple[bytes, int, int]]) -> tuple[bytes, bytes, bytes]:
    """Blocks, table and keys of terms with the number of their documents and the bytes of their postings."""
    blocks, table, keys = [], [], []
    for start in range(0, len(terms), _BLOCK):
        group = terms[start : start + _BLOCK]
        before = group[0][0]
        numbers, suffixes = [], []
        for text, documents, size in group:
            shared = _shared(before, text)
            numbers += [shared, len(text) - shared, documents, size]
            suffixes.append(text[shared:])
            before = text
        packed, rest = pack(numbers), b"".join(suffixes)
        blocks += [packed, rest]
        table += [len(packed), len(rest), sum(size for _, _, size in group), len(group[0][0])]
        keys.append(group[0][0])
    return b"".join(blocks), pack(table), b"".join(keys)


def _shared(first: bytes, second: bytes) -> int:
    """With how many bytes both begin."""
    length = min(len(first), len(second))
    while first[:length] != second[:length]:
        length -= 1
    return length


class PostingsReader:
    """Reads the file, of `size` bytes, of a segment that has so many documents. The caller closes it."""

    def __init__(self, file: StructFile, size: int, documents: int) -> None:
        end = size - _TAIL
        length = int.from_bytes(file.get(end, _TAIL), "little")
        directory = json.loads(file.get(end - length, length))
        self._fields = {name: Field(file, documents, *entry) for name, entry in directory.items()}

    def field(self, name: str) -> Field | None:
        """The field of that name, or None where no document has it."""
        return self._fields.get(name)

    def fields(self) -> dict[str, Field]:
        """All fields that documents have."""
        return self._fields


class Field:
    """One field: its terms and their postings. Nothing is read before it is asked for."""

    def __init__(self, file: StructFile, documents: int, positional: bool, offset: int, sizes: list[int]) -> None:
        self.positional = positional
        self._file = file
        self._documents = documents
        self._offset = offset
        self._sizes = sizes
        self._blocks: _Blocks | None = None
        self._found: dict[bytes, Term | None] = {}
        self._beginnings: list[int] = []
        self._ends: list[int] = []

    def find(self, text: bytes) -> Term | None:
        """The term, or None where no document has it."""
        if text not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: bytes) -> Term | None:
        blocks = self._table()
        number = bisect_right(blocks.keys, text) - 1
        if number < 0:
            return None
        return next((term for term in self._block(blocks, number) if term.text == text), None)

    def terms(self, prefix: bytes = b"") -> Iterator[Term]:
        """The terms that begin with `prefix`, in order."""
        blocks = self._table()
        for number in range(max(0, bisect_right(blocks.keys, prefix) - 1), len(blocks.keys)):
            for term in self._block(blocks, number):
                if term.text.startswith(prefix):
                    yield term
                elif term.text > prefix:
                    return

    def numbers(self, term: Term) -> list[int]:
        """The postings of a term: ascending, one number for each time it occurs."""
        return unpack_ascending(self._file.get(term.offset, term.size))

    def documents(self, numbers: Iterable[int]) -> Iterable[int]:
        """The documents in which postings stand, one for each."""
        if not self.positional:
            return numbers
        self.beginnings()
        return map(bisect_right, repeat(self._ends), numbers)

    def frequencies(self, numbers: Sequence[int], documents: Sequence[int]) -> Iterator[int]:
        """How many of a term's postings stand in each of `documents`."""
        firsts: Iterable[int] = documents
        limits: Iterable[int] = map(int.__add__, documents, repeat(1))
        if self.positional:
            beginnings = self.beginnings()
            firsts, limits = map(beginnings.__getitem__, firsts), map(beginnings.__getitem__, limits)
        return map(sub, map(bisect_left, repeat(numbers), limits), map(bisect_left, repeat(numbers), firsts))

    def beginnings(self) -> list[int]:
        """Of a positional field: the position at which each document begins, and the first behind the last of them."""
        if not self._beginnings:
            term = self.find(BEGINNINGS)
            found = self.numbers(term) if term else [0]
            self._beginnings = found + [found[-1]] * (self._documents + 1 - len(found))
            self._ends = self._beginnings[1:]
        return self._beginnings

    def _table(self) -> _Blocks:
        if self._blocks is None:
            postings, blocks, table, keys = self._sizes
            start = self._offset + postings
            entries = unpack(self._file.get(start + blocks, table))
            self._blocks = _Blocks.make(
                self._offset, start, list(entries), self._file.get(start + blocks + table, keys)
            )
        return self._blocks

    def _block(self, blocks: _Blocks, number: int) -> Iterator[Term]:
        start, size = blocks.starts[number], blocks.sizes[number]
        numbers = iter(unpack(self._file.get(start, size)))
        suffixes = self._file.get(start + size, blocks.starts[number + 1] - start - size)
        offset, text, place = blocks.postings[number], blocks.keys[number], 0
        for shared, length, documents, bytes_of_postings in zip(numbers, numbers, numbers, numbers, strict=True):
            text = text[:shared] + suffixes[place : place + length]
            yield Term(text, documents, offset, bytes_of_postings)
            place += length
            offset += bytes_of_postings


class _Blocks(NamedTuple):
    """The blocks of a field: where each begins (and the last ends), the bytes of its numbers, where its first postings
    begin, and its first term.
    """

    starts: list[int]
    sizes: list[int]
    postings: list[int]
    keys: list[bytes]

    @classmethod
    def make(cls, postings: int, blocks: int, table: list[int], keys: bytes) -> _Blocks:
        """From the table and keys, and where the postings and blocks of the field begin."""
        sizes, suffixes, bytes_of_postings, lengths = (table[part::4] for part in range(4))
        ends = list(accumulate(lengths))
        return cls(
            list(accumulate(map(int.__add__, sizes, suffixes), initial=blocks)),
            sizes,
            list(accumulate(bytes_of_postings, initial=postings)),
            [keys[end - length : end] for end, length in zip(ends, lengths, strict=True)],
        )
