"""Atoms: the units in which text is found. A literal matches where its atoms stand consecutively.

Each Han character is one atom; so is each run of other letters with their marks, and each run of digits, both cut at 64
characters. White space beside a Han character vanishes; other white space, a new paragraph, and a run of punctuation
and symbols are one break. A text begins and ends with a break.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from corpus.script import simplified
from index.fold import UNIFIED, fold, folds_by_character

# Stands between texts where several are treated as one.
SEPARATOR: Final = "\x1e"

# No atom can hold it (it is punctuation), it is one byte, and no engine's white-space tokenizer cuts at it.
BREAK: Final = "_"

# Script=Han of Unicode's Scripts.txt (17.0); ranges, so that newer characters are known to older Pythons.
HAN_RANGES: Final = (
    (0x2E80, 0x2E99), (0x2E9B, 0x2EF3), (0x2F00, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029),
    (0x3038, 0x303B), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFA6D), (0xFA70, 0xFAD9), (0x16FE2, 0x16FE3),
    (0x16FF0, 0x16FF6), (0x20000, 0x2A6DF), (0x2A700, 0x2B81E), (0x2B820, 0x2CEAD), (0x2CEB0, 0x2EBE0),
    (0x2EBF0, 0x2EE5D), (0x2F800, 0x2FA1D), (0x30000, 0x3134A), (0x31350, 0x33479),
)  # fmt: skip

_HAN, _LETTER, _DIGIT, _SPACE, _NEWLINE, _OTHER = "h", "l", "d", "s", "n", "p"
_NEWLINES: Final = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
# A run without end is cut, for engines drop or refuse long terms; nobody types more than 64 letters of one word.
# Han characters come in runs, of which each is one atom, so that few pieces have to be looked at.
_PIECE: Final = re.compile("h+|l{1,64}|d{1,64}|[snp]+")

_ALPHANUMERIC: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_BESIDE_HAN: Final = " (?:(?<=[^a-z0-9 _] )|(?=[^a-z0-9 _]))"  # found quickly, as it begins with a space
# What most breaks in Chinese text are made of.
_MARKS: Final = "，。、；：（）《》“”\n"
_BREAKS: Final = f"{BREAK}{{2,}}"
_NOT_COMPACT: Final = "\0"
# Longer pieces, such as texts of another script, hardly repeat, and are not kept.
_LONGEST_KNOWN: Final = 32
_MOST_KNOWN: Final = 65_536


class Atoms(NamedTuple):
    """The atoms of a text with their places in it.

    `texts[i]` is the folded atom, or `BREAK`; `starts[i]` and `ends[i]` are its range `[start, end)` in the original
    text. The outer breaks are empty ranges at both ends of the text.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]


def atoms(text: str, *, exact_script: bool = False) -> Atoms:
    """Cuts text into atoms, breaks at both ends included; with exact script, at the same places."""
    folded = fold(text, exact_script=exact_script)
    characters = folded.text
    kinds = characters.translate(_KINDS)
    texts = [BREAK]
    starts = [0]
    ends = [0]
    for match in _PIECE.finditer(kinds):
        start, end = match.span()
        kind = kinds[start]
        if kind == _HAN:
            texts.extend(characters[start:end])
            starts.extend(folded.starts[start:end] if folded.starts else range(start, end))
            ends.extend(folded.ends[start:end] if folded.ends else range(start + 1, end + 1))
            continue
        if kind in "snp":
            if texts[-1] == BREAK or _vanishes(kinds, start, end):
                continue
            texts.append(BREAK)
        else:
            texts.append(characters[start:end])
        origin = folded.original(start, end)
        starts.append(origin[0])
        ends.append(origin[1])
    if texts[-1] == BREAK and len(texts) > 1:
        texts.pop(), starts.pop(), ends.pop()
    texts.append(BREAK)
    starts.append(len(text))
    ends.append(len(text))
    return Atoms(texts, starts, ends)


