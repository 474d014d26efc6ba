"""Where the right articles stand in what is found, and the usual figures of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from benchmarks.ranking.tasks import Asked

TOP: Final = 10


def rank(found: Sequence[str], asked: Asked) -> int | None:
    """The place, from 1, of the first right article; None where none is found."""
    return next((place for place, article in enumerate(found, 1) if article in asked.right), None)


def mean_reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """MRR: the mean of 1 by the place of the right article, 0 where it is not found (E. Voorhees, TREC-8, 1999)."""
    return sum(1 / place for place in ranks if place) / len(ranks)


def within(most: int) -> Callable[[Sequence[int | None]], float]:
    """The share of queries whose right article is among so many first ones."""
    return lambda ranks: sum(place is not None and place <= most for place in ranks) / len(ranks)


FIGURES: Final[dict[str, Callable[[Sequence[int | None]], float]]] = {
    f"MRR@{TOP}": mean_reciprocal_rank,
    "R@1": within(1),
    f"R@{TOP}": within(TOP),
}
