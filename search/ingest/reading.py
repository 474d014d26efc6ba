"""The work of indexing that any process can do: reading files, splitting them and encoding their articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import CorpusError, corrections, read
from corpus.language import tr
from corpus.readers import load
from index.engines import Encoded
from search.ingest.steps import Encode
from search.workers.apart import lost, mistakes_told

if TYPE_CHECKING:
    from corpus import ready


@dataclass(frozen=True, slots=True)
class File:
    """A newsletter to read. `known` is the digest of its bytes, and of those of its corrected split, when it was last
    read in this encoding.
    """

    path: Path
    source: str
    encoding: str | None
    known: str | None


@dataclass(slots=True)
class Contents:
    """What a newsletter holds; `articles` is None where it is known already. `notes` tell of its corrected split."""

    digest: str = ""
    articles: list[Encoded] | None = None
    doubtful: bool = False
    notes: tuple[str, ...] = ()
    fault: CorpusError | None = None


@dataclass(slots=True)
class Piece:
    """What a piece of a file of ready articles holds; `given` are the ids that the file itself gives."""

    articles: list[Encoded] = field(default_factory=list)
    given: frozenset[str] = frozenset()
    faults: list[str] = field(default_factory=list)


def read_newsletter(file: File, encode: Encode) -> Contents:
    """Reads a newsletter whole, unless its bytes are those that are known."""
    try:
        with mistakes_told(file.path):
            data = load(file.path)
            digest = corrections.digest(data)
            if corrections.has_side_file(file.path):  # an empty one is there, too
                side = load(corrections.side_file(file.path))
                digest = corrections.digest(f"{digest} {corrections.digest(side)}".encode())
            if digest == file.known:
                return Contents(digest)
            document = read(file.path, source=file.source, encoding=file.encoding, data=data)
            encoded = encode(document.articles)
    except CorpusError as fault:
        return Contents(fault=fault)
    notes = tuple(f"{file.path}: {warning}" for warning in document.warnings) if document.corrected else ()
    return Contents(digest, encoded, bool(document.warnings), notes)


def lost_newsletter(file: File, fault: CorpusError) -> Contents:
    """What is told of a newsletter over which a process was lost."""
    return Contents(fault=lost(file.path, fault))


def lost_piece(batch: ready.Batch, fault: CorpusError) -> Piece:
    """What is told of a piece over which a process was lost."""
    first, last = batch.span
    said = tr("none of the articles from here to line {last} is read: {why}", last=last, why=fault)
    return Piece(faults=[f"{batch.path}:{first}: {said}"])


def read_piece(batch: ready.Batch, encode: Encode) -> Piece:
    """Reads a piece of a file of ready articles."""
    from corpus import ready

    try:
        with mistakes_told():
            parsed = ready.articles(batch)
            encoded = encode(parsed.articles)
    except CorpusError as fault:
        return lost_piece(batch, fault)
    return Piece(encoded, parsed.given, parsed.faults)


def renamed(batch: ready.Batch, names: dict[int, str], encode: Encode) -> dict[int, Encoded]:
    """Articles of a piece with other ids, by their places in it."""
    from dataclasses import replace

    from corpus import ready

    articles = ready.articles(batch).articles
    return dict(zip(names, encode([replace(articles[place], id=name) for place, name in names.items()]), strict=True))
