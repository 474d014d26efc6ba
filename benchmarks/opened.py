"""An open index of each side, searched in the same steps within one process."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

from index import Index, Plan
from search.errors import QueryError
from search.query import Filters, parse, plan_query
from search.query.regions import NamedRegion
from search.searcher import Searcher

_TOP: Final = 10  # results on a page, on every side
_ALL: Final = 10**9


class Open(Protocol):
    """An open index and how it is searched within one process."""

    def prepare(self, query: str) -> Any:
        """A query made ready to run."""

    def search(self, prepared: Any) -> Any:
        """The ten best results, without their texts."""

    def show(self, query: str) -> Any:
        """The ten best results as the side shows them, from the query as it is typed."""

    def found(self, query: str) -> list[str]:
        """The ids of all results; none for text that is no query."""


class Ranked(Open, Protocol):
    """An open index that ranks what it finds."""

    def best(self, query: str, *, every: bool) -> list[str]:
        """The ids of the ten best results; none for text that is no query.

        `every` word of the query must be there, or any. wensou decides that for itself.
        """


class Wensou:
    """wensou's engine and searcher."""

    def __init__(self, place: Path | str) -> None:
        self._index = Index(place)
        self._searcher = Searcher(self._index)

    def prepare(self, query: str) -> Plan:
        return plan_query(
            query, parse(query), Filters(), analyzer=lambda: self._index.analyzer, regions=NamedRegion
        ).plan

    def search(self, prepared: Plan) -> Any:
        return self._searcher.reader.search(prepared, limit=_TOP)

    def show(self, query: str) -> Any:
        return self._searcher.search(query, limit=_TOP)

    def found(self, query: str) -> list[str]:
        reader = self._searcher.reader
        try:
            condition = self.prepare(query).condition
        except QueryError:
            return []
        page = reader.search(Plan(condition), limit=_ALL)
        return [article.id for article in reader.fetch([match.number for match in page.matches])]

    def best(self, query: str, *, every: bool) -> list[str]:
        try:
            return [hit.article.id for hit in self._searcher.search(query, limit=_TOP).hits]
        except QueryError:
            return []


class UsualScript:
    """The usual script's parser and searcher, kept open."""

    def __init__(self, directory: Path) -> None:
        from whoosh.index import open_dir

        from benchmarks.peers.usual_script import query_parser

        found = open_dir(str(directory))
        self._parser = query_parser(found)
        self._lenient_parser = query_parser(found, every=False)
        self._searcher = found.searcher()

    def prepare(self, query: str) -> Any:
        return self._parser.parse(query)

    def search(self, prepared: Any) -> Any:
        return self._searcher.search(prepared, limit=_TOP)

    def show(self, query: str) -> Any:
        hits = self._searcher.search(self._parser.parse(query), limit=_TOP)
        return [(hit["title"], hit.highlights("body")) for hit in hits]

    def found(self, query: str) -> list[str]:
        return [hit["id"] for hit in self._searcher.search(self._parser.parse(query), limit=None)]

    def best(self, query: str, *, every: bool) -> list[str]:
        parser = self._parser if every else self._lenient_parser
        return [hit["id"] for hit in self._searcher.search(parser.parse(query), limit=_TOP)]


class RjiebaTantivy:
    """Tantivy's searcher, kept open, over words or words and bigrams."""

    def __init__(self, directory: Path, *, bigrams: bool = False) -> None:
        from tantivy import Index as TantivyIndex

        self._index = TantivyIndex.open(str(directory))
        self._searcher = self._index.searcher()
        self._bigrams = bigrams

    def prepare(self, query: str, *, every: bool = True) -> Any:
        from benchmarks.peers.rjieba_tantivy import parse as parse_words

        return parse_words(self._index, query, every=every, bigrams=self._bigrams)

    def search(self, prepared: Any) -> Any:
        return self._searcher.search(prepared, limit=_TOP)

    def show(self, query: str) -> Any:
        return self._articles(self.prepare(query), _TOP)

    def found(self, query: str) -> list[str]:
        return [article["id"] for article in self._articles(self.prepare(query), self._searcher.num_docs)]

    def best(self, query: str, *, every: bool) -> list[str]:
        return [article["id"] for article in self._articles(self.prepare(query, every=every), _TOP)]

    def _articles(self, prepared: Any, limit: int) -> list[Any]:
        hits = self._searcher.search(prepared, limit=limit).hits
        return [json.loads(self._searcher.doc(address)["article"][0]) for _, address in hits]


