"""How far an indexing run has come, for those who wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a run has come: the bytes and the files that are read, of how many, and the file that was read last; None
    where all are, and what is left to do is to write.
    """

    bytes: int
    all_bytes: int
    files: int
    all_files: int
    path: str | None


# Told how far a run has come.
Progress: TypeAlias = Callable[[Reached], None]


def silent(reached: Reached) -> None:
    """Tells nobody."""
