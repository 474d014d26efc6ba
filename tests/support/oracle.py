"""Plain substring search, the judge of completeness: what an article holds literally, told without any index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from corpus.records import Article
from index.atoms import BREAK, atoms
from index.plan import TEXT_FIELDS

# What makes a piece of text more than words when it is typed without quotes.
_OPERATOR: Final = re.compile(r'["＂“”()（）:：]|(?:^|\s)[-－]|(?:^|\s)(?:AND|OR|NOT)(?:\s|$)')
_SEPARATOR: Final = "\0"


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
    """Which articles hold a literal, found by looking through their atoms as strings."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._folded = [(article.id, [_joined(atoms(text).texts) for text in texts(article)]) for article in articles]

    def holding(self, literal: tuple[str, ...]) -> set[str]:
        """The ids of the articles in which the atoms stand consecutively in one text."""
        wanted = _joined(literal)
        return {name for name, fields in self._folded if any(wanted in field for field in fields)}


def _joined(sequence: Iterable[str]) -> str:
    return _SEPARATOR + _SEPARATOR.join(sequence) + _SEPARATOR


def substrings(text: str, longest: int) -> Iterator[str]:
    """Every piece of a text that begins and ends with an atom and has at most `longest` atoms, as it is written."""
    cut = atoms(text)
    inner = range(1, len(cut.texts) - 1)
    for first in inner:
        for last in range(first, min(first + longest, len(cut.texts) - 1)):
            if BREAK not in (cut.texts[first], cut.texts[last]):
                yield text[cut.starts[first] : cut.ends[last]]
