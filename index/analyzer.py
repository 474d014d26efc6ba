"""The one analysis for both sides: what an article is indexed by, and what a query asks for."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate, groupby, islice
from operator import add
from typing import TYPE_CHECKING, Final, NamedTuple

from index.atoms import BREAK, SEPARATOR, atoms, compact, is_han, literal
from index.scoring import Evidence, telling
from index.segmenters import is_common_han

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from index.segmenters import Segmenter

# Characters of a word that is a gram as well.
_GRAM: Final = 2


class Analysis(NamedTuple):
    """What a text is indexed by: two lists, each as one text with a space between its members, none of which holds one.

    `grams` (for finding) are the bigrams over atoms with breaks; the place of a gram in the list is its position.
    `terms` (for ranking) are jieba's search-mode words of three characters and more, and every atom that is no break,
    in no particular order, repeated as often as they occur: a word of two characters is a gram already. Both are empty
    for text without letters and digits.
    """

    terms: str
    grams: str


def grams(sequence: Sequence[str]) -> list[str]:
    """The bigrams of a sequence of atoms, each one string.

    No two bigrams look alike, since of two neighbouring atoms either one is a Han character or a break, or their kinds
    differ, or the first is cut at its full length.
    """
    return list(map(add, sequence, islice(sequence, 1, None)))


def begins_with_atom(gram: str, atom: str) -> bool:
    """Whether an atom that is no break is the first one of a gram, and not only the beginning of a longer one."""
    return atoms(gram).texts[1] == atom


# In compact text, a private character, of which it has none, can stand in for runs of letters or digits, so that each
# atom is one character; and for Han characters that the dictionary has no words of, so that what is left can be cut.
_RUNS: Final = f"([^\u4e00-\u9fd5{BREAK}{SEPARATOR}](?:(?<=[a-z])[a-z]{{0,63}}|(?<=[0-9])[0-9]{{0,63}}|))"
_STAND_IN: Final = "\ue000"

# Words whose parts are remembered; the longer ones of a language are few.
_REMEMBERED: Final = 1 << 16

# Measures that jieba cuts as words, since they have several characters: behind a number they belong to it. Otherwise
# `1.6万元` would match an article that has 1.6 of one thing and 万元 elsewhere. Other words stay apart: H7N9流感.
_MEASURE: Final = (
    "[余多]?[十百千万亿]*[余多]?"
    "(?:元|角|分|块|吨|斤|克|亩|米|里|石|倍|人|名|位|个|户|家|份|件|项|条|座|所|台|辆|套|本|册|篇|幅|支|只|头|株|棵|处|间|栋|场|次|届|期|种|类"
    "|年|月|日|天|岁|人次|例次|块钱|美元|港元|欧元|日元|英镑|公里|千米|分米|厘米|毫米|微米|公分|公尺|英里|英尺|英寸|海里|光年"
    "|公斤|千克|毫克|公顷|平方公里|平方千米|平方米|平方厘米|平米|立方米|毫升|千瓦|千瓦时|小时|分钟|秒钟|点钟|周岁|周年|世纪|年代|年度|学年"
    "|学期|季度|月份|年级|星期|摄氏度|百分点|个[省市县区乡镇村组月])"
)


def _pairs(characters: str) -> str:
    """The pairs of neighbouring characters, with spaces between them: character i stands at 3i, and 2 before that.

    Characters of the Basic Multilingual Plane are two bytes each in UTF-16, so that pairs are strides of bytes.
    """
    units = characters.encode("utf-16-le")
    count = len(characters) - 1
    pairs = bytearray(6 * count)
    pairs[0::6] = units[0:-2:2]
    pairs[1::6] = units[1:-2:2]
    pairs[2::6] = units[2::2]
    pairs[3::6] = units[3::2]
    pairs[4::6] = b" " * count
    return pairs[:-2].decode("utf-16-le")


def _spaced(characters: str) -> str:
    """The characters with spaces between them, in the same way: character i stands at 2i."""
    units = characters.encode("utf-16-le")
    spaced = bytearray(2 * len(units))
    spaced[0::4] = units[0::2]
    spaced[1::4] = units[1::2]
    spaced[2::4] = b" " * len(characters)
    return spaced[:-2].decode("utf-16-le")


def _places(characters: str) -> list[int]:
    """Where the characters stand that stand in for something."""
    ends = accumulate(map(len, characters.split(_STAND_IN)), lambda place, length: place + 1 + length)
    return list(ends)[:-1]


def _named(text: str, places: Iterable[int], names: Iterable[str]) -> str:
    """A text with a name in place of the character at each of the places, which are in order."""
    pieces: list[str] = []
    done = 0
    for place, name in zip(places, names, strict=True):
        pieces += text[done:place], name
        done = place + 1
    return "".join((*pieces, text[done:]))


class _LongTerms(dict[str, str]):
    """From words to what `terms` makes of them, filled as words are met."""

    def __init__(self, terms: Callable[[str], str]) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = terms = self._terms(word)
        return terms


class Analyzer:
    """Analyses texts with one segmenter.

    `frequency` says how often a word occurs in Chinese text of all kinds, 0 where that is not known; what a query is
    ranked by is weighed by it.
    """

    def __init__(self, segmenter: Segmenter, frequency: Callable[[str], int] = lambda word: 0) -> None:
        self._segmenter = segmenter
        self._frequency = frequency
        self._long_terms = _LongTerms(self._terms_of_long_word)

    def analyze(self, text: str) -> Analysis:
        """Terms and grams of a text."""
        return self.analyze_all([text])[text]

    def analyze_all(self, texts: Iterable[str]) -> dict[str, Analysis]:
        """Terms and grams of each text; many at once take half the time."""
        distinct = list(dict.fromkeys(texts))
        found: dict[str, Analysis] = {}
        ordinary: dict[str, str] = {}
        for text, together in zip(distinct, compact(distinct), strict=True):
            if together is None:
                found[text] = self._analyze(text)
            elif together == BREAK + BREAK:
                found[text] = Analysis("", "")
            else:
                ordinary[text] = together
        if ordinary:
            found.update(zip(ordinary, self._analyze_compact(list(ordinary.values())), strict=True))
        return found

    def _analyze(self, text: str) -> Analysis:
        """Terms and grams of any text."""
        sequence = atoms(text).texts
        if len(sequence) == 2:  # the outer breaks
            return Analysis("", "")
        return Analysis(" ".join(self._terms(self._words("".join(sequence)), sequence)), " ".join(grams(sequence)))

    def _analyze_compact(self, texts: list[str]) -> list[Analysis]:
        """Terms and grams of compact texts, which are treated as one text and parted in the end."""
        parts = re.split(_RUNS, SEPARATOR.join(texts))
        runs = parts[1::2]
        characters = _STAND_IN.join(parts[0::2])
        words = self._long_words(characters).split(SEPARATOR)
        unbroken = characters.replace(BREAK, "")
        singles = _named(_spaced(unbroken), [2 * place for place in _places(unbroken)], runs)
        seconds_and_firsts = [place for first in _places(characters) for place in (3 * first - 2, 3 * first)]
        pairs = _named(_pairs(characters), seconds_and_firsts, [run for run in runs for _ in range(2)])
        parted = singles.split(f" {SEPARATOR} "), pairs.split(f" {BREAK}{SEPARATOR} {SEPARATOR}{BREAK} ")
        return [Analysis(some + others, grams) for some, others, grams in zip(words, *parted, strict=True)]

    def _long_words(self, texts: str) -> str:
        """The terms of words of three characters and more in texts, which stay parted; a space follows each."""
        cut = self._segmenter.cut(texts.replace(BREAK, "\n").replace(_STAND_IN, "\n"))
        return "".join(map(self._long_terms.__getitem__, [w for w in cut if len(w) > _GRAM or w == SEPARATOR]))

    def evidence(self, sequence: Sequence[str]) -> Evidence:
        """What in a text speaks for a sequence of atoms that a query asks for."""
        words = self._words("".join(sequence))
        short_words = {word for word in words if len(word) == _GRAM}
        pairs = grams(sequence)
        return Evidence(
            words=self._told(word for word in words if len(word) > _GRAM),
            pairs=self._told(pair for pair in pairs if pair in short_words),
            joints=self._told(pair for pair in pairs if pair not in short_words),
            runs=self._told(atom for atom in sequence if atom != BREAK and not is_han(atom[0])),
            characters=self._told(atom for atom in sequence if is_han(atom[0])),
        )

    def _told(self, terms: Iterable[str]) -> dict[str, float]:
        """How much terms tell, each as often as it occurs."""
        return {term: count * telling(self._frequency(term)) for term, count in Counter(terms).items()}

    def _terms(self, words: list[str], sequence: Sequence[str]) -> list[str]:
        return [*(word for word in words if len(word) > _GRAM), *(atom for atom in sequence if atom != BREAK)]

    def _words(self, joined: str) -> list[str]:
        """jieba's search-mode words in atoms that are joined: each word, and the words of two and three characters
        in it.
        """
        cut = self._segmenter.cut("".join(char if is_common_han(char) else "\n" for char in joined))
        return [part for word in cut for part in (*self._inner(word, 2), *self._inner(word, 3), word)]

    def _terms_of_long_word(self, word: str) -> str:
        """The terms that a word adds, a space behind each; a separator stands for itself."""
        return word if word == SEPARATOR else "".join(f"{term} " for term in (*self._inner(word, 3), word))

    def _inner(self, word: str, length: int) -> list[str]:
        """The shorter words of so many characters in a word that the dictionary knows."""
        parts = (word[start : start + length] for start in range(len(word) - length + 1))
        return [part for part in parts if self._segmenter.knows(part)] if len(word) > length else []

    def literals(self, text: str) -> list[tuple[str, ...]]:
        """The literals that a plain query string asks for, each a sequence of atoms; empty for mere punctuation."""
        sequence = literal(text)
        return [sequence[start:end] for start, end in self.literal_ranges(sequence)]

    def literal_ranges(self, sequence: Sequence[str]) -> list[tuple[int, int]]:
        """Where the literals that a plain query string asks for stand among its atoms.

        Each word of jieba's default cut is one. Letters and digits form one literal with the breaks between them, with
        the words of one character that touch them, and, behind digits, with a measure: `第3期`, `1.6万元`.
        """
        ranges: list[tuple[int, int]] = []
        before: tuple[str, ...] = ()
        for start, end in self._pieces(sequence):
            piece = tuple(sequence[start:end])
            if piece == (BREAK,):
                continue
            touches = bool(ranges) and ranges[-1][1] == start
            if (touches and _sticks(before, piece)) or (ranges and _is_latin(before) and _is_latin(piece)):
                ranges[-1] = (ranges[-1][0], end)
            else:
                ranges.append((start, end))
            before = piece
        return ranges

    def _pieces(self, sequence: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where words of Han runs, and each other atom, breaks included, stand in a sequence of atoms."""
        place = 0
        for common, run in groupby(sequence, key=is_common_han):
            members = list(run)
            for length in map(len, self._segmenter.cut("".join(members))) if common else [1] * len(members):
                yield place, place + length
                place += length


def _sticks(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two pieces side by side are one literal: one is of letters or digits, the other too, or a single
    character, or a measure behind digits.
    """
    if _is_latin(left):
        return len(right) == 1 or (left[0][0].isnumeric() and re.fullmatch(_MEASURE, "".join(right)) is not None)
    return _is_latin(right) and len(left) == 1


def _is_latin(piece: tuple[str, ...]) -> bool:
    """Whether a piece is a run of letters or digits rather than Han or a break."""
    return len(piece) == 1 and piece[0] != BREAK and not is_han(piece[0][0])
