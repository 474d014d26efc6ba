"""The records that flow from documents to the index: an issue, its articles, and what belongs to neither.

None can be changed: a reader makes them once, everything after only reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from corpus.frozen import Frozen


class Issue(Frozen):
    """One issue of a newsletter, or what is known of the document that an article stands in.

    `date` is ISO 8601, as precise as the document is: `2022`, `2022-10` or `2022-10-18`.
    """

    title: str | None = None
    number: str | None = None
    date: str | None = None
    publisher: str | None = None

    @property
    def label(self) -> str:
        """The title and number as one text: how people name an issue."""
        return " ".join(filter(None, (self.title, self.number)))


class Place(NamedTuple):
    """Lines of a file, `line_start` to `line_end`, from 1, both included."""

    source: str
    line_start: int
    line_end: int


class Article(Frozen):
    """One article of an issue.

    `title` of an `untitled` brief is derived from its body, for display only. `regions` are paths from the province
    down, such as `广西壮族自治区/桂林市/七星区`, the primary one first. `date` is ISO 8601 and may be partial;
    `date_from` tells whether it is the article's own (`article`) or the issue's (`issue`), and is None without a date.
    `body` holds one paragraph a line, joined over page breaks. `line_start` and `line_end` are the first and the last
    line of the article in its source, from 1, both included. `copies` are the other files in which the same article
    stands: only an index knows of them.
    """

    id: str
    title: str
    untitled: bool
    section: str | None
    unit: str | None
    author: str | None
    regions: tuple[str, ...]
    date: str | None
    date_from: str | None
    body: str
    issue: Issue
    source: str
    line_start: int
    line_end: int
    copies: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the article stands: its source first."""
        return Place(self.source, self.line_start, self.line_end), *self.copies

    @property
    def sources(self) -> tuple[str, ...]:
        """The files in which the article stands."""
        return tuple(place.source for place in self.places)

    def at(self, places: Sequence[Place]) -> Article:
        """The same article in other places, one or more."""
        first, *copies = places
        return self.but(
            source=first.source,
            line_start=first.line_start,
            line_end=first.line_end,
            copies=tuple(copies),
        )


class Remainder(Frozen):
    """Text that belongs to no article, kept so that nothing is lost silently.

    `label` says what it was taken for: `masthead`, `contents`, `section`, `byline`, `dateline`, `closing`, `mark`,
    `colophon`, `furniture`, or `text` for what nothing explains. `text` is the source text of the lines `line_start`
    to `line_end` (from 1, both included).
    """

    label: str
    text: str
    line_start: int
    line_end: int


class Document(Frozen):
    """A file that was read and split: the issue, its articles in order, the remainder in order, and warnings.

    A warning about a line begins with `line 12: `. `corrected` is the file beside it with a split that a person
    corrected, from which all of this comes; None for a split of the file itself.
    """

    source: str
    issue: Issue
    articles: tuple[Article, ...]
    remainder: tuple[Remainder, ...]
    warnings: tuple[str, ...] = ()
    corrected: str | None = None
