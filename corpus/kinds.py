"""The kinds of file that can be read, and what reads each."""

from __future__ import annotations

from typing import Final

# suffix -> the module of corpus.readers whose `read_bytes` reads such newsletters. A module is imported when its first
# file comes, so a format's library costs nothing to those who have no such files. A new format is one line here and
# one module there.
NEWSLETTERS: Final = {
    ".txt": "corpus.readers.text",
}

# Articles that someone else has made ready; see corpus.ready.
READY: Final = (".csv", ".jsonl")

# All that can be read.
SUFFIXES: Final[tuple[str, ...]] = tuple(sorted((*NEWSLETTERS, *READY)))
