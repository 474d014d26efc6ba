"""What is told where no article has all that was asked for. It is found out by search.suggest."""

from __future__ import annotations

from dataclasses import dataclass

from search.query import Filters


@dataclass(frozen=True, slots=True)
class Missing:
    """A word that no article has in any of the `fields` that it was looked for in."""

    text: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query with filters that finds `total` articles."""

    query: str
    filters: Filters
    total: int


@dataclass(frozen=True, slots=True)
class Advice:
    """Why no article matches, as far as it can be told, and what to try.

    `missing` are words that no article has; `empty_filters` the filters, each a field and a value, that no article
    passes. `unfiltered` is how many articles match without the filters. `apart` says that some article has each word,
    and none all of them. `suggestions` find something, the closest to what was asked for first.
    """

    missing: tuple[Missing, ...] = ()
    empty_filters: tuple[tuple[str, str], ...] = ()
    unfiltered: int = 0
    apart: bool = False
    suggestions: tuple[Suggestion, ...] = ()
