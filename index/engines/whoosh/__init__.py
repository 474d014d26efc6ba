"""The engine for small indexes: Whoosh, in Python, one directory of files."""

from __future__ import annotations

from index.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
