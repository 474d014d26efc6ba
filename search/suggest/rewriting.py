"""Other ways to write a string that no article has: what was most likely meant, and where it stands in the query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from corpus.pronunciation import sounding_like
from index.analyzer import Analyzer
from index.atoms import BREAK, atoms, is_han, literal
from index.engines import Reader
from index.places import places
from index.plan import Condition, Literal, Plan, Textual
from search.numerals import renumbered
from search.query.planner import String
from search.suggest.closeness import Closeness, closeness
from search.suggest.vocabulary import Vocabulary

# Characters of a piece of a string that is looked up as one word; of a whole string, which may be a name, that is; and
# of one so short that others are near it by chance.
_WORD: Final = 5
_NAME: Final = 16
_SHORT: Final = 3
# How many pieces of a string are looked up: with more, it is no slip, but text that no article has.
_PIECES: Final = 6
# A string in which more pairs of characters are missing than this is none either.
_MISSING_PAIRS: Final = 4
# Letters of a word of which one may be wrong.
_LETTERS: Final = 4


class Edit(NamedTuple):
    """Puts `text` in place of the characters `[start, end)` of a query."""

    start: int
    end: int
    text: str


class Rewriting(NamedTuple):
    """Edits of a query, one for each place where the same stands, and how close they are, how frequent the word is that
    they put in, and what an article must have for it to make sense there.
    """

    edits: tuple[Edit, ...]
    closeness: Closeness
    frequency: int = 0
    required: Condition | None = None


class _Variant(NamedTuple):
    """Atoms in place of those at `[start, end)` of a string, and how close they are; `alone` says that they make sense
    even where no article has the whole string so.
    """

    start: int
    end: int
    atoms: tuple[str, ...]
    closeness: Closeness
    alone: bool = False


class Rewriter:
    """Rewrites strings so that articles have them."""

    def __init__(self, reader: Reader, analyzer: Analyzer, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._known: dict[Textual, bool] = {}

    def has(self, wanted: Textual) -> bool:
        """Whether an article has this in one of its texts."""
        if wanted not in self._known:
            self._known[wanted] = self._reader.search(Plan(wanted), limit=0).total > 0
        return self._known[wanted]

    def rewritings(self, query: str, string: String) -> list[Rewriting]:
        """What else a string of a query may be meant to be, the closest and then the most frequent first.

        What takes long is not tried where something is as good as certain: it has the same sound, say, or an article
        has the whole string so.
        """
        whole = string.whole.folded  # what is suggested is looked up as it must be written
        stands = located(query, whole.atoms)
        found: dict[tuple[Edit, ...], Rewriting] = {}
        for variants in self._attempts(whole):
            certain = False
            for variant in variants:
                text = "".join(variant.atoms)
                edits = tuple(Edit(spans[variant.start][0], spans[variant.end - 1][1], text) for spans in stands)
                if edits in found and found[edits].closeness <= variant.closeness:
                    continue
                if required := self._required(whole, variant):
                    found[edits] = Rewriting(edits, variant.closeness, self._vocabulary.frequency(text), required)
                    certain |= variant.closeness < Closeness.EDIT or len(required.atoms) >= len(whole.atoms) > 2
            if certain:
                break
        return sorted(found.values(), key=lambda found: (found.closeness, -found.frequency, found.edits))

    def _attempts(self, whole: Literal) -> Iterator[Iterable[_Variant]]:
        yield self._in_other_notation(whole)
        yield self._spelled_otherwise(whole)
        yield self._other_words(whole)
        if len(whole.atoms) > 2:
            yield self._other_sounds(whole)
            yield self._other_characters(whole)

    def _required(self, whole: Literal, variant: _Variant) -> Literal | None:
        """What an article must have for a variant to make sense in it; None where no article has it."""
        rewritten = whole.atoms[: variant.start] + variant.atoms + whole.atoms[variant.end :]
        if self.has(required := Literal(rewritten, whole.fields)):
            return required
        if not variant.alone:
            return None
        required = Literal(variant.atoms, whole.fields)
        if variant.closeness == Closeness.NOTATION:  # a number means something together with what it counts
            end = variant.start + len(variant.atoms)
            around = literal("".join(rewritten[max(0, variant.start - 1) : end + 1]))
            required = Literal(around, whole.fields)
        return required if self.has(required) else None

    def _in_other_notation(self, whole: Literal) -> Iterator[_Variant]:
        for start, end, number in renumbered(whole.atoms):
            yield _Variant(start, end, literal(number), Closeness.NOTATION, alone=True)

    def _spelled_otherwise(self, whole: Literal) -> Iterator[_Variant]:
        """Runs of letters of the index with one letter changed, missing, added or swapped."""
        for place, atom in enumerate(whole.atoms):
            if len(atom) >= _LETTERS and atom.isalpha() and not self.has(Literal((atom,), whole.fields)):
                known = {term for field in whole.fields for term in self._reader.text_terms(field, atom[0])}
                for term in sorted(known):
                    if term.isalpha() and (how := closeness(atom, term)) is not None:
                        yield _Variant(place, place + 1, (term,), how, alone=True)

    def _other_words(self, whole: Literal) -> Iterator[_Variant]:
        """Words and names in place of pieces that may be misspelt ones."""
        for start, end in islice(self._doubtful(whole), _PIECES):
            for word, how in self._vocabulary.near("".join(whole.atoms[start:end])):
                yield _Variant(start, end, tuple(word), how, alone=True)

    def _doubtful(self, whole: Literal) -> Iterator[tuple[int, int]]:
        """Pieces of a string, as words are cut, that no article has, and that hold a word that no article has or a
        single character, which is often what is left of a misspelt word; but first the whole string, unless it is
        short, whatever it was cut into.
        """
        words = list(self._cut(whole))
        length = len(whole.atoms)
        if _SHORT < length <= _NAME and self._misses(whole, 0, length):
            yield 0, length
        doubted = [end - start == 1 or self._misses(whole, start, end) for start, end in words]
        for first, last in _runs(len(words), _WORD):
            start, end = words[first][0], words[last - 1][1]
            one_word = end - start <= _WORD or last - first == 1
            known = end - start == length > _SHORT
            if one_word and not known and any(doubted[first:last]) and self._misses(whole, start, end):
                yield start, end

    def _misses(self, whole: Literal, start: int, end: int) -> bool:
        """Whether no article has a piece of two and more Chinese characters."""
        piece = whole.atoms[start:end]
        return len(piece) > 1 and _all_han(piece) and not self.has(Literal(piece, whole.fields))

    def _cut(self, whole: Literal) -> Iterator[tuple[int, int]]:
        """The ranges of the words that a string is cut into."""
        end = 0
        for word in self._analyzer.literals("".join(whole.atoms)):
            if following := places(list(whole.atoms[end:]), Literal(word)):  # behind breaks
                start, end = (end + place for place in following[0])
                yield start, end

    def _other_sounds(self, whole: Literal) -> Iterator[_Variant]:
        """Words of the same sound, and single characters of it."""
        for start, end in self._cut(whole):
            word = "".join(whole.atoms[start:end])
            if 1 < len(word) <= _WORD and _all_han(whole.atoms[start:end]):
                for other in self._vocabulary.same_sound(word):
                    yield _Variant(start, end, tuple(other), Closeness.SOUND)
        for place in self._wrong(whole):
            for other in sounding_like(whole.atoms[place]):
                yield _Variant(place, place + 1, (other,), Closeness.SOUND)

    def _other_characters(self, whole: Literal) -> Iterator[_Variant]:
        """Characters that form a word with one of their neighbours."""
        for place in self._wrong(whole):
            before, after = whole.atoms[max(0, place - 1) : place], whole.atoms[place + 1 : place + 2]
            others = [other for char in before for other in self._vocabulary.following(char)]
            others += [other for char in after for other in self._vocabulary.preceding(char)]
            for other in dict.fromkeys(others):
                yield _Variant(place, place + 1, (other,), Closeness.EDIT)

    def _wrong(self, whole: Literal) -> list[int]:
        """The places of characters that may be the wrong ones: those of which no pair is in an article, else all of
        which one is in none; nothing where that says nothing.
        """
        length = len(whole.atoms)
        missing = {start for start in range(length - 1) if self._misses(whole, start, start + 2)}
        if len(missing) > _MISSING_PAIRS:
            return []
        pairs = [{start for start in (place - 1, place) if 0 <= start < length - 1} for place in range(length)]
        wrong = [place for place in range(length) if pairs[place] <= missing]
        return wrong or [place for place in range(length) if pairs[place] & missing]


def located(query: str, sequence: tuple[str, ...]) -> list[list[tuple[int, int]]]:
    """For each place where a sequence of atoms stands in a query, the characters `[start, end)` of each atom."""
    cut = atoms(query)
    spans = list(zip(cut.starts, cut.ends, strict=True))
    return [spans[first:last] for first, last in places(cut.texts, Literal(sequence))]


def rewritten(query: str, edits: Sequence[Edit]) -> str:
    """A query with all of the edits made."""
    for edit in sorted(edits, reverse=True):
        query = query[: edit.start] + edit.text + query[edit.end :]
    return query


def _runs(number: int, longest: int) -> Iterator[tuple[int, int]]:
    """The ranges `[first, last)` of at most `longest` of so many things side by side."""
    return ((first, last) for first in range(number) for last in range(first + 1, min(first + longest, number) + 1))


def _all_han(sequence: Sequence[str]) -> bool:
    return all(atom != BREAK and is_han(atom[0]) for atom in sequence)
