"""Makes an engine-independent plan of a syntax tree and filters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from corpus.frozen import Frozen
from corpus.language import tr
from index.analyzer import Analyzer
from index.atoms import literal
from index.fold import fold, has_other_forms
from index.plan import (
    TEXT_FIELDS,
    Condition,
    Keyword,
    Kind,
    Literal,
    Near,
    Not,
    Plan,
    Prefix,
    Scored,
    Textual,
    conjunction,
    disjunction,
)
from index.scoring import SCORED_FIELDS, weights
from search.errors import FaultKind, QueryError
from search.query.syntax import All, Any, Beginning, Leaf, Neighbours, Node, Text, Without

if TYPE_CHECKING:  # most queries name no region
    from search.query.regions import NamedRegion

# Finds the values of the `region` field that a name means.
Regions: TypeAlias = "Callable[[str], NamedRegion]"
# The strings of a plan, and what it is scored by.
Ranking = tuple[tuple[Literal, ...], tuple[Scored, ...]]

_FILTER_FIELDS: Final = {"section": ("section",), **{name: (name,) for name in TEXT_FIELDS}}

# The fields that are not looked for in text.
_WHOLE_VALUES: Final = frozenset({"region", "date"})

# Parts of a quoted string that may stand apart: more are a passage.
MAX_PARTS: Final = 12


class Filters(Frozen):
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


class String(Frozen):
    """One string of a query that articles may have: the whole as a literal, and what else meets the query: the words
    that it is cut into, or its parts near each other. Its score counts `weight` times.
    """

    whole: Literal
    words: tuple[Textual, ...]
    weight: float = 1.0

    @property
    def scored_fields(self) -> tuple[str, ...]:
        """The fields that it is scored in: of those that it is looked for in, all that are scored."""
        return tuple(field for field in SCORED_FIELDS if field in self.whole.fields)


class Query(Frozen):
    """A query ready to run.

    `plan` asks for every word; `loose`, where there is one, for some of the `plain` words and all else. `strings` are
    what is looked for in the text fields, in the order of the query; `prefixes` too, which count for no tier and no
    score; `regions` are what the names of regions mean.
    """

    plan: Plan
    loose: Plan | None
    plain: tuple[Textual, ...]
    strings: tuple[String, ...]
    prefixes: tuple[Prefix, ...] = ()
    regions: tuple[NamedRegion, ...] = ()

    @property
    def unknown_regions(self) -> tuple[str, ...]:
        """Names that no region of the index has."""
        return tuple(region.name for region in self.regions if not region.paths)


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
    plain: list[Textual] = []
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
        cause = tr("the query holds only punctuation")
        raise QueryError("only-punctuation", cause, query, (0, len(query)), tr("write words to find"))
    ranking: Ranking = planner.ranking() if ranked else ((), ())
    strict = Plan(conjunction(filtered + wanted), *ranking)
    loose = Plan(conjunction([*hard, disjunction([*plain])]), *ranking) if len(plain) > 1 else None
    return Query(
        strict,
        loose,
        tuple(plain),
        tuple(planner.strings),
        tuple(planner.prefixes),
        tuple(dict.fromkeys(planner.regions)),
    )


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
        self._named_region = regions
        self._fields = fields
        self._exact_script = exact_script
        self.strings: list[String] = []
        self.prefixes: list[Prefix] = []
        self.regions: list[NamedRegion] = []

    def ranking(self) -> Ranking:
        """What ranks the articles that have the strings."""
        total: dict[tuple[str, Kind, str], float] = defaultdict(float)
        for string in self.strings:
            evidence = self._analyzer().evidence(string.whole.folded.atoms)
            for field in string.scored_fields:
                for (kind, term), weight in weights(evidence, field).items():
                    total[field, kind, term] += string.weight * weight
        scored = tuple(Scored(*wanted, weight) for wanted, weight in total.items())
        return tuple(string.whole for string in self.strings), scored

    def condition(self, node: Node, *, negated: bool = False) -> Condition | None:
        """The condition of a node; None for plain text of punctuation alone, which asks for nothing."""
        match node:
            case Text() | Beginning() | Neighbours():
                return self._leaf(node, negated=negated)
            case Without():
                part = self.condition(node.part, negated=not negated)
                return None if part is None else Not(part)
            case All():
                return self._joined(node.parts, conjunction, negated=negated)
            case Any():
                return self._joined(node.parts, disjunction, negated=negated)

    def filters(self, filters: Filters) -> list[Condition]:
        """One condition for each field that is filtered by."""
        if not filters:
            return []
        from search.query.filtering import conditions  # most searches have no filter

        return conditions(filters, self._region)

    def _joined(
        self, parts: tuple[Node, ...], join: Callable[[list[Condition]], Condition], *, negated: bool
    ) -> Condition | None:
        conditions = [self.condition(part, negated=negated) for part in parts]
        kept = [condition for condition in conditions if condition is not None]
        return join(kept) if kept else None

    def _leaf(self, leaf: Leaf, *, negated: bool) -> Condition | None:
        if leaf.field in _WHOLE_VALUES:
            if not isinstance(leaf, Text):
                raise self._fault(
                    "wrong-field", tr("{field} has no * and no ~", field=leaf.field), leaf, tr("leave it out")
                )
            return Keyword("region", self._region(leaf.text)) if leaf.field == "region" else self._dates(leaf)
        atoms = literal(leaf.text, exact_script=self._exact_script)
        if not atoms:
            if isinstance(leaf, Text) and not leaf.quoted and not leaf.field:
                return None
            raise self._fault("only-punctuation", tr("this holds only punctuation"), leaf, tr("write words to find"))
        fields = _FILTER_FIELDS[leaf.field] if leaf.field else self._fields
        whole = Literal(atoms, fields, leaf.span, self._told_apart(atoms))
        shown = leaf.field != "section" and not negated  # where what is looked for is shown and ranks
        if isinstance(leaf, Beginning):
            prefix = Prefix(whole.atoms, whole.fields, leaf.span, whole.exact_script)
            if shown:
                self.prefixes.append(prefix)
            return prefix
        words = self._neighbours(leaf, whole) if isinstance(leaf, Neighbours) else self._words(leaf, whole)
        if shown:
            self.strings.append(String(whole, words, leaf.weight))
        return conjunction(list(words))

    def _words(self, text: Text, whole: Literal) -> tuple[Literal, ...]:
        """What a string asks for: all of it as it stands if it is quoted, else each word that it is cut into."""
        if text.quoted:
            return (whole,)
        cut = self._cut(whole.atoms)
        return tuple(dict.fromkeys(Literal(atoms, whole.fields, whole.span, self._told_apart(atoms)) for atoms in cut))

    def _cut(self, atoms: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The words of a plain string, as they are written."""
        ranges = self._analyzer().literal_ranges([fold(atom).text for atom in atoms])
        return [atoms[start:end] for start, end in ranges]

    def _told_apart(self, atoms: tuple[str, ...]) -> bool:
        """Whether the script of atoms makes a difference."""
        return self._exact_script and any(has_other_forms(fold(atom).text) for atom in atoms)

    def _neighbours(self, leaf: Neighbours, whole: Literal) -> tuple[Textual, ...]:
        """The parts of a quoted string: as white space parts them, or its words if there is none."""
        cut = (literal(text, exact_script=self._exact_script) for text in leaf.text.split())
        parts = tuple(part for part in cut if part)
        if len(parts) == 1:
            parts = tuple(self._cut(whole.atoms))
        if len(parts) > MAX_PARTS:
            cause = tr("{count} parts that may stand apart", count=len(parts))
            raise self._fault(
                "too-many-parts", cause, leaf, tr("the limit is {most}; leave out some, or the ~", most=MAX_PARTS)
            )
        return (Near(parts, leaf.slack, whole.fields, whole.span, whole.exact_script) if len(parts) > 1 else whole,)

    def _region(self, name: str) -> tuple[str, ...]:
        region = self._named_region(name)
        self.regions.append(region)
        return region.paths

    def _dates(self, text: Text) -> Condition:
        from search.query.dates import between, bounds, is_empty

        found = bounds(text.text)
        if found is None:
            advice = tr("write it like date:2022-09, date:>=2022-09-15 or date:[2022-01 TO 2022-06]")
            raise self._fault("bad-date", tr("this is no date"), text, advice)
        if is_empty(*found):
            raise self._fault("empty-range", tr("no day lies in this range"), text, tr("write the earlier date first"))
        return between(*found)

    def _fault(self, kind: FaultKind, cause: str, leaf: Leaf, advice: str) -> QueryError:
        return QueryError(kind, cause, self._query, leaf.span, advice)
