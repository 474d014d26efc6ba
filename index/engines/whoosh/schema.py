"""Whoosh's view of an article: which field holds what, and how postings are written.

Texts arrive analysed (index.analyzer), so the field types here take lists of terms. Every text field F becomes
`F_terms` (frequencies, for ranking and for literals of one atom) and `F_grams` (positions, for longer literals).
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from whoosh import columns, fields, formats

from index.plan import FILTER_TEXT_FIELDS, KEYWORD_FIELDS, TEXT_FIELDS
from index.scoring import FIELD_WEIGHTS

# Kinds of documents in one index: what was read from which file is committed together with its articles.
ARTICLE: Final = "article"
SOURCE: Final = "source"

Posting = tuple[bytes, int, float, bytes]


def encode(text: str) -> bytes:
    """Text as Whoosh stores it. Names of files may hold bytes that are no text, which Python carries as surrogates."""
    return text.encode("utf-8", "surrogateescape")


def decode(stored: bytes) -> str:
    """The text that `encode` stored."""
    return stored.decode("utf-8", "surrogateescape")


class Terms(fields.FieldType):
    """A list of terms, indexed with their frequencies."""

    def __init__(self, *, scorable: bool = False) -> None:
        super().__init__(format=formats.Existence(), analyzer=None, scorable=scorable)  # type: ignore[arg-type]

    def index(self, value: list[str], **_: Any) -> Iterator[Posting]:  # type: ignore[override]
        for term, frequency in Counter(value).items():
            yield encode(term), frequency, float(frequency), b""


class PositionList(formats.Format):
    """Positions as little-endian integers: two bytes each, or, after one byte of padding, four where one is 65,536 or
    more.

    Whoosh's own `Positions` pickles a list for every posting, which is larger and slower to read.
    """

    @staticmethod
    def encode(positions: list[int]) -> bytes:
        """Bytes of ascending positions."""
        if positions[-1] < 1 << 16:
            return struct.pack(f"<{len(positions)}H", *positions)
        return struct.pack(f"<x{len(positions)}I", *positions)

    @staticmethod
    def decode_positions(value: bytes) -> tuple[int, ...]:
        """The positions again."""
        if len(value) % 2 == 0:
            return struct.unpack(f"<{len(value) // 2}H", value)
        return struct.unpack(f"<x{len(value) // 4}I", value)


class Grams(fields.FieldType):
    """A list of grams, indexed with their positions in the list."""

    def __init__(self, *, scorable: bool = False) -> None:
        super().__init__(format=PositionList(), analyzer=None, scorable=scorable)  # type: ignore[arg-type]

    def index(self, value: list[str], **_: Any) -> Iterator[Posting]:  # type: ignore[override]
        positions: dict[str, list[int]] = {}
        for position, gram in enumerate(value):
            positions.setdefault(gram, []).append(position)
        for gram, places in positions.items():
            yield encode(gram), len(places), float(len(places)), PositionList.encode(places)


class Keywords(fields.FieldType):
    """A list of whole values."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None)  # type: ignore[arg-type]

    def index(self, value: list[str], **_: Any) -> Iterator[Posting]:  # type: ignore[override]
        for keyword in dict.fromkeys(value):
            yield encode(keyword), 1, 1.0, b""


def schema() -> fields.Schema:
    """The schema of every Whoosh index that we make.

    It is passed in at opening, so that no pickled one is ever loaded.
    """
    made: dict[str, fields.FieldType] = {"kind": Keywords(), "record": fields.STORED()}
    for name in TEXT_FIELDS + FILTER_TEXT_FIELDS:
        scorable = name in FIELD_WEIGHTS
        made[f"{name}_terms"] = Terms(scorable=scorable)
        made[f"{name}_grams"] = Grams(scorable=scorable)
    for name in KEYWORD_FIELDS:
        made[name] = Keywords()
    for name in ("id", "date", "source", "region", "section", "unit", "author", "issue"):
        made[f"{name}_value"] = fields.COLUMN(columns.VarBytesColumn())
    made["line_value"] = fields.COLUMN(columns.NumericColumn("i"))
    return fields.Schema(**made)
