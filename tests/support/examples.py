"""How many examples a property is tried with, and on what."""

from __future__ import annotations

from typing import Final

from hypothesis import HealthCheck, settings

# As many as the profile says, so that what has a number of its own has more in a long run too.
EXAMPLES: Final = settings().max_examples

# For what takes a fixture, which is the same one for all examples: whatever they write there, the next one replaces.
WITH_FIXTURE: Final = (HealthCheck.function_scoped_fixture, *settings().suppress_health_check)
