"""The query language: text in, plan out. See docs/query-language.md."""

from __future__ import annotations

from search.query.parser import parse
from search.query.planner import Filters, Query, plan_query

__all__ = ["Filters", "Query", "parse", "plan_query"]
