"""A session at the prompt: what was asked last, and the filters that hold."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from corpus.errors import WensouError
from corpus.language import later, tr
from index.opening import Index
from index.store import Store
from search.cli.answers import tell, tell_counts
from search.cli.interactive.lines import (
    FILTERS,
    Ask,
    Clear,
    Count,
    Help,
    Line,
    Narrow,
    Open,
    Order,
    Quit,
    Turn,
    understood,
)
from search.cli.messages import show_fault
from search.errors import RequestError
from search.output import terminal
from search.query import Filters
from search.results import Results
from search.searcher import Searcher
from search.sources import SourceNames

if TYPE_CHECKING:
    from rich.console import Console

HELP: Final = later("""\
关爱保险                a query; all of the language: docs/query-language.md
3                       the third result, whole (q closes it)
                        an empty line: the next page; :back the one before
:region 贵港            only from there, until :clear or another :region
:section :unit :author :issue :since :until    likewise; alternatives are separated by commas
:count month            how many in each month; region, section, unit, author, issue, year
:sort date              the latest first; :sort score the best
:quit                   the end, as Ctrl-D is
Tab completes fields, regions, sections, units; the arrows bring back what was typed before.
""")
_SORTS: Final = ("score", "date", "source")


class Session:
    """Answers lines. `show_article` gets an article drawn as text, to show it in a pager."""

    def __init__(self, store: Store, screen: Console, show_article: Callable[[str], None], limit: int) -> None:
        self.filters = Filters()
        self._store = store
        self._screen = screen
        self._show_article = show_article
        self._limit = limit
        self._sort = "score"
        self._query: str | None = None
        self._results: Results | None = None
        self._open()

    def _open(self) -> None:
        stamp = self._store.stamp()
        self.index = Index(self._store)
        self._searcher = Searcher(self.index)
        self._names = SourceNames(self.index.root)
        self._stamp = stamp  # only now: what cannot be opened is tried again, and told, at each line

    def answer(self, line: str) -> bool:
        """Does what a line says; False if that was the end."""
        try:
            if self._stamp != self._store.stamp():
                self._open()
            asked = understood(line, self._ranks())
            if isinstance(asked, Quit):
                return False
            before = (self._query, self.filters, self._sort)
            try:
                self._do(asked)
            except WensouError:  # what cannot be done changes nothing
                self._query, self.filters, self._sort = before
                raise
        except WensouError as fault:
            show_fault(fault)
        return True

    def _ranks(self) -> range:
        hits = self._results.hits if self._results else ()
        return range(hits[0].rank, hits[-1].rank + 1) if hits else range(0)

    def _do(self, asked: Line) -> None:
        if isinstance(asked, Ask):
            self._query = asked.query
            self._search(1)
        elif isinstance(asked, Open):
            self._show(asked.rank)
        elif isinstance(asked, Turn):
            self._turn(asked.pages)
        elif isinstance(asked, Narrow):
            self._narrow(asked)
        elif isinstance(asked, Clear):
            self.filters = Filters()
            self._again()
        elif isinstance(asked, Order):
            self._order(asked.sort)
        elif isinstance(asked, Count):
            self._count(asked.field)
        elif isinstance(asked, Help):
            sys.stdout.write(tr(HELP))

    def _count(self, field: str) -> None:
        query = self._query or ""
        counts = self._searcher.count_by(field, query, filters=self.filters)
        terminal.draw_counts(self._screen, field, counts.values)
        tell_counts(counts, self._searcher.regions(query, filters=self.filters))

    def _narrow(self, asked: Narrow) -> None:
        single = asked.field in {"since", "until"}
        value: Any = (asked.values[0] if asked.values else None) if single else asked.values
        self.filters = replace(self.filters, **{asked.field: value})
        self._again()

    def _order(self, sort: str) -> None:
        if sort not in _SORTS:
            raise RequestError(tr("results are sorted by {sorts}, not by {sort!r}", sorts=", ".join(_SORTS), sort=sort))
        self._sort = sort
        self._again()

    def _again(self) -> None:
        """What was asked last, as things stand now; with filters alone, all that they leave."""
        if self._query is not None or any(getattr(self.filters, name) for name in FILTERS):
            self._search(1)

    def _turn(self, pages: int) -> None:
        results = self._results
        if results is None:
            return
        page = results.page + pages
        if not 1 <= page <= results.pages:
            raise RequestError(tr("this is the last page") if pages > 0 else tr("this is the first page"))
        self._search(page)

    def _search(self, page: int) -> None:
        results = self._searcher.search(
            self._query or "",
            filters=self.filters,
            sort=self._sort,  # type: ignore[arg-type]
            limit=self._limit,
            page=page,
            snippet_width=terminal.snippet_width(self._screen),
            advise=True,
        )
        self._results = results
        hits = tuple(replace(hit, article=self._names.shown(hit.article)) for hit in results.hits)
        terminal.draw_results(self._screen, replace(results, hits=hits))
        tell(results, lambda suggestion: suggestion.query, following=tr("Enter"))

    def _show(self, rank: int) -> None:
        assert self._results is not None
        article = next(hit.article for hit in self._results.hits if hit.rank == rank)
        title, body = self._searcher.highlighted(self._query or "", article)
        with self._screen.capture() as captured:
            terminal.draw_article(self._screen, title, body, self._names.shown(article), paged=True)
        self._show_article(captured.get())
