"""The two sides, searched in the same steps within one process."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from index import Index, Plan
from search.errors import QueryError
from search.query import Filters, parse, plan_query
from search.searcher import Searcher

_TOP: Final = 10  # results on a page, on either side
_ALL: Final = 10**9


class Wensou:
    """wensou's engine and searcher."""

    def __init__(self, directory: Path) -> None:
        self._index = Index(directory)
        self._searcher = Searcher(self._index)

    def prepare(self, query: str) -> Plan:
        """A query made ready to run."""
        return plan_query(
            query, parse(query), Filters(), analyzer=lambda: self._index.analyzer, regions=lambda _: ()
        ).plan

    def search(self, prepared: Plan) -> Any:
        """The ten best results, without their texts."""
        return self._searcher.reader.search(prepared, limit=_TOP)

    def show(self, query: str) -> Any:
        """The ten best results with snippets and highlights."""
        return self._searcher.search(query, limit=_TOP)

    def found(self, query: str) -> list[str]:
        """The ids of all results; none for text that is no query."""
        reader = self._searcher.reader
        try:
            condition = self.prepare(query).condition
        except QueryError:
            return []
        page = reader.search(Plan(condition), limit=_ALL)
        return [article.id for article in reader.fetch([match.number for match in page.matches])]


class Usual:
    """The usual script's parser and searcher, kept open."""

    def __init__(self, directory: Path) -> None:
        from whoosh.index import open_dir

        from benchmarks.peers.usual_script import query_parser

        found = open_dir(str(directory))
        self._parser = query_parser(found)
        self._searcher = found.searcher()

    def prepare(self, query: str) -> Any:
        """A query made ready to run."""
        return self._parser.parse(query)

    def search(self, prepared: Any) -> Any:
        """The ten best results, without their texts."""
        return self._searcher.search(prepared, limit=_TOP)

    def show(self, query: str) -> Any:
        """The ten best results with highlights."""
        hits = self._searcher.search(self._parser.parse(query), limit=_TOP)
        return [(hit["title"], hit.highlights("body")) for hit in hits]

    def found(self, query: str) -> list[str]:
        """The ids of all results."""
        return [hit["id"] for hit in self._searcher.search(self._parser.parse(query), limit=None)]
