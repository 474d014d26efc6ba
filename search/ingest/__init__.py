"""From files to the index: what is new or changed is read, what vanished is removed, the rest is left alone."""

from __future__ import annotations

from search.ingest.progress import Progress, Reached, silent
from search.ingest.run import FEW_BYTES, Sink, ingest
from search.ingest.steps import Workers
from search.ingest.summary import Summary
from search.ingest.update import NothingToIndexError, index_paths

__all__ = [
    "FEW_BYTES",
    "NothingToIndexError",
    "Progress",
    "Reached",
    "Sink",
    "Summary",
    "Workers",
    "index_paths",
    "ingest",
    "silent",
]
