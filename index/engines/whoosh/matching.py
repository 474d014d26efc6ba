"""Which articles of one segment meet a condition: set algebra over Whoosh's postings."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from index.analyzer import begins_with_atom, grams
from index.engines.articles import unpack
from index.engines.whoosh.codec import open_terms
from index.engines.whoosh.schema import ARTICLE, decode, encode
from index.engines.written import written_as
from index.plan import And, Condition, Every, Keyword, Literal, Near, Not, Or, Prefix, Range, Textual

if TYPE_CHECKING:
    from whoosh.reading import IndexReader

    from index.engines.whoosh.postings import Field, Term

_REMEMBERED: Final = 32  # conditions on text, as many as a long query has


class SegmentMatcher:
    """Evaluates conditions on one segment. Documents are numbered within the segment; deleted ones never show.

    The sets that it gives are its own: they are not to be changed.
    """

    def __init__(self, segment: IndexReader) -> None:
        self._segment = segment
        self._terms = open_terms(segment)
        self._deleted = self._terms.deleted
        self._articles: set[int] | None = None
        self._texts: dict[Textual, set[int]] = {}

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
            case Literal() | Prefix() | Near():
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

    def occurrences(self, field: str, term: str, among: Mapping[int, object]) -> Iterable[tuple[int, int]]:
        """Those of some documents, in ascending order, that have a term, and how often.

        Either all that have it are looked through or all of the documents, whichever are fewer.
        """
        terms = self._terms.postings.field(field)
        found = terms.find(encode(term)) if terms else None
        if terms is None or found is None:
            return ()
        numbers = terms.numbers(found)
        if len(numbers) < len(among):
            counted: Iterable[tuple[int, int]] = Counter(terms.documents(numbers)).items()
            return ((document, frequency) for document, frequency in counted if document in among)
        counted = zip(among, terms.frequencies(numbers, list(among)), strict=True)
        return ((document, frequency) for document, frequency in counted if frequency)

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

    def _found(self, wanted: Textual) -> set[int]:
        # A plan asks for most of its literals twice: in its condition, and as strings that make the tiers.
        if wanted not in self._texts:
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            folded = wanted.folded
            found = set().union(*(self._found_in(field, folded) for field in wanted.fields))
            self._texts[wanted] = self._as_written(found, wanted) if wanted.exact_script else found
        return self._texts[wanted]

    def _as_written(self, found: set[int], wanted: Textual) -> set[int]:
        records = self._segment.column_reader("record", translate=False)
        stands_in = written_as(wanted)
        return {document for document in sorted(found) if stands_in(unpack(records[document]))}

    def _found_in(self, field: str, wanted: Textual) -> set[int]:
        alone = not isinstance(wanted, Near) and len(wanted.atoms) == 1
        postings = self._terms.postings.field(f"{field}_terms" if alone else f"{field}_grams")
        return set(postings.documents(_numbers(postings, wanted))).difference(self._deleted) if postings else set()


# What can stand at one place of a sequence.
Alternatives: TypeAlias = "list[Term]"


def _numbers(field: Field, wanted: Textual) -> Iterable[int]:
    """The postings of what is wanted: for one atom those of terms, else the positions at which its grams begin, or at
    which its last part does.
    """
    match wanted:
        case Literal():
            return _starts(field, _exactly(field, _keys(wanted.atoms)))
        case Prefix():
            *before, last = _keys(wanted.atoms)
            # A term that begins with letters or digits is an atom, for words that are terms begin with a Han character.
            # A gram that begins as the last one does has the same first atom, for a longer one would go on with what is
            # of another kind.
            return _starts(field, [*_exactly(field, before), list(field.terms(encode(last)))])
        case Near():
            return _in_reach(field, wanted)


def _keys(atoms: Sequence[str]) -> Sequence[str]:
    """What atoms are found by: their grams, or the term of a single one."""
    return grams(atoms) if len(atoms) > 1 else atoms


def _exactly(field: Field, keys: Iterable[str]) -> list[Alternatives]:
    found = (field.find(encode(key)) for key in keys)
    return [[term] if term else [] for term in found]


def _starts(field: Field, sequence: list[Alternatives]) -> Iterable[int]:
    """The positions at which a sequence begins."""
    if not all(sequence):
        return ()
    (offset, rarest), *others = sorted(enumerate(sequence), key=lambda item: sum(term.documents for term in item[1]))
    starts = [number - offset for number in _postings(field, rarest)]
    for offset, alternatives in others:
        if starts:
            places = {start + offset for start in starts}
            starts = [place - offset for place in places.intersection(_postings(field, alternatives))]
    return starts


def _postings(field: Field, terms: Alternatives) -> Iterable[int]:
    return chain.from_iterable(map(field.numbers, terms))


def _in_reach(field: Field, near: Near) -> list[int]:
    """The positions of the last part in reach of one of the part before it, which is so itself."""
    starts, *following = (_starts_of_part(field, part) for part in near.parts)
    for part, places in zip(near.parts, following, strict=False):
        ends = [start + len(part) for start in starts]
        starts = [place for place in places if _follows(field, place, ends, near.slack)]
    return starts


def _starts_of_part(field: Field, atoms: tuple[str, ...]) -> list[int]:
    """Where a part begins, ascending. Every atom of a text but the last break begins a gram."""
    if len(atoms) > 1:
        return sorted(_starts(field, _exactly(field, grams(atoms))))
    terms = [term for term in field.terms(encode(atoms[0])) if begins_with_atom(decode(term.text), atoms[0])]
    return sorted(_postings(field, terms))


def _follows(field: Field, place: int, ends: list[int], slack: int) -> bool:
    """Whether the nearest of some ascending positions before or at a place is in reach, and in the same document."""
    number = bisect_right(ends, place) - 1
    if number < 0 or place - ends[number] > slack:
        return False
    first, second = field.documents((ends[number], place))
    return first == second
