"""Reading and writing a Whoosh index through the engine protocol."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from errno import EINVAL, ENOENT
from functools import cache
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from whoosh import index as whoosh_index
from whoosh.filedb.filestore import FileStorage
from whoosh.util.numeric import byte_to_length

from corpus.errors import WensouError
from corpus.records import Article, Issue
from index.engines import Match, Page, Sort, SourceFile, with_ancestors
from index.engines.whoosh.codec import CompactWriter, lengths
from index.engines.whoosh.matching import SegmentMatcher
from index.engines.whoosh.schema import ARTICLE, SOURCE, decode, encode, schema
from index.errors import REBUILD, IndexDamagedError
from index.plan import FILTER_TEXT_FIELDS, TEXT_FIELDS, Condition, Plan
from index.scoring import FIELD_WEIGHTS, bm25, inverse_document_frequency

if TYPE_CHECKING:
    from whoosh.reading import IndexReader
    from whoosh.writing import SegmentWriter

    from index.analyzer import Analyzer

_VALUE_SEPARATOR: Final = "\n"


class WhooshEngine:
    """Makes and opens Whoosh indexes."""

    def create(self, directory: Path) -> None:
        """Makes an empty index in an empty directory."""
        whoosh_index.FileIndex.create(FileStorage(str(directory)), schema())

    def reader(self, directory: Path) -> WhooshReader:
        """Opens a snapshot of the last commit."""
        with _damage_explained():
            return WhooshReader(self._index(directory).reader())

    def writer(self, directory: Path, analyzer: Analyzer) -> WhooshWriter:
        """Begins a transaction."""
        with _damage_explained():
            return WhooshWriter(CompactWriter(self._index(directory)), analyzer)

    @staticmethod
    def _index(directory: Path) -> whoosh_index.FileIndex:
        return whoosh_index.FileIndex(FileStorage(str(directory)), schema=schema())


@contextmanager
def _damage_explained() -> Iterator[None]:
    """Makes what Whoosh raises over damaged files a fault that says how to mend them.

    Damage shows as whatever the bytes happen to provoke. What the system says of disks and permissions stays as it is.
    """
    try:
        yield
    except WensouError:
        raise
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno not in {None, ENOENT, EINVAL}:
            raise
        what = f"{type(fault).__name__}: {fault}".rstrip(": ")
        raise IndexDamagedError(f"the index is damaged ({what}); {REBUILD}") from fault


class WhooshReader:
    """A snapshot of a Whoosh index."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        leaves = reader.leaf_readers() if reader.doc_count_all() else []
        self._segments = [_Segment(leaf, base) for leaf, base in leaves]
        self._averages: dict[str, float] = {}

    @_damage_explained()
    def article_count(self) -> int:
        """How many articles there are."""
        return sum(len(segment.matcher.articles()) for segment in self._segments)

    @_damage_explained()
    def search(self, plan: Plan, *, sort: Sort = "score", limit: int = 10, offset: int = 0) -> Page:
        """Matches `offset` to `offset + limit` of a plan."""
        matches: list[Match] = []
        for segment in self._segments:
            matches.extend(self._matches(segment, plan))
        return Page(len(matches), self._sorted(matches, sort, offset + limit)[offset:])

    @_damage_explained()
    def count_by(self, field: str, condition: Condition) -> Counter[str]:
        """How many articles that meet the condition have each value of a field."""
        counts: Counter[str] = Counter()
        for segment in self._segments:
            values = segment.column(field)
            for document in segment.matcher.evaluate(condition):
                value = decode(values[document])
                counts.update(value.split(_VALUE_SEPARATOR) if field == "region" else [value])
        del counts[""]
        return counts

    @_damage_explained()
    def values(self, field: str, prefix: str = "") -> Iterator[str]:
        """The distinct values of a keyword field that begin with `prefix`."""
        return iter(sorted({value for segment in self._segments for value in segment.matcher.values(field, prefix)}))

    @_damage_explained()
    def fetch(self, numbers: Sequence[int]) -> list[Article]:
        """The articles of matches."""
        articles = {number: _article(self._record(number)) for number in sorted(numbers)}
        return [articles[number] for number in numbers]

    @_damage_explained()
    def sources(self) -> dict[str, SourceFile]:
        """What was read from which file."""
        found = {}
        for segment in self._segments:
            for document in sorted(segment.matcher.postings("kind", SOURCE)):
                record = SourceFile(**json.loads(segment.record("source_record", document)))
                found[record.source] = record
        return found

    def commit_number(self) -> int:
        """Which commit the snapshot shows."""
        return int(self._reader.generation() or 0)

    def close(self) -> None:
        """Closes the files."""
        for segment in self._segments:
            segment.close()
        self._reader.close()

    def _matches(self, segment: _Segment, plan: Plan) -> Iterator[Match]:
        found = segment.matcher.evaluate(plan.condition)
        tiers: Counter[int] = Counter()
        scores: dict[int, float] = {}
        if found:
            for string in plan.strings:
                tiers.update(found & segment.matcher.evaluate(string))
            scores = self._scores(segment, plan, found)
        for document in found:
            yield Match(segment.base + document, tiers[document], scores.get(document, 0.0))

    def _scores(self, segment: _Segment, plan: Plan, found: set[int]) -> dict[int, float]:
        """BM25 of the articles found, statistics taken over the whole index, fields weighed and summed."""
        documents = sorted(found)
        scores = [0.0] * len(documents)
        articles = self.article_count()
        for field, weight in FIELD_WEIGHTS.items():
            for kind, wanted in (("terms", plan.terms), ("grams", plan.grams)):
                name = f"{field}_{kind}"
                for term, repeats in wanted:
                    containing = sum(segment.matcher.document_frequency(name, term) for segment in self._segments)
                    if containing:
                        # Deleted articles are counted in `containing` until their segment is merged.
                        idf = weight * repeats * inverse_document_frequency(max(articles, containing), containing)
                        added = segment.scores(documents, name, term, idf, self._average_length(name))
                        scores = list(map(add, scores, added))
        return dict(zip(documents, scores, strict=True))

    def _average_length(self, field: str) -> float:
        if field not in self._averages:
            self._averages[field] = self._reader.field_length(field) / self.article_count()
        return self._averages[field]

    def _sorted(self, matches: list[Match], sort: Sort, wanted: int) -> list[Match]:
        """The first `wanted` matches in order. What breaks ties is read for those alone that can come among them."""
        if not wanted:
            return []
        if sort == "source":
            matches.sort(key=lambda match: (self._value("source", match), self._value("line", match)))
        elif sort == "date":
            matches.sort(key=lambda match: str(self._value("id", match)))
            matches.sort(key=lambda match: (str(self._value("date", match)), *_rank(match)), reverse=True)
        else:
            matches.sort(key=_rank, reverse=True)
            if len(matches) > wanted:
                last = _rank(matches[wanted - 1])
                matches = [match for match in matches if _rank(match) >= last]
            matches.sort(key=lambda match: str(self._value("id", match)))
            matches.sort(key=lambda match: (*_rank(match), str(self._value("date", match))), reverse=True)
        return matches[:wanted]

    def _value(self, field: str, match: Match) -> str | int:
        segment = self._segment(match.number)
        value: bytes | int = segment.column(field)[match.number - segment.base]
        return decode(value) if isinstance(value, bytes) else value

    def _record(self, number: int) -> str:
        segment = self._segment(number)
        return segment.record("record", number - segment.base)

    def _segment(self, number: int) -> _Segment:
        for segment in reversed(self._segments):
            if number >= segment.base:
                return segment
        raise IndexError(number)


