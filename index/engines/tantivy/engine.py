"""Reading and writing a Tantivy index through the engine protocol."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zlib import crc32

import tantivy
from tantivy import DocAddress, Document, Order, Query, Schema, Searcher

from corpus.language import tr
from corpus.records import Article, Place
from index.engines import Encoded, Match, Page, Sort, SourceFile
from index.engines.articles import analyses, pack, unpack, values
from index.engines.damage import damage_explained, strangers
from index.engines.tantivy import sealing
from index.engines.tantivy.queries import Queries
from index.engines.tantivy.schema import ARTICLE, LEDGER, escape, keyword_field, schema, unescape
from index.errors import EngineError
from index.plan import And, Condition, Every, Plan, Scored

if TYPE_CHECKING:
    from index.analyzer import Analysis, Analyzer
    from index.explanation import Explanation, Occurrence

# Postings are gathered in memory up to this many bytes, shared among the threads, before a segment is written: the
# more, the fewer segments there are to search.
_HEAP: Final = 800_000_000
_MOST_THREADS: Final = 4
# What is known of files stands in so many documents, each of them for the files whose names hash to it. BM25 takes them
# for articles without text, so there must be few.
_LEDGERS: Final = 16

# What Tantivy says where it cannot lock a directory, and the names of its locks.
_NO_LOCK: Final = "Failed to acquire Lockfile"
_LOCKS: Final = ".lock"
# What it says where the system refuses to write: a number of the system's, or no more than that a thread has died,
# which writes new files and reads none.
_SYSTEM_FAULT: Final = r"(?:os error|code:) (\d+)"
_THREAD_DIED: Final = "index writer was killed"
# Rust tells on standard error where it gives up; of the way there nobody wants to read.
os.environ["RUST_BACKTRACE"] = "0"
# What damaged files make Tantivy raise: all its errors are one kind of exception, or Rust code gives up.
_DAMAGE: Final = (ValueError, "PanicException")

# How many articles a query finds, and the first of them in some order.
_Found: TypeAlias = "tuple[int, list[Match]]"
# Finds as many first articles of a query.
_Within: TypeAlias = Callable[[Query, int], _Found]


class TantivyEngine:
    """Makes and opens Tantivy indexes."""

    def create(self, directory: Path) -> None:
        """Makes an empty index in an empty directory."""
        with _writing():
            tantivy.Index(schema(), str(directory), reuse=False)
        sealing.seal(directory)

    def reader(self, directory: Path) -> TantivyReader:
        """Opens a snapshot of the last commit."""
        with damage_explained(*_DAMAGE):
            return TantivyReader(directory)

    def writer(self, directory: Path) -> TantivyWriter:
        """Begins a transaction."""
        with damage_explained(*_DAMAGE):
            sealing.clean(directory)
            return TantivyWriter(directory)

    def check(self, directory: Path) -> list[str]:
        """What is wrong with the files."""
        with damage_explained():
            return [*strangers(directory, sealing.is_own), *sealing.faults(directory)]

    def encode(self, articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
        """The fields of articles, see `schema`."""
        return [_encoded(article, found) for article, found in zip(articles, analyses(articles, analyzer), strict=True)]

    def put(self, encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
        """The same article with another id, in other places."""
        article = replace(unpack(encoded.fields["record"]).at(places), id=article_id)
        return encoded._replace(id=article_id, place=places[0], fields={**encoded.fields, **_kept(article)})


def _encoded(article: Article, analyses: dict[str, Analysis]) -> Encoded:
    from corpus.identity import content_digest

    fields = _kept(article)
    for name, analysis in analyses.items():
        fields[f"{name}_terms"] = analysis.terms
        fields[f"{name}_grams"] = analysis.grams
    return Encoded(article.id, content_digest(article), article.places[0], fields)


def _kept(article: Article) -> dict[str, Any]:
    """The fields that are not analysed."""
    fields: dict[str, Any] = {"kind": ARTICLE, "line": article.line_start, "record": pack(article)}
    for name, given in values(article).items():
        fields[keyword_field(name)] = [escape(value) for value in given]
    return fields


class TantivyReader:
    """A snapshot of a Tantivy index."""

    def __init__(self, directory: Path) -> None:
        self._commit = sealing.opened_commit(directory)
        self._searcher, schema = _opened(directory)
        self._queries = Queries(schema, self)
        self._articles: int | None = None

    @damage_explained(*_DAMAGE)
    def article_count(self) -> int:
        """How many articles there are."""
        if self._articles is None:
            self._articles = self._count(self._queries.every())
        return self._articles

    @damage_explained(*_DAMAGE)
    def search(self, plan: Plan, *, sort: Sort = "score", limit: int = 10, offset: int = 0) -> Page:
        """Matches `offset` to `offset + limit` of a plan."""
        query = self._queries.condition(plan.condition)
        wanted = min(offset + limit, self._searcher.num_docs)
        if not limit or not wanted:
            return Page(self._count(query), [])
        if sort == "score":
            total, matches = self._best(plan, query, wanted)
        elif sort == "date":
            total, matches = self._grouped(query, wanted, "date", Order.Desc, partial(self._best, plan))
        else:
            total, matches = self._grouped(query, wanted, "source", Order.Asc, partial(self._ordered, "line"))
        page = matches[offset:]
        return Page(total, self._rated(plan, query, page) if sort == "source" else page)

    @damage_explained(*_DAMAGE)
    def explain(self, plan: Plan, number: int) -> Explanation:
        """The score of an article, taken apart."""
        from index.explanation import explain_score

        found = ((scored, self._occurrence(scored, _address(number))) for scored in plan.scored)
        return explain_score((scored, occurrence) for scored, occurrence in found if occurrence)

    @damage_explained(*_DAMAGE)
    def count_by(self, field: str, condition: Condition) -> Counter[str]:
        """How many articles that meet the condition have each value of a field."""
        query = self._queries.condition(condition)
        counts = self._searcher.terms_with_prefix(keyword_field(field), "", query)
        return Counter({unescape(value): count for value, count in counts if count})

    @damage_explained(*_DAMAGE)
    def values(self, field: str, prefix: str = "") -> Iterator[str]:
        """The distinct values of a keyword field that begin with `prefix`."""
        counts = self._searcher.terms_with_prefix(field, escape(prefix), self._queries.every())
        return iter(sorted(unescape(value) for value, count in counts if count))

    def terms(self, field: str, prefix: str) -> list[str]:
        """The terms of a field of text that begin with `prefix`, all of them."""
        return [term for term, _ in self._searcher.terms_with_prefix(field, prefix)]

    def text_terms(self, field: str, prefix: str) -> Iterator[str]:
        """The distinct terms of a text field that begin with `prefix`."""
        return self.values(f"{field}_terms", prefix)

    @damage_explained(*_DAMAGE)
    def fetch(self, numbers: Sequence[int]) -> list[Article]:
        """The articles of matches."""
        return [unpack(self._record(_address(number))) for number in numbers]

    @damage_explained(*_DAMAGE)
    def sources(self) -> dict[str, SourceFile]:
        """What was read from which file."""
        _, hits = self._find(self._queries.ledgers(), _LEDGERS)
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

    def _best(self, plan: Plan, query: Query, wanted: int) -> _Found:
        """By tier, then as within a tier. Strings that the condition asks for anyway part no tiers."""
        certain = _required(plan.condition)
        doubtful = Counter(string for string in plan.strings if string not in certain)
        highest = len(plan.strings)
        if not doubtful:
            return self._within_tier(plan, highest, query, wanted)
        parts = [(self._queries.condition(string), count) for string, count in doubtful.items()]
        _, matches = self._within_tier(plan, highest, self._queries.at_least(query, parts, doubtful.total()), wanted)
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

    def _within_tier(self, plan: Plan, tier: int, query: Query, wanted: int) -> _Found:
        """By score, date and id."""
        if plan.scored:
            return self._ranked(plan, tier, query, wanted)
        return self._grouped(query, wanted, "date", Order.Desc, partial(self._ordered, "id", tier=tier))

    def _ranked(self, plan: Plan, tier: int, query: Query, wanted: int) -> _Found:
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
                matches += [Match(number, tier, score) for number in self._latest_first(numbers)]
        return total, matches[:wanted]

    def _occurrence(self, scored: Scored, address: DocAddress) -> Occurrence | None:
        """What Tantivy knows of a scored term in an article, out of its own explanation; None where it has none."""
        from index.explanation import Occurrence

        ranked = self._queries.ranked(self._queries.every(), Plan(Every(), (), (scored,)))
        explained = json.loads(ranked.explain(self._searcher, address).to_json())
        _, *terms = explained["details"]  # the first is the article itself, which is worth nothing
        if not terms:
            return None
        known = dict(_named_values(terms[0]))
        return Occurrence(
            articles=int(known["N"]),
            containing=int(known["n"]),
            frequency=int(known["freq"]),
            length=int(known["dl"]),
            average_length=known["avgdl"],
        )

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
    files. It maps the files, so that it needs the links no more.
    """
    try:
        return _snapshot(directory)
    except ValueError as fault:
        if _NO_LOCK not in str(fault):
            raise
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(ignore_cleanup_errors=True) as links:
        for path in directory.absolute().iterdir():
            if path.suffix != _LOCKS:
                Path(links, path.name).symlink_to(path)
        return _snapshot(Path(links))


