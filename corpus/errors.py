"""The root of wensou's errors, and what can go wrong while documents are read."""

from __future__ import annotations

from typing import ClassVar

from corpus.language import later


class WensouError(Exception):
    """A fault that its message explains to the user: what happened, where, and what to do next."""


class CorpusError(WensouError):
    """A document could not be read. The message names the file, what is wrong and what to do next; `reason` counts it
    among others.
    """

    reason: ClassVar[str] = later("unreadable")


class NoTextError(CorpusError):
    """A document without text."""

    reason = later("without text")


class ScannedError(CorpusError):
    """A document whose pages are pictures."""

    reason = later("scanned")


class ProtectedError(CorpusError):
    """A document that only a password or another key opens."""

    reason = later("protected")


class DamagedError(CorpusError):
    """A document that is not whole, or not what it says."""

    reason = later("damaged")


class LimitError(CorpusError):
    """A document that is more of something than is read (`corpus.limits`)."""

    reason = "too large"


class LargeError(LimitError):
    """A document that takes more memory than it may."""


class SlowError(LimitError):
    """A document that takes longer than it may."""

    reason = "too slow"


class NotArticlesError(CorpusError):
    """A `.jsonl` or `.csv` file that can be read but holds no articles: some other table, or nothing at all.

    Met in a folder, such a file is no more than one of an unknown type; named by the user it is a fault.
    """
