"""Filters, as they are typed, and the conditions that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from corpus.language import tr
from index.atoms import literal
from index.plan import Condition, Keyword, Literal, disjunction
from search.errors import RequestError

if TYPE_CHECKING:
    from search.query.planner import Filters


def conditions(filters: Filters, paths: Callable[[str], tuple[str, ...]]) -> list[Condition]:
    """One condition for each field that is filtered by; `paths` are the regions that a name means.

    Raises RequestError.
    """
    wanted: list[Condition] = []
    for field in ("section", "unit", "author", "issue"):
        values: Iterable[str] = getattr(filters, field)
        if values:
            wanted.append(disjunction([_text(field, value) for value in values]))
    if filters.region:
        found = dict.fromkeys(path for name in filters.region for path in paths(name))
        wanted.append(Keyword("region", tuple(found)))
    if filters.since is not None or filters.until is not None:
        wanted.append(_between(filters.since, filters.until))
    return wanted


def _text(field: str, value: str) -> Condition:
    atoms = literal(value)
    if not atoms:
        raise RequestError(
            tr("--{field} {value!r} holds nothing to compare; write a name or a part of one", field=field, value=value)
        )
    if field != "issue":
        return Literal(atoms, (field,))
    from search.numerals import alike  # few filters name an issue

    return disjunction([Literal(same, (field,)) for same in dict.fromkeys((atoms, *alike(atoms)))])


def _between(since: str | None, until: str | None) -> Condition:
    from search.query.dates import between, is_empty  # few filters name a date

    first, last = _date("--since", since), _date("--until", until)
    if is_empty(first, last):
        raise RequestError(
            tr("--since {since} is later than --until {until}; no date is both", since=since, until=until)
        )
    return between(first, last)


def _date(option: str, text: str | None) -> str | None:
    if text is None:
        return None
    from search.query.dates import iso_date

    day = iso_date(text)
    if day is None:
        raise RequestError(
            tr("{option} {text!r} is no date; write it like 2022, 2022-09 or 2022-09-15", option=option, text=text)
        )
    return day
