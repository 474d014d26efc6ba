"""The gazetteer: all that can be asked of it, in any script."""

from __future__ import annotations

from functools import lru_cache

from corpus.regions.evidence import regions_of
from corpus.regions.finding import Finder, Place
from corpus.regions.meaning import Meanings
from corpus.regions.tables import Tables, load
from corpus.script import is_simplified


class Gazetteer:
    """The divisions in use and their former names; see `gazetteer()`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._finder = Finder(tables)
        self._meanings = Meanings(tables)

    def find(self, text: str, *, within: str | None = None) -> list[Place]:
        """The places named in running text or in the name of an agency, in their order.

        The longest name counts; a division right behind its parent makes one place with it. `within` is a path (of
        the publisher, say) that settles shared names: what lies under it is preferred, then what lies under its
        ancestors. A name that stays ambiguous is left out, and so is a county's short form (昆山) that has no suffix,
        parent or agency, if it is of another province than `within` and the text does not name that province before.
        Time is linear in the length of the text.
        """
        return list(self._finder.find(self._tables.plain(text), within))

    def resolve(self, name: str, *, within: str | None = None) -> tuple[str, ...]:
        """All paths that a user may mean by a name: in full or short, in use or former, or a path of such names.

        Names in use come first, full ones before short ones, larger divisions before smaller ones. Levels may be left
        out (`广西/七星区`), and the names may follow each other without a slash (`桂林七星`). With `within`, only
        what lies under it if anything does, else under its province.
        """
        return self._meanings.resolve(self._tables.plain(name), within)

    def is_former(self, name: str) -> bool:
        """Whether a name, or the last one of a path, was given up: all that `resolve` finds for it is called otherwise
        today, or no more.
        """
        return self._meanings.is_former(self._tables.plain(name))

    def matches(self, wanted: str, path: str) -> bool:
        """Whether `wanted` names the division at the end of `path`.

        That is: its components equal the last ones of the path, each in full or short.
        `桂林` and `广西/桂林市` name `广西壮族自治区/桂林市`, and neither names `广西壮族自治区/桂林市/七星区`: a
        filter asks for the paths of an article together with their ancestors. Paths that the gazetteer does not know
        match as well.
        """
        return self._meanings.matches(self._tables.plain(wanted), self._tables.plain(path))

    def article_regions(
        self,
        *,
        unit: str | None,
        title: str | None,
        head: str,
        dateline: str | None = None,
        publisher: str | None = None,
        publisher_region: str | None = None,
    ) -> tuple[str, ...]:
        """The regions of an article as paths, the primary one first; at most five, none if nothing tells.

        The evidence in its order: the unit that wrote it, the title, the dateline, the head (the first sentences of
        the body). A place under an earlier one is added behind it and does not replace it: 北海市计生协 that reports
        on 合浦 stays 北海市. What lies above an earlier one adds nothing. The publisher's place (`publisher_region`,
        else read from `publisher`) settles shared names and what 自治区, 我省, 全市 or 县卫健局 mean, but is no
        evidence by itself.
        """
        home = publisher_region or (self.path_of_publisher(publisher) if publisher else None)
        evidence = [text for text in (unit, title, dateline, head) if text]
        if not is_simplified("".join(evidence)):
            evidence = [self._tables.plain(text) for text in evidence]
        return regions_of(self._finder, evidence, home)

    def path_of_publisher(self, publisher: str) -> str | None:
        """The path of the place that the publisher's name begins with or holds, None if it names none."""
        places = self.find(publisher)
        return places[0].path if places else None


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of the shipped data, read on the first call."""
    return Gazetteer(load())
