"""What can go wrong with a query or with what a user asked for."""

from __future__ import annotations

from corpus.errors import WensouError


class QueryError(WensouError):
    """A query that cannot be understood.

    `span` is the range `[start, end)` of characters in `query` that is at fault; `advice` says what to do.
    """

    def __init__(self, cause: str, query: str, span: tuple[int, int], advice: str) -> None:
        super().__init__(cause)
        self.cause = cause
        self.query = query
        self.span = span
        self.advice = advice


class RequestError(WensouError):
    """A request that cannot be met: an unknown field, a bad date, an id that no article has."""
