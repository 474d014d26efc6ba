"""Scores taken apart: a tree in which each value follows from those below it.

The idea is that of the explanations of Lucene and Tantivy; the words are the same for every engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import fsum
from typing import Any, Final, NamedTuple

from corpus.language import said
from index.atoms import is_han
from index.plan import Scored
from index.scoring import bm25, inverse_document_frequency

# What each node of the tree is called, see docs/json.md. The formulas of `IDF` and `TF` are those of index.scoring.
SCORE: Final = said("score, sum of")
WEIGHT: Final = said("weight")
IDF: Final = "idf"
TF: Final = "tf"
ARTICLES: Final = "N"
CONTAINING: Final = "n"
FREQUENCY: Final = said("frequency")
LENGTH: Final = said("length")
AVERAGE_LENGTH: Final = said("average length")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A value, what it is, and the values that it comes from, in the order in which its formula takes them."""

    value: float
    description: str
    parts: tuple[Explanation, ...] = ()


class Occurrence(NamedTuple):
    """What BM25 knows of a term in an article, as an engine counts it: of `articles`, `containing` have the term; in
    the article it occurs `frequency` times in a field of `length` terms, where `average_length` is usual.
    """

    articles: int
    containing: int
    frequency: int
    length: int
    average_length: float


def explain_score(occurrences: Iterable[tuple[Scored, Occurrence]]) -> Explanation:
    """The score of an article by the scored terms that occur in it, those that give most first."""
    parts = sorted((_term(scored, found) for scored, found in occurrences), key=lambda part: -part.value)
    return Explanation(fsum(part.value for part in parts), SCORE, tuple(parts))


def _term(scored: Scored, found: Occurrence) -> Explanation:
    idf = inverse_document_frequency(found.articles, found.containing)
    tf = bm25(1, found.frequency, found.length, found.average_length)
    parts = (
        Explanation(scored.weight, WEIGHT),
        Explanation(idf, IDF, (Explanation(found.articles, ARTICLES), Explanation(found.containing, CONTAINING))),
        Explanation(
            tf,
            TF,
            (
                Explanation(found.frequency, FREQUENCY),
                Explanation(found.length, LENGTH),
                Explanation(found.average_length, AVERAGE_LENGTH),
            ),
        ),
    )
    return Explanation(
        scored.weight * idf * tf, said("{term} in {field}, product of", term=_named(scored), field=scored.field), parts
    )


def _named(scored: Scored) -> str:
    """A term and its kind: a word, a single character, or a pair of neighbouring atoms."""
    if scored.kind == "grams":
        return said("pair {term}", term=scored.term)
    is_character = len(scored.term) == 1 and is_han(scored.term)
    return said("character {term}", term=scored.term) if is_character else said("word {term}", term=scored.term)


def told_occurrence(explained: dict[str, Any]) -> Occurrence:
    """What Lucene and Tantivy tell of a term in an article when they take its score apart, in the same words."""
    known = dict(_named_values(explained))
    return Occurrence(
        articles=int(known["N"]),
        containing=int(known["n"]),
        frequency=int(known["freq"]),
        length=int(known["dl"]),
        average_length=known["avgdl"],
    )


def _named_values(explained: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """The values at the ends of the tree, by the names with which their descriptions begin."""
    details = explained.get("details")
    if not details:
        yield explained["description"].split(",")[0], explained["value"]
    for part in details or ():
        yield from _named_values(part)
