"""wensou (文搜): full-text search for Chinese newsletters.

The public API: what is named here stays; everything else may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus import Article, CorpusError, Document, Issue, Remainder, read
    from corpus.errors import WensouError
    from corpus.limits import Limits
    from index import Index, IndexBusyError, IndexDamagedError, IndexMissingError, find
    from search import (
        Advice,
        Counts,
        Filters,
        Highlighted,
        Hit,
        NothingToIndexError,
        Options,
        QueryError,
        RequestError,
        Results,
        Searcher,
        Suggestion,
        Summary,
        index_paths,
    )
else:
    from corpus.lazy import lazily

    __getattr__ = lazily(
        __name__,
        {
            "corpus": "Article CorpusError Document Issue Remainder read",
            "corpus.errors": "WensouError",
            "corpus.limits": "Limits",
            "index": "Index IndexBusyError IndexDamagedError IndexMissingError find",
            "search": "Advice Counts Filters Highlighted Hit NothingToIndexError Options QueryError RequestError "
            "Results Searcher Suggestion Summary index_paths",
        },
    )

__all__ = [
    "Advice",
    "Article",
    "CorpusError",
    "Counts",
    "Document",
    "Filters",
    "Highlighted",
    "Hit",
    "Index",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMissingError",
    "Issue",
    "Limits",
    "NothingToIndexError",
    "Options",
    "QueryError",
    "Remainder",
    "RequestError",
    "Results",
    "Searcher",
    "Suggestion",
    "Summary",
    "WensouError",
    "find",
    "index_paths",
    "read",
]
