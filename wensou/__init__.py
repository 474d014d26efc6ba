"""wensou (文搜): full-text search for Chinese newsletters.

The public API: what is named here stays; everything else may change.
"""

from __future__ import annotations

from corpus import Article, CorpusError, Document, Issue, Remainder, read
from corpus.errors import WensouError
from index import Index, IndexBusyError, IndexDamagedError, IndexMissingError, find
from search import (
    Advice,
    Filters,
    Highlighted,
    Hit,
    Options,
    QueryError,
    RequestError,
    Results,
    Searcher,
    Suggestion,
)

__all__ = [
    "Advice",
    "Article",
    "CorpusError",
    "Document",
    "Filters",
    "Highlighted",
    "Hit",
    "Index",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMissingError",
    "Issue",
    "Options",
    "QueryError",
    "Remainder",
    "RequestError",
    "Results",
    "Searcher",
    "Suggestion",
    "WensouError",
    "find",
    "read",
]