def compact(texts: Sequence[str]) -> list[str | None]:
    """The texts of the atoms of each text as one string, several times as fast as `atoms`; None for no ordinary text.

    Ordinary text folds to Han characters of the Basic Multilingual Plane, a-z, 0-9, white space and punctuation. Most
    of it stands for itself, or is a mark that is a break wherever it stands; the short pieces between are few and
    repeat, so each is made compact once.
    """
    joined = SEPARATOR.join(texts)
    if joined.count(SEPARATOR) >= len(texts) > 0:  # one of them holds it
        return [None if SEPARATOR in text else compact([text])[0] for text in texts]
    for mark in _MARKS:
        joined = joined.replace(mark, BREAK)
    joined = replaced(_ordinary_runs(), joined, _PIECES.__getitem__)
    if " " in joined:
        joined = re.sub(_BESIDE_HAN, "", joined).replace(" ", BREAK)
    joined = re.sub(_BREAKS, BREAK, joined)
    found = joined.split(SEPARATOR) if texts else []
    return [None if _NOT_COMPACT in text else f"{BREAK}{text.strip(BREAK)}{BREAK}" for text in found]


@cache
def _ordinary_runs() -> re.Pattern[str]:
    """Finds what stands between runs of characters that fold to themselves: a-z, 0-9, simplified Han characters; of
    breaks; and of separators.
    """
    table = simplified()
    han = "".join(chr(code) for code in range(0x4E00, 0xA000) if code not in table)
    return re.compile(f"([^a-z0-9{BREAK}{SEPARATOR}{han}]+)")


def replaced(pattern: str | re.Pattern[str], text: str, replace: Callable[[str], str]) -> str:
    """A text with what a pattern, all of it one group, finds replaced: in half the time of `sub`."""
    parts = re.split(pattern, text)
    parts[1::2] = map(replace, parts[1::2])
    return "".join(parts)


class _PieceTable(dict[str, str]):
    """From what stands between ordinary runs to compact text, filled as pieces are met."""

    def __missing__(self, piece: str) -> str:
        between = _between(piece)
        if len(piece) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[piece] = between
        return between


_PIECES: Final = _PieceTable()


def _between(piece: str) -> str:
    """What stands between ordinary runs: folded, white space as one space, a run with punctuation as a break."""
    if not folds_by_character(piece):
        return _NOT_COMPACT
    characters = fold(piece).text
    kinds = characters.translate(_KINDS)
    found = []
    for match in re.finditer("[snp]+|[hld]", kinds):
        start, end = match.span()
        character = characters[start]
        if kinds[start] in "snp":
            found.append(" " if kinds.count(_SPACE, start, end) == end - start else BREAK)
        elif character in _ALPHANUMERIC or (kinds[start] == _HAN and ord(character) <= 0xFFFF):
            found.append(character)
        else:
            return _NOT_COMPACT
    return "".join(found)


def literal(text: str, *, exact_script: bool = False) -> tuple[str, ...]:
    """The atoms that stand consecutively wherever `text` is found: without the outer breaks.

    Empty for mere punctuation.
    """
    return tuple(atoms(text, exact_script=exact_script).texts[1:-1])


def beginning(prefix: str, texts: Iterable[str]) -> Iterator[str]:
    """The distinct atoms of texts that begin with `prefix`, in code point order."""
    return iter(sorted({atom for text in texts for atom in atoms(text).texts if atom.startswith(prefix)}))


def _vanishes(kinds: str, start: int, end: int) -> bool:
    """Whether the separators `[start, end)` are white space with a Han character on either side."""
    if kinds.count(_SPACE, start, end) != end - start:
        return False
    return (start > 0 and kinds[start - 1] == _HAN) or (end < len(kinds) and kinds[end] == _HAN)


def is_han(char: str) -> bool:
    """Whether a character is of the Unicode script Han (so 〇 and 々 are)."""
    code = ord(char)
    return code in UNIFIED or any(low <= code <= high for low, high in HAN_RANGES)


def _kind(char: str) -> str:
    if is_han(char):
        return _HAN
    category = unicodedata.category(char)
    if category[0] in "LM" or category == "Co":  # private use: old encodings put rare characters there
        return _LETTER
    if category[0] == "N":
        return _DIGIT
    if char in _NEWLINES:
        return _NEWLINE
    return _SPACE if char.isspace() else _OTHER


class _KindTable(dict[int, str]):
    """str.translate table from a folded character to its kind, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = kind = _kind(chr(code))
        return kind


_KINDS: Final = _KindTable()
