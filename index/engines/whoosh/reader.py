"""Searching a snapshot of a Whoosh index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.records import Article
from index.engines import Match, Page, Sort, SourceFile
from index.engines.articles import MULTIPLE, unpack
from index.engines.whoosh.schema import SOURCE, VALUE_SEPARATOR, decode
from index.engines.whoosh.segment import Segment
from index.plan import Condition, Plan
from index.scoring import inverse_document_frequency

if TYPE_CHECKING:
    from whoosh.reading import IndexReader

    from index.explanation import Explanation


class WhooshReader:
    """A snapshot of a Whoosh index."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        leaves = reader.leaf_readers() if reader.doc_count_all() else []
        self._segments = [Segment(leaf, base) for leaf, base in leaves]
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
                counts.update(value.split(VALUE_SEPARATOR) if field in MULTIPLE else [value])
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

    def _matches(self, segment: Segment, plan: Plan) -> Iterator[Match]:
        found = segment.matcher.evaluate(plan.condition)
        tiers: Counter[int] = Counter()
        scores: dict[int, float] = {}
        if found:
            for string in plan.strings:
                tiers.update(found & segment.matcher.evaluate(string))
            scores = self._scores(segment, plan, found)
        for document in found:
            yield Match(segment.base + document, tiers[document], scores.get(document, 0.0))

    def _scores(self, segment: Segment, plan: Plan, found: set[int]) -> dict[int, float]:
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

    def _segment(self, number: int) -> Segment:
        for segment in reversed(self._segments):
            if number >= segment.base:
                return segment
        raise IndexError(number)


def _rank(match: Match) -> tuple[int, float]:
    return match.tier, match.score
