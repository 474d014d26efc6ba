"""The syntax tree of a query, as written: what was typed, where, and how its parts are joined."""

from __future__ import annotations

from typing import TypeAlias

from corpus.frozen import Frozen


class Text(Frozen):
    """A string to be found: quoted (as it stands) or plain (word by word), in one field or, for None, in the usual
    ones. In the field `date` it is a date, a comparison or a range.

    `span` is its range `[start, end)` in the query, the field's name and quotes included; its score counts `weight`
    times.
    """

    text: str
    quoted: bool
    field: str | None
    span: tuple[int, int]
    weight: float = 1.0


class Beginning(Frozen):
    """A string of which the last letters or digits may go on: `GB1*`."""

    text: str
    field: str | None
    span: tuple[int, int]
    weight: float = 1.0


class Neighbours(Frozen):
    """A quoted string whose parts may stand up to `slack` atoms apart: `"关爱 保险"~5`."""

    text: str
    slack: int
    field: str | None
    span: tuple[int, int]
    weight: float = 1.0


class All(Frozen):
    """All parts must match."""

    parts: tuple[Node, ...]


class Any(Frozen):
    """At least one part must match."""

    parts: tuple[Node, ...]


class Without(Frozen):
    """The part must not match."""

    part: Node


Leaf: TypeAlias = "Text | Beginning | Neighbours"
Node: TypeAlias = "Leaf | All | Any | Without"
