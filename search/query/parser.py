"""Parses a query into its syntax tree.

    query   = or
    or      = and { "OR" and }
    and     = unary { ["AND"] unary }
    unary   = ("NOT" | "-") unary | [field ":"] (word | quoted | "(" or ")")

White space means AND, and AND binds more tightly than OR.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from search.errors import QueryError
from search.query import lexer
from search.query.lexer import Token, tokens
from search.query.syntax import All, Any, Node, Text, Without

# A pasted page is no query; nesting deeper than this is a mistake, and would exhaust the interpreter's stack.
MAX_LENGTH: Final = 65_536
MAX_DEPTH: Final = 50


def parse(query: str) -> Node | None:
    """The syntax tree of a query, None for one of white space alone. Raises QueryError."""
    if len(query) > MAX_LENGTH:
        advice = f"the limit is {MAX_LENGTH:,}"
        raise QueryError(f"a query of {len(query):,} characters", query, (MAX_LENGTH, len(query)), advice)
    return _Parser(query).parse()


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
            raise self._fault("a closing parenthesis without an opening one", token, "remove it")
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
            raise self._fault(f"nothing stands behind {last.text!r}", last, "write what to find, or use quotes")
        self._next += 1
        if token.kind == lexer.NOT:
            return Without(self._deeper(token, self._unary, field))
        if token.kind == lexer.FIELD:
            return self._value(token)
        if token.kind == lexer.OPEN:
            return self._group(token, field)
        if token.kind in {lexer.WORD, lexer.QUOTED}:
            return Text(token.text, token.kind == lexer.QUOTED, field, (token.start, token.end))
        what = "a closing parenthesis" if token.kind == lexer.CLOSE else repr(token.text)
        raise self._fault(f"nothing stands before {what}", token, "write what to find, or use quotes")

    def _value(self, field: Token) -> Node:
        """What stands behind a field's colon; the lexer saw that it is no white space."""
        token = self._tokens[self._next] if self._next < len(self._tokens) else None
        if token is not None and token.kind == lexer.OPEN:
            self._next += 1
            return self._group(token, field.text)
        if token is None or token.kind in {lexer.FIELD, lexer.CLOSE, lexer.NOT}:
            raise self._fault("a field without text", field, "write what to find right behind the colon")
        self._next += 1
        return Text(token.text, token.kind == lexer.QUOTED, field.text, (field.start, token.end))

    def _group(self, opening: Token, field: str | None) -> Node:
        node = self._deeper(opening, self._or, field)
        token = self._peek()
        if token is None:
            raise self._fault("a parenthesis that is not closed", opening, "close it with )")
        self._next += 1
        return node

    def _deeper(self, token: Token, rule: Callable[[str | None], Node], field: str | None) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault("too many parts within parts", token, f"the limit is {MAX_DEPTH} levels")
        node = rule(field)
        self._depth -= 1
        return node

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _fault(self, cause: str, token: Token, advice: str) -> QueryError:
        return QueryError(cause, self._query, (token.start, token.end), advice)
