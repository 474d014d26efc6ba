"""Queries drawn from articles, and the judge of what they should find."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Final

from benchmarks.articles import Text
from index.atoms import BREAK, atoms, literal
from index.dictionary import COMMON_HAN, Segmenter

LONGEST: Final = 6  # atoms of a literal; the shortest has two
_SEPARATOR: Final = "\0"


def draw_literals(texts: Sequence[Text], count: int, seed: int) -> list[str]:
    """Pieces of bodies as they are written, of two to six atoms, that begin and end with an atom."""
    dice = random.Random(seed)
    drawn: list[str] = []
    while len(drawn) < count:
        body = dice.choice(texts).body
        cut = atoms(body)
        length = dice.randint(2, LONGEST)
        first = dice.randrange(1, max(2, len(cut.texts) - length))
        last = min(first + length, len(cut.texts) - 1) - 1
        piece = body[cut.starts[first] : cut.ends[last]]
        # Quotes and escapes are syntax on either side, which is not what is measured.
        if last > first and BREAK not in (cut.texts[first], cut.texts[last]) and not set('"\\') & set(piece):
            drawn.append(piece)
    return drawn


def draw_words(texts: Sequence[Text], segmenter: Segmenter, count: int, seed: int) -> list[str]:
    """Pairs of different words, of two characters or more in jieba's cut, that stand in one body."""
    dice = random.Random(seed)
    drawn: list[str] = []
    while len(drawn) < count:
        words = _words(dice.choice(texts).body, segmenter)
        if len(words) > 1:
            drawn.append(" ".join(dice.sample(words, 2)))
    return drawn


class Judge:
    """Plain substring search over folded atoms: which articles hold a literal in title or body, told without any
    index.
    """

    def __init__(self, texts: Iterable[Text]) -> None:
        self._folded = [(text.id, (_joined(text.title), _joined(text.body))) for text in texts]

    def holding(self, piece: str) -> set[str]:
        """The ids of the articles that hold a piece of text."""
        wanted = _SEPARATOR + _SEPARATOR.join(literal(piece)) + _SEPARATOR
        return {name for name, fields in self._folded if any(wanted in field for field in fields)}


def _joined(text: str) -> str:
    return _SEPARATOR + _SEPARATOR.join(atoms(text).texts) + _SEPARATOR


def _words(text: str, segmenter: Segmenter) -> list[str]:
    cut = (word for run in COMMON_HAN.findall(text) for word in segmenter.cut(run))
    return sorted({word for word in cut if len(word) > 1})
