"""Why an article is found, and why it stands where it does: what `search --explain` tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.language import said
from index.atoms import literal
from index.explanation import Explanation
from index.fold import fold
from index.plan import And, Condition, Every, Keyword, Literal, Near, Not, Or, Plan, Prefix, Range, Textual
from index.sought import SoughtText
from search.query import Filters, Query
from search.query.dates import AFTER
from search.query.planner import String
from search.snippet import fields_with


@dataclass(frozen=True, slots=True)
class Asked:
    """What a condition asks of an article, in words, and the conditions that it is made of."""

    text: str
    parts: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A string of a query, the words that it was cut into, and the fields in which both are looked for."""

    text: str
    words: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryExplanation:
    """What was made of a query.

    `atoms` are those of the whole query, `condition` is what articles had to meet, filters included, which `filters`
    has as they were given. `fields` are those of text without a field; `loose` says that some of the words were
    enough.
    """

    folded: str
    atoms: tuple[str, ...]
    strings: tuple[Cut, ...]
    fields: tuple[str, ...]
    filters: dict[str, Any]
    condition: Asked
    loose: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """A literal, and the fields of an article in which it stands."""

    text: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StringPresence:
    """Where an article has a whole string of the query as it stands, and where each of its words."""

    text: str
    fields: tuple[str, ...]
    words: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class HitExplanation:
    """Why an article stands where it does: `tier`, how many strings it has as they stand, comes before the score."""

    tier: int
    strings: tuple[StringPresence, ...]
    score: Explanation


def explain_query(
    query: str, planned: Query, plan: Plan, *, filters: Filters, fields: tuple[str, ...]
) -> QueryExplanation:
    """What was made of a query, of whose plans `plan` was run."""
    return QueryExplanation(
        folded=fold(query).text,
        atoms=literal(query),
        strings=tuple(
            Cut(shown(string.whole), tuple(map(shown, string.words)), string.whole.fields) for string in planned.strings
        ),
        fields=fields,
        filters={name: value for name, value in asdict(filters).items() if value},
        condition=asked(plan.condition),
        loose=plan is planned.loose,
    )


def explain_hit(
    tier: int, strings: Sequence[String], sought: dict[str, SoughtText], score: Explanation
) -> HitExplanation:
    """Why an article with these texts by field stands where it does."""
    return HitExplanation(
        tier,
        tuple(
            StringPresence(
                shown(string.whole),
                fields_with(sought, string.whole),
                tuple(Presence(shown(word), fields_with(sought, word)) for word in string.words),
            )
            for string in strings
        ),
        score,
    )


def asked(condition: Condition) -> Asked:
    """A condition in words."""
    parts: tuple[Condition, ...] = ()
    match condition:
        case Literal() | Prefix() | Near():
            text: str = said("{text} in {fields}", text=shown(condition), fields=", ".join(condition.fields))
        case Keyword():
            values = " or ".join(condition.values) or said("one that no article has")
            text = said("{field} is {values}", field=condition.field, values=values)
        case Range():
            low = said(" from {day}", day=condition.low.removesuffix(AFTER)) if condition.low is not None else ""
            high = said(" to {day}", day=condition.high.removesuffix(AFTER)) if condition.high is not None else ""
            text = said("{field}{low}{high}", field=condition.field, low=low, high=high)
        case Every():
            text = said("every article")
        case And():
            text, parts = said("all of"), condition.conditions
        case Or():
            text, parts = said("any of"), condition.conditions
        case Not():
            text, parts = said("none of"), (condition.condition,)
    return Asked(text, tuple(map(asked, parts)))


def shown(wanted: Textual) -> str:
    """What is wanted in texts, with atoms as `wensou analyze` shows them: a `_` is a break."""
    match wanted:
        case Literal():
            return "".join(wanted.atoms)
        case Prefix():
            return f"{''.join(wanted.atoms)}*"
        case Near():
            parts = " ".join(map("".join, wanted.parts))
            return said("{parts} at most {slack} apart", parts=parts, slack=wanted.slack)
