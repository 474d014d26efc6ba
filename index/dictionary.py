"""The compiled dictionary that an index carries: what compiles it and what reads it.

A dictionary file maps words to frequencies: jieba's stock dictionary and the user's words, in one marisa trie that is
mapped, not loaded, so that a query is cut at once and with exactly the words that cut the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from corpus.language import tr
from index.atoms import literal
from index.errors import REBUILD, DictionaryError, IndexDamagedError
from index.segmenters import TOTAL, MappedSegmenter, RjiebaSegmenter, Segmenter, is_common_han

# jieba's dictionary as scripts/make_dictionary.py has compiled it, which takes a second, and its hash.
_STOCK_FILE: Final = Path(__file__).parent / "data" / "dictionary.marisa"
STOCK: Final = "90de620160f764fb"

# Before a word of the user's: a key that no word can be, for a word holds Han characters alone.
_USER: Final = "_user_"
_RECORD: Final = "<Q"
# Ten times all words of jieba's dictionary together: more weight than that says nothing more.
_MOST_FREQUENT: Final = 600_000_000


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
        """The quickest segmenter there is here for many articles: rjieba where it imports, else the one for queries.

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
