"""Searching an index: a query and filters in, ranked hits with highlights out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, Literal

from corpus.frozen import Frozen
from corpus.language import tr
from index.engines.articles import texts
from index.plan import TEXT_FIELDS, And, Keyword, Plan
from index.sought import SoughtText
from search.errors import RequestError
from search.query import Filters, Query, parse, plan_query
from search.query.parser import MAX_LENGTH, MAX_LITERAL, literal_query
from search.results import COUNTED, Counts, Hit, Matched, Results
from search.snippet import Highlighted, Highlighter, fields_with, highlight, snippet

if TYPE_CHECKING:
    from corpus.records import Article
    from index import Index, Match, Reader
    from index.analyzer import Analyzer
    from index.engines import Sort
    from index.plan import Condition, Textual
    from search.advice import Advice
    from search.explain import HitExplanation, QueryExplanation
    from search.query.regions import NamedRegion
    from search.query.syntax import Node

# Characters of a snippet where nobody says otherwise: two or three lines of a terminal.
SNIPPET_WIDTH: Final = 120


class Options(Frozen):
    """How to search: `literal` takes the query as text; `fields` are those that text without a field is looked for in;
    `mode` says whether articles with some of the words match: `fallback` where none has all, `all` never, `any` always;
    `exact_script` tells traditional and simplified characters and their variants apart. A query has at most `longest`
    characters; None stands for 5,000, or 50,000 of a literal.
    """

    literal: bool = False
    fields: tuple[str, ...] = TEXT_FIELDS
    mode: Literal["fallback", "all", "any"] = "fallback"
    exact_script: bool = False
    longest: int | None = None

    @property
    def most(self) -> int:
        """How many characters a query may have."""
        return self.longest or (MAX_LITERAL if self.literal else MAX_LENGTH)


class Searcher:
    """Searches one snapshot of an index. What is costly is opened when it is first needed, and kept."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def reader(self) -> Reader:
        """The snapshot that is searched."""
        return self._index.reader()

    def search(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        options: Options | None = None,
        sort: Sort = "score",
        limit: int = 10,
        page: int = 1,
        snippet_width: int = SNIPPET_WIDTH,
        explain: bool = False,
        advise: bool = False,
    ) -> Results:
        """One page of results; `snippet_width` in characters. With `explain`, they say how they came about; with
        `advise`, where no article has all words, why so and what else to try.

        Raises QueryError, RequestError, IndexDamagedError.
        """
        if limit < 1 or page < 1:
            raise RequestError(
                tr("a page of {limit} results, number {page}: both count from 1", limit=limit, page=page)
            )
        options, filters = options or Options(), filters or Filters()
        planned = self._plan(query, filters, options)
        plan = _chosen(planned, options)
        offset = (page - 1) * limit
        find = partial(self.reader.search, sort=sort, limit=limit, offset=offset)
        found = find(plan)
        advice = self._advice(query, filters, planned, options) if advise and not found.total else None
        loosened = False
        if not found.total and options.mode == "fallback" and planned.loose:
            plan = planned.loose
            found = find(plan)
            loosened = found.total > 0
        hits = self._hits(
            found.matches,
            planned,
            plan,
            first=offset + 1,
            snippet_width=snippet_width,
            exact_script=options.exact_script,
            explain=explain,
        )
        return Results(
            query=query,
            total=found.total,
            page=page,
            limit=limit,
            hits=tuple(hits),
            loosened=loosened,
            regions=planned.regions,
            explained=_explained_query(query, planned, plan, filters, options) if explain else None,
            advice=advice,
        )

    def count(self, query: str, *, filters: Filters | None = None, options: Options | None = None) -> int:
        """How many articles match, never loosened. Raises QueryError, RequestError, IndexDamagedError."""
        return self.reader.search(self._unranked(query, filters, options), limit=0).total

    def count_by(
        self, field: str, query: str, *, filters: Filters | None = None, options: Options | None = None
    ) -> Counts:
        """How many of the articles that match, never loosened, have each value of a field of `COUNTED`.

        Raises QueryError, RequestError, IndexDamagedError.
        """
        from search.counts import arranged, counted_field

        if field not in COUNTED:
            raise RequestError(
                tr(
                    "articles are not counted by {field!r}; count by one of {known}",
                    field=field,
                    known=", ".join(COUNTED),
                )
            )
        plan = self._unranked(query, filters, options)
        values = self.reader.count_by(counted_field(field), plan.condition)
        return Counts(query, field, self.reader.search(plan, limit=0).total, arranged(field, values))

    def regions(self, query: str, *, filters: Filters | None = None) -> tuple[NamedRegion, ...]:
        """What the names of regions in a query and filters mean. Raises QueryError."""
        return self._plan(query, filters or Filters(), Options(), ranked=False).regions

    def article(self, wanted: str) -> Article:
        """The article with this id, or the only one whose id begins so. Raises RequestError."""
        numbers = [match.number for match in self._by_id(self.article_id(wanted))]
        return self.reader.fetch(numbers[:1])[0]

    def article_id(self, wanted: str) -> str:
        """The id that `wanted` means: an exact one first, else the only one that begins so. Raises RequestError."""
        if self._by_id(wanted):
            return wanted
        matching = list(self.reader.values("id", wanted)) if wanted else []
        if not matching:
            raise RequestError(
                tr(
                    "no article has the id {wanted!r}; ids stand in the results: wensou search --format ids",
                    wanted=wanted,
                )
            )
        if len(matching) > 1:
            shown = " ".join(matching[:5]) + (" …" if len(matching) > 5 else "")
            raise RequestError(
                tr(
                    "{count} ids begin with {wanted!r}: {shown}; write more of it",
                    count=len(matching),
                    wanted=wanted,
                    shown=shown,
                )
            )
        return matching[0]

    def highlighted(self, query: str, article: Article) -> tuple[Highlighted, Highlighted]:
        """Title and body of an article with what a query finds lit up. Raises QueryError."""
        planned = self._plan(query, Filters(), Options(), ranked=False)
        sought = _sought(article)
        wanted = Highlighter(planned.strings, planned.prefixes).wanted(sought)
        return _lit_title(article, wanted, sought), highlight(sought["body"], wanted["body"])

    def _hits(
        self,
        matches: Sequence[Match],
        planned: Query,
        plan: Plan,
        *,
        first: int,
        snippet_width: int,
        exact_script: bool,
        explain: bool,
    ) -> Iterator[Hit]:
        """The results that matches of one of a query's plans are, the first of which has the rank `first`."""
        highlighter = Highlighter(planned.strings, planned.prefixes)
        articles = self.reader.fetch([match.number for match in matches])
        for rank, (match, article) in enumerate(zip(matches, articles, strict=True), first):
            sought = _sought(article, exact_script=exact_script)
            wanted = highlighter.wanted(sought)
            yield Hit(
                rank=rank,
                score=round(match.score, 4),
                match=_matched(match.tier, planned, plan, sought),
                article=article,
                title=_lit_title(article, wanted, sought, exact_script=exact_script),
                snippet=snippet(sought["body"], wanted["body"], snippet_width),
                explained=self._explained_hit(match, planned, plan, sought) if explain else None,
            )

    def _explained_hit(self, match: Match, planned: Query, plan: Plan, sought: dict[str, SoughtText]) -> HitExplanation:
        from search.explain import explain_hit

        return explain_hit(match.tier, planned.strings, sought, self.reader.explain(plan, match.number))

    def _advice(self, query: str, filters: Filters, planned: Query, options: Options) -> Advice:
        from search.suggest import advise

        def count(query: str, filters: Filters, besides: Condition) -> int:
            condition = And((self._unranked(query, filters, options).condition, besides))
            return self.reader.search(Plan(condition), limit=0).total

        return advise(query, filters, planned, index=self._index, reader=self.reader, count=count)

    def _by_id(self, article_id: str) -> list[Any]:
        return self.reader.search(Plan(Keyword("id", (article_id,))), sort="source", limit=1).matches

    def _plan(self, query: str, filters: Filters, options: Options, *, ranked: bool = True) -> Query:
        if options.literal and query.strip():
            node: Node | None = literal_query(query, options.most)
        else:
            node = parse(query, options.most)
        return plan_query(
            query,
            node,
            filters,
            analyzer=self._analyzer,
            regions=self._region,
            fields=options.fields,
            exact_script=options.exact_script,
            ranked=ranked,
        )

    def _unranked(self, query: str, filters: Filters | None, options: Options | None) -> Plan:
        """What is asked for where only numbers are."""
        options = options or Options()
        return _chosen(self._plan(query, filters or Filters(), options, ranked=False), options)

    def _analyzer(self) -> Analyzer:
        """The analyzer that cut what the snapshot holds: opening that may lead to a newer generation of the index."""
        assert self.reader is not None
        return self._index.analyzer

    def _region(self, name: str) -> NamedRegion:
        from search.query.regions import named_region

        return named_region(name, list(self.reader.values("region")))


