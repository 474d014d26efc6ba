"""The segmenters: jieba's cut by a mapped dictionary, for queries, and by rjieba, for many articles."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from itertools import groupby
from math import log
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from types import ModuleType

# What jieba and rjieba cut alike: its own range of Han characters (jieba.re_han_default), as a pattern.
COMMON_HAN: Final = "[\u4e00-\u9fd5]+"

# Characters of nearly all words: what follows is looked at only where a longer word begins so.
_REACH: Final = 16

# Runs whose words are remembered, more than a query has.
_REMEMBERED: Final = 256

# The key under which a dictionary has the sum of its frequencies; no word, for a word holds Han characters alone.
TOTAL: Final = "_total"


def is_common_han(text: str) -> bool:
    """Whether a text is of characters of `COMMON_HAN` alone. (A pattern of them takes a millisecond to compile.)"""
    return bool(text) and min(text) >= "\u4e00" and max(text) <= "\u9fd5"


class Segmenter(Protocol):
    """Cuts runs of common Han characters (`COMMON_HAN`) into words, with jieba's algorithm."""

    def cut(self, runs: str) -> list[str]:
        """The consecutive words (jieba's default mode, HMM on) of runs that line ends part, which come back as words
        too.
        """

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a word."""


class MappedSegmenter:
    """jieba's cut by a trie instead of a dict of half a million words, without jieba as far as the dictionary leads.

    The words are those of the likeliest way through a run, as jieba finds them (`Tokenizer.calc`). What is left between
    them as single characters is for jieba's hidden Markov model to cut (`jieba.finalseg`): jieba is imported then.
    """

    def __init__(self, trie: Any) -> None:
        self._trie = trie
        self._total: int = trie[TOTAL][0][0]
        self._log_total = log(self._total)
        self._cut_run = lru_cache(_REMEMBERED)(self._words_of_run)  # what finds and what ranks cut the same

    def cut(self, runs: str) -> list[str]:
        words: list[str] = []
        for common, characters in groupby(runs, is_common_han):
            run = "".join(characters)
            words += self._cut_run(run) if common else run
        return words

    def knows(self, word: str) -> bool:
        return bool(self._frequency(word))

    def suggest_frequency(self, word: str) -> int:
        """The least frequency with which `word` is cut out whole (jieba's `suggest_freq`)."""
        likelihood = 1.0
        for part in self._likeliest(word):
            # jieba counts what no word begins with once, and a mere beginning not at all.
            likelihood *= (self._frequency(part) or int(not self._begins(part))) / self._total
        return max(int(likelihood * self._total) + 1, self._frequency(word))

    def _words_of_run(self, run: str) -> tuple[str, ...]:
        words: list[str] = []
        alone = ""
        for word in self._likeliest(run):
            if len(word) == 1:
                alone += word
            else:
                words += [*self._cut_alone(alone), word]
                alone = ""
        return (*words, *self._cut_alone(alone))

    def _cut_alone(self, characters: str) -> list[str]:
        """The words of neighbours that the likeliest way leaves as single characters."""
        if len(characters) < 2 or self.knows(characters):
            return list(characters)
        return list(import_jieba().finalseg.cut(characters))

    def _likeliest(self, run: str) -> list[str]:
        """The words of the dictionary, and single characters where none begins, whose frequencies have the greatest
        product; of equal ones the longest first.
        """
        best = [0.0] * (len(run) + 1)
        ends = [0] * len(run)
        for start in reversed(range(len(run))):
            ways = ((log(count) - self._log_total + best[end], end) for count, end in self._words_at(run, start))
            best[start], ends[start] = max(ways)
        words = []
        start = 0
        while start < len(run):
            words.append(run[start : ends[start]])
            start = ends[start]
        return words

    def _words_at(self, run: str, start: int) -> list[tuple[int, int]]:
        """The frequencies of the words that begin at a place, and where they end."""
        reach = _REACH
        while start + reach < len(run) and self._begins(run[start : start + reach]):
            reach *= 2
        words = self._trie.prefixes(run[start : start + reach])
        return [(self._frequency(word), start + len(word)) for word in words] or [(1, start + 1)]

    def _begins(self, beginning: str) -> bool:
        return next(self._trie.iterkeys(beginning), None) is not None

    def _frequency(self, word: str) -> int:
        record = self._trie.get(word)
        return int(record[0][0]) if record else 0


class RjiebaSegmenter:
    """rjieba: the same cut as jieba's at ten times the speed, with its own copy of the stock dictionary.

    It is loaded when the first text is cut: a transaction that only removes needs none.
    """

    def __init__(self, user_words: Callable[[], dict[str, int]]) -> None:
        self._user_words = user_words

    @cached_property
    def _tokenizer(self) -> Any:
        import rjieba

        words = self._user_words()
        tokenizer = rjieba.Jieba() if words else rjieba  # which has loaded one with the stock dictionary alone
        for word, frequency in words.items():
            tokenizer.add_word(word, frequency, "")
        return tokenizer

    def cut(self, runs: str) -> list[str]:
        words: list[str] = self._tokenizer.cut(runs)
        return words

    def knows(self, word: str) -> bool:
        return bool(self._tokenizer.has_word(word))


def import_jieba() -> ModuleType:
    """Imports jieba quietly and quickly.

    It would import pkg_resources, of which it needs nothing here (90 ms, and a warning); its old regular expressions
    give SyntaxWarnings on Python 3.12 and later; and it adds a handler that writes to stderr.
    """
    if "jieba" not in sys.modules:
        with _without_module("pkg_resources"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba

            for handler in list(jieba.default_logger.handlers):
                jieba.default_logger.removeHandler(handler)
    return sys.modules["jieba"]


@contextmanager
def _without_module(name: str) -> Iterator[None]:
    """Makes `import name` fail inside the block, unless it is imported already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # the import system's own mark for "not to be found"
    try:
        yield
    finally:
        del sys.modules[name]
