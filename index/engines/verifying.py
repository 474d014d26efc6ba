"""Queries for what postings cannot tell: the articles that may meet them are looked at, and named by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, Generic, TypeVar

from corpus.records import Article
from index.atoms import atoms
from index.engines.articles import texts
from index.engines.written import written_as
from index.places import places
from index.plan import Textual

_REMEMBERED: Final = 32  # literals as written, as many as a long query has
_CUT: Final = 256  # texts that are kept once they are cut: a query may ask for many neighbours, and few texts have them

# A query of an engine's.
_Query = TypeVar("_Query")


class Verifier(Generic[_Query]):
    """Looks at candidates for one snapshot of an index: `articles` are those of a query, and `among` makes a query of
    those of its articles that have one of the ids.
    """

    def __init__(
        self, articles: Callable[[_Query], Iterable[Article]], among: Callable[[_Query, list[str]], _Query]
    ) -> None:
        self._articles = articles
        self._among = among
        self._written: dict[Textual, _Query] = {}
        self._cut = lru_cache(_CUT)(_atoms)

    def as_written(self, wanted: Textual, query: Callable[[Textual], _Query]) -> _Query:
        """What is wanted in exact script, where `query` finds what is wanted in any."""
        # A plan asks for most of its literals twice: in its condition, and as strings that make the tiers.
        if wanted not in self._written:
            if len(self._written) >= _REMEMBERED:
                self._written.clear()
            self._written[wanted] = self._passing(query(wanted.folded), written_as(wanted))
        return self._written[wanted]

    def having(self, candidates: _Query, field: str, wanted: Textual) -> _Query:
        """Those of the candidates that have what is wanted in a field."""
        return self._passing(candidates, lambda article: bool(places(self._cut(texts(article)[field]), wanted)))

    def _passing(self, candidates: _Query, passes: Callable[[Article], bool]) -> _Query:
        return self._among(candidates, [article.id for article in self._articles(candidates) if passes(article)])


def _atoms(text: str) -> list[str]:
    return atoms(text).texts
