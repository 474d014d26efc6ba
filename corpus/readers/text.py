"""Plain text files."""

from __future__ import annotations

from corpus.encodings import decode
from corpus.marked import MarkedText


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The lines of a text file; raises `CorpusError` for what is no text."""
    return MarkedText.plain(decode(data, encoding))
