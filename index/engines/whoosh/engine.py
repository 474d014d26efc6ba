"""Reading and writing a Whoosh index through the engine protocol."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from whoosh.util.numeric import byte_to_length

from corpus.identity import content_digest
from corpus.records import Article, Place
from index.engines import Encoded, Match, Page, Sort, SourceFile
from index.engines.articles import COUNTED_FIELDS, MULTIPLE, analyses, pack, unpack, values
from index.engines.damage import damage_explained, strangers
from index.engines.whoosh.codec import lengths
from index.engines.whoosh.commits import CompactIndex, CompactWriter, faults, is_own, write_commit
from index.engines.whoosh.matching import SegmentMatcher
from index.engines.whoosh.schema import ARTICLE, SOURCE, decode, encode
from index.plan import KEYWORD_FIELDS, Condition, Plan
from index.scoring import bm25, inverse_document_frequency

if TYPE_CHECKING:
    from whoosh.reading import IndexReader
    from whoosh.writing import SegmentWriter

    from index.analyzer import Analysis, Analyzer
    from index.explanation import Explanation

_VALUE_SEPARATOR: Final = "\0"  # no text has one, and no name of a file


class WhooshEngine:
    """Makes and opens Whoosh indexes."""

    def create(self, directory: Path) -> None:
        """Makes an empty index in an empty directory."""
        write_commit(directory, 0, [])

    def reader(self, directory: Path) -> WhooshReader:
        """Opens a snapshot of the last commit."""
        with damage_explained():
            return WhooshReader(CompactIndex(directory).reader())  # type: ignore[no-untyped-call]

    def writer(self, directory: Path) -> WhooshWriter:
        """Begins a transaction."""
        with damage_explained():
            return WhooshWriter(CompactWriter(CompactIndex(directory)))

    def check(self, directory: Path) -> list[str]:
        """What is wrong with the files."""
        with damage_explained():
            return [*strangers(directory, is_own), *faults(directory)]

    def encode(self, articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
        """The fields of articles, see `schema`."""
        return [_encoded(article, found) for article, found in zip(articles, analyses(articles, analyzer), strict=True)]

    def put(self, encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
        """The same article with another id, in other places."""
        article = replace(unpack(encoded.fields["record"]).at(places), id=article_id)
        return encoded._replace(id=article_id, place=places[0], fields={**encoded.fields, **_kept(article)})


def _encoded(article: Article, analyses: dict[str, Analysis]) -> Encoded:
    fields = _kept(article)
    for name, analysis in analyses.items():
        fields[f"{name}_terms"] = analysis.terms
        fields[f"{name}_grams"] = analysis.grams
    return Encoded(article.id, content_digest(article), article.places[0], fields)


def _kept(article: Article) -> dict[str, Any]:
    """The fields that are not analysed."""
    given = values(article)
    fields: dict[str, Any] = {"kind": [ARTICLE], "record": pack(article), "line_value": article.line_start}
    fields.update({name: given[name] for name in KEYWORD_FIELDS if name in given})
    for name in (*COUNTED_FIELDS, "id"):
        fields[f"{name}_value"] = encode(_VALUE_SEPARATOR.join(given.get(name, ())))
    return fields


class WhooshReader:
    """A snapshot of a Whoosh index."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        leaves = reader.leaf_readers() if reader.doc_count_all() else []
        self._segments = [_Segment(leaf, base) for leaf, base in leaves]
        self._averages: dict[str, float] = {}

    def article_count(self) -> int:
        """How many articles there are."""
        return sum(len(segment.matcher.articles()) for segment in self._segments)

    def search(self, plan: Plan, *, sort: Sort = "score", limit: int = 10, offset: int = 0) -> Page:
        """Matches `offset` to `offset + limit` of a plan."""
        matches: list[Match] = []
        for segment in self._segments:
            matches.extend(self._matches(segment, plan))
        return Page(len(matches), self._sorted(matches, sort, offset + limit)[offset:])

    def explain(self, plan: Plan, number: int) -> Explanation:
        """The score of an article, taken apart."""
        from index.explanation import Occurrence, explain_score

        segment = self._segment(number)
        document = number - segment.base
        occurrences = []
        for scored in plan.scored:
            name = f"{scored.field}_{scored.kind}"
            if frequency := segment.frequency(document, name, scored.term):
                length = segment.length(document, name)
                counts = self._frequencies(name, scored.term)
                occurrences.append((scored, Occurrence(*counts, frequency, length, self._average_length(name))))
        return explain_score(occurrences)

    def count_by(self, field: str, condition: Condition) -> Counter[str]:
        """How many articles that meet the condition have each value of a field."""
        counts: Counter[str] = Counter()
        for segment in self._segments:
            values = segment.column(field)
            for document in segment.matcher.evaluate(condition):
                value = decode(values[document])
                counts.update(value.split(_VALUE_SEPARATOR) if field in MULTIPLE else [value])
        del counts[""]
        return counts

    def values(self, field: str, prefix: str = "") -> Iterator[str]:
        """The distinct values of a keyword field that begin with `prefix`."""
        return iter(sorted({value for segment in self._segments for value in segment.matcher.values(field, prefix)}))

    def text_terms(self, field: str, prefix: str) -> Iterator[str]:
        """The distinct terms of a text field that begin with `prefix`."""
        return self.values(f"{field}_terms", prefix)

    def fetch(self, numbers: Sequence[int]) -> list[Article]:
        """The articles of matches."""
        articles = {number: unpack(self._record(number)) for number in sorted(numbers)}
        return [articles[number] for number in numbers]

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
        """BM25 of the articles found, weighed and summed, statistics taken over the whole index."""
        scores = dict.fromkeys(sorted(found), 0.0)
        for field, kind, term, weight in plan.scored:
            name = f"{field}_{kind}"
            articles, containing = self._frequencies(name, term)
            if containing:
                idf = weight * inverse_document_frequency(articles, containing)
                segment.add_scores(scores, name, term, idf, self._average_length(name))
        return scores

    def _frequencies(self, field: str, term: str) -> tuple[int, int]:
        """How many articles BM25 counts, and how many of them have a term."""
        containing = sum(segment.matcher.document_frequency(field, term) for segment in self._segments)
        return self._written_count, containing

    def _average_length(self, field: str) -> float:
        if field not in self._averages:
            self._averages[field] = self._reader.field_length(field) / self._written_count
        return self._averages[field]

    @cached_property
    def _written_count(self) -> int:
        """How many articles have postings and lengths: deleted ones do until their segment is merged."""
        return self.article_count() + self._reader.doc_count_all() - self._reader.doc_count()

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

    def _record(self, number: int) -> bytes:
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

    def record(self, kind: str, document: int) -> bytes:
        """The record of an article (`record`, packed) or a source (`source_record`, as JSON)."""
        stored: bytes = self._column(kind)[document]
        return stored

    def _column(self, name: str) -> Any:
        if name not in self._columns:
            self._columns[name] = self.leaf.column_reader(name, translate=False)
        return self._columns[name]

    def add_scores(self, scores: dict[int, float], field: str, term: str, idf: float, average_length: float) -> None:
        """Adds what a term gives each document to its score; documents are in ascending order."""

        @cache  # frequencies and codes of lengths are few
        def score(frequency: int, code: int) -> float:
            return bm25(idf, frequency, _length(code), average_length)

        codes = self._codes(field)
        for document, frequency in self.matcher.occurrences(field, term, scores):
            scores[document] += score(frequency, codes[document])

    def frequency(self, document: int, field: str, term: str) -> int:
        """How often a document has a term."""
        return dict(self.matcher.occurrences(field, term, {document: 0})).get(document, 0)

    def length(self, document: int, field: str) -> int:
        """How many terms a field of a document has, as it is scored by."""
        return _length(self._codes(field)[document])

    def _codes(self, field: str) -> bytes:
        """The lengths of a field by document, as Whoosh rounds them."""
        if field not in self._lengths:
            self._lengths[field] = lengths(self.leaf, field)
        return self._lengths[field]

    def close(self) -> None:
        """Closes the files."""
        self.matcher.close()


