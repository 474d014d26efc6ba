"""Where in the atoms of a text stands what a plan asks for: told from the text itself, without an index."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from index.plan import Literal, Near, Prefix, Textual

# A range `[first, last)` of atoms.
Place: TypeAlias = "tuple[int, int]"


def places(texts: Sequence[str], wanted: Textual) -> list[Place]:
    """The places of a literal, of a prefix with the whole of its last atom, or of all parts that are near each other,
    in `texts`, the atoms of a text (`Atoms.texts`).
    """
    match wanted:
        case Literal():
            return _of_literal(texts, wanted.atoms)
        case Prefix():
            return _of_prefix(texts, wanted.atoms)
        case Near():
            return _of_neighbours(texts, wanted)


def _of_literal(texts: Sequence[str], atoms: tuple[str, ...]) -> list[Place]:
    sequence = list(atoms)
    length = len(sequence)
    found = []
    place = -1
    try:
        while True:
            place = texts.index(sequence[0], place + 1)
            if texts[place : place + length] == sequence:
                found.append((place, place + length))
    except ValueError:
        return found


def _of_prefix(texts: Sequence[str], atoms: tuple[str, ...]) -> list[Place]:
    *before, beginning = atoms
    length = len(before)
    return [
        (place - length, place + 1)
        for place, text in enumerate(texts)
        if place >= length and text.startswith(beginning) and texts[place - length : place] == before
    ]


def _of_neighbours(texts: Sequence[str], near: Near) -> list[Place]:
    parts = [_of_literal(texts, part) for part in near.parts]
    numbers = range(len(parts))
    for before, part in pairwise(numbers):  # keeps the places that the parts before lead to
        ends = [last for _, last in parts[before]]
        parts[part] = [place for place in parts[part] if _any_between(ends, place[0] - near.slack, place[0])]
    for after, part in pairwise(reversed(numbers)):  # and of these, the ones that lead to all parts behind
        starts = [first for first, _ in parts[after]]
        parts[part] = [place for place in parts[part] if _any_between(starts, place[1], place[1] + near.slack)]
    return [place for part in parts for place in part]


def _any_between(ascending: Sequence[int], low: int, high: int) -> bool:
    """Whether one of the numbers lies between the bounds, both included."""
    first = bisect_left(ascending, low)
    return first < len(ascending) and ascending[first] <= high
