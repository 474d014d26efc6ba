"""What an indexing run tells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from corpus.language import later

# Why a file was not even looked at, in `Summary.failed`.
OUT_OF_REACH: Final = later("out of reach")


@dataclass(slots=True)
class Summary:
    """What an indexing run did or, when dry, would do: files by what became of them, and articles added and removed
    with them. `duplicates` are articles of files that were added or changed which stand in other files too: each is
    stored once.

    `doubtful` are files whose split raised warnings, `corrected` those that stand for files with a split that a person
    corrected. `faults` are messages about what could not be read, `notes` about what was left alone on purpose;
    `unknown` counts files of types that are not read, `failed` those that could not be read, by the reason.

    `engine` stores the index; `is_new` says that the run made it, or made it anew without the files in `left`, which it
    had before. `bytes_of_text` is about how much text the files hold that were found.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    articles_added: int = 0
    articles_removed: int = 0
    duplicates: int = 0
    doubtful: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    engine: str = ""
    is_new: bool = False
    left: list[str] = field(default_factory=list)
    bytes_of_text: int = 0
