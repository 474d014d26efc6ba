"""Which articles of one segment meet a condition: set algebra over Whoosh's postings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Final

from index.analyzer import grams
from index.engines.articles import unpack
from index.engines.whoosh.codec import open_terms
from index.engines.whoosh.schema import ARTICLE, decode, encode
from index.engines.written import written_as
from index.plan import And, Condition, Every, Keyword, Literal, Not, Or, Range

if TYPE_CHECKING:
    from whoosh.reading import IndexReader

    from index.engines.whoosh.postings import Field

_REMEMBERED: Final = 32  # literals, as many as a long query has


class SegmentMatcher:
    """Evaluates conditions on one segment. Documents are numbered within the segment; deleted ones never show.

    The sets that it gives are its own: they are not to be changed.
    """

    def __init__(self, segment: IndexReader) -> None:
        self._segment = segment
        self._terms = open_terms(segment)
        self._deleted = self._terms.deleted
        self._articles: set[int] | None = None
        self._literals: dict[Literal, set[int]] = {}

    def close(self) -> None:
        """Closes the file."""
        self._terms.close()

    def articles(self) -> set[int]:
        """All articles of the segment."""
        if self._articles is None:
            self._articles = self.postings("kind", ARTICLE)
        return self._articles

    def evaluate(self, condition: Condition) -> set[int]:
        """The articles that meet a condition."""
        match condition:
            case Literal():
                found = self._found(condition)
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

    def postings(self, field: str, term: str) -> set[int]:
        """The documents that have a term."""
        terms = self._terms.postings.field(field)
        found = terms.find(encode(term)) if terms else None
        return set(terms.documents(terms.numbers(found))).difference(self._deleted) if terms and found else set()

    def frequencies(self, field: str, term: str, documents: Sequence[int]) -> Iterable[int]:
        """How often a term occurs in each of `documents`."""
        terms = self._terms.postings.field(field)
        found = terms.find(encode(term)) if terms else None
        return terms.frequencies(terms.numbers(found), documents) if terms and found else repeat(0, len(documents))

    def document_frequency(self, field: str, term: str) -> int:
        """How many documents have a term, deleted ones among them."""
        terms = self._terms.postings.field(field)
        found = terms.find(encode(term)) if terms else None
        return found.documents if found else 0

    def values(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of a field that begin with `prefix`, in order, without those that only deleted documents have."""
        terms = self._terms.postings.field(field)
        if terms is None:
            return
        for term in terms.terms(encode(prefix)):
            if not self._deleted.issuperset(terms.documents(terms.numbers(term))):
                yield decode(term.text)

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

    def _found(self, literal: Literal) -> set[int]:
        # A plan asks for most of its literals twice: in its condition, and as strings that make the tiers.
        if literal not in self._literals:
            if len(self._literals) >= _REMEMBERED:
                self._literals.clear()
            atoms = literal.folded.atoms
            found = set().union(*(self._literal(field, atoms) for field in literal.fields))
            if literal.exact_script:
                found = self._as_written(found, literal)
            self._literals[literal] = found
        return self._literals[literal]

    def _as_written(self, found: set[int], literal: Literal) -> set[int]:
        records = self._segment.column_reader("record", translate=False)
        stands_in = written_as(literal)
        return {document for document in sorted(found) if stands_in(unpack(records[document]))}

    def _literal(self, field: str, atoms: tuple[str, ...]) -> set[int]:
        if len(atoms) == 1:
            return self.postings(f"{field}_terms", atoms[0])
        positions = self._terms.postings.field(f"{field}_grams")
        if positions is None:
            return set()
        starts = _starts(positions, [encode(gram) for gram in grams(atoms)])
        return set(positions.documents(starts)).difference(self._deleted)


def _starts(field: Field, sequence: list[bytes]) -> Iterable[int]:
    """The positions at which a sequence of grams begins."""
    terms = {gram: term for gram in sequence if (term := field.find(gram)) is not None}
    if any(gram not in terms for gram in sequence):
        return ()
    (offset, rarest), *others = sorted(enumerate(sequence), key=lambda item: terms[item[1]].documents)
    starts = [number - offset for number in field.numbers(terms[rarest])]
    for offset, gram in others:
        if starts:
            places = {start + offset for start in starts}
            starts = [place - offset for place in places.intersection(field.numbers(terms[gram]))]
    return starts
