"""What can go wrong with a query or with what a user asked for."""

from __future__ import annotations

from typing import Literal, TypeAlias

from corpus.errors import CorpusError, WensouError

# What is wrong with a query, for programs: the names stay, whatever the words for people become.
FaultKind: TypeAlias = Literal[
    "too-long",
    "too-deep",
    "open-quote",
    "stray-quote",
    "open-parenthesis",
    "stray-parenthesis",
    "open-range",
    "missing-operand",
    "unknown-field",
    "empty-field",
    "wrong-field",
    "only-punctuation",
    "bad-date",
    "empty-range",
    "bad-slack",
    "too-many-parts",
    "bad-weight",
]


class QueryError(WensouError):
    """A query that cannot be understood.

    `kind` names what is wrong, for programs; `cause` says it; `span` is the range `[start, end)` of characters in
    `query` that is at fault; `advice` says what to do.
    """

    def __init__(self, kind: FaultKind, cause: str, query: str, span: tuple[int, int], advice: str) -> None:
        super().__init__(cause)
        self.kind = kind
        self.cause = cause
        self.query = query
        self.span = span
        self.advice = advice


class RequestError(WensouError):
    """A request that cannot be met: an unknown field, a bad date, an id that no article has."""


class LostError(Exception):
    """A task that was not done, for the process that was at it ended; `fault` says why, without naming the file."""

    def __init__(self, fault: CorpusError) -> None:
        super().__init__(str(fault))
        self.fault = fault
