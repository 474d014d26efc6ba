"""Plain substring search, the judge of completeness: what an article holds literally, told without any index."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from corpus.records import Article
from index.atoms import BREAK, atoms
from index.plan import TEXT_FIELDS

# What makes a piece of text more than words when it is typed without quotes.
_OPERATOR: Final = re.compile(
    r'["＂“”()（）:：]|(?:^|\s)[-－−]|(?:^|\s)(?:AND|OR|NOT|ＡＮＤ|ＯＲ|ＮＯＴ|[|｜]{1,2}|[&＆]{2})(?:\s|$)'
    r"|\w[*＊](?:\s|$)|\S[\^＾][0-9０-９]+(?:[.．][0-9０-９]+)?(?:\s|$)"
)
_SEPARATOR: Final = "\0"
# Answers that are kept: those of a word may be needed again, and are large where there are many articles.
_KEPT: Final = 128
# Atoms that tell which literals are rare.
_SAMPLE: Final = 2_000_000


def holds_operator(text: str) -> bool:
    """Whether unquoted text could be understood as more than words."""
    return bool(_OPERATOR.search(text))


def texts(article: Article) -> list[str]:
    """The texts of an article that are searched."""
    values = {name: getattr(article, name) or "" for name in TEXT_FIELDS}
    if article.untitled:
        values["title"] = ""
    return list(values.values())


class Oracle:
    """Which articles hold a literal, found by looking through one string.

    In the string each distinct atom is one character of its own, so that atoms stand consecutively in a text exactly
    where their characters are a substring of it.
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self._characters: dict[str, str] = {}
        self._starts: list[int] = []  # where the texts of each article begin, and the last ones end
        pieces: list[str] = []
        length = 0
        for article in articles:
            self._starts.append(length)
            for text in texts(article):
                pieces.append(self._encoded(atoms(text).texts) + _SEPARATOR)
                length += len(pieces[-1])
        self._starts.append(length)
        self._text = "".join(pieces)
        self.holding = lru_cache(_KEPT)(self._holding)
        self._frequency = cache(self._text[:_SAMPLE].count)

    def holding_all(self, literals: Iterable[tuple[str, ...]]) -> frozenset[int]:
        """The articles that hold each of some literals: those of one, best a rare one, that hold the others too."""
        first, *others = sorted(literals, key=lambda literal: self._frequency(self._encoded(literal)))
        wanted = [self._encoded(other) for other in others]
        return frozenset(place for place in self.holding(first) if all(self._holds(place, other) for other in wanted))

    def _holding(self, literal: tuple[str, ...]) -> frozenset[int]:
        """The places, in the order given, of the articles in which the atoms stand consecutively in one text."""
        wanted = self._encoded(literal)
        found = []
        place = self._next(wanted, 0)
        while place is not None:
            found.append(place)
            place = self._next(wanted, place + 1)
        return frozenset(found)

    def _holds(self, place: int, wanted: str) -> bool:
        return self._text.find(wanted, self._starts[place], self._starts[place + 1]) >= 0

    def _next(self, wanted: str, place: int) -> int | None:
        """The first article from a place on that holds atoms."""
        at = self._text.find(wanted, self._starts[place])
        return None if at < 0 else bisect_right(self._starts, at) - 1

    def _encoded(self, sequence: Iterable[str]) -> str:
        known = self._characters
        return "".join([known.setdefault(atom, chr(len(known) + 1)) for atom in sequence])


def substrings(text: str, longest: int) -> Iterator[str]:
    """Every piece of a text that begins and ends with an atom and has at most `longest` atoms, as it is written."""
    cut = atoms(text)
    inner = range(1, len(cut.texts) - 1)
    for first in inner:
        for last in range(first, min(first + longest, len(cut.texts) - 1)):
            if BREAK not in (cut.texts[first], cut.texts[last]):
                yield text[cut.starts[first] : cut.ends[last]]
