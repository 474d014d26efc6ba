"""Where in a text stands what a plan asks for: told from the text itself, without an index.

To cut a text into atoms takes long, and nearly all that is looked for are Chinese characters with breaks, in ordinary
text. There each of them is a character, once white space is left out and what is one break is one character: then they
are looked for as a string. All else is looked for among the atoms, by which both are judged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

from index.atoms import BREAK, Atoms, atoms, is_han
from index.fold import UNIFIED, fold, folds_by_character
from index.places import places
from index.plan import Literal, Near, Textual

# Characters `[start, end)` of a text.
Range: TypeAlias = "tuple[int, int]"

_SPACE: Final = " "
_UNKNOWN: Final = "\0"
# Stands between texts: a letter that is looked for as itself.
_APART: Final = "\ue000"
# What becomes shorter: white space vanishes, and a run with a break in it is one.
_SHORTENED: Final = re.compile(f"{_SPACE}[{_SPACE}{BREAK}]*|{BREAK}[{_SPACE}{BREAK}]+")
_REMEMBERED: Final = 256  # literals as strings, more than a query has


class SoughtText:
    """A text that is looked at for what a plan asks for."""

    def __init__(self, text: str, *, exact_script: bool = False) -> None:
        self.text = text
        self._exact_script = exact_script
        # Each character as it is looked for, in its place, and all of them as Chinese ones and breaks are looked for.
        self._characters = text.translate(_WRITTEN if exact_script else _FOLDED)
        self._together = _together(self._characters)

    def has(self, wanted: Textual) -> bool:
        """Whether it stands in the text."""
        string = _string(wanted)
        if string is None or self._together is None:
            return bool(places(self._atoms.texts, wanted))
        return string in self._together

    def ranges(self, wanted: Textual) -> list[Range]:
        """Where it stands, in ascending order."""
        string = _string(wanted)
        if string is None or self._together is None:
            cut = self._atoms
            return [(cut.starts[first], cut.ends[last - 1]) for first, last in places(cut.texts, wanted)]
        starts, last = _starts(self._together, string), len(string) - 1
        if len(self._together) == len(self.text):  # each character stands in its place
            return [(start, start + last + 1) for start in starts]
        return [(self._original(start), self._original(start + last) + 1) for start in starts]

    @cached_property
    def _atoms(self) -> Atoms:
        return atoms(self.text, exact_script=self._exact_script)

    @cached_property
    def _shifts(self) -> tuple[list[int], list[int]]:
        """From which of `_together` on how many characters of the text are left out."""
        places, shifts, shift = [], [], 0
        for match in _SHORTENED.finditer(self._characters):
            kept = int(BREAK in match.group())
            places.append(match.start() - shift + kept)
            shift += len(match.group()) - kept
            shifts.append(shift)
        return places, shifts

    def _original(self, place: int) -> int:
        """Where in the text a character of `_together` stands that is no break."""
        places, shifts = self._shifts
        before = bisect_right(places, place)
        return place + shifts[before - 1] if before else place


def having(texts: Sequence[str], wanted: Textual) -> list[str]:
    """Those of many short texts in which it stands: most are told by their characters, looked up for all at once."""
    joined = _APART.join(texts).translate(_FOLDED).split(_APART)
    by_text = joined if len(joined) == len(texts) else [text.translate(_FOLDED) for text in texts]
    parts = wanted.parts if isinstance(wanted, Near) else (wanted.atoms,)
    strings = ["".join(part) for part in parts if BREAK not in part]  # atoms side by side are so without white space
    is_told = _string(wanted) in strings

    def stands_in(text: str, characters: str) -> bool:
        if _UNKNOWN not in characters:
            together = characters.replace(_SPACE, "")
            if is_told:
                return strings[0] in together
            if any(string not in together for string in strings):
                return False
        return SoughtText(text).has(wanted)

    return [text for text, characters in zip(texts, by_text, strict=True) if stands_in(text, characters)]


def _together(characters: str) -> str | None:
    """Characters without white space, and with one character for each break; None where some are no ordinary ones."""
    if _UNKNOWN in characters:
        return None
    together = characters.replace(_SPACE, "")
    while BREAK + BREAK in together:
        together = together.replace(BREAK + BREAK, BREAK)
    return together


def _string(wanted: Textual) -> str | None:
    """A literal of Chinese characters and breaks as it stands among characters that are together."""
    return _joined(wanted.atoms) if isinstance(wanted, Literal) else None


@lru_cache(_REMEMBERED)
def _joined(sequence: tuple[str, ...]) -> str | None:
    return "".join(sequence) if all(atom == BREAK or is_han(atom[0]) for atom in sequence) else None


def _starts(text: str, string: str) -> list[int]:
    """Where a string begins in a text; it may overlap itself."""
    starts = []
    place = text.find(string)
    while place >= 0:
        starts.append(place)
        place = text.find(string, place + 1)
    return starts


class _CharacterTable(dict[int, str]):
    """str.translate table from a character to the one that it is looked for as, filled as characters are met."""

    def __init__(self, *, exact_script: bool) -> None:
        super().__init__()
        self._exact_script = exact_script

    def __missing__(self, code: int) -> str:
        self[code] = found = self._sought(chr(code))
        return found

    def _sought(self, char: str) -> str:
        if ord(char) in UNIFIED:
            return fold(char, exact_script=self._exact_script).text
        if not folds_by_character(char):
            return _UNKNOWN
        between = "".join(atoms(f"一{char}一", exact_script=self._exact_script).texts[2:-2])
        return between or _SPACE if len(between) <= 1 else _UNKNOWN


_FOLDED: Final = _CharacterTable(exact_script=False)
_WRITTEN: Final = _CharacterTable(exact_script=True)
