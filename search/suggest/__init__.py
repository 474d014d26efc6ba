"""What to say where nothing is found: why, and what else to try. See docs/decisions/suggestions.md."""

from __future__ import annotations

from search.suggest.advice import Advice, Missing, Suggestion, advise

__all__ = ["Advice", "Missing", "Suggestion", "advise"]
