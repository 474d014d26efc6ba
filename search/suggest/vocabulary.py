"""Words that can stand where no article has what was typed: those of the dictionary, and names of the index."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from index.atoms import literal
from index.dictionary import COMMON_HAN, Dictionary
from index.facets import Facets
from search.suggest.closeness import Closeness, closeness, sounding_like

# Facets whose values are names that people type.
NAMED: Final = ("unit", "author", "section", "region", "issue")
# What joins names in one value: paths of regions, lists of authors, titles and numbers of issues.
_JOINED: Final = re.compile("[/、\\s]+")
# How many beginnings of words are followed while words of the same sound are looked for.
_MOST_BEGINNINGS: Final = 2_000

# Words with how close they are to what was typed.
Near = Iterator["tuple[str, Closeness]"]


class Vocabulary:
    """Finds words near others. What it needs is read when it is first asked."""

    def __init__(self, dictionary: Dictionary, facets: Facets) -> None:
        self._dictionary = dictionary
        self._facets = facets

    def near(self, word: str) -> Near:
        """Words and names near a run of Chinese characters, each once with its closeness."""
        found = dict((*self._edited(word), *self._near_names(word)))
        yield from found.items()
        yield from ((other, Closeness.SOUND) for other in self.same_sound(word) if other not in found)

    def neighbours(self, pair: str) -> Iterator[str]:
        """The words of two characters that share one with a pair, each in its place."""
        yield from (word for word in self._dictionary.words(pair[0]) if len(word) == len(pair))
        yield from (char + pair[1] for char in _common() if char + pair[1] in self._dictionary)

    def names(self, field: str) -> list[str]:
        """The names of a facet, most frequent first, each part of a joined one by itself."""
        values = getattr(self._facets, field)
        return list(dict.fromkeys(part for value in values for part in (value, *_JOINED.split(value)) if part))

    def frequency(self, word: str) -> int:
        """How frequent a word of the dictionary is, 0 for others."""
        return self._dictionary.frequency(word)

    def same_sound(self, word: str) -> Iterator[str]:
        """The words of the dictionary that sound like a run of characters, followed character by character."""
        beginnings = [""]
        for char in word:
            longer = (beginning + other for beginning in beginnings for other in sounding_like(char))
            beginnings = [begun for begun in longer if self._dictionary.begins_word(begun)][:_MOST_BEGINNINGS]
        return (found for found in beginnings if found != word and found in self._dictionary)

    def _edited(self, word: str) -> Near:
        """The words of the dictionary with one character changed, missing, added or swapped."""
        changed_first = (char + word[1:] for char in _common()) if len(word) > 2 else ()
        added_first = (char + word for char in _common())
        rest = (self._dictionary.words(word[:1]), self._dictionary.words(word[1:2]))
        made = (other for others in (changed_first, added_first) for other in others if other in self._dictionary)
        for other in (*made, *(other for words in rest for other in words if abs(len(other) - len(word)) <= 1)):
            if (how := closeness(word, other)) is not None:
                yield other, how

    def _near_names(self, word: str) -> Near:
        for length in range(len(word) - 1, len(word) + 2):
            for name in self._names_by_length.get(length, ()):
                if (how := closeness(word, name)) is not None:
                    yield name, how

    @cached_property
    def _names_by_length(self) -> dict[int, list[str]]:
        by_length: dict[int, list[str]] = defaultdict(list)
        for name in dict.fromkeys(name for field in NAMED for name in self.names(field)):
            folded = "".join(literal(name))
            if COMMON_HAN.fullmatch(folded):
                by_length[len(folded)].append(folded)
        return by_length


def _common() -> Iterable[str]:
    """The characters that a word may begin with: those of GB 2312, which are all in daily use."""
    for row in range(0xB0, 0xF8):
        yield from bytes(byte for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode("gb2312", "ignore")
