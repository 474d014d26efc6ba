"""Verifies an index: reads all of it and compares what must agree."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from corpus.language import tr
from index.atoms import literal
from index.engines import Reader
from index.errors import COUNT_ANEW, REBUILD, IndexDamagedError, IndexMissingError
from index.facets import count_facets
from index.opening import Index
from index.plan import Every, Literal, Plan

if TYPE_CHECKING:
    from index.store import Store


# Seconds before each further look: counting the articles of a large index takes some.
_PAUSES: Final = (0.5, 1.0, 2.0, 4.0)


def check(index: Index) -> list[str]:
    """What is wrong with an index, as messages that say how to mend it; empty for a sound one.

    Never raises for damage. What is seen in the midst of a commit is none: where somebody may be writing, one looks
    again.
    """
    for pause in _PAUSES:
        before = _stamp(index.store)
        faults = _faults(index.store)
        if not faults or not (index.store.is_written_to() or _stamp(index.store) != before):
            return faults
        time.sleep(pause)
    return _faults(index.store)


def _stamp(store: Store) -> tuple[object, ...]:
    with suppress(IndexDamagedError, IndexMissingError):
        return store.stamp()
    return ()


def _faults(store: Store) -> list[str]:
    """What is wrong with an index as it is now."""
    faults = store.strangers()
    try:
        index = Index(store)
    except (IndexDamagedError, IndexMissingError) as fault:
        return [*faults, str(fault)]
    try:
        damaged = index.engine.check(index.generation)
        # What damaged files hold says nothing more.
        faults += damaged or _check_contents(index)
    except IndexDamagedError as fault:
        faults.append(str(fault))
    try:
        index.dictionary.check()
    except IndexDamagedError as fault:
        faults.append(str(fault))
    return faults


def _check_contents(index: Index) -> list[str]:
    """Compares articles with what finds them, and counts them anew."""
    with closing(index.reader()) as reader:
        return [*_check_articles(reader), *_check_facets(index, reader)]


def _check_facets(index: Index, reader: Reader) -> list[str]:
    facets, counted = index.facets(), count_facets(reader, index.meta.generation)
    if facets == counted:
        return []
    stale = (facets.generation, facets.commit) != (counted.generation, counted.commit)
    remedy = tr(COUNT_ANEW if stale else REBUILD)
    shown = index.store.shown
    return [tr("the counts of {path} are not those of the articles; {remedy}", path=shown, remedy=remedy)]


def _check_articles(reader: Reader) -> list[str]:
    """Reads every article, looks up its title, and counts articles by file."""
    faults = []
    page = reader.search(Plan(Every()), sort="source", limit=max(1, reader.article_count()))
    per_source: Counter[str] = Counter()
    found: dict[tuple[str, ...], set[int]] = {}  # by the beginning of a text, which many articles may share
    numbers = [match.number for match in page.matches]
    ids: Counter[str] = Counter()
    for number, article in zip(numbers, reader.fetch(numbers), strict=True):
        per_source.update(article.sources)
        ids[article.id] += 1
        beginning = literal(article.body or article.title)[:8]
        if beginning and beginning not in found:
            plan = Plan(Literal(beginning))
            found[beginning] = {match.number for match in reader.search(plan, limit=len(numbers)).matches}
        if beginning and number not in found[beginning]:
            faults.append(
                tr(
                    "article {id} ({source}) is not found by its text; {rebuild}",
                    id=article.id,
                    source=article.source,
                    rebuild=tr(REBUILD),
                )
            )
    faults.extend(
        tr("{count} articles have the id {name}; {rebuild}", count=count, name=name, rebuild=tr(REBUILD))
        for name, count in ids.items()
        if count > 1
    )
    for source, record in reader.sources().items():
        if per_source[source] > record.articles:
            faults.append(
                tr("{source} has more articles than its file gave; {rebuild}", source=source, rebuild=tr(REBUILD))
            )
    unknown = set(per_source) - set(reader.sources())
    faults.extend(
        tr("articles of {source} without a record of the file; {rebuild}", source=source, rebuild=tr(REBUILD))
        for source in sorted(unknown)
    )
    return faults