def _length(code: int) -> int:
    """How many terms a rounded length stands for."""
    return byte_to_length(code) or 1


class WhooshWriter:
    """One transaction on a Whoosh index."""

    def __init__(self, writer: SegmentWriter) -> None:
        self._writer = writer
        try:
            reader: IndexReader = writer.reader()
        except BaseException:
            writer.cancel()
            raise
        self._reader: IndexReader | None = reader
        leaves = reader.leaf_readers() if reader.doc_count_all() else []
        self._committed = [(SegmentMatcher(leaf), base) for leaf, base in leaves]
        self._added: dict[str, int] = {}  # articles of this transaction, by id, numbered in its segment

    def add(self, articles: Iterable[Encoded]) -> None:
        """Adds articles."""
        for article in articles:
            self._added[article.id] = self._writer.docnum
            self._writer.add_document(**article.fields)

    def put_source(self, source: SourceFile) -> None:
        """Takes what is known of a file."""
        for matcher, base in self._committed:
            for document in {*matcher.postings("kind", SOURCE)}.intersection(matcher.postings("source", source.source)):
                self._writer.delete_document(base + document)
        record = json.dumps(asdict(source)).encode()
        self._writer.add_document(kind=[SOURCE], source=[source.source], source_record=record)

    def remove_source(self, source: str) -> None:
        """Removes a file with all its articles."""
        self._delete("source", source)

    def remove_article(self, article_id: str) -> None:
        """Removes the article with this id."""
        self._delete("id", article_id)
        if article_id in self._added:
            self._writer.newsegment.delete_document(self._added.pop(article_id))

    def _delete(self, field: str, value: str) -> None:
        """Deletes what the last commit holds with this value."""
        for matcher, base in self._committed:
            for document in matcher.postings(field, value):
                self._writer.delete_document(base + document)

    @damage_explained()
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
