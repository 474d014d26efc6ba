"""Cuts a query into tokens. Full-width operators are understood like their ASCII forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from index.fold import fold
from search.errors import QueryError

# What each kind of token is called here and in the parser.
WORD, QUOTED, FIELD, OPEN, CLOSE, AND, OR, NOT = "word", "quoted", "field", "(", ")", "and", "or", "not"

FIELDS: Final = {
    "title": "title", "标题": "title",
    "body": "body", "正文": "body",
    "unit": "unit", "单位": "unit",
    "section": "section", "栏目": "section",
    "region": "region", "地区": "region",
    "author": "author", "作者": "author",
    "date": "date", "日期": "date",
}  # fmt: skip

_OPEN: Final = "(（"
_CLOSE: Final = ")）"
_MINUS: Final = "-－"
_COLON: Final = ":："
# Opening quote: all that close it.
_QUOTES: Final = {'"': '"', "＂": "＂", "“": "”"}
_SPECIAL: Final = frozenset(_OPEN + _CLOSE + '"＂“”')
_KEYWORDS: Final = {"AND": AND, "OR": OR, "NOT": NOT}
_NAME: Final = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind, its meaning (text without quotes, or the field's name), its range `[start,
    end)`.
    """

    kind: str
    text: str
    start: int
    end: int


def tokens(query: str) -> list[Token]:
    """The tokens of a query, in order.

    Raises QueryError for an open quote, a stray closing quote, or an unknown field.
    """
    found: list[Token] = []
    place = 0
    while place < len(query):
        char = query[place]
        if char.isspace():
            place += 1
            continue
        if char in _OPEN:
            token = Token(OPEN, char, place, place + 1)
        elif char in _CLOSE:
            token = Token(CLOSE, char, place, place + 1)
        elif char in _QUOTES:
            token = _quoted(query, place)
        elif char == "”":
            raise QueryError("a closing quote without an opening one", query, (place, place + 1), "remove it")
        elif char in _MINUS and _negates(query, place):
            token = Token(NOT, char, place, place + 1)
        else:
            token = _field(query, place) or _word(query, place)
        found.append(token)
        place = token.end
    return found


def _quoted(query: str, start: int) -> Token:
    """A quoted string. Inside, only a backslash before the closing quote or another backslash is special."""
    closing = _QUOTES[query[start]]
    text: list[str] = []
    place = start + 1
    while place < len(query):
        char = query[place]
        if char == "\\" and query[place + 1 : place + 2] in {closing, "\\"}:
            text.append(query[place + 1])
            place += 2
        elif char == closing:
            return Token(QUOTED, "".join(text), start, place + 1)
        else:
            text.append(char)
            place += 1
    raise QueryError("a quote that is not closed", query, (start, len(query)), f"close it with {closing}")


def _negates(query: str, place: int) -> bool:
    """Whether a minus at the start of a word excludes what follows: a dash before white space or another dash is
    text.
    """
    following = query[place + 1 : place + 2]
    return bool(following) and not following.isspace() and following not in _MINUS


def _field(query: str, start: int) -> Token | None:
    """A field's name with its colon, or None. A name in ASCII letters before a colon must be a field's."""
    name = _NAME.match(query, start)
    if not name or query[name.end() : name.end() + 1] not in tuple(_COLON):
        return None
    end = name.end() + 1
    field = FIELDS.get(fold(name.group()).text)
    if field is None:
        if not name.group().isascii():
            return None
        known = " ".join(key for key in FIELDS if key.isascii())
        advice = f"the fields are {known}; for text with a colon use quotes"
        raise QueryError(f"there is no field {name.group()!r}", query, (start, end), advice)
    if end == len(query) or query[end].isspace():
        raise QueryError("a field without text", query, (start, end), "write what to find right behind the colon")
    return Token(FIELD, field, start, end)


def _word(query: str, start: int) -> Token:
    end = start
    while end < len(query) and not query[end].isspace() and query[end] not in _SPECIAL:
        end += 1
    text = query[start:end]
    return Token(_KEYWORDS.get(text, WORD), text, start, end)