class SqliteFts5:
    """A connection, kept open."""

    def __init__(self, directory: Path) -> None:
        from benchmarks.peers import sqlite_fts5

        self._peer = sqlite_fts5
        self._database = sqlite3.connect(directory / sqlite_fts5.FILE)

    def prepare(self, query: str) -> str:
        return self._peer.expression(query)

    def search(self, prepared: str) -> Any:
        ten = f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT {_TOP}"
        return self._database.execute(ten, (prepared,)).fetchall()

    def show(self, query: str) -> Any:
        return self._database.execute(self._peer.SEARCH, (self.prepare(query),)).fetchall()

    def found(self, query: str) -> list[str]:
        every = "SELECT id FROM words JOIN articles ON articles.number = words.rowid WHERE words MATCH ?"
        return [name for (name,) in self._database.execute(every, (self.prepare(query),))]

    def best(self, query: str, *, every: bool) -> list[str]:
        ten = f"""
            SELECT id FROM words JOIN articles ON articles.number = words.rowid
            WHERE words MATCH ? ORDER BY rank LIMIT {_TOP}
        """
        return [name for (name,) in self._database.execute(ten, (self._peer.expression(query, every=every),))]


class Bm25s:
    """bm25s's retriever, kept open, its matrices mapped."""

    def __init__(self, directory: Path) -> None:
        from bm25s import BM25

        from benchmarks.peers import bm25s_jieba

        self._peer = bm25s_jieba
        self._retriever = BM25.load(directory, load_corpus=True, mmap=True)

    def prepare(self, query: str) -> Any:
        return [self._peer.words(query)]

    def search(self, prepared: Any) -> Any:
        return self._retriever.retrieve(prepared, corpus=self._numbers(), k=_TOP, show_progress=False)

    def show(self, query: str) -> Any:
        return self._peer.best(self._retriever, query)

    def found(self, query: str) -> list[str]:
        return [article["id"] for article in self._peer.best(self._retriever, query, _ALL)]

    def _numbers(self) -> range:
        return range(len(self._retriever.corpus))


class Xapian:
    """Xapian's database, kept open."""

    def __init__(self, directory: Path) -> None:
        from benchmarks.peers import xapian_ngrams

        self._peer = xapian_ngrams
        self._enquire = xapian_ngrams.opened(directory)

    def prepare(self, query: str) -> Any:
        return self._peer.parse(query)

    def search(self, prepared: Any) -> Any:
        self._enquire.set_query(prepared)
        return self._enquire.get_mset(0, _TOP)

    def show(self, query: str) -> Any:
        return self._peer.best(self._enquire, query)

    def found(self, query: str) -> list[str]:
        return [article["id"] for article in self._peer.best(self._enquire, query, _ALL)]


class Program:
    """A process for each query. `command` gives it; `name` tells the id of the article that a line of its output names,
    None for any other line.
    """

    def __init__(
        self,
        directory: Path,
        *,
        command: Callable[[Path, str, int], tuple[str, ...]],
        name: Callable[[str], str | None],
    ) -> None:
        self._directory, self._command, self._name = directory, command, name

    def prepare(self, query: str) -> str:
        return query

    def search(self, prepared: str) -> Any:
        return self._lines(prepared, _TOP)

    def show(self, query: str) -> Any:
        return self._lines(query, _TOP)

    def found(self, query: str) -> list[str]:
        return [name for line in self._lines(query, _ALL) if (name := self._name(line))]

    def _lines(self, query: str, most: int) -> list[str]:
        command = self._command(self._directory, query, most)
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout.splitlines()


def numbered(line: str) -> str:
    """The article of a line of ripgrep's output: `a0`, `a1` and so on stand in the lines 1, 2 and so on."""
    return f"a{int(line.partition(':')[0]) - 1}"


def filed(line: str) -> str | None:
    """The article whose file a line names, if it names one."""
    found = re.search(r"/texts/(\w+)\.txt\b|^\d+\. (\w+)\.txt\b", line)
    return found and (found[1] or found[2])
