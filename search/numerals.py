"""Numbers in the other notation: 第三期 and 第3期, 二〇二二 and 2022."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from corpus.numerals import DIGITS, chinese

_VALUES: Final = {"零": 0, "两": 2, **{digit: value for value, digit in enumerate(DIGITS)}}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
# Numbers as people say them: issues, articles of laws, days. Larger ones are written in digits or by their digits.
_MOST_SPOKEN: Final = 9999
# What numbers are written with, in either notation.
NUMERALS: Final = frozenset((*_VALUES, *_UNITS, *"0123456789"))
_NUMERAL_ATOMS: Final = frozenset((numeral,) for numeral in NUMERALS)
_CHINESE: Final = re.compile(f"[{''.join((*_VALUES, *_UNITS))}]+")
_ARABIC: Final = re.compile("[0-9]{1,8}")


class Renumbered(NamedTuple):
    """A number that stands at `[start, end)` in a sequence of atoms, in the other notation."""

    start: int
    end: int
    text: str


def renumbered(sequence: Sequence[str]) -> Iterator[Renumbered]:
    """The numbers in a sequence of atoms in the other notation."""
    start = 0
    for is_chinese, run in groupby(sequence, key=lambda atom: bool(_CHINESE.fullmatch(atom))):
        atoms = list(run)
        if is_chinese:
            yield from (Renumbered(start, start + len(atoms), other) for other in other_notations("".join(atoms)))
        else:
            for place, atom in enumerate(atoms, start):
                yield from (Renumbered(place, place + 1, other) for other in other_notations(atom))
        start += len(atoms)


def alike(sequence: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What means the same as a sequence of atoms that names an issue: its numbers in the other notation.

    Chinese numerals are single atoms, so that 三 stands in 第三十期 too: digits are rewritten only where what stands
    around them says that the number is whole.
    """
    for start, end, number in renumbered(sequence):
        is_whole = start and sequence[start - 1] == "第" and sequence[end : end + 1] not in ((), *_NUMERAL_ATOMS)
        if number.isascii():
            yield (*sequence[:start], number, *sequence[end:])
        elif is_whole:
            yield (*sequence[:start], *number, *sequence[end:])


def other_notations(number: str) -> Iterator[str]:
    """A number that is written in Chinese characters in digits, and the other way; nothing for what is no number."""
    if _ARABIC.fullmatch(number):
        yield from _in_chinese(number)
    elif _CHINESE.fullmatch(number):
        yield from _in_digits(number)


def _in_digits(text: str) -> Iterator[str]:
    if not _UNITS.keys() & set(text):
        yield "".join(str(_VALUES[char]) for char in text)
        return
    total = place = 0
    for char in text:
        if char in _UNITS:
            total += (place or 1) * _UNITS[char]
            place = 0
        else:
            place = _VALUES[char]
    if chinese(total + place) == text.replace("两", "二").replace("〇", "零"):
        yield str(total + place)


def _in_chinese(digits: str) -> Iterator[str]:
    if digits[0] != "0" and int(digits) <= _MOST_SPOKEN:
        yield chinese(int(digits))
    if len(digits) > 1:
        by_digit = "".join(DIGITS[int(digit)] for digit in digits)
        yield from dict.fromkeys((by_digit, by_digit.replace("〇", "零")))
