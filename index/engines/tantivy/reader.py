"""Searching a snapshot of a Tantivy index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import tantivy
from tantivy import DocAddress, Order, Query, Schema, Searcher

from corpus.language import tr
from corpus.records import Article
from index.atoms import beginning
from index.engines import Match, Page, Sort, SourceFile
from index.engines.articles import unpack
from index.engines.damage import damage_explained
from index.engines.tantivy import sealing
from index.engines.tantivy.faults import DAMAGE
from index.engines.tantivy.queries import Queries
from index.engines.tantivy.schema import LEDGERS, escape, keyword_field, unescape
from index.errors import EngineError
from index.plan import FILTER_TEXT_FIELDS, And, Condition, Every, Plan, Scored

if TYPE_CHECKING:
    from index.explanation import Explanation, Occurrence

# What Tantivy says where it cannot lock a directory, and the names of its locks.
_NO_LOCK: Final = "Failed to acquire Lockfile"
_LOCKS: Final = ".lock"

# How many articles a query finds, and the first of them in some order.
_Found: TypeAlias = "tuple[int, list[Match]]"
# Finds as many first articles of a query.
_Within: TypeAlias = Callable[[Query, int], _Found]


class TantivyReader:
    """A snapshot of a Tantivy index."""

    def __init__(self, directory: Path) -> None:
        self._commit = sealing.opened_commit(directory)
        self._searcher, schema = _opened(directory)
        self._queries = Queries(schema, self)
        self._articles: int | None = None

    @damage_explained(*DAMAGE)
    def article_count(self) -> int:
        """How many articles there are."""
        if self._articles is None:
            self._articles = self._count(self._queries.every())
        return self._articles

    @damage_explained(*DAMAGE)
    def search(self, plan: Plan, *, sort: Sort = "score", limit: int = 10, offset: int = 0) -> Page:
        """Matches `offset` to `offset + limit` of a plan."""
        query = self._queries.condition(plan.condition)
        wanted = min(offset + limit, self._searcher.num_docs)
        if not limit or not wanted:
            return Page(self._count(query), [])
        if sort == "score":
            total, matches = self._best(plan, query, wanted, offset)
        elif sort == "date":
            total, matches = self._grouped(query, wanted, "date", Order.Desc, partial(self._best, plan))
        else:
            total, matches = self._grouped(query, wanted, "source", Order.Asc, partial(self._ordered, "line"))
        page = matches[offset:]
        return Page(total, self._rated(plan, query, page) if sort == "source" else page)

    @damage_explained(*DAMAGE)
    def explain(self, plan: Plan, number: int) -> Explanation:
        """The score of an article, taken apart."""
        from index.explanation import explain_score

        found = ((scored, self._occurrence(scored, _address(number))) for scored in plan.scored)
        return explain_score((scored, occurrence) for scored, occurrence in found if occurrence)

    @damage_explained(*DAMAGE)
    def count_by(self, field: str, condition: Condition) -> Counter[str]:
        """How many articles that meet the condition have each value of a field."""
        query = self._queries.condition(condition)
        counts = self._searcher.terms_with_prefix(keyword_field(field), "", query)
        return Counter({unescape(value): count for value, count in counts if count})

    @damage_explained(*DAMAGE)
    def values(self, field: str, prefix: str = "") -> Iterator[str]:
        """The distinct values of a keyword field that begin with `prefix`."""
        counts = self._searcher.terms_with_prefix(field, escape(prefix), self._queries.every())
        return iter(sorted(unescape(value) for value, count in counts if count))

    def terms(self, field: str, prefix: str) -> list[str]:
        """The terms of a field that begin with `prefix`, all of them."""
        return [term for term, _ in self._searcher.terms_with_prefix(field, prefix)]

    def share(self, field: str, term: str) -> float:
        """The share of all documents that have a term in a field."""
        return self._searcher.doc_freq(field, term) / max(1, self._searcher.num_docs)

    def text_terms(self, field: str, prefix: str) -> Iterator[str]:
        """The distinct terms of a text field that begin with `prefix`."""
        if field not in FILTER_TEXT_FIELDS:
            return self.values(f"{field}_terms", prefix)
        return beginning(prefix, self.values(keyword_field(field)))

    @damage_explained(*DAMAGE)
    def fetch(self, numbers: Sequence[int]) -> list[Article]:
        """The articles of matches."""
        return [unpack(self._record(_address(number))) for number in numbers]

    @damage_explained(*DAMAGE)
    def sources(self) -> dict[str, SourceFile]:
        """What was read from which file."""
        _, hits = self._find(self._queries.ledgers(), LEDGERS)
        records = [record for _, address in hits for record in json.loads(self._record(address))]
        return {record["source"]: SourceFile(**record) for record in records}

    def commit_number(self) -> int:
        """Which commit the snapshot shows."""
        return self._commit

    def close(self) -> None:
        """Gives back what the snapshot holds: Tantivy unmaps its files when nothing refers to them."""
        del self._searcher

    def _record(self, address: DocAddress) -> bytes:
        return bytes(self._searcher.doc(address).get_first("record") or b"")

    def _count(self, query: Query) -> int:
        return self._find(query, 1)[0]

    def _find(self, query: Query, limit: int, **order: Any) -> tuple[int, list[Any]]:
        """How many documents a query finds, and the first ones: what they are sorted by, and their addresses."""
        result: Any = self._searcher.search(query, limit, **order)  # its stub lacks the count
        return result.count, result.hits

    def articles(self, query: Query) -> Iterator[Article]:
        """All articles that a query finds, in the order in which they are stored."""
        _, hits = self._find(Query.const_score_query(query, 0.0), max(1, self._searcher.num_docs))
        addresses = sorted((address.segment_ord, address.doc) for _, address in hits)
        return (unpack(self._record(DocAddress(*address))) for address in addresses)

    def _best(self, plan: Plan, query: Query, wanted: int, earlier: int = 0) -> _Found:
        """By tier, then as within a tier. Strings that the condition asks for anyway part no tiers. The `earlier` ones
        are of pages before the one that is shown: what ties among them is in any order.
        """
        certain = _required(plan.condition)
        doubtful = Counter(string for string in plan.strings if string not in certain)
        highest = len(plan.strings)
        if not doubtful:
            return self._within_tier(plan, highest, query, wanted, earlier)
        parts = [(self._queries.condition(string), count) for string, count in doubtful.items()]
        highest_tier = self._queries.at_least(query, parts, doubtful.total())
        _, matches = self._within_tier(plan, highest, highest_tier, wanted, earlier)
        if len(matches) == wanted:
            return self._count(query), matches
        total, hits = self._find(self._queries.counted(query, parts), wanted)
        if not hits:
            return total, []
        least = highest - doubtful.total()
        tiers = {_number(address): least + int(count) for count, address in hits}
        lowest = min(tiers.values())
        above = {number: tier for number, tier in tiers.items() if tier > lowest}
        # By ids, so that few articles are looked at.
        higher = self._queries.among(query, self._ids(above))
        rest = self._queries.at_least(query, parts, lowest - least, but_for=higher)
        matches = self._in_tiers(plan, higher, above) if above else []
        return total, matches + self._within_tier(plan, lowest, rest, wanted - len(above))[1]

    def _in_tiers(self, plan: Plan, query: Query, tiers: dict[int, int]) -> list[Match]:
        """The articles of a query, whose tiers are known: by tier, then as within a tier."""
        _, matches = self._within_tier(plan, 0, query, len(tiers))
        rated = [match._replace(tier=tiers[match.number]) for match in matches]
        return sorted(rated, key=attrgetter("tier"), reverse=True)

    def _ids(self, numbers: Iterable[int]) -> list[str]:
        return [article.id for article in self.fetch(list(numbers))]

    def _within_tier(self, plan: Plan, tier: int, query: Query, wanted: int, earlier: int = 0) -> _Found:
        """By score, date and id."""
        if plan.scored:
            return self._ranked(plan, tier, query, wanted, earlier)
        return self._grouped(query, wanted, "date", Order.Desc, partial(self._ordered, "id", tier=tier))

    def _ranked(self, plan: Plan, tier: int, query: Query, wanted: int, earlier: int) -> _Found:
        """By score; equal scores by date and id, for which all that tie with the last one wanted are found."""
        scored = self._queries.ranked(query, plan)
        limit = wanted + 1
        while True:
            total, hits = self._find(scored, limit)
            if len(hits) < limit or hits[wanted - 1][0] != hits[-1][0]:
                break
            limit *= 4
        matches: list[Match] = []
        for score, group in groupby(hits, key=itemgetter(0)):
            if len(matches) < wanted:
                numbers = [_number(address) for _, address in group]
                if len(matches) + len(numbers) > earlier:
                    numbers = self._latest_first(numbers)
                matches += [Match(number, tier, score) for number in numbers]
        return total, matches[:wanted]

    def _occurrence(self, scored: Scored, address: DocAddress) -> Occurrence | None:
        """What Tantivy knows of a scored term in an article, out of its own explanation; None where it has none."""
        from index.explanation import told_occurrence

        ranked = self._queries.ranked(self._queries.every(), Plan(Every(), (), (scored,)))
        explained = json.loads(ranked.explain(self._searcher, address).to_json())
        _, *terms = explained["details"]  # the first is the article itself, which is worth nothing
        if not terms:
            return None
        return told_occurrence(terms[0])

    def _latest_first(self, numbers: list[int]) -> list[int]:
        """Articles by date, latest first, then id."""
        if len(numbers) == 1:
            return numbers
        articles = ((number, unpack(self._record(_address(number)))) for number in numbers)
        by_id = sorted((article.id, article.date or "", number) for number, article in articles)
        return [number for _, _, number in sorted(by_id, key=itemgetter(1), reverse=True)]

    def _grouped(self, query: Query, wanted: int, field: str, order: Order, within: _Within) -> _Found:
        """By the values of a keyword field, those without one last; articles that share one as `within` orders them."""
        total, hits = self._find(query, wanted, order_by_field=field, order=order)
        matches: list[Match] = []
        for value in dict.fromkeys(value for value, _ in hits):
            matches += within(self._queries.having(query, field, value), wanted - len(matches))[1]
        return total, matches

    def _ordered(self, field: str, query: Query, wanted: int, *, tier: int = 0) -> _Found:
        """By the values of a field, unscored."""
        total, hits = self._find(query, wanted, order_by_field=field, order=Order.Asc)
        return total, [Match(_number(address), tier, 0.0) for _, address in hits]

    def _rated(self, plan: Plan, query: Query, matches: list[Match]) -> list[Match]:
        """Matches with their tiers and scores."""
        if not matches or not (plan.strings or plan.scored):
            return matches
        among = self._queries.among(query, self._ids(match.number for match in matches))
        _, rated = self._best(plan, among, self._count(among))
        by_number = {match.number: match for match in rated}
        return [by_number[match.number] for match in matches]


def _opened(directory: Path) -> tuple[Searcher, Schema]:
    """A snapshot of the index in a directory, and its schema.

    The directory may be one that cannot be written to: then Tantivy, which locks what it opens, opens links to the
    files. It maps the files, so that it needs the links no more. Raises EngineError where there can be no links.
    """
    try:
        return _snapshot(directory)
    except ValueError as fault:
        if _NO_LOCK not in str(fault):
            raise
    from tempfile import TemporaryDirectory

    try:
        made = TemporaryDirectory(ignore_cleanup_errors=True)
    except OSError as fault:
        raise EngineError(
            tr(
                "Tantivy opens an index that cannot be written to through links in a temporary folder, and there can "
                "be none ({fault}); set TMPDIR to a folder that can be written to",
                fault=fault.strerror,
            )
        ) from fault
    with made as links:
        for path in directory.absolute().iterdir():
            if path.suffix != _LOCKS:
                Path(links, path.name).symlink_to(path)
        return _snapshot(Path(links))


def _snapshot(directory: Path) -> tuple[Searcher, Schema]:
    index = tantivy.Index.open(str(directory))
    return index.searcher(), index.schema


def _required(condition: Condition) -> set[Condition]:
    """Conditions that all articles meet that meet this one."""
    if isinstance(condition, And):
        return {part for whole in condition.conditions for part in _required(whole)}
    return {condition}


def _number(address: DocAddress) -> int:
    return address.segment_ord << 32 | address.doc


def _address(number: int) -> DocAddress:
    return DocAddress(number >> 32, number & 0xFFFF_FFFF)
