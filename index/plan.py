"""Plans: what a query asks of an engine, in no engine's own words.

A plan is a tree of conditions whose leaves are literals, prefixes, neighbours, keywords and ranges, with what ranks the
articles that meet it. Every engine executes plans, and only plans.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias
from typing import Literal as OneOf

from corpus.frozen import Frozen
from index.fold import fold

# The fields in which text is found and ranked, in the order in which they are shown. `section` and `issue` are text
# for filters alone.
TEXT_FIELDS: Final = ("title", "body", "unit", "author")
FILTER_TEXT_FIELDS: Final = ("section", "issue")
# Fields of whole values: `region` holds each path with its ancestors, `date` is ISO 8601 and may be partial. `source`
# is the first file of an article; `shared`, where it stands in several, is all of them.
KEYWORD_FIELDS: Final = ("id", "source", "shared", "region", "date")

# What a text field is indexed by, see index.analyzer.
Kind: TypeAlias = OneOf["terms", "grams"]

Span: TypeAlias = "tuple[int, int]"


class Literal(Frozen, uncompared=("span",)):
    """Articles in which `atoms` (one or more, see index.atoms) stand consecutively in one of `fields`.

    With exact script, the atoms of this and of what else is found in texts are as they must be written: an index, which
    holds folded text, has more articles than these with what is `folded`. Only where script tells one of the atoms
    apart is it exact.
    """

    atoms: tuple[str, ...]
    fields: tuple[str, ...] = TEXT_FIELDS
    span: Span | None = None
    exact_script: bool = False

    @property
    def folded(self) -> Literal:
        """What an index can find of it."""
        return self.but(atoms=_folded(self.atoms), exact_script=False) if self.exact_script else self


class Prefix(Frozen, uncompared=("span",)):
    """Articles in which `atoms` (one or more) stand consecutively in one of `fields`, the last of them, letters or
    digits, as the beginning of an atom or all of it.
    """

    atoms: tuple[str, ...]
    fields: tuple[str, ...] = TEXT_FIELDS
    span: Span | None = None
    exact_script: bool = False

    @property
    def folded(self) -> Prefix:
        """What an index can find of it."""
        return self.but(atoms=_folded(self.atoms), exact_script=False) if self.exact_script else self


class Near(Frozen, uncompared=("span",)):
    """Articles in which `parts` (two or more, each a sequence of atoms) stand in this order in one of `fields`, with at
    most `slack` atoms, breaks among them, between the end of each part and the beginning of the next.
    """

    parts: tuple[tuple[str, ...], ...]
    slack: int
    fields: tuple[str, ...] = TEXT_FIELDS
    span: Span | None = None
    exact_script: bool = False

    @property
    def folded(self) -> Near:
        """What an index can find of it."""
        parts = tuple(map(_folded, self.parts))
        return self.but(parts=parts, exact_script=False) if self.exact_script else self


def _folded(atoms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(atom).text for atom in atoms)


# What is found in texts, by where atoms stand.
Textual: TypeAlias = "Literal | Prefix | Near"


class Keyword(Frozen, uncompared=("span",)):
    """Articles with one of `values` in a keyword field."""

    field: str
    values: tuple[str, ...]
    span: Span | None = None


class Range(Frozen):
    """Articles whose value in a keyword field lies between `low` and `high` by code points, both included; None is
    open.
    """

    field: str
    low: str | None
    high: str | None

    def includes(self, value: str) -> bool:
        """Whether a value lies between the bounds."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


class Every(Frozen):
    """Every article."""


class And(Frozen):
    """Articles that meet all conditions."""

    conditions: tuple[Condition, ...]


class Or(Frozen):
    """Articles that meet at least one condition."""

    conditions: tuple[Condition, ...]


class Not(Frozen):
    """Articles that do not meet the condition."""

    condition: Condition


Condition: TypeAlias = "Literal | Prefix | Near | Keyword | Range | Every | And | Or | Not"


class Scored(NamedTuple):
    """What ranks: a term or gram (`kind` says which) of a scored field, whose BM25 score counts `weight` times."""

    field: str
    kind: Kind
    term: str
    weight: float


class Plan(Frozen):
    """A query, ready for an engine.

    `condition` decides which articles match. The tier of a match is the number of `strings` that it has literally: it
    comes before the score. The score is the sum over `scored`.
    """

    condition: Condition
    strings: tuple[Literal, ...] = ()
    scored: tuple[Scored, ...] = ()


def conjunction(conditions: list[Condition]) -> Condition:
    """All of the conditions, each once, as one; every article where there is none."""
    distinct = tuple(dict.fromkeys(conditions))
    if not distinct:
        return Every()
    return distinct[0] if len(distinct) == 1 else And(distinct)


def disjunction(conditions: list[Condition]) -> Condition:
    """At least one of the conditions (there must be one), each once, as one."""
    distinct = tuple(dict.fromkeys(conditions))
    return distinct[0] if len(distinct) == 1 else Or(distinct)
