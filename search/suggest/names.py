"""Names near a name that no article has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from corpus.pronunciation import sounding_like
from index.atoms import literal
from index.segmenters import is_common_han
from search.numerals import renumbered
from search.suggest.closeness import Closeness, closeness
from search.suggest.vocabulary import plain

# How much of a name must be the same, as difflib measures it: its own usual value.
_ALIKE: Final = 0.6


def near_names(value: str, names: Sequence[str]) -> list[tuple[str, Closeness]]:
    """Names, or pieces of them, near a value, the closest first, and among these in the order of `names`."""
    wanted = "".join(literal(value))
    found = dict.fromkeys(_in_other_notation(literal(value)), Closeness.NOTATION)
    for name in names:
        folded = plain(name)
        if (how := closeness(wanted, folded)) is not None:
            found.setdefault(name, how)
        elif is_common_han(wanted):
            for piece, how in _near_pieces(wanted, folded):
                found.setdefault(piece, how)
    related = [name for name in names if len({*name} & {*value}) * 2 > len({*value})]
    for name in get_close_matches(value, related, n=3, cutoff=_ALIKE):
        found.setdefault(name, Closeness.ALIKE)
    return sorted(found.items(), key=lambda item: item[1])


def _in_other_notation(sequence: tuple[str, ...]) -> Iterator[str]:
    for start, end, number in renumbered(sequence):
        yield "".join((*sequence[:start], number, *sequence[end:]))


def _near_pieces(wanted: str, name: str) -> Iterator[tuple[str, Closeness]]:
    """The pieces of a longer name near a value."""
    length = len(wanted)
    if length >= len(name):
        return
    starts = {start for start, char in enumerate(name) if char in sounding_like(wanted[0])}
    if length > 2 and len({*wanted} - {*name}) <= 1:
        starts.update(range(len(name)))
    for start in sorted(starts):
        for end in (start + length, start + length + 1):
            piece = name[start:end]
            if is_common_han(piece) and (how := closeness(wanted, piece)) is not None:
                yield piece, how
