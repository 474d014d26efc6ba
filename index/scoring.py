"""BM25, and what weighs how much in it.

Formula and its constants: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009),
with the inverse document frequency that Lucene uses, which is never negative. Tantivy has the same formula and
constants built in; its engine takes the weights alone from here. How they were found: docs/decisions/ranking.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from index.plan import Kind

# Saturation of term frequency and share of length normalisation: the usual values of the field.
K1: Final = 1.2
B: Final = 0.75

# The fields that are scored, each with statistics of its own; bodies are texts, the others no longer than a name.
SCORED_FIELDS: Final = ("title", "body", "unit")
_LONG_FIELD: Final = "body"

# All words together of the texts in which jieba's dictionary counts.
_COUNTED_WORDS: Final = 60_101_967


class Evidence(NamedTuple):
    """What in a text speaks for a string, and how much each tells.

    `words` are jieba's search-mode words of three characters and more; `pairs` the grams of the string that are words,
    `joints` its other grams; `runs` its runs of letters or digits, `characters` its single Han characters.
    """

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    joints: Mapping[str, float]
    runs: Mapping[str, float]
    characters: Mapping[str, float]


class _Shares(NamedTuple):
    """How much each kind of evidence weighs in a field."""

    words: float
    pairs: float
    joints: float
    runs: float
    characters: float


_KINDS: Final[tuple[Kind, ...]] = ("terms", "grams", "grams", "terms", "terms")

# A word of two characters is indexed as a gram alone, which counts for the word and for the pair. Single characters
# find words that are written otherwise (农保 for 农业保险).
_IN_TEXT: Final = _Shares(words=1, pairs=2, joints=1, runs=1, characters=1)
# In a title, a single character counts as much as a word does in a body, and misleads; that words stand side by side
# tells the articles of a title from those whose titles have some of its words.
_IN_NAME: Final = _Shares(words=1, pairs=2, joints=3, runs=1, characters=0)


def weights(evidence: Evidence, field: str) -> dict[tuple[Kind, str], float]:
    """What a string is ranked by in a field: terms and grams with their weights."""
    one_atom = not (evidence.pairs or evidence.joints)  # then a character is all that is looked for, in titles too
    shares = _IN_TEXT if field == _LONG_FIELD or one_atom else _IN_NAME
    return {
        (kind, term): share * told
        for kind, share, found in zip(_KINDS, shares, evidence, strict=True)
        for term, told in found.items()
        if share
    }


def telling(frequency: int) -> float:
    """How telling a word is whatever the collection, from 0 to 1, if jieba's dictionary counts `frequency` of it.

    That is its information (C. Shannon, 1948: the logarithm of how improbable it is) as a share of the most there is. A
    collection alone cannot say which words of a question do the asking: in laws 什么 is a rare word.
    """
    return 1 - log(max(frequency, 1)) / log(_COUNTED_WORDS)


def inverse_document_frequency(documents: int, containing: int) -> float:
    """How telling a term is that `containing` of `documents` articles have."""
    return log(1 + (documents - containing + 0.5) / (containing + 0.5))


def bm25(idf: float, frequency: float, length: float, average_length: float) -> float:
    """The score of a term that occurs `frequency` times in a field of `length` terms."""
    normalisation = 1 - B + B * length / average_length
    return idf * frequency * (K1 + 1) / (frequency + K1 * normalisation)
