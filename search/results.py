"""What the library answers with: a page of results, or counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from corpus.frozen import Frozen

if TYPE_CHECKING:  # help names what is counted by, and finds nothing
    from corpus.records import Article
    from search.advice import Advice
    from search.explain import HitExplanation, QueryExplanation
    from search.query.regions import NamedRegion
    from search.snippet import Highlighted

# What can be counted by: fields of the index, and parts of its dates.
COUNTED: Final = ("region", "section", "unit", "author", "issue", "year", "month")

# How an article matches: it has every string of the query literally, or all words of them, or some words.
Matched: TypeAlias = Literal["literal", "all", "some"]


class Hit(Frozen):
    """One result: its `rank` from 1 over all pages, its BM25 score (comparable within one match kind and query
    alone).
    """

    rank: int
    score: float
    match: Matched
    article: Article
    title: Highlighted
    snippet: Highlighted
    explained: HitExplanation | None = None


class Results(Frozen):
    """A page of results out of `total`.

    `loosened` says that no article has all words, so that these have some of them; `regions` say what the names
    of regions in the query and the filters mean. `explained` and `advice` are there where they were asked for, the
    latter only where no article has all words.
    """

    query: str
    total: int
    page: int
    limit: int
    hits: tuple[Hit, ...]
    loosened: bool = False
    regions: tuple[NamedRegion, ...] = ()
    explained: QueryExplanation | None = None
    advice: Advice | None = None

    @property
    def unknown_regions(self) -> tuple[str, ...]:
        """Names of regions that no region of the index has."""
        return tuple(region.name for region in self.regions if not region.paths)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.limit)


class Counts(Frozen):
    """How many of `total` articles have each value of a field: the most frequent first, but years and months in their
    order.

    A region counts what lies below it too, and an article that concerns several regions counts in each.
    """

    query: str
    field: str
    total: int
    values: dict[str, int]
