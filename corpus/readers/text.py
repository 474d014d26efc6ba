"""Plain text files."""

from __future__ import annotations

from dataclasses import replace

from corpus.decoding import decode
from corpus.limits import check_lines
from corpus.marked import MarkedText


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The lines of a text file; raises `CorpusError` for what is no text, and for too many lines."""
    decoded = decode(data, encoding)
    check_lines(decoded.text.count("\n"))  # before they fill the memory
    return replace(MarkedText.plain(decoded.text), warnings=decoded.warnings)