def _rank(match: Match) -> tuple[int, float]:
    return match.tier, match.score


class _Segment:
    """One segment: its postings, columns and lengths, with documents numbered from 0; `base` leads to the index's own
    numbers.
    """

    def __init__(self, leaf: IndexReader, base: int) -> None:
        self.leaf = leaf
        self.base = base
        self.matcher = SegmentMatcher(leaf)
        self._columns: dict[str, Any] = {}
        self._lengths: dict[str, bytes] = {}

    def column(self, field: str) -> Any:
        """The values of a field by document, as bytes or a number."""
        return self._column(f"{field}_value")

    def record(self, kind: str, document: int) -> str:
        """The record of an article (`record`) or a source (`source_record`), as JSON."""
        stored: bytes = self._column(kind)[document]
        return stored.decode("utf-8", "surrogatepass")

    def _column(self, name: str) -> Any:
        if name not in self._columns:
            self._columns[name] = self.leaf.column_reader(name, translate=False)
        return self._columns[name]

    def scores(
        self, documents: Sequence[int], field: str, term: str, idf: float, average_length: float
    ) -> Iterator[float]:
        """What a term gives each of `documents`, which are in ascending order."""
        if field not in self._lengths:
            self._lengths[field] = lengths(self.leaf, field)

        @cache  # frequencies and codes of lengths are few
        def score(frequency: int, code: int) -> float:
            return bm25(idf, frequency, byte_to_length(code) or 1, average_length)

        frequencies = self.matcher.frequencies(field, term, documents)
        return map(score, frequencies, map(self._lengths[field].__getitem__, documents))

    def close(self) -> None:
        """Closes the files."""
        self.matcher.close()


