"""One article, several files: each id is stored once, with all the places where its article stands.

Whoever adds and removes files need not know which of them have articles in common: what changes for the others is
written here, in the same transaction (docs/decisions/duplicates.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple, Protocol, TypeAlias

from corpus.identity import content_digest, repeated_id
from corpus.records import Article, Place
from index.engines import Encoded, Reader
from index.idtable import IdTable
from index.plan import Keyword, Plan

_AT_ONCE: Final = 500  # articles that are fetched together

# Makes articles ready for the index, and gives one that is ready another id and other places.
Encode: TypeAlias = "Callable[[Sequence[Article]], list[Encoded]]"
Put: TypeAlias = "Callable[[Encoded, str, Sequence[Place]], Encoded]"


class Articles(Protocol):
    """Where articles are written: see index.engines.Writer."""

    def add(self, articles: Iterable[Encoded]) -> None:
        """Adds articles."""

    def remove_source(self, source: str) -> None:
        """Removes a file with all the articles of which it is the first."""

    def remove_article(self, article_id: str) -> None:
        """Removes an article."""


class Refused(NamedTuple):
    """An article that was not added: its id is that of another one, which stands in the file `holder`."""

    article: Encoded
    holder: str


class Added(NamedTuple):
    """What came of adding articles: how many of them stand in other files too, and which were refused."""

    shared: int
    refused: list[Refused]


class Standing(NamedTuple):
    """Where an article stands, sorted, and the fingerprint of what it says."""

    content: str
    places: tuple[Place, ...]


_NOWHERE: Final = Standing("", ())


def _is_same(article: Encoded, standing: Standing) -> bool:
    """Whether an article is the one that stands there, and not a second one of the same file."""
    return article.content == standing.content and all(
        place.source != article.place.source for place in standing.places
    )


class Sharing:
    """Adds to and removes from what `writer` writes, `committed` being what it held before."""

    def __init__(self, writer: Articles, committed: Reader | None, put: Put, encode: Encode) -> None:
        self._writer = writer
        self._committed = committed if committed and committed.article_count() else None
        self._put = put
        self._encode = encode
        self._changed = _Changed()
        self._gone: set[str] = set()  # files that were removed in this transaction
        # Articles of the last commit whose places changed since, by the files in which they stood then.
        self._met: defaultdict[str, set[str]] = defaultdict(set)

    def close(self) -> None:
        """Gives back what it holds."""
        self._changed.close()

    def add(self, articles: Sequence[Encoded], exists: Callable[[str], bool], *, rename: bool = False) -> Added:
        """Adds articles of one file. One that stands in other files gets a place more.

        One whose id has another content gets another id where articles may be renamed. Else it is refused, unless the
        file that holds it does not exist any more: then it takes its place.
        """
        known = self._standing([article.id for article in articles])
        new: dict[str, Encoded] = {}
        refused: list[Refused] = []
        shared = 0
        for article in articles:
            if not known.get(article.id, _NOWHERE).places:
                new[article.id] = article
                known[article.id] = Standing(article.content, (article.place,))
                continue
            name = self._free_name(article, known) if rename else article.id
            standing = known.get(name, _NOWHERE)
            same = _is_same(article, standing)
            holders = [] if same else [place.source for place in standing.places if exists(place.source)]
            if holders:
                refused.append(Refused(article, holders[0]))
                continue
            places = tuple(sorted((*standing.places, article.place))) if same else (article.place,)
            if standing.places:
                self._writer.remove_article(name)
            shared += len(places) > 1
            is_as_encoded = name == article.id and places == (article.place,)
            new[name] = article if is_as_encoded else self._put(article, name, places)
            known[name] = Standing(article.content, places)
        self._writer.add(new.values())
        self._changed.put({name: known[name] for name in new})
        return Added(shared, refused)

    def remove_source(self, source: str) -> int:
        """Removes a file with all its articles, but for those that stand in other files too: they lose a place. How
        many of these stand in one file alone now.
        """
        others = list(self._shared_with(source))
        self._writer.remove_source(source)
        known = self._changed.get([article.id for article in others])
        left: dict[str, Standing] = {}
        kept: list[Article] = []
        for article in others:
            places = self._places(article, known)
            rest = tuple(place for place in places if place.source != source)
            if rest == places:
                continue
            self._writer.remove_article(article.id)
            self._meet(article)
            left[article.id] = Standing(content_digest(article), rest)
            if rest:
                kept.append(article.at(rest))
        self._writer.add(self._encode(kept))
        self._changed.put(left)
        self._gone.add(source)
        return sum(len(article.places) == 1 for article in kept)

    def remove_article(self, article_id: str) -> None:
        """Removes an article from all files."""
        self._writer.remove_article(article_id)
        self._changed.put({article_id: _NOWHERE})

    def _free_name(self, article: Encoded, known: dict[str, Standing]) -> str:
        """The id of an article, or the first of those that follow it that no other article has."""
        name, number = article.id, 0
        while (standing := known.get(name, _NOWHERE)).places and not _is_same(article, standing):
            number += 1
            name = repeated_id(article.id, number)
            if name not in known:
                known.update(self._standing([name]))
        return name

    def _standing(self, ids: Sequence[str]) -> dict[str, Standing]:
        """Where articles stand now, of those that are known."""
        known = self._changed.get(ids)
        unknown = [name for name in dict.fromkeys(ids) if name not in known]
        if unknown:
            for article in self._fetch(Keyword("id", tuple(unknown))):
                known[article.id] = Standing(content_digest(article), self._places(article, known))
                self._meet(article)
        return known

    def _places(self, article: Article, known: Mapping[str, Standing]) -> tuple[Place, ...]:
        """Where an article of the last commit stands now: as is known, else in those files that are left."""
        if article.id in known:
            return known[article.id].places
        return tuple(place for place in article.places if place.source not in self._gone)

    def _meet(self, article: Article) -> None:
        for source in article.sources:
            self._met[source].add(article.id)

    def _shared_with(self, source: str) -> Iterator[Article]:
        """Articles of the last commit that stand, or have come to stand, in this file and others."""
        yield from (found := list(self._fetch(Keyword("shared", (source,)))))
        met = self._met[source] - {article.id for article in found}
        yield from self._fetch(Keyword("id", tuple(sorted(met)))) if met else ()

    def _fetch(self, condition: Keyword) -> Iterator[Article]:
        if self._committed is None:
            return
        count = self._committed.search(Plan(condition), limit=0).total
        matches = self._committed.search(Plan(condition), sort="source", limit=count).matches if count else []
        for first in range(0, len(matches), _AT_ONCE):
            yield from self._committed.fetch([match.number for match in matches[first : first + _AT_ONCE]])


class _Changed:
    """Where the articles stand that were added or removed in a transaction, however many they are."""

    def __init__(self) -> None:
        self._table = IdTable()

    def close(self) -> None:
        """Gives back what it holds."""
        self._table.clear()

    def get(self, ids: Collection[str]) -> dict[str, Standing]:
        """What is known, by id."""
        return {
            name: Standing(content, tuple(map(Place, parts[0::3], parts[1::3], parts[2::3])))
            for name, (content, *parts) in self._table.get(ids).items()
        }

    def put(self, standing: Mapping[str, Standing]) -> None:
        """Takes what is known now."""
        self._table.put({name: (content, *chain.from_iterable(places)) for name, (content, places) in standing.items()})
