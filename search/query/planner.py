"""Makes an engine-independent plan of a syntax tree and filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from index.analyzer import Analyzer
from index.atoms import literal
from index.fold import fold, has_other_forms
from index.plan import TEXT_FIELDS, Condition, Keyword, Kind, Literal, Not, Plan, Scored, conjunction, disjunction
from index.scoring import FIELD_WEIGHTS
from search.errors import QueryError, RequestError
from search.query.dates import between, iso_date
from search.query.syntax import All, Any, Node, Text, Without

# Finds the values of the `region` field that a name means.
Regions = Callable[[str], "tuple[str, ...]"]
# The strings of a plan, and what it is scored by.
Ranking = tuple[tuple[Literal, ...], tuple[Scored, ...]]

_FILTER_FIELDS: Final = {"section": ("section",), **{name: (name,) for name in TEXT_FIELDS}}


@dataclass(frozen=True, slots=True)
class Filters:
    """What articles must have besides matching the query: one of the values of each field that is filtered by.

    `since` and `until` are dates as typed, both included.
    """

    region: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class String:
    """One string of a query that articles may have: the whole as a literal, and the words that it is cut into."""

    whole: Literal
    words: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query ready to run.

    `plan` asks for every word; `loose`, where there is one, for some of the plain words and all else. `strings` are
    what is looked for in the text fields, in the order of the query; `unknown_regions` are names that no region of
    the index has.
    """

    plan: Plan
    loose: Plan | None
    strings: tuple[String, ...]
    unknown_regions: tuple[str, ...] = ()


def plan_query(
    query: str,
    node: Node | None,
    filters: Filters,
    *,
    analyzer: Callable[[], Analyzer],
    regions: Regions,
    fields: tuple[str, ...] = TEXT_FIELDS,
    exact_script: bool = False,
    ranked: bool = True,
) -> Query:
    """The plan of a query.

    `analyzer` is called only where there is text to cut; `fields` are the text fields that text without a field is
    looked for in; with exact script, the literals of the query tell traditional and simplified characters apart;
    without `ranked`, the plans say nothing of the order. Raises QueryError and RequestError.
    """
    planner = _Planner(query, analyzer, regions, fields, exact_script=exact_script)
    filtered = planner.filters(filters)
    hard = [*filtered]
    parts = node.parts if isinstance(node, All) else (node,) if node else ()
    wanted: list[Condition] = []
    plain: list[Condition] = []
    for part in parts:
        condition = planner.condition(part)
        if condition is None:
            continue
        wanted.append(condition)
        if isinstance(part, Text) and not part.quoted and part.field is None:
            plain.extend(planner.strings[-1].words)
        else:
            hard.append(condition)
    if parts and not wanted:
        raise QueryError("the query holds only punctuation", query, (0, len(query)), "write words to find")
    ranking: Ranking = planner.ranking() if ranked else ((), ())
    strict = Plan(conjunction(filtered + wanted), *ranking)
    loose = Plan(conjunction([*hard, disjunction(plain)]), *ranking) if len(plain) > 1 else None
    return Query(strict, loose, tuple(planner.strings), tuple(planner.unknown_regions))


def literal_query(text: str) -> Text:
    """The syntax tree of a whole query taken as text."""
    return Text(text, quoted=True, field=None, span=(0, len(text)))


