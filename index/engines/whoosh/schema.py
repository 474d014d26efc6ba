"""Whoosh's view of an article: which field holds what, and how postings are written.

Texts arrive analysed (index.analyzer), so the field types here take terms. Every text field F becomes
`F_terms` (for ranking and for literals of one atom) and `F_grams` (positions, for longer literals).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from whoosh import columns, fields, formats

from index.engines.articles import COUNTED_FIELDS
from index.engines.whoosh.columns import BlockColumn
from index.plan import FILTER_TEXT_FIELDS, KEYWORD_FIELDS, TEXT_FIELDS
from index.scoring import SCORED_FIELDS

# Kinds of documents in one index: what was read from which file is committed together with its articles.
ARTICLE: Final = "article"
SOURCE: Final = "source"
VALUE_SEPARATOR: Final = "\0"  # no text has one, and no name of a file

# A whole field where Whoosh expects a posting: no term, the length, a weight, the terms.
Whole: TypeAlias = "tuple[bytes, int, float, list[str]]"


def encode(text: str) -> bytes:
    """Text as Whoosh stores it. Names of files may hold bytes that are no text, which Python carries as surrogates;
    what is asked for may hold any other surrogate.
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def decode(stored: bytes) -> str:
    """The text that `encode` stored."""
    return stored.decode("utf-8", "surrogateescape")


class Keywords(fields.FieldType):
    """A list of whole values, kept as the documents that have each."""

    def __init__(self, *, scorable: bool = False) -> None:
        super().__init__(format=formats.Existence(), analyzer=None, scorable=scorable)  # type: ignore[arg-type]

    def index(self, value: list[str], **_: Any) -> Iterator[Whole]:  # type: ignore[override]
        """Hands the list over with each value once, as the pool of index.engines.whoosh.codec takes it."""
        values = list(dict.fromkeys(value))
        yield b"", len(values), 1.0, values


class Terms(Keywords):
    """Terms with a space between each and the next, kept as the documents that have each."""

    def index(self, value: str, **_: Any) -> Iterator[Whole]:  # type: ignore[override]
        """Hands all terms over, with how many they are."""
        terms = value.split(" ")
        yield b"", len(terms), 1.0, terms


class Grams(Terms):
    """Grams with a space between each and the next, kept as the positions at which each stands."""


def schema() -> fields.Schema:
    """The schema of every Whoosh index that we make. No index keeps it."""
    made: dict[str, fields.FieldType] = {"kind": Keywords()}
    # Records are large and read in order; the values below are short, and read in any order to sort by them. Those of
    # sources stand apart, so that all can be read without the articles.
    for name in ("record", "source_record"):
        made[name] = fields.COLUMN(BlockColumn(kept=1))
    for name in TEXT_FIELDS + FILTER_TEXT_FIELDS:
        scorable = name in SCORED_FIELDS
        made[f"{name}_terms"] = Terms(scorable=scorable)
        made[f"{name}_grams"] = Grams(scorable=scorable)
    for name in KEYWORD_FIELDS:
        made[name] = Keywords()
    for name in ("id", *COUNTED_FIELDS):
        made[f"{name}_value"] = fields.COLUMN(BlockColumn())
    made["line_value"] = fields.COLUMN(columns.NumericColumn("i"))
    return fields.Schema(**made)
