"""The compiled dictionary that an index carries, and the segmenters that cut with it.

A dictionary file maps words to frequencies: jieba's stock dictionary and the user's words, in one marisa trie that is
mapped, not loaded, so that a query is cut at once and with exactly the words that cut the index.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import groupby
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from corpus.language import tr
from index.atoms import literal
from index.errors import REBUILD, DictionaryError, IndexDamagedError

if TYPE_CHECKING:
    from types import ModuleType

# What jieba and rjieba cut alike: its own range of Han characters (jieba.re_han_default), as a pattern.
COMMON_HAN: Final = "[\u4e00-\u9fd5]+"

# Characters of nearly all words: what follows is looked at only where a longer word begins so.
_REACH: Final = 16

# Runs whose words are remembered, more than a query has.
_REMEMBERED: Final = 256

# jieba's dictionary as scripts/make_dictionary.py has compiled it, which takes a second, and its hash.
_STOCK_FILE: Final = Path(__file__).parent / "data" / "dictionary.marisa"
STOCK: Final = "90de620160f764fb"

# Keys that no word can be, for a word holds Han characters alone.
TOTAL: Final = "_total"
_USER: Final = "_user_"
_RECORD: Final = "<Q"
# Ten times all words of jieba's dictionary together: more weight than that says nothing more.
_MOST_FREQUENT: Final = 600_000_000


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


def parse_user_words(text: str, name: str) -> dict[str, int | None]:
    """Reads jieba's user dictionary format, `word [frequency] [tag]` a line, into folded words with their frequencies.

    The frequency is None where the line gives none. Raises DictionaryError with the line's number.
    """
    words: dict[str, int | None] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        fields = line.split()
        if not fields:
            continue
        word = "".join(literal(fields[0]))
        if not is_common_han(word):
            raise DictionaryError(
                tr(
                    "{name}:{number}: {word!r} is not of Chinese characters alone, and only such words are cut",
                    name=name,
                    number=number,
                    word=fields[0],
                )
            )
        if len(fields) > 3 or not "".join(fields[1:]).isascii():
            raise DictionaryError(
                tr(
                    "{name}:{number}: {line!r} is more than a word, a frequency and a tag; words hold no white space",
                    name=name,
                    number=number,
                    line=line.strip(),
                )
            )
        frequency = None
        if len(fields) > 1 and not fields[1].isalpha():
            if not (fields[1].isascii() and fields[1].isdecimal()) or not 0 < int(fields[1]) <= _MOST_FREQUENT:
                raise DictionaryError(
                    tr(
                        "{name}:{number}: the frequency {frequency!r} is not a whole number from 1 to {most:,}",
                        name=name,
                        number=number,
                        frequency=fields[1],
                        most=_MOST_FREQUENT,
                    )
                )
            frequency = int(fields[1])
        words[word] = frequency
    return words


def compile_dictionary(user_words: dict[str, int | None] | None = None) -> bytes:
    """The bytes of a dictionary file: jieba's stock dictionary with the user's words over it.

    A user word without a frequency gets the least one with which it is cut out whole, as jieba's `suggest_freq`
    computes it.
    """
    stock = _STOCK_FILE.read_bytes()
    if not user_words:
        return stock
    import marisa_trie

    stock_trie = marisa_trie.RecordTrie(_RECORD).frombytes(stock)
    frequencies = {word: record[0] for word, record in stock_trie.iteritems()}
    suggest = MappedSegmenter(stock_trie).suggest_frequency
    for word, frequency in user_words.items():
        chosen = frequency or suggest(word)
        frequencies[TOTAL] += chosen - frequencies.get(word, 0)
        frequencies[word] = frequencies[_USER + word] = chosen
    return pack(frequencies)


def pack(frequencies: dict[str, int]) -> bytes:
    """The bytes of a dictionary file that maps words to these frequencies, and `TOTAL` to their sum."""
    import marisa_trie

    trie = marisa_trie.RecordTrie(_RECORD, ((word, (frequency,)) for word, frequency in frequencies.items()))
    packed: bytes = trie.tobytes()
    return packed


def digest(packed: bytes) -> str:
    """The hash by which a dictionary is known: 16 hexadecimal digits of BLAKE2b."""
    import hashlib  # it loads OpenSSL

    return hashlib.blake2b(packed, digest_size=8).hexdigest()


def file_name(digest: str) -> str:
    """The name of the file that holds the dictionary with that hash."""
    return f"dictionary-{digest}.marisa"


class Dictionary:
    """A compiled dictionary on disk. Nothing is read before the first word is cut.

    Where it is jieba's alone, the words are read from the file that comes with wensou, which is trusted as the rest of
    the program is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _trie(self) -> Any:
        if self.path.name == file_name(STOCK):
            return _mapped(_STOCK_FILE)
        self.check()
        return _mapped(self.path)

    def check(self) -> None:
        """Raises IndexDamagedError unless the file is what its name says: code in C++ is to read no other."""
        try:
            packed = self.path.read_bytes()
        except PermissionError:
            raise
        except OSError as fault:
            raise IndexDamagedError(
                tr(
                    "the index's dictionary {path} cannot be read ({why}); {rebuild}",
                    path=self.path,
                    why=tr(str(fault.strerror)),
                    rebuild=tr(REBUILD),
                )
            ) from fault
        if self.path.name != file_name(digest(packed)):
            raise IndexDamagedError(
                tr("the index's dictionary {path} is damaged; {rebuild}", path=self.path, rebuild=tr(REBUILD))
            )

    @cached_property
    def segmenter(self) -> Segmenter:
        """The mapped dictionary's own: ready at once, for queries and single articles."""
        return MappedSegmenter(self._trie)

    @cached_property
    def bulk_segmenter(self) -> Segmenter:
        """The quickest segmenter there is here for many articles: rjieba where it imports, else jieba.

        Both cut alike.
        """
        return RjiebaSegmenter(self.user_words) if find_spec("rjieba") else self.segmenter

    def __contains__(self, word: str) -> bool:
        return word in self._trie

    def words(self, beginning: str) -> Iterator[str]:
        """The words that begin with these characters, of which there must be one."""
        found: Iterator[str] = self._trie.iterkeys(beginning)
        return found

    def frequency(self, word: str) -> int:
        """How frequent a word is; 0 for one that is not in the dictionary."""
        record = self._trie.get(word)
        return int(record[0][0]) if record else 0

    def general_frequency(self, word: str) -> int:
        """How often jieba's dictionary counts a word in Chinese text of all kinds.

        0 for what it lacks, and for the user's words: theirs say how to cut, not how common they are.
        """
        counted = is_common_han(word) and _USER + word not in self._trie
        return self.frequency(word) if counted else 0

    def user_words(self) -> dict[str, int]:
        """The user's words with their frequencies."""
        return {key[len(_USER) :]: record[0] for key, record in self._trie.iteritems(_USER)}


def stock_segmenter() -> Segmenter:
    """jieba with its stock dictionary, for use without an index."""
    return MappedSegmenter(_mapped(_STOCK_FILE))


def _mapped(path: Path) -> Any:
    """The trie in a file."""
    import marisa_trie

    return marisa_trie.RecordTrie(_RECORD).mmap(str(path))


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
