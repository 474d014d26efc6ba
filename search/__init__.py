"""Query in, ranked hits out: the query language, snippets, output and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.advice import Advice, Suggestion
    from search.errors import QueryError, RequestError
    from search.ingest import NothingToIndexError, Summary, index_paths
    from search.query import Filters
    from search.results import Counts, Hit, Results
    from search.searcher import Options, Searcher
    from search.snippet import Highlighted
else:
    from corpus.lazy import lazily

    __getattr__ = lazily(
        __name__,
        {
            ".advice": "Advice Suggestion",
            ".errors": "QueryError RequestError",
            ".ingest": "NothingToIndexError Summary index_paths",
            ".query": "Filters",
            ".results": "Counts Hit Results",
            ".searcher": "Options Searcher",
            ".snippet": "Highlighted",
        },
    )

__all__ = [
    "Advice",
    "Counts",
    "Filters",
    "Highlighted",
    "Hit",
    "NothingToIndexError",
    "Options",
    "QueryError",
    "RequestError",
    "Results",
    "Searcher",
    "Suggestion",
    "Summary",
    "index_paths",
]
