"""A piece of a file to articles: what each field may hold, and what is wrong with a record that is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, TypeVar

from corpus.dates import exact_date
from corpus.decoding import clean
from corpus.identity import article_id
from corpus.language import tr
from corpus.ready.batches import Batch
from corpus.ready.rows import ID, Values, cleaned, decode, rows
from corpus.records import Article, Issue

_T = TypeVar("_T")

_LONGEST_ID: Final = 1_000  # one that is typed or pasted, and that every engine can look up
_NONE: Final = Issue()
_ISSUE_KEYS: Final = ("title", "number", "date", "publisher")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LISTED: Final = re.compile("[;；、,，]")
_TRUTH: Final = {"true": True, "false": False, "1": True, "0": False, "是": True, "否": False}

# Newsletters have few units, regions and dates for their many articles; a file of any size keeps no more than these.
_MOST_REMEMBERED: Final = 1 << 14
_LONGEST_REMEMBERED: Final = 200


@dataclass(frozen=True, slots=True)
class Parsed:
    """The articles of a piece, the ids among theirs that the file itself gave, and faults in the order of the lines.

    A fault is a message that begins with the path and the line.
    """

    path: str
    articles: list[Article]
    given: frozenset[str]
    faults: list[str]


def _remembered(function: Callable[[str], _T]) -> Callable[[str], _T]:
    """The function, with its results for short texts kept."""
    known = lru_cache(maxsize=_MOST_REMEMBERED)(function)
    return lambda text: known(text) if len(text) <= _LONGEST_REMEMBERED else function(text)


class _FieldError(Exception):
    """A field holds what it must not; the message says so."""


def articles(batch: Batch) -> Parsed:
    """Reads a piece of a file. Whatever stands in it is an article, blank, or a fault."""
    found: list[Article] = []
    given: set[str] = set()
    faults = list(batch.faults)
    issue, doubts = issue_of(batch.issue)
    if batch.first == 1:
        faults += [(1, doubt) for doubt in doubts]
    for first, last, values in rows(batch):
        if isinstance(values, str):
            faults.append((first, values))
            continue
        try:
            article, notes = _article(values, issue, batch.source, first, last)
        except _FieldError as fault:
            faults.append((first, str(fault)))
            continue
        if values[ID] is not None:
            given.add(article.id)
        faults += [(first, note) for note in notes]
        found.append(article)
    if len(faults) > 1:
        faults.sort(key=lambda fault: fault[0])
    return Parsed(batch.path, found, frozenset(given), [f"{batch.path}:{line}: {what}" for line, what in faults])


def _article(values: Values, default: Issue, source: str, first: int, last: int) -> tuple[Article, list[str]]:
    """The article of a record, which is of the issue `default` unless it names one, and what is not quite right about
    it; raises `_FieldError` if there is none.
    """
    title, body, name, section, unit, author, region, regions, date, date_from, given, untitled, _ = values
    notes: list[str] = []
    title = _line(title, "title")
    body = _text(body, "body") or ""
    if not title and not body:
        raise _FieldError(tr("neither a title nor a body"))
    section = section if section is None else _line(section, "section")
    unit = unit if unit is None else _line(unit, "unit")
    author = author if author is None else _line(author, "author")
    issue = default if given is None else _issue(given, notes) or default
    own = date if date is None else _date(date, "date", notes)
    is_untitled = title is None or (bool(body) and untitled is not None and _truth(untitled))
    if title is None:
        title = _derived_title(body)
    name = "" if name is None else _id(name)
    paths: tuple[str, ...] = ()
    if region is not None or regions is not None:
        paths = _given_regions(region, regions)
    elif unit is not None:
        paths = _regions_of_unit(unit) if issue.publisher is None else _regions(unit, issue.publisher)
    origin = None
    if own is not None:
        origin = "issue" if date_from == "issue" else "article"
    elif issue.date is not None:
        own, origin = issue.date, "issue"
    article = Article(
        name, title, is_untitled, section, unit, author, paths, own, origin, body, issue, source, first, last
    )
    return article if name else replace(article, id=article_id(article)), notes


def _text(value: Any, what: str) -> str | None:
    """A text without white space around it, None for an empty one. A number is taken as it is written."""
    if type(value) is not str:
        if value is None:
            return None
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise _FieldError(tr("the {what} is not text", what=what))
        value = str(value)
    if "\r" in value:
        value = clean(value)
    return value.strip() or None


def _line(value: Any, what: str) -> str | None:
    """A text on one line."""
    text = _text(value, what)
    return " ".join(text.split()) if text is not None and "\n" in text else text


def _id(value: Any) -> str:
    if type(value) is int:
        return str(value)
    if not isinstance(value, str):
        raise _FieldError(tr("the id is neither text nor a whole number"))
    if not value.strip():
        raise _FieldError(tr("the id is empty: leave it out, and one is made from the content"))
    if len(value) > _LONGEST_ID:
        raise _FieldError(tr("the id is longer than {most:,} characters", most=_LONGEST_ID))
    if not value.isprintable() and _CONTROL.search(value):
        raise _FieldError(tr("there is a control character in the id"))
    return value


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    known = _TRUTH.get(value.strip().lower()) if isinstance(value, str) else None
    if known is None:
        raise _FieldError(tr("untitled is neither true nor false"))
    return known


def _date(value: Any, what: str, notes: list[str]) -> str | None:
    text = _text(value, what)
    if text is None:
        return None
    iso = _iso(text)
    if iso is None:
        notes.append(
            tr(
                "the {what} {text!r} is not understood, and the article is taken without it; write 2022-09-15",
                what=what,
                text=text[:40],
            )
        )
    return iso


_iso: Final = _remembered(exact_date)


@lru_cache(maxsize=16)
def issue_of(line: str) -> tuple[Issue, tuple[str, ...]]:
    """The issue that a line of kind `issue` tells of, and what is not quite right about it; none for an empty line."""
    if not line:
        return _NONE, ()
    notes: list[str] = []
    try:
        return _issue(cleaned(decode(line)), notes) or _NONE, tuple(notes)
    except (ValueError, RecursionError, _FieldError) as fault:
        return _NONE, (str(fault),)


def _issue(value: Any, notes: list[str]) -> Issue | None:
    """The issue that a value means, None for an empty one."""
    if not isinstance(value, dict):
        title = _line(value, "issue")
        return None if title is None else _titled_issue(title)
    title, number, date, publisher = (value.get(key) for key in _ISSUE_KEYS)
    return Issue(
        _line(title, "issue's title"),
        _line(number, "issue's number"),
        _date(date, "issue's date", notes),
        _line(publisher, "issue's publisher"),
    )


@_remembered
def _titled_issue(title: str) -> Issue:
    return Issue(title)


def _given_regions(region: Any, regions: Any) -> tuple[str, ...]:
    """Regions as paths; a text may list several."""
    names = [] if region is None else _names(region, "region")
    if isinstance(regions, list):
        for value in regions:
            names += _names(value, "region")
    elif regions is not None:
        names += _names(regions, "region")
    return tuple(dict.fromkeys(map(_path, names)))


def _names(value: Any, what: str) -> list[str]:
    text = _line(value, what)
    return [name.strip() for name in _LISTED.split(text) if name.strip()] if text else []


@_remembered
def _path(name: str) -> str:
    """The division that a name means, or the name itself if it means none or several."""
    from corpus.regions import gazetteer, topmost  # its data is large, and many files name no place

    meant = topmost(gazetteer().resolve(name))  # 长沙 is 长沙市, though it has a 长沙县
    provinces = [path for path in meant if "/" not in path]  # 海南 is 海南省 before it is 海南州
    return next((found[0] for found in (meant, provinces) if len(found) == 1), name)


def _regions(unit: str, publisher: str | None = None) -> tuple[str, ...]:
    """The regions that a unit is of; the publisher of the issue settles names that several places share."""
    from corpus.regions import gazetteer  # its data is large, and many files name no place

    return gazetteer().article_regions(unit=unit[:_LONGEST_REMEMBERED], title=None, head="", publisher=publisher)


_regions_of_unit: Final = _remembered(_regions)


def _derived_title(body: str) -> str:
    from corpus.layout.build import derived_title  # the layout reader is large, and few records have no title

    return derived_title(body)
