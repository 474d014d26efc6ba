"""Other ways to write a string that no article has: what was most likely meant, and where it stands in the query."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from index.analyzer import Analyzer
from index.atoms import BREAK, atoms, is_han, literal
from index.engines import Reader
from index.plan import Condition, Every, Literal, Plan
from search.query.planner import String
from search.snippet import places_of
from search.suggest.closeness import Closeness, closeness, sounding_like
from search.suggest.numerals import renumbered
from search.suggest.vocabulary import Vocabulary

# Characters of a piece of a string that is looked up as one word, and of a whole string that may be a name.
_WORD: Final = 5
_NAME: Final = 16
# A string in which more pairs of characters are missing than this is no slip of the finger.
_MISSING_PAIRS: Final = 4
# Letters of a word of which one may be wrong.
_LETTERS: Final = 4

# Whether an article has these atoms literally, in one of these fields.
Has = Callable[["tuple[str, ...]", "tuple[str, ...]"], bool]


class Edit(NamedTuple):
    """Puts `text` in place of the characters `[start, end)` of a query."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Rewriting:
    """An edit that makes of a string what articles have: how close it is, how frequent the word is that it puts in, and
    what must stand in an article for it to make sense there.
    """

    edit: Edit
    closeness: Closeness
    frequency: int = 0
    required: Condition = Every()  # noqa: RUF009  # frozen


class _Variant(NamedTuple):
    """A string with other text in place of the atoms `[start, end)`; `alone` says that the text makes sense even where
    no article has the whole string so.
    """

    start: int
    end: int
    text: str
    closeness: Closeness
    alone: bool


