"""What can go wrong with an index."""

from __future__ import annotations

from typing import Final

from corpus.errors import WensouError
from corpus.language import later

# How every index that cannot be read is mended: a rebuild never opens it.
REBUILD: Final = later("make it anew: wensou index --rebuild PATH...")
# How counts are mended that are not those of the articles: every run sees to them.
COUNT_ANEW: Final = later("make it anew: wensou index PATH...")
# What an index of a later version asks for.
UPGRADE: Final = later(
    "upgrade wensou: pip install --upgrade wensou; or make the index anew: wensou index --rebuild PATH..."
)


class IndexMissingError(WensouError):
    """There is no index where one was looked for."""


class IndexDamagedError(WensouError):
    """An index cannot be read, or was made by another version, or is not ours to trust."""


class IndexBusyError(WensouError):
    """Another process is writing to the index."""


class EngineError(WensouError):
    """An index has another engine than the one asked for, or its engine cannot write."""


class DictionaryError(WensouError):
    """A user dictionary cannot be used. The message names the file and the line."""


class ClusterError(WensouError):
    """A cluster cannot be reached, or refuses what is asked of it."""
