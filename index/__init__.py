"""Articles in, inverted index out: text analysis, plans, engines and the index directory.

Knows nothing of files or screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.analyzer import Analysis, Analyzer
    from index.engines import Match, Page, Reader, SourceFile
    from index.errors import DictionaryError, IndexBusyError, IndexDamagedError, IndexMissingError
    from index.facets import Facets
    from index.opening import Index, find, place
    from index.plan import Plan
    from index.writing import IndexWriter, writer
else:
    from corpus.lazy import lazily

    __getattr__ = lazily(
        __name__,
        {
            ".analyzer": "Analysis Analyzer",
            ".opening": "Index find place",
            ".engines": "Match Page Reader SourceFile",
            ".errors": "DictionaryError IndexBusyError IndexDamagedError IndexMissingError",
            ".facets": "Facets",
            ".plan": "Plan",
            ".writing": "IndexWriter writer",
        },
    )

__all__ = [
    "Analysis",
    "Analyzer",
    "DictionaryError",
    "Facets",
    "Index",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexWriter",
    "Match",
    "Page",
    "Plan",
    "Reader",
    "SourceFile",
    "find",
    "place",
    "writer",
]
