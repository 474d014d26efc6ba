"""What an index was made with: raised when one that was made before can no longer be used as it is."""

from __future__ import annotations

from typing import Final

# What an index directory holds, and in which form.
FORMAT_VERSION: Final = 7

# Folding, atoms, terms and grams: an index made by another version must be made anew.
ANALYSIS_VERSION: Final = 3
