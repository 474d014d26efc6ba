"""How close two sequences of atoms are, as typing errors go."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from corpus.pronunciation import sounding_like
from search.numerals import NUMERALS


class Closeness(IntEnum):
    """The closest first: the same number in the other notation; the same sounds; one atom changed, missing, added or
    swapped with its neighbour; a name that has much in common.
    """

    NOTATION = 0
    SOUND = 1
    EDIT = 2
    ALIKE = 3


def closeness(left: Sequence[str], right: Sequence[str]) -> Closeness | None:
    """How close two different sequences of characters are; None where they are not.

    One character in two says nothing: of two characters, only the order or a sound may differ. Another number is never
    close.
    """
    if left == right or abs(len(left) - len(right)) > 1 or min(len(left), len(right)) < 2:
        return None
    if len(left) == len(right) and all(b in sounding_like(a) for a, b in zip(left, right, strict=True)):
        return Closeness.SOUND
    return Closeness.EDIT if _numerals(left) == _numerals(right) and _one_edit(left, right) else None


def _numerals(sequence: Sequence[str]) -> list[str]:
    return [char for char in sequence if char in NUMERALS]


def _one_edit(left: Sequence[str], right: Sequence[str]) -> bool:
    shorter, longer = sorted((left, right), key=len)
    first = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[first:] == longer[first + 1 :]
    if shorter[first + 1 :] == longer[first + 1 :]:
        return len(shorter) > 2
    swapped = shorter[first + 1] == longer[first] and shorter[first] == longer[first + 1]
    return swapped and shorter[first + 2 :] == longer[first + 2 :]
