"""Parses a query into its syntax tree.

    query   = or
    or      = and { "OR" and }
    and     = unary { ["AND"] unary }
    unary   = ("NOT" | "-") unary | [field ":"] (string | "(" or ")" [weight])
    string  = (word | prefix | quoted [slack]) [weight]

White space means AND, and AND binds more tightly than OR.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from corpus.language import later, tr
from search.errors import FaultKind, QueryError
from search.query import lexer
from search.query.lexer import BEHIND_THE_COLON, LEAST_WEIGHT, MOST_WEIGHT, Token, tokens
from search.query.syntax import All, Any, Beginning, Leaf, Neighbours, Node, Text, Without

# Three pages of print. A query of thousands of words takes a second or so; and the time that jieba takes for a run of
# characters that no word has grows with its square. Nesting deeper than this is a mistake, and would exhaust the
# interpreter's stack.
MAX_LENGTH: Final = 5_000
MAX_DEPTH: Final = 50
# Of a text to find as it stands, thirty pages.
MAX_LITERAL: Final = 50_000

_STRINGS: Final = frozenset({lexer.WORD, lexer.PREFIX, lexer.QUOTED})


def parse(query: str, longest: int = MAX_LENGTH) -> Node | None:
    """The syntax tree of a query of at most so many characters, None for white space alone. Raises QueryError."""
    if len(query) > longest:
        raise _too_long(query, longest, tr("a passage is enough to find an article, or take all as text with -F"))
    return _Parser(query).parse()


def literal_query(text: str, longest: int = MAX_LITERAL) -> Text:
    """The syntax tree of a whole query taken as text, of at most so many characters. Raises QueryError."""
    if len(text) > longest:
        raise _too_long(text, longest, tr("a passage is enough to find an article"))
    return Text(text, quoted=True, field=None, span=(0, len(text)))


def _too_long(query: str, longest: int, advice: str) -> QueryError:
    cause = tr("a query of more than {most:,} characters", most=longest)  # of a stream, no more is read
    return QueryError("too-long", cause, query, (longest, len(query)), advice)


class _Parser:
    """A recursive descent over the tokens of one query."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = tokens(query)
        self._next = 0
        self._depth = 0

    def parse(self) -> Node | None:
        if not self._tokens:
            return None
        node = self._or(None)
        if token := self._peek():
            raise self._stray(token)
        return node

    def _or(self, field: str | None) -> Node:
        parts = [self._and(field)]
        while (token := self._peek()) and token.kind == lexer.OR:
            self._next += 1
            parts.append(self._and(field))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _and(self, field: str | None) -> Node:
        parts = [self._unary(field)]
        while (token := self._peek()) and token.kind not in {lexer.OR, lexer.CLOSE}:
            if token.kind == lexer.AND:
                self._next += 1
            parts.append(self._unary(field))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _unary(self, field: str | None) -> Node:
        token = self._peek()
        if token is None:
            last = self._tokens[-1]
            raise self._fault(
                "missing-operand", tr("nothing stands behind {text!r}", text=last.text), last, tr(_NO_OPERAND)
            )
        self._next += 1
        if token.kind == lexer.NOT:
            return Without(self._deeper(token, self._unary, field))
        if token.kind == lexer.FIELD:
            return self._value(token)
        if token.kind == lexer.OPEN:
            return self._group(token, field)
        if token.kind in _STRINGS:
            return _leaf(token, field, token.start)
        if token.kind == lexer.CLOSE and not self._depth:
            raise self._stray(token)
        what = tr("a closing parenthesis") if token.kind == lexer.CLOSE else repr(token.text)
        raise self._fault("missing-operand", tr("nothing stands before {what}", what=what), token, tr(_NO_OPERAND))

    def _value(self, field: Token) -> Node:
        """What stands behind a field's colon; the lexer saw that it is no white space."""
        token = self._peek()
        if token is not None and token.kind == lexer.OPEN:
            self._next += 1
            return self._group(token, field.text)
        if token is None or token.kind not in _STRINGS:
            raise self._fault("empty-field", tr("a field without text"), field, tr(BEHIND_THE_COLON))
        self._next += 1
        return _leaf(token, field.text, field.start)

    def _group(self, opening: Token, field: str | None) -> Node:
        node = self._deeper(opening, self._or, field)
        closing = self._peek()
        if closing is None:
            raise self._fault(
                "open-parenthesis", tr("a parenthesis that is not closed"), opening, tr("close it with )")
            )
        self._next += 1
        return node if closing.weight == 1 else _weighted(node, closing.weight)

    def _deeper(self, token: Token, rule: Callable[[str | None], Node], field: str | None) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault(
                "too-deep", tr("too many parts within parts"), token, tr("the limit is {most} levels", most=MAX_DEPTH)
            )
        node = rule(field)
        self._depth -= 1
        return node

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _stray(self, closing: Token) -> QueryError:
        return self._fault(
            "stray-parenthesis", tr("a closing parenthesis without an opening one"), closing, tr("remove it")
        )

    def _fault(self, kind: FaultKind, cause: str, token: Token, advice: str) -> QueryError:
        return QueryError(kind, cause, self._query, (token.start, token.end), advice)


_NO_OPERAND: Final = later("write what to find, or use quotes")


def _leaf(token: Token, field: str | None, start: int) -> Leaf:
    """A string, with all that belongs to it from `start` on."""
    span = (start, token.end)
    if token.kind == lexer.PREFIX:
        return Beginning(token.text, field, span, token.weight)
    if token.slack is not None:
        return Neighbours(token.text, token.slack, field, span, token.weight)
    return Text(token.text, token.kind == lexer.QUOTED, field, span, token.weight)


def _weighted(node: Node, weight: float) -> Node:
    """A group whose strings weigh as much more, within the range of weights: so that a weight changes nothing else."""
    match node:
        case All() | Any():
            return node.but(parts=tuple(_weighted(part, weight) for part in node.parts))
        case Without():
            return Without(_weighted(node.part, weight))
        case _:
            return node.but(weight=min(MOST_WEIGHT, max(LEAST_WEIGHT, node.weight * weight)))
