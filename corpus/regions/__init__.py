"""Places in the text: which administrative division an article is from, and what a user means by a region's name.

A division is named by its path from the province down, `广西壮族自治区/桂林市/七星区`. The names come from
`corpus/data/divisions.json` (written by `scripts/make_divisions.py`); it is read when `gazetteer()` is first called.
Traditional characters are understood. The rules for short forms, and what was weighed, stand in
docs/decisions/regions.md.
"""

from corpus.regions.finding import Place
from corpus.regions.gazetteer import Gazetteer, gazetteer
from corpus.regions.names import is_under, short_form, topmost

__all__ = ["Gazetteer", "Place", "gazetteer", "is_under", "short_form", "topmost"]
