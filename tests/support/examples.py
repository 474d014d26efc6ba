"""How many examples a property is tried with."""

from __future__ import annotations

from typing import Final

from hypothesis import settings

# As many as the profile says, so that what has a number of its own has more in a long run too.
EXAMPLES: Final = settings().max_examples
