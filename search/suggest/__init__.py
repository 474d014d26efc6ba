"""Finds out why a search found nothing, and what else finds something. See docs/decisions/suggestions.md."""

from __future__ import annotations

from search.suggest.advisor import advise

__all__ = ["advise"]
