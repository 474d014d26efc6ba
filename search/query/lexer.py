"""Cuts a query into tokens. Full-width operators are understood like their ASCII forms."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from corpus.frozen import Frozen
from corpus.language import later, tr
from index.atoms import BREAK, atoms, is_han
from index.fold import fold
from search.errors import FaultKind, QueryError

# What each kind of token is called here and in the parser.
WORD, PREFIX, QUOTED, FIELD, OPEN, CLOSE, AND, OR, NOT = (
    "word", "prefix", "quoted", "field", "(", ")", "and", "or", "not",
)  # fmt: skip

FIELDS: Final = {
    "title": "title", "标题": "title",
    "body": "body", "正文": "body",
    "unit": "unit", "单位": "unit",
    "section": "section", "栏目": "section",
    "region": "region", "地区": "region",
    "author": "author", "作者": "author",
    "date": "date", "日期": "date",
}  # fmt: skip

# Atoms between two parts of a quoted string: some lines of text. Tantivy is asked for each distance.
MAX_SLACK: Final = 50
# Weights beyond would drown out all else: scores have 32 bits.
LEAST_WEIGHT: Final = 0.01
MOST_WEIGHT: Final = 100.0

_OPEN: Final = "(（"
_CLOSE: Final = ")）"
_MINUS: Final = "-－−"
_COLON: Final = ":："
# Opening quote: all that close it.
_QUOTES: Final = {'"': '"', "＂": "＂", "“": "”"}
_SPECIAL: Final = frozenset(_OPEN + _CLOSE + '"＂“”')
_KEYWORDS: Final = {"AND": AND, "OR": OR, "NOT": NOT, "|": OR, "||": OR, "&&": AND}
# Chinese input methods have 【】 on the keys of square brackets.
_RANGE_OPEN: Final = "[［【{｛"
_RANGE_CLOSE: Final = "]］】}｝"
# What is hardly text, so that it is a slip in any field but dates.
_DATES_ALONE: Final = (
    f"[{re.escape(_RANGE_OPEN)}][^{re.escape(_RANGE_CLOSE)}]{{0,80}}\\s(?:TO|ＴＯ)\\s[^{re.escape(_RANGE_CLOSE)}]{{0,80}}"
    f"[{re.escape(_RANGE_CLOSE)}]|(?:[<>＜＞][=＝]?|[≤≥])[0-9０-９]"
)
_NAME: Final = re.compile(r"[^\W\d]\w*")
_STAR: Final = ("*", "＊")
_SLACK: Final = re.compile("[~～]([0-9０-９]*)")
_WEIGHT: Final = re.compile("[\\^＾]([0-9０-９]+(?:[.．][0-9０-９]+)?)")
_WEIGHTED: Final = re.compile(f"(.+){_WEIGHT.pattern}", re.DOTALL)
# Python refuses to read numbers of thousands of digits.
_MOST_DIGITS: Final = 4


class Token(Frozen):
    """A piece of a query: its kind, its meaning (text without quotes and operators, or the field's name), its range
    `[start, end)`.

    `slack` is that of a quoted string, None for one that is found as it stands; `weight` that of a string, or of the
    group that a parenthesis closes.
    """

    kind: str
    text: str
    start: int
    end: int
    slack: int | None = None
    weight: float = 1.0


def tokens(query: str) -> list[Token]:
    """The tokens of a query, in order. Raises QueryError for what is no token, such as an open quote."""
    return _Lexer(query).tokens()


class _Lexer:
    """One pass over a query, which knows whose value it is in: dates have ranges in brackets, in other text brackets
    are punctuation.
    """

    def __init__(self, query: str) -> None:
        self._query = query
        self._behind: str | None = None  # the field whose colon was just read
        self._fields: list[str | None] = [None]  # of each group that is open

    def tokens(self) -> list[Token]:
        found: list[Token] = []
        place = 0
        while place < len(self._query):
            if self._query[place].isspace():
                place += 1
                continue
            token = self._token(place)
            self._follow(token)
            found.append(token)
            place = token.end
        return found

    def _token(self, place: int) -> Token:
        char = self._query[place]
        if char in _OPEN:
            return Token(OPEN, char, place, place + 1)
        if char in _CLOSE:
            weight, end = self._weight(place + 1)
            return Token(CLOSE, char, place, end, weight=weight)
        if char in _QUOTES:
            return self._quoted(place)
        if char == "”":
            raise self._fault(
                "stray-quote", tr("a closing quote without an opening one"), place, place + 1, tr("remove it")
            )
        if char in _MINUS and self._negates(place):
            return Token(NOT, char, place, place + 1)
        return self._field(place) or self._word(place)

    def _follow(self, token: Token) -> None:
        """Keeps the field that the next token is a value of."""
        if token.kind == OPEN:
            self._fields.append(self._behind or self._fields[-1])
        elif token.kind == CLOSE and len(self._fields) > 1:
            self._fields.pop()
        self._behind = token.text if token.kind == FIELD else None

    def _quoted(self, start: int) -> Token:
        """A quoted string. Inside, only a backslash before the closing quote or another backslash is special."""
        query, closing = self._query, _QUOTES[self._query[start]]
        text: list[str] = []
        place = start + 1
        while place < len(query):
            char = query[place]
            if char == "\\" and query[place + 1 : place + 2] in {closing, "\\"}:
                text.append(query[place + 1])
                place += 2
            elif char == closing:
                slack, place = self._slack(place + 1)
                weight, end = self._weight(place)
                return Token(QUOTED, "".join(text), start, end, slack, weight)
            else:
                text.append(char)
                place += 1
        raise self._fault(
            "open-quote",
            tr("a quote that is not closed"),
            start,
            len(query),
            tr("close it with {closing}", closing=closing),
        )

    def _slack(self, place: int) -> tuple[int | None, int]:
        """How far the parts of a quoted string that ends at a place may stand apart, and where that ends."""
        found = _SLACK.match(self._query, place)
        if not found:
            return None, place
        digits, end = found[1], found.end()
        slack = int(digits) if 0 < len(digits) <= _MOST_DIGITS else -1
        if not 0 <= slack <= MAX_SLACK or not (self._ends(end) or _WEIGHT.match(self._query, end)):
            advice = tr(
                'write how far apart the parts may be, up to "…"~{most}, or a space before the ~', most=MAX_SLACK
            )
            raise self._fault(
                "bad-slack", tr("a distance that cannot be read"), place, max(end, self._run(place)), advice
            )
        return slack, end

    def _weight(self, place: int) -> tuple[float, int]:
        """The weight of what ends at a place, and where that ends."""
        found = _WEIGHT.match(self._query, place)
        if not found or not self._ends(found.end()):
            return 1.0, place
        weight = float(normalize("NFKC", found[1]))
        if not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
            advice = tr(
                "write one from {least:g} to {most:g}; for text use quotes", least=LEAST_WEIGHT, most=MOST_WEIGHT
            )
            raise self._fault("bad-weight", tr("a weight out of range"), *found.span(), advice)
        return weight, found.end()

    def _ends(self, place: int) -> bool:
        """Whether a string can end at a place: nothing of it follows."""
        following = self._query[place : place + 1]
        return not following or following.isspace() or following in _SPECIAL

    def _negates(self, place: int) -> bool:
        """Whether a minus at the start of a word excludes what follows: a dash before white space or another dash is
        text.
        """
        following = self._query[place + 1 : place + 2]
        return bool(following) and not following.isspace() and following not in _MINUS

    def _field(self, start: int) -> Token | None:
        """A field's name with its colon, or None. A name in ASCII letters before a colon must be a field's."""
        query = self._query
        name = _NAME.match(query, start)
        if not name or query[name.end() : name.end() + 1] not in tuple(_COLON):
            return None
        end = name.end() + 1
        field = FIELDS.get(fold(name.group()).text)
        if field is None:
            if not name.group().isascii():
                return None
            raise self._fault(
                "unknown-field", tr("there is no field {field!r}", field=name.group()), start, end, _known(name.group())
            )
        if end == len(query) or query[end].isspace():
            raise self._fault("empty-field", tr("a field without text"), start, end, tr(BEHIND_THE_COLON))
        return Token(FIELD, field, start, end)

    def _word(self, start: int) -> Token:
        end = self._run(self._range_end(start))
        text = self._query[start:end]
        if keyword := _KEYWORDS.get(normalize("NFKC", text)):
            return Token(keyword, text, start, end)
        weight = 1.0
        if weighted := _WEIGHTED.fullmatch(text):
            text = weighted[1]
            weight, _ = self._weight(start + len(text))
        if text.endswith(_STAR) and _may_go_on(text[:-1]):
            return Token(PREFIX, text[:-1], start, end, weight=weight)
        return Token(WORD, text, start, end, weight=weight)

    def _run(self, place: int) -> int:
        """Where the word that goes on at a place ends."""
        while place < len(self._query) and not self._query[place].isspace() and self._query[place] not in _SPECIAL:
            place += 1
        return place

    def _range_end(self, start: int) -> int:
        """Where a range of dates that begins at a place ends; the place itself where none begins."""
        if (self._behind or self._fields[-1]) != "date":
            found = re.match(_DATES_ALONE, self._query[start:]) if self._behind else None
            if found:
                cause = tr("{field} has no ranges and comparisons", field=self._behind)
                end = start + found.end()
                raise self._fault("wrong-field", cause, start, end, tr("dates have; for text use quotes"))
            return start
        if self._query[start] not in _RANGE_OPEN:
            return start
        for place in range(start, len(self._query)):
            if self._query[place] in _RANGE_CLOSE:
                return place + 1
        advice = tr("close it with ], as in date:[2022-01 TO 2022-06]")
        raise self._fault("open-range", tr("a range that is not closed"), start, len(self._query), advice)

    def _fault(self, kind: FaultKind, cause: str, start: int, end: int, advice: str) -> QueryError:
        return QueryError(kind, cause, self._query, (start, end), advice)


BEHIND_THE_COLON: Final = later("write what to find right behind the colon")


def _known(name: str) -> str:
    """What may have been meant by a name that is no field's."""
    from difflib import get_close_matches  # only a slip needs it

    names = [field for field in FIELDS if field.isascii()]
    close = get_close_matches(name.lower()[:20], names, 1)
    known = tr("the fields are {known}; for text with a colon use quotes", known=" ".join(names))
    return tr("did you mean {meant}:? {known}", meant=close[0], known=known[0].upper() + known[1:]) if close else known


def _may_go_on(text: str) -> bool:
    """Whether text ends with a letter or digit other than a Han character."""
    cut = atoms(text)
    last = cut.texts[-2]
    return last != BREAK and cut.ends[-2] == len(text) and not is_han(last[0])