class Rewriter:
    """Rewrites strings so that articles have them."""

    def __init__(self, reader: Reader, analyzer: Analyzer, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}

    def has(self, sequence: tuple[str, ...], fields: tuple[str, ...]) -> bool:
        """Whether an article has these atoms literally in one of these fields."""
        key = (sequence, fields)
        if key not in self._known:
            self._known[key] = self._reader.search(Plan(Literal(sequence, fields)), limit=0).total > 0
        return self._known[key]

    def rewritings(self, query: str, string: String) -> list[Rewriting]:
        """What else a string of a query may be meant to be, the closest and then the most frequent first."""
        found: dict[Edit, Rewriting] = {}
        for variant in self._variants(string.whole):
            edit = located(query, string.whole.atoms, variant.start, variant.end, variant.text)
            required = self._required(string.whole, variant)
            if edit and required and (edit not in found or variant.closeness < found[edit].closeness):
                frequency = self._vocabulary.frequency(variant.text)
                found[edit] = Rewriting(edit, variant.closeness, frequency, required)
        return sorted(found.values(), key=lambda rewriting: (rewriting.closeness, -rewriting.frequency))

    def _required(self, whole: Literal, variant: _Variant) -> Literal | None:
        """What an article must have for a variant to make sense in it; None where no article has it."""
        put_in = literal(variant.text)
        rewritten = whole.atoms[: variant.start] + put_in + whole.atoms[variant.end :]
        if self.has(rewritten, whole.fields):
            return Literal(rewritten, whole.fields)
        if not variant.alone:
            return None
        if variant.closeness == Closeness.NOTATION:  # a number means something together with what it counts
            end = variant.start + len(put_in)
            put_in = literal("".join(rewritten[max(0, variant.start - 1) : end + 1]))
        return Literal(put_in, whole.fields) if self.has(put_in, whole.fields) else None

    def _variants(self, whole: Literal) -> Iterator[_Variant]:
        sequence = whole.atoms
        for start, end, number in renumbered(sequence):
            yield _Variant(start, end, number, Closeness.NOTATION, alone=True)
        yield from self._spelled_otherwise(whole)
        for start, end in self._doubtful(whole):
            for word, how in self._vocabulary.near("".join(sequence[start:end])):
                yield _Variant(start, end, word, how, alone=True)
        if len(sequence) > 2:
            yield from self._in_context(whole)

    def _doubtful(self, whole: Literal) -> Iterator[tuple[int, int]]:
        """Pieces of a string, as words are cut, that may be a misspelt word: no article has them, and they hold a word
        that no article has, or a single character, which is often what is left of a misspelt word. At last the whole
        string, which may be a name.
        """
        sequence = whole.atoms
        words = list(self._cut(sequence))
        for first, (start, _) in enumerate(words):
            for place in range(first, len(words)):
                end = words[place][1]
                if end - start > _WORD and place > first:
                    break
                doubtful = any(
                    b - a == 1 or not self.has(sequence[a:b], whole.fields) for a, b in words[first : place + 1]
                )
                if doubtful and self._misses(whole, start, end):
                    yield start, end
        if len(words) > 1 and len(sequence) > _WORD and self._misses(whole, 0, len(sequence), longest=_NAME):
            yield 0, len(sequence)

    def _misses(self, whole: Literal, start: int, end: int, longest: int = _NAME) -> bool:
        """Whether no article has a piece of two and more Chinese characters."""
        piece = whole.atoms[start:end]
        return 2 <= len(piece) <= longest and _all_han(piece) and not self.has(piece, whole.fields)

    def _cut(self, sequence: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """The ranges of the words that a string is cut into."""
        at = 0
        for word in self._analyzer.literals("".join(sequence)):
            while sequence[at : at + len(word)] != word:
                at += 1
            yield at, at + len(word)
            at += len(word)

    def _in_context(self, whole: Literal) -> Iterator[_Variant]:
        """Variants that make sense only if an article has the whole string so: words of the same sound, and any
        character in place of one of a pair that no article has.
        """
        sequence = whole.atoms
        for start, end in self._cut(sequence):
            if 2 <= end - start <= _WORD and _all_han(sequence[start:end]):
                for word in self._vocabulary.same_sound("".join(sequence[start:end])):
                    yield _Variant(start, end, word, Closeness.SOUND, alone=False)
        missing = [start for start in range(len(sequence) - 1) if self._misses(whole, start, start + 2)]
        for start in missing if len(missing) <= _MISSING_PAIRS else ():
            pair = "".join(sequence[start : start + 2])
            for place, char in enumerate(pair, start):
                for other in sounding_like(char):
                    yield _Variant(place, place + 1, other, Closeness.SOUND, alone=False)
            for word in self._vocabulary.neighbours(pair):
                yield _Variant(start, start + 2, word, closeness(pair, word) or Closeness.EDIT, alone=False)

    def _spelled_otherwise(self, whole: Literal) -> Iterator[_Variant]:
        """Variants of runs of letters: those of the index with one letter changed, missing, added or swapped."""
        for place, atom in enumerate(whole.atoms):
            if len(atom) >= _LETTERS and atom.isalpha() and not self.has((atom,), whole.fields):
                known = {term for field in whole.fields for term in self._reader.terms(field, atom[0])}
                for term in sorted(known):
                    if term.isalpha() and (how := closeness(atom, term)) is not None:
                        yield _Variant(place, place + 1, term, how, alone=True)


def located(query: str, sequence: tuple[str, ...], start: int, end: int, text: str) -> Edit | None:
    """The edit that puts a text in place of a part of a sequence of atoms where that stands first in a query."""
    cut = atoms(query)
    found = places_of(cut.texts, sequence)
    return Edit(cut.starts[found[0] + start], cut.ends[found[0] + end - 1], text) if found else None


def rewritten(query: str, edits: Sequence[Edit]) -> str:
    """A query with all of the edits made."""
    for edit in sorted(edits, reverse=True):
        query = query[: edit.start] + edit.text + query[edit.end :]
    return query


def _all_han(sequence: Sequence[str]) -> bool:
    return all(atom != BREAK and is_han(atom[0]) for atom in sequence)
