"""Ids that a file has more than once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.identity import repeated_id
from corpus.language import tr
from corpus.ready.articles import Parsed


def distinct(parsed: Iterable[Parsed]) -> Iterator[Parsed]:
    """The articles of one file, in order, with each id once.

    Where the same content comes again, its occurrence is mixed into the id. An id that the file gives and that an
    article before has is a fault, and its article is left out. All ids are held in memory.
    """
    taken: set[str] = set()
    occurrences: dict[str, int] = {}
    for part in parsed:
        kept = []
        faults = list(part.faults)
        for article in part.articles:
            name = article.id
            if name in taken and name in part.given:
                line = f"{part.path}:{article.line_start}"
                faults.append(
                    tr(
                        "{line}: the id {id!r} is that of an article before, and this one is left out",
                        line=line,
                        id=name[:100],
                    )
                )
                continue
            if name in taken:
                occurrence = occurrences.get(name, 1)
                while (other := repeated_id(name, occurrence)) in taken:
                    occurrence += 1
                occurrences[name] = occurrence + 1
                name = other
            taken.add(name)
            kept.append(article if name == article.id else replace(article, id=name))
        yield replace(part, articles=kept, faults=faults)
