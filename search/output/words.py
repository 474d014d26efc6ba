"""Names that are words of machine formats too: where people read them, `tr` has them in their language."""

from __future__ import annotations

from typing import Final

from corpus.language import later, trn

# Fields of articles, and what articles are counted by.
FIELDS: Final = (
    later("title"),
    later("body"),
    later("unit"),
    later("author"),
    later("region"),
    later("section"),
    later("issue"),
    later("date"),
    later("year"),
    later("month"),
    later("since"),
    later("until"),
)
# What the label `text` is shown as: text that nothing explains.
LEFT_OVER: Final = later("left over")
# What lines of a file are taken for.
LABELS: Final = (
    later("masthead"),
    later("contents"),
    later("section"),
    later("title"),
    later("byline"),
    later("dateline"),
    later("closing"),
    later("mark"),
    later("colophon"),
    later("furniture"),
    LEFT_OVER,
    later("nowhere"),
)
# What `status` tells of an index, and `analyze` of a text.
STATUS: Final = (
    later("index"),
    later("engine"),
    later("articles"),
    later("files"),
    later("issues"),
    later("first date"),
    later("last date"),
    later("bytes of text"),
    later("bytes on disk"),
    later("user words"),
    later("created"),
    later("made by"),
    later("changed files"),
    later("vanished files"),
)
ANALYSIS: Final = (later("fold"), later("atoms"), later("literals"), later("terms"), later("grams"))
# What `config` tells besides the names of options.
CONFIG: Final = (later("user file"), later("project file"))


def articles(count: int) -> str:
    """So many articles."""
    return trn("{count:,} article", "{count:,} articles", count)


def files(count: int) -> str:
    """So many files."""
    return trn("{count:,} file", "{count:,} files", count)
