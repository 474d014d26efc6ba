"""Words that can stand where no article has what was typed: those of the dictionary, and names of the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import chain
from typing import Final

from corpus.pronunciation import sounding_like
from corpus.script import simplified
from index.dictionary import Dictionary
from index.facets import Facets
from index.segmenters import is_common_han
from search.suggest.closeness import Closeness, closeness

# Facets whose values are names that people type.
NAMED: Final = ("unit", "author", "section", "region", "issue")
# What joins names in one value: paths of regions, lists of authors, titles and numbers of issues.
_JOINED: Final = {"region": "/", "author": "、", "issue": " "}

# Words with how close they are to what was typed.
Near = Iterator["tuple[str, Closeness]"]


class Vocabulary:
    """Finds words near others. What it needs is read when it is first asked."""

    def __init__(self, dictionary: Dictionary, facets: Facets) -> None:
        self._dictionary = dictionary
        self._facets = facets

    def near(self, word: str) -> Near:
        """Words and names near two or more Chinese characters, with their closeness."""
        yield from self._edited(word)
        yield from self._near_names(word)
        yield from ((other, Closeness.SOUND) for other in self.same_sound(word))

    def same_sound(self, word: str) -> Iterator[str]:
        """The words of the dictionary that sound like Chinese characters."""
        alike = [sounding_like(char) for char in word]
        for first in alike[0].intersection(_common()):
            for other in self._dictionary.words(first):
                if len(other) == len(word) and other != word and all(map(frozenset.__contains__, alike, other)):
                    yield other

    def following(self, char: str) -> Iterator[str]:
        """The characters that form a word of two behind a character."""
        return (word[1] for word in self._dictionary.words(char) if len(word) == 2)

    def preceding(self, char: str) -> Iterator[str]:
        """The characters that form a word of two before a character."""
        return (word[0] for word in self._known([before + char for before in _common()]))

    def names(self, field: str) -> list[str]:
        """The names of a facet, most frequent first, each part of a joined one by itself."""
        values: dict[str, int] = getattr(self._facets, field)
        joined = _JOINED.get(field)
        parts = (part for value in values for part in (value, *(value.split(joined) if joined else ())))
        return list(dict.fromkeys(parts))

    def frequency(self, word: str) -> int:
        """How frequent a word of the dictionary is, 0 for others."""
        return self._dictionary.frequency(word)

    def _edited(self, word: str) -> Near:
        """The words of the dictionary with one character changed, missing, added or swapped."""
        others = [char + word for char in _common()]
        if len(word) > 2:
            others += [char + word[1:] for char in _common()]
        lengths = range(len(word) - 1, len(word) + 2)
        begun = (other for first in dict.fromkeys(word[:2]) for other in self._dictionary.words(first))
        for other in chain(self._known(others), (other for other in begun if len(other) in lengths)):
            if (how := closeness(word, other)) is not None:
                yield other, how

    def _known(self, words: list[str]) -> Iterator[str]:
        return (word for word in words if word in self._dictionary)

    def _near_names(self, word: str) -> Near:
        for length in range(len(word) - 1, len(word) + 2):
            for name in self._names_by_length.get(length, ()):
                if (how := closeness(word, name)) is not None:
                    yield name, how

    @cached_property
    def _names_by_length(self) -> dict[int, list[str]]:
        """The names of Chinese characters alone."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for name in dict.fromkeys(plain(name) for field in NAMED for name in self.names(field)):
            if is_common_han(name):
                by_length[len(name)].append(name)
        return by_length


def plain(name: str) -> str:
    """A name as folding leaves it if it is of Chinese characters, at a fraction of the cost."""
    return "".join(name.translate(simplified()).split())


@cache
def _common() -> str:
    """The characters that words are made of: those of GB 2312, which are all in daily use."""
    rows = (bytes(byte for cell in range(0xA1, 0xFF) for byte in (row, cell)) for row in range(0xB0, 0xF8))
    return b"".join(rows).decode("gb2312", "ignore")
