"""What a line that is typed at the prompt means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from corpus.language import tr
from search.errors import RequestError

# Directives: all names of each.
NAMES: Final = {
    "region": ("region", "地区"),
    "section": ("section", "栏目"),
    "unit": ("unit", "单位"),
    "author": ("author", "作者"),
    "issue": ("issue", "期次"),
    "since": ("since", "自"),
    "until": ("until", "至"),
    "clear": ("clear", "清除"),
    "sort": ("sort", "排序"),
    "count": ("count", "统计"),
    "next": ("next", "下页"),
    "back": ("back", "上页"),
    "help": ("help", "帮助"),
    "quit": ("quit", "退出"),
}
FILTERS: Final = ("region", "section", "unit", "author", "issue", "since", "until")

_DIRECTIVES: Final = {name: directive for directive, names in NAMES.items() for name in names}
_COLONS: Final = (":", "：")
# Between alternatives of a filter.
_BETWEEN: Final = re.compile("[,，、]")


@dataclass(frozen=True, slots=True)
class Ask:
    """A query."""

    query: str


@dataclass(frozen=True, slots=True)
class Open:
    """The result of that rank, whole."""

    rank: int


@dataclass(frozen=True, slots=True)
class Turn:
    """So many pages on, or back."""

    pages: int


@dataclass(frozen=True, slots=True)
class Narrow:
    """A filter that holds until it is cleared; without values it is."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clear:
    """No filter any more."""


@dataclass(frozen=True, slots=True)
class Order:
    """Results in another order."""

    sort: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many results there are of each value of a field."""

    field: str


@dataclass(frozen=True, slots=True)
class Help:
    """What can be typed."""


@dataclass(frozen=True, slots=True)
class Quit:
    """The end."""


Line: TypeAlias = "Ask | Open | Turn | Narrow | Clear | Order | Count | Help | Quit"


def understood(line: str, ranks: range) -> Line:
    """What a line means while the results of these ranks are shown.

    A number that is the rank of one opens it; an empty line turns the page; what begins with a colon is a directive;
    all else is a query. Raises RequestError for a directive that there is not.
    """
    text = line.strip()
    if not text:
        return Turn(1)
    if text.isdecimal() and int(text) in ranks:
        return Open(int(text))
    if not text.startswith(_COLONS):
        return Ask(text)
    typed, rest = (*text[1:].split(maxsplit=1), "", "")[:2]  # at any white space: input methods write the wide one
    return _directive(typed, rest.strip())


def _directive(typed: str, rest: str) -> Line:
    beginning = [directive for name, directive in _DIRECTIVES.items() if typed and name.startswith(typed.lower())]
    name = _DIRECTIVES.get(typed.lower()) or (beginning[0] if len(set(beginning)) == 1 else None)
    if name is None:
        raise RequestError(tr("there is no :{typed}; what there is: :help", typed=typed))
    if name in FILTERS:
        return Narrow(name, tuple(value for part in _BETWEEN.split(rest) if (value := part.strip())))
    simple: dict[str, Line] = {"next": Turn(1), "back": Turn(-1), "clear": Clear(), "help": Help(), "quit": Quit()}
    if name in simple:
        return simple[name]
    if not rest:
        example = f":{name} {'date' if name == 'sort' else 'region'}"
        raise RequestError(tr("say what by: {example}", example=example))
    return Order(rest) if name == "sort" else Count(rest)