class WhooshWriter:
    """One transaction on a Whoosh index."""

    def __init__(self, writer: SegmentWriter, analyzer: Analyzer) -> None:
        self._writer = writer
        self._analyzer = analyzer
        reader: IndexReader = writer.reader()
        self._reader: IndexReader | None = reader
        leaves = reader.leaf_readers() if reader.doc_count_all() else []
        self._committed = [(SegmentMatcher(leaf), base) for leaf, base in leaves]

    def add(self, source: SourceFile, articles: Iterable[Article]) -> None:
        """Adds a file with its articles."""
        for article in articles:
            self._writer.add_document(**self._fields(article))
        self._add_source(source)

    @_damage_explained()
    def note(self, source: SourceFile) -> None:
        """Replaces what is known of a file whose articles stay as they are."""
        for matcher, base in self._committed:
            for document in {*matcher.postings("kind", SOURCE)}.intersection(matcher.postings("source", source.source)):
                self._writer.delete_document(base + document)
        self._add_source(source)

    def _add_source(self, source: SourceFile) -> None:
        self._writer.add_document(kind=[SOURCE], source=[source.source], source_record=_stored(asdict(source)))

    @_damage_explained()
    def remove_source(self, source: str) -> None:
        """Removes a file with all its articles."""
        self._delete("source", source)

    @_damage_explained()
    def remove_article(self, article_id: str) -> None:
        """Removes every article with this id."""
        self._delete("id", article_id)

    def _delete(self, field: str, value: str) -> None:
        """Deletes what the last commit holds with this value."""
        for matcher, base in self._committed:
            for document in matcher.postings(field, value):
                self._writer.delete_document(base + document)

    @_damage_explained()
    def commit(self) -> None:
        """Makes all changes visible."""
        self._close_reader()
        self._writer.commit()

    def cancel(self) -> None:
        """Forgets all changes; may follow a commit that failed."""
        self._close_reader()
        if not self._writer.is_closed:  # a commit that failed has closed it
            self._writer.cancel()

    def _close_reader(self) -> None:
        if self._reader is not None:
            for matcher, _ in self._committed:
                matcher.close()
            self._reader.close()
            self._reader = None

    def _fields(self, article: Article) -> dict[str, Any]:
        regions = with_ancestors(article.regions)
        fields: dict[str, Any] = {
            "kind": [ARTICLE],
            "id": [article.id],
            "source": [article.source],
            "region": regions,
            "record": _stored(asdict(article)),
            "line_value": article.line_start,
        }
        if article.date:
            fields["date"] = [article.date]
        texts = {
            "title": "" if article.untitled else article.title,
            "body": article.body,
            "unit": article.unit or "",
            "author": article.author or "",
            "section": article.section or "",
            "issue": article.issue.label,
        }
        for name in TEXT_FIELDS + FILTER_TEXT_FIELDS:
            analysis = self._analyzer.analyze(texts[name])
            fields[f"{name}_terms"] = analysis.terms
            fields[f"{name}_grams"] = analysis.grams
        values = {
            **{name: texts[name] for name in ("section", "unit", "author", "issue")},
            "id": article.id,
            "date": article.date or "",
            "source": article.source,
            "region": _VALUE_SEPARATOR.join(regions),
        }
        fields.update({f"{name}_value": encode(value) for name, value in values.items()})
        return fields


def _stored(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _article(record: str) -> Article:
    values = json.loads(record)
    return Article(**{**values, "issue": Issue(**values["issue"]), "regions": tuple(values["regions"])})