def _explained_query(query: str, planned: Query, plan: Plan, filters: Filters, options: Options) -> QueryExplanation:
    from search.explain import explain_query

    return explain_query(query, planned, plan, filters=filters, fields=options.fields)


def _chosen(planned: Query, options: Options) -> Plan:
    """The plan to begin with."""
    return planned.loose if options.mode == "any" and planned.loose else planned.plan


def _sought(article: Article, *, exact_script: bool = False) -> dict[str, SoughtText]:
    """The texts of an article in which text is looked for, by field."""
    given = texts(article)
    return {field: SoughtText(given[field], exact_script=exact_script) for field in TEXT_FIELDS}


def _lit_title(
    article: Article, wanted: dict[str, list[Textual]], sought: dict[str, SoughtText], *, exact_script: bool = False
) -> Highlighted:
    """The title with what is looked for in it lit up: a derived one is of the body."""
    if article.untitled:
        return highlight(SoughtText(article.title, exact_script=exact_script), wanted["body"])
    return highlight(sought["title"], wanted["title"])


def _matched(tier: int, planned: Query, plan: Plan, sought: dict[str, SoughtText]) -> Matched:
    """How an article in a tier, with these texts by field, meets one of a query's plans."""
    if tier == len(planned.strings):
        return "literal"
    return "all" if plan is planned.plan or all(fields_with(sought, word) for word in planned.plain) else "some"
