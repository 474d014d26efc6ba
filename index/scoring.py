"""BM25, and what weighs how much in it.

Formula and its constants: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009),
with the inverse document frequency that Lucene uses, which is never negative. Tantivy has the same formula and
constants built in; its engine takes the weights alone from here.
"""

from __future__ import annotations

from math import log
from typing import Final

# Saturation of term frequency and share of length normalisation: the usual values of the field.
K1: Final = 1.2
B: Final = 0.75

# What is scored, and how heavily. A title says what an article is about, so a word in it counts double; the unit is a
# name, and its words are mostly in the title or body too.
FIELD_WEIGHTS: Final = {"title": 2.0, "body": 1.0, "unit": 1.0}


def inverse_document_frequency(documents: int, containing: int) -> float:
    """How telling a term is that `containing` of `documents` articles have."""
    return log(1 + (documents - containing + 0.5) / (containing + 0.5))


def bm25(idf: float, frequency: float, length: float, average_length: float) -> float:
    """The score of a term that occurs `frequency` times in a field of `length` terms."""
    normalisation = 1 - B + B * length / average_length
    return idf * frequency * (K1 + 1) / (frequency + K1 * normalisation)
