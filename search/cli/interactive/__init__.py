"""The prompt that `wensou` alone opens on a terminal: a query a line, answered at once, for everything is loaded.

`lines` says what a typed line means, `session` does it, `prompt` reads lines, completes them and keeps their history.
"""

from __future__ import annotations

__all__: list[str] = []
