"""Query in, ranked hits out: the query language, snippets, output and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.advice import Advice, Suggestion
    from search.counts import Counts
    from search.errors import QueryError, RequestError
    from search.ingest import NothingToIndexError, Summary, index_paths
    from search.query import Filters
    from search.searcher import Hit, Options, Results, Searcher
    from search.snippet import Highlighted
else:
    from corpus.lazy import lazily

    __getattr__ = lazily(
        __name__,
        {
            ".advice": "Advice Suggestion",
            ".counts": "Counts",
            ".errors": "QueryError RequestError",
            ".ingest": "NothingToIndexError Summary index_paths",
            ".query": "Filters",
            ".searcher": "Hit Options Results Searcher",
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
