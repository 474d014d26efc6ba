"""Ready articles in a table."""

from __future__ import annotations

from corpus.ready.document import document
from corpus.records import Document


def read_bytes(data: bytes, source: str, encoding: str | None) -> Document:
    """The articles in the bytes of a `.csv` file; see `corpus.ready.document`."""
    return document(data, ".csv", source, encoding)
