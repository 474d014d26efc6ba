"""The compiled dictionary that an index carries, and the segmenters that cut with it.

A dictionary file maps words to frequencies: jieba's stock dictionary and the user's words, in one marisa trie that is
mapped, not loaded, so that a query is cut at once and with exactly the words that cut the index.
"""

from __future__ import annotations

import hashlib
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from corpus.language import tr
from index.atoms import literal
from index.errors import REBUILD, DictionaryError, IndexDamagedError

if TYPE_CHECKING:
    from types import ModuleType

# What jieba and rjieba cut alike: its own range of Han characters (jieba.re_han_default).
COMMON_HAN: Final = re.compile("[\u4e00-\u9fd5]+")
NOT_COMMON_HAN: Final = re.compile("[^\u4e00-\u9fd5]+")

# Keys that no word can be, for a word holds Han characters alone.
_TOTAL: Final = "_total"
_USER: Final = "_user_"
_RECORD: Final = "<Q"
# Ten times all words of jieba's dictionary together: more weight than that says nothing more.
_MOST_FREQUENT: Final = 600_000_000


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
        if not COMMON_HAN.fullmatch(word):
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
    stock = _stock_dictionary()
    if not user_words:
        return stock
    import marisa_trie

    stock_trie = marisa_trie.RecordTrie(_RECORD).frombytes(stock)
    frequencies = {word: record[0] for word, record in stock_trie.iteritems()}
    suggest = JiebaSegmenter(stock_trie).suggest_frequency
    for word, frequency in user_words.items():
        chosen = frequency or suggest(word)
        frequencies[_TOTAL] += chosen - frequencies.get(word, 0)
        frequencies[word] = frequencies[_USER + word] = chosen
    return _pack(frequencies)


@cache
def _stock_dictionary() -> bytes:
    """jieba's dictionary compiled: every word with its frequency, and the total."""
    import_jieba()
    source = Path(sys.modules["jieba"].__file__ or "").with_name("dict.txt")
    entries = source.read_text(encoding="utf-8").split()  # word, frequency, tag, word, ...
    frequencies = dict(zip(entries[0::3], map(int, entries[1::3]), strict=True))
    frequencies[_TOTAL] = sum(frequencies.values())
    return _pack(frequencies)


def _pack(frequencies: dict[str, int]) -> bytes:
    import marisa_trie

    trie = marisa_trie.RecordTrie(_RECORD, ((word, (frequency,)) for word, frequency in frequencies.items()))
    packed: bytes = trie.tobytes()
    return packed


def digest(packed: bytes) -> str:
    """The hash by which a dictionary is known: 16 hexadecimal digits of BLAKE2b."""
    return hashlib.blake2b(packed, digest_size=8).hexdigest()


def file_name(digest: str) -> str:
    """The name of the file that holds the dictionary with that hash."""
    return f"dictionary-{digest}.marisa"


class Dictionary:
    """A compiled dictionary on disk. Nothing is read before the first word is cut."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _trie(self) -> Any:
        import marisa_trie

        self.check()
        return marisa_trie.RecordTrie(_RECORD).mmap(str(self.path))

    def check(self) -> None:
        """Raises IndexDamagedError unless the file is what its name says: code in C++ is to read no other.

        That takes two milliseconds.
        """
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
        """jieba over the mapped dictionary: ready at once, for queries and single articles."""
        return JiebaSegmenter(self._trie)

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
        counted = COMMON_HAN.fullmatch(word) and _USER + word not in self._trie
        return self.frequency(word) if counted else 0

    def user_words(self) -> dict[str, int]:
        """The user's words with their frequencies."""
        return {key[len(_USER) :]: record[0] for key, record in self._trie.iteritems(_USER)}


def stock_segmenter() -> Segmenter:
    """jieba with its stock dictionary, for use without an index."""
    import marisa_trie

    return JiebaSegmenter(marisa_trie.RecordTrie(_RECORD).frombytes(_stock_dictionary()))


class JiebaSegmenter:
    """jieba's own tokenizer with its frequencies looked up in a trie instead of a dict of half a million words."""

    def __init__(self, trie: Any) -> None:
        self._tokenizer = import_jieba().Tokenizer()
        self._tokenizer.FREQ = _Frequencies(trie)
        self._tokenizer.total = trie[_TOTAL][0][0]
        self._tokenizer.initialized = True

    def cut(self, runs: str) -> list[str]:
        words: list[str] = self._tokenizer.lcut(runs)
        return words

    def knows(self, word: str) -> bool:
        return bool(self._tokenizer.FREQ[word])

    def suggest_frequency(self, word: str) -> int:
        """The least frequency with which `word` is cut out whole (jieba's `suggest_freq`)."""
        return int(self._tokenizer.suggest_freq(word))


class _Frequencies:
    """What jieba asks of its dictionary: whether a word begins so, and how frequent a word is."""

    def __init__(self, trie: Any) -> None:
        self._trie = trie

    def __contains__(self, word: str) -> bool:
        return next(self._trie.iterkeys(word), None) is not None

    def __getitem__(self, word: str) -> int:
        return self.get(word, 0)

    def get(self, word: str, default: int = 0) -> int:
        """The frequency of a word, 0 for a mere beginning, else the default."""
        record = self._trie.get(word)
        if record:
            return int(record[0][0])
        return 0 if word in self else default


class RjiebaSegmenter:
    """rjieba: the same cut as jieba's at ten times the speed, with its own copy of the stock dictionary.

    It is loaded when the first text is cut: a transaction that only removes needs none.
    """

    def __init__(self, user_words: Callable[[], dict[str, int]]) -> None:
        self._user_words = user_words

    @cached_property
    def _tokenizer(self) -> Any:
        import rjieba

        tokenizer = rjieba.Jieba()
        for word, frequency in self._user_words().items():
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