def _snapshot(directory: Path) -> tuple[Searcher, Schema]:
    index = tantivy.Index.open(str(directory))
    return index.searcher(), index.schema


def _named_values(explained: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """The values at the ends of Tantivy's explanation, by the names with which their descriptions begin."""
    details = explained.get("details")
    if not details:
        yield explained["description"].split(",")[0], explained["value"]
    for part in details or ():
        yield from _named_values(part)


def _required(condition: Condition) -> set[Condition]:
    """Conditions that all articles meet that meet this one."""
    if isinstance(condition, And):
        return {part for whole in condition.conditions for part in _required(whole)}
    return {condition}


def _number(address: DocAddress) -> int:
    return address.segment_ord << 32 | address.doc


def _address(number: int) -> DocAddress:
    return DocAddress(number >> 32, number & 0xFFFF_FFFF)


class TantivyWriter:
    """One transaction on a Tantivy index."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        with _writing():
            index = tantivy.Index.open(str(directory))
        self._schema = index.schema
        self._reader = TantivyReader(directory)
        with _writing():
            writer = index.writer(_HEAP, _threads())
        self._writer: tantivy.IndexWriter | None = writer
        self._changed_sources: dict[str, SourceFile | None] = {}

    @property
    def _open(self) -> tantivy.IndexWriter:
        assert self._writer is not None, "the transaction has ended"
        return self._writer

    @damage_explained(*_DAMAGE)
    def add(self, articles: Iterable[Encoded]) -> None:
        """Adds articles."""
        with _writing():
            self._add(articles)

    def _add(self, articles: Iterable[Encoded]) -> None:
        for article in articles:
            self._open.add_document(Document.from_dict(article.fields, self._schema))

    def put_source(self, source: SourceFile) -> None:
        """Takes what is known of a file."""
        self._changed_sources[source.source] = source

    @damage_explained(*_DAMAGE)
    def remove_source(self, source: str) -> None:
        """Removes a file with all its articles."""
        self._open.delete_documents_by_term("source", escape(source))
        self._changed_sources[source] = None

    @damage_explained(*_DAMAGE)
    def remove_article(self, article_id: str) -> None:
        """Removes the article with this id."""
        self._open.delete_documents_by_term("id", escape(article_id))

    @damage_explained(*_DAMAGE)
    def commit(self) -> None:
        """Makes all changes visible, and waits until segments are merged."""
        with _writing():
            self._write_ledgers()
            self._open.commit()
        self._open.wait_merging_threads()
        self._writer = None
        sealing.seal(self._directory)

    @damage_explained(*_DAMAGE)
    def cancel(self) -> None:
        """Forgets all changes; may follow a commit that failed."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer = None

    def _write_ledgers(self) -> None:
        """Replaces the documents that tell of files of which something changed."""
        sources: dict[str, SourceFile | None] = {**self._reader.sources(), **self._changed_sources}
        for number in sorted({_ledger(name) for name in self._changed_sources}):
            records = [asdict(source) for name, source in sources.items() if source and _ledger(name) == number]
            self._open.delete_documents_by_term("ledger", str(number))
            if records:
                fields = {"kind": LEDGER, "ledger": str(number), "record": json.dumps(records).encode()}
                self._open.add_document(Document.from_dict(fields, self._schema))


def _threads() -> int:
    """How many threads write: half of the cores, for the other half reads."""
    return max(1, min((os.cpu_count() or 1) // 2, _MOST_THREADS))


@contextmanager
def _writing() -> Iterator[None]:
    """Tells what the system refuses, such as to write to a full disk, from what comes of damaged files."""
    try:
        yield
    except ValueError as fault:
        if found := re.search(_SYSTEM_FAULT, str(fault)):
            raise OSError(int(found[1]), os.strerror(int(found[1]))) from fault
        if _THREAD_DIED in str(fault):
            raise EngineError(tr("Tantivy cannot write its files, perhaps because the disk is full")) from fault
        raise


def _ledger(source: str) -> int:
    """The number of the document that tells of a file."""
    return crc32(source.encode("utf-8", "surrogatepass")) % _LEDGERS
