"""Plain text files."""

from __future__ import annotations

from dataclasses import replace

from corpus.decoding import decode
from corpus.marked import MarkedText


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The lines of a text file; raises `CorpusError` for what is no text."""
    decoded = decode(data, encoding)
    return replace(MarkedText.plain(decoded.text), warnings=decoded.warnings)
