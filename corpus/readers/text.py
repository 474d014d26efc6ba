"""Plain text files."""

from __future__ import annotations

from corpus.encodings import decode
from corpus.layout import split
from corpus.records import Document


def read_bytes(data: bytes, source: str, encoding: str | None) -> Document:
    """The document in the bytes of a text file; raises `CorpusError` for what is no text or holds none."""
    return split(decode(data, encoding), source)
