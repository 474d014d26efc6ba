"""Queries drawn from articles, and what they should find."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from typing import Final

from benchmarks.articles import Text
from index.atoms import BREAK, atoms, literal
from index.dictionary import stock_segmenter
from index.segmenters import COMMON_HAN

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
        # Quotes, escapes and ends of lines are syntax on some side, which is not what is measured.
        if last > first and BREAK not in (cut.texts[first], cut.texts[last]) and not set('"\\\n') & set(piece):
            drawn.append(piece)
    return drawn


def draw_words(texts: Sequence[Text], count: int, seed: int) -> list[str]:
    """Pairs of different words that stand in one body."""
    return [query for query, _ in draw_known(texts, count, 2, seed)]


def draw_known(texts: Sequence[Text], count: int, length: int, seed: int) -> list[tuple[str, Text]]:
    """Texts, and so many different words of each body, of two characters or more in jieba's cut."""
    dice = random.Random(seed)
    segmenter = stock_segmenter()
    drawn: list[tuple[str, Text]] = []
    while len(drawn) < count:
        text = dice.choice(texts)
        runs = re.findall(COMMON_HAN, text.body)
        words = sorted({word for run in runs for word in segmenter.cut(run) if len(word) > 1})
        if len(words) >= length:
            drawn.append((" ".join(dice.sample(words, length)), text))
    return drawn


def holding(pieces: Iterable[str], texts: Iterable[Text]) -> list[set[str]]:
    """For each piece of text, the ids of the articles that hold it in title or body: plain substring search over folded
    atoms, without any index.
    """
    wanted = [(_joined(literal(piece)), set[str]()) for piece in pieces]
    for text in texts:
        # Two fields part at two separators, across which nothing is found.
        fields = _joined(atoms(text.title).texts) + _joined(atoms(text.body).texts)
        for piece, ids in wanted:
            if piece in fields:
                ids.add(text.id)
    return [ids for _, ids in wanted]


def _joined(cut: Sequence[str]) -> str:
    return _SEPARATOR + _SEPARATOR.join(cut) + _SEPARATOR
