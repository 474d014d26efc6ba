"""The syntax tree of a query, as written: what was typed, where, and how its parts are joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A string to be found: quoted (as it stands) or plain (word by word), in one field or, for None, in the usual
    ones.

    `span` is its range `[start, end)` in the query, the field's name and quotes included.
    """

    text: str
    quoted: bool
    field: str | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class All:
    """All parts must match."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part must match."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part must not match."""

    part: Node


Node: TypeAlias = "Text | All | Any | Without"
