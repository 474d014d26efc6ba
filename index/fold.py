"""Folding: text as it is compared, with a map back to the text as it was written.

Folded text is NFKC, case folded, in simplified characters, without default-ignorable characters. What is shown to
people is always the original; `Folded` leads from a range of folded characters to the range of original ones.

Where script is exact, characters stay traditional or simplified as they are written, and all else is folded. Both
foldings of a text have the same characters at the same places but for that.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final, NamedTuple

from corpus.script import simplified

# Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt (15.1).
_IGNORABLE_RANGES: Final = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip

# Hangul vowels and final consonants compose with the character before them although they are no marks.
_JAMO: Final = ((0x1161, 0x1175), (0x11A8, 0x11C2))

# Typists draw the zero of Chinese numerals as a circle: 二○二二年, 张○○.
_CIRCLES: Final = dict.fromkeys((0x25CB, 0x25EF), "〇")

# CJK Unified Ideographs, of which nearly all text is: each folds by itself, to what the table of characters has for it.
UNIFIED: Final = range(0x4E00, 0xA000)

# How a character takes part in folding: by itself to one character, by itself to several, joined to the one before, or
# not at all.
_PLAIN, _EXPANDS, _JOINS, _IGNORED = ".", "e", "j", "i"
_CLUSTER: Final = re.compile("[.e]?[ji]+|e")


class Folded(NamedTuple):
    """Folded text and where each of its characters comes from.

    `starts[i]` and `ends[i]` are the original range `[start, end)` of folded character i; both are None where every
    folded character stands at its original place, which is the usual case.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original range of the non-empty range `[start, end)` of folded characters."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str, *, exact_script: bool = False) -> Folded:
    """Folds text of any content and length, in linear time; never fails."""
    roles = text.translate(_ROLES)
    table = _WRITTEN if exact_script else _FOLDED
    if _JOINS not in roles and _IGNORED not in roles and _EXPANDS not in roles:
        return Folded(text.translate(table))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _CLUSTER.finditer(roles):
        start, end = match.span()
        parts.append(text[done:start].translate(table))
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        cluster = _fold_cluster(text[start:end], exact_script)
        parts.append(cluster)
        starts.extend([start] * len(cluster))
        ends.extend([end] * len(cluster))
        done = end
    parts.append(text[done:].translate(table))
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return Folded("".join(parts), starts, ends)


def folds_by_character(text: str) -> bool:
    """Whether each character folds by itself, whatever stands beside it."""
    roles = text.translate(_ROLES)
    return _JOINS not in roles and _IGNORED not in roles


def has_other_forms(atom: str) -> bool:
    """Whether a folded character can be written in several ways that script tells apart: 后 is 後 too."""
    return atom in _several_forms()


@cache
def _several_forms() -> frozenset[str]:
    return frozenset(map(chr, simplified().values()))


@lru_cache(maxsize=65_536)
def _fold_cluster(cluster: str, exact_script: bool) -> str:
    """Folds one character with all that joins it.

    Repeated until stable, as case folding can undo a normal form (Unicode 3.13, D146).
    """
    before = None
    while cluster != before:
        before = cluster
        kept = "".join(char for char in cluster if not _is_ignorable(char))
        cluster = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold()).translate(_CIRCLES)
        if not exact_script:
            cluster = cluster.translate(simplified())
    return cluster


def _in_ranges(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _is_ignorable(char: str) -> bool:
    return _in_ranges(ord(char), _IGNORABLE_RANGES)


def _role(char: str) -> str:
    if ord(char) in UNIFIED:
        return _PLAIN
    if _is_ignorable(char):
        return _IGNORED
    first = unicodedata.normalize("NFKD", char)[0]
    if unicodedata.category(first)[0] == "M" or _in_ranges(ord(first), _JAMO):
        return _JOINS
    return _PLAIN if len(_fold_cluster(char, False)) == 1 else _EXPANDS


class _RoleTable(dict[int, str]):
    """str.translate table from a character to its role, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = role = _role(chr(code))
        return role


class _FoldTable(dict[int, str]):
    """str.translate table from a character to its folded form, filled as characters are met."""

    def __init__(self, *, exact_script: bool) -> None:
        super().__init__()
        self._exact_script = exact_script

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if code in UNIFIED:
            folded = char if self._exact_script else char.translate(simplified())
        else:
            folded = _fold_cluster(char, self._exact_script)
        self[code] = folded
        return folded


_ROLES: Final = _RoleTable()
_FOLDED: Final = _FoldTable(exact_script=False)
_WRITTEN: Final = _FoldTable(exact_script=True)
