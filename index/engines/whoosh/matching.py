"""Which articles of one segment meet a condition: set algebra over Whoosh's postings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from whoosh.reading import TermNotFound

from index.analyzer import grams
from index.engines.whoosh.schema import ARTICLE, PositionList, decode, encode
from index.plan import And, Condition, Every, Keyword, Literal, Not, Or, Range

if TYPE_CHECKING:
    from whoosh.matching.mcore import Matcher
    from whoosh.reading import IndexReader


class SegmentMatcher:
    """Evaluates conditions on one segment. Documents are numbered within the segment; deleted ones never show."""

    def __init__(self, segment: IndexReader) -> None:
        self._segment = segment
        self._articles: set[int] | None = None

    def articles(self) -> set[int]:
        """All articles of the segment."""
        if self._articles is None:
            self._articles = set(self.postings("kind", ARTICLE))
        return self._articles

    def evaluate(self, condition: Condition) -> set[int]:
        """The articles that meet a condition."""
        match condition:
            case Literal():
                found = set().union(*(self._literal(field, condition.atoms) for field in condition.fields))
            case Keyword():
                # Documents that tell what was read from which file have keywords too.
                found = self._holding(condition.field, condition.values) & self.articles()
            case Range():
                found = self._holding(condition.field, filter(condition.includes, self.values(condition.field)))
            case Every():
                found = self.articles()
            case And():
                found = self._all(condition.conditions)
            case Or():
                found = set().union(*(self.evaluate(part) for part in condition.conditions))
            case Not():
                found = self.articles() - self.evaluate(condition.condition)
        return found

    def matcher(self, field: str, term: str) -> Matcher | None:
        """The postings of a term, or None where the segment has none."""
        try:
            found = self._segment.postings(field, encode(term))
        except TermNotFound:
            return None
        return found if found.is_active() else None

    def postings(self, field: str, term: str) -> Iterator[int]:
        """The documents that have a term."""
        found = self.matcher(field, term)
        return iter(found.all_ids()) if found else iter(())

    def values(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of a field that begin with `prefix`, in order, without those that only deleted documents have."""
        for term in self._segment.expand_prefix(field, encode(prefix)):
            value = decode(term)
            if self.matcher(field, value) is not None:
                yield value

    def _holding(self, field: str, values: Iterable[str]) -> set[int]:
        return set().union(*(self.postings(field, value) for value in values))

    def _all(self, conditions: tuple[Condition, ...]) -> set[int]:
        # What must not be there is taken away last: on its own it is nearly every article.
        positive = [part for part in conditions if not isinstance(part, Not)]
        found = self.evaluate(positive[0]) if positive else self.articles()
        for part in positive[1:]:
            if found:
                found = found & self.evaluate(part)
        for negative in (part for part in conditions if isinstance(part, Not)):
            if found:
                found = found - self.evaluate(negative.condition)
        return found

    def _literal(self, field: str, atoms: tuple[str, ...]) -> set[int]:
        if len(atoms) == 1:
            return set(self.postings(f"{field}_terms", atoms[0]))
        sequence = grams(atoms)
        counts: dict[str, int] = {}
        for gram in sequence:
            counts[gram] = self._document_frequency(f"{field}_grams", gram)
            if not counts[gram]:
                return set()
        rarest_first = sorted(counts, key=counts.__getitem__)
        candidates = set(self.postings(f"{field}_grams", rarest_first[0]))
        for gram in rarest_first[1:]:
            candidates.intersection_update(self.postings(f"{field}_grams", gram))
        if len(sequence) == 1 or not candidates:
            return candidates
        places = [(gram, [place for place, other in enumerate(sequence) if other == gram]) for gram in rarest_first]
        return self._consecutive(f"{field}_grams", places, sorted(candidates))

    def _consecutive(self, field: str, places: list[tuple[str, list[int]]], candidates: list[int]) -> set[int]:
        """Those candidates, which have every gram, in which the grams stand at their places relative to one start."""
        matchers = []
        for gram, offsets in places:
            found = self.matcher(field, gram)
            assert found is not None, "every gram has postings"
            matchers.append((found, offsets))
        hits = set()
        for document in candidates:
            starts: set[int] | None = None
            for found, offsets in matchers:
                found.skip_to(document)
                positions = PositionList.decode_positions(found.value())
                for offset in offsets:
                    here = {position - offset for position in positions}
                    starts = here if starts is None else starts & here
                if not starts:
                    break
            if starts:
                hits.add(document)
        return hits

    def _document_frequency(self, field: str, term: str) -> int:
        return int(self._segment.doc_frequency(field, encode(term)))