class _Planner:
    """Turns nodes into conditions, and keeps the strings that are looked for on the way."""

    def __init__(
        self,
        query: str,
        analyzer: Callable[[], Analyzer],
        regions: Regions,
        fields: tuple[str, ...],
        *,
        exact_script: bool,
    ) -> None:
        self._query = query
        self._analyzer = analyzer
        self._regions = regions
        self._fields = fields
        self._exact_script = exact_script
        self.strings: list[String] = []
        self.unknown_regions: list[str] = []

    def ranking(self) -> Ranking:
        """What ranks the articles that have the strings."""
        wanted: dict[Kind, Counter[str]] = {"terms": Counter(), "grams": Counter()}
        for string in self.strings:
            for counted, found in zip(
                wanted.values(), self._analyzer().weights(string.whole.folded.atoms), strict=True
            ):
                counted.update(found)
        scored = tuple(
            Scored(field, kind, term, weight * repeats)
            for field, weight in FIELD_WEIGHTS.items()
            for kind, terms in wanted.items()
            for term, repeats in terms.items()
        )
        return tuple(string.whole for string in self.strings), scored

    def condition(self, node: Node, *, negated: bool = False) -> Condition | None:
        """The condition of a node; None for plain text of punctuation alone, which asks for nothing."""
        match node:
            case Text():
                return self._text(node, negated=negated)
            case Without():
                part = self.condition(node.part, negated=not negated)
                return None if part is None else Not(part)
            case All():
                return self._joined(node.parts, conjunction, negated=negated)
            case Any():
                return self._joined(node.parts, disjunction, negated=negated)

    def filters(self, filters: Filters) -> list[Condition]:
        """One condition for each field that is filtered by."""
        conditions: list[Condition] = []
        for field in ("section", "unit", "author", "issue"):
            values: Iterable[str] = getattr(filters, field)
            if values:
                conditions.append(disjunction([self._filter(field, value) for value in values]))
        if filters.region:
            found = dict.fromkeys(path for name in filters.region for path in self._region(name))
            conditions.append(Keyword("region", tuple(found)))
        if filters.since is not None or filters.until is not None:
            conditions.append(_between(filters))
        return conditions

    def _joined(
        self, parts: tuple[Node, ...], join: Callable[[list[Condition]], Condition], *, negated: bool
    ) -> Condition | None:
        conditions = [self.condition(part, negated=negated) for part in parts]
        kept = [condition for condition in conditions if condition is not None]
        return join(kept) if kept else None

    def _text(self, text: Text, *, negated: bool) -> Condition | None:
        if text.field == "region":
            return Keyword("region", self._region(text.text))
        if text.field == "date":
            return self._date_field(text)
        atoms = literal(text.text, exact_script=self._exact_script)
        if not atoms:
            if text.quoted or text.field:
                raise QueryError("this holds only punctuation", self._query, text.span, "write words to find")
            return None
        fields = _FILTER_FIELDS[text.field] if text.field else self._fields
        whole = self._literal(atoms, fields)
        words = (whole,) if text.quoted else self._words(atoms, fields)
        if text.field != "section" and not negated:
            self.strings.append(String(whole, words))
        return conjunction(list(words))

    def _words(self, atoms: tuple[str, ...], fields: tuple[str, ...]) -> tuple[Literal, ...]:
        ranges = self._analyzer().literal_ranges([fold(atom).text for atom in atoms])
        return tuple(dict.fromkeys(self._literal(atoms[start:end], fields) for start, end in ranges))

    def _literal(self, atoms: tuple[str, ...], fields: tuple[str, ...]) -> Literal:
        told_apart = self._exact_script and any(has_other_forms(fold(atom).text) for atom in atoms)
        return Literal(atoms, fields, exact_script=told_apart)

    def _region(self, name: str) -> tuple[str, ...]:
        paths = self._regions(name)
        if not paths:
            self.unknown_regions.append(name)
        return paths

    def _date_field(self, text: Text) -> Condition:
        day = iso_date(text.text)
        if day is None:
            raise QueryError("this is no date", self._query, text.span, "write it like date:2022-09 or date:2022-09-15")
        return between(day, day)

    def _filter(self, field: str, value: str) -> Condition:
        atoms = literal(value)
        if not atoms:
            raise RequestError(f"--{field} {value!r} holds nothing to compare; write a name or a part of one")
        return Literal(atoms, (field,))


def _between(filters: Filters) -> Condition:
    since, until = _date("--since", filters.since), _date("--until", filters.until)
    if since and until and since > until and not since.startswith(until):
        raise RequestError(f"--since {filters.since} is later than --until {filters.until}; no date is both")
    return between(since, until)


def _date(option: str, text: str | None) -> str | None:
    if text is None:
        return None
    day = iso_date(text)
    if day is None:
        raise RequestError(f"{option} {text!r} is no date; write it like 2022, 2022-09 or 2022-09-15")
    return day
