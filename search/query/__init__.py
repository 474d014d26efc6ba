"""The query language: text in, plan out. See docs/query-language.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.query.parser import parse
    from search.query.planner import Filters, Query, plan_query
else:
    from corpus.lazy import lazily

    __getattr__ = lazily(__name__, {".parser": "parse", ".planner": "Filters Query plan_query"})

__all__ = ["Filters", "Query", "parse", "plan_query"]
