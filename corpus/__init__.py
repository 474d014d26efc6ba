"""Documents in, articles out: reads newsletter files and splits them into articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.errors import CorpusError
    from corpus.kinds import SUFFIXES
    from corpus.reading import read
    from corpus.records import Article, Document, Issue, Remainder
else:
    from corpus.lazy import lazily

    __getattr__ = lazily(
        __name__,
        {
            ".errors": "CorpusError",
            ".kinds": "SUFFIXES",
            ".reading": "read",
            ".records": "Article Document Issue Remainder",
        },
    )

__all__ = ["SUFFIXES", "Article", "CorpusError", "Document", "Issue", "Remainder", "read"]
