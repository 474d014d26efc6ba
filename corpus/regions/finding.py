"""Finds the divisions that are named in running text. The rules stand in docs/decisions/regions.md."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, islice
from operator import add
from typing import Final

from corpus.regions.names import ancestors, is_under, short_form
from corpus.regions.surroundings import (
    AGENCY,
    LANDSCAPE,
    NAMED_AFTER_LANDSCAPE,
    NEXT_WORD,
    OF_LANDSCAPE,
    OFFICE,
    PARTS_OF_TOWNS,
    REIGN,
    STREET_OR_TOWN,
    SURNAMES,
    begins_place,
    is_han,
)
from corpus.regions.tables import Candidate, Tables, below

# Spaces that a typesetter leaves between a division and its parent.
_WIDEST_GAP: Final = 2

# So many places before a shared name may settle it: those of the same paragraph, not of the whole text.
_CONTEXT: Final = 8

# What joins the last place of a list to the one before it.
_LIST_JOINTS: Final = frozenset(("、", "和", "与", "及", "，", ","))


@dataclass(frozen=True, slots=True)
class Place:
    """A division named in a text: its path, and where it is named (`text[start:end]`)."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mention:
    """A place named in the text, with all that the name may mean; bare if it is a short form that nothing supports."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    is_bare: bool = False


class Finder:
    """Finds places in text of simplified characters."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def find(self, text: str, within: str | None) -> list[Place]:
        """See `Gazetteer.find`."""
        places: list[Place] = []
        provinces = {within.partition("/")[0]} if within else set()
        nearby: deque[str] = deque(maxlen=_CONTEXT)
        for mention in self._mentions(text):
            is_listed = bool(places) and mention.start - places[-1].end == 1 and text[places[-1].end] in _LIST_JOINTS
            siblings = places[-1].path.rpartition("/")[0] if is_listed else None
            path = self._choose(mention.candidates, _scopes(siblings, within, nearby))
            if path is None:
                continue
            province = path.partition("/")[0]
            if within and mention.is_bare and path not in self._tables.prefectures and province not in provinces:
                continue
            places.append(Place(path, mention.start, mention.end))
            provinces.add(province)
            nearby.appendleft(path)
        return places

    def _mentions(self, text: str) -> Iterator[_Mention]:
        """The places named in the text, before what is ambiguous is settled."""
        last: _Mention | None = None
        following = 0
        for start in self._beginnings(text):
            if start < following:
                continue
            is_adjacent = last is not None and start - last.end <= _WIDEST_GAP
            parent = last if is_adjacent and last and not text[last.end : start].strip(" \u3000") else None
            mention, following = self._mention_at(text, start, parent)
            if mention is None:
                continue
            if last is not None and mention.start != last.start:
                yield last
            last = mention
        if last is not None:
            yield last

    def _beginnings(self, text: str) -> Iterator[int]:
        """Where two characters stand that begin a name. All texts are searched for them, so no step of it is ours."""
        pairs = map(add, text, islice(text, 1, None))
        return compress(range(len(text)), map(self._tables.by_beginning.__contains__, pairs))

    def _mention_at(self, text: str, start: int, parent: _Mention | None) -> tuple[_Mention | None, int]:
        """The mention that begins at `start`, if any, and where to go on."""
        following = start + 1
        for name in self._tables.by_beginning[text[start : start + 2]]:
            if not text.startswith(name, start):
                continue
            end = start + len(name)
            if name in self._tables.decoys:
                return None, end
            mention = self._mention(text, start, name, parent)
            if mention is not None:
                return mention, end
            if name not in self._tables.hard and LANDSCAPE.match(text, end):  # no 浦江 in 黄浦江
                following = max(following, end)
        return None, following

    def _mention(self, text: str, start: int, name: str, parent: _Mention | None) -> _Mention | None:
        """The mention that `name` makes at `start`, joined with the parent right before it; None if it is no place."""
        end = start + len(name)
        for table, is_place in ((self._tables.full, self._is_full_name), (self._tables.short, self._is_short_form)):
            candidates = table.get(name, [])
            of_parent = below(candidates, parent.candidates) if parent is not None else []
            if candidates and is_place(text, start, end, of_parent):
                if of_parent:
                    assert parent is not None
                    return _Mention(parent.start, end, tuple(of_parent))
                is_bare = table is self._tables.short and AGENCY.match(text, end) is None
                return _Mention(start, end, tuple(candidates), is_bare)
        return None

    def _is_full_name(self, text: str, start: int, end: int, of_parent: list[Candidate]) -> bool:
        name = text[start:end]
        next_word = NEXT_WORD.get(name[-1])
        if next_word is not None and next_word.match(text, end):
            return False
        if of_parent:
            return True
        if self._is_overlap(text, start, end):
            return False
        if PARTS_OF_TOWNS.fullmatch(name):
            return begins_place(text, start) and AGENCY.match(text, end) is not None
        if len(name) == 2:  # 高县 in 提高县域经济, 和县 in 中央和县委; 城区 in any town
            return name[-1] != "区" and begins_place(text, start)
        # 南部县 in 中部和南部县区
        is_grouped = short_form(name) in self._tables.hard and text.startswith(("区", "市区", "乡"), end)
        return not (is_grouped and is_han(text[start - 1 : start]))

    def _is_short_form(self, text: str, start: int, end: int, of_parent: list[Candidate]) -> bool:
        name = text[start:end]
        is_town = STREET_OR_TOWN.match(text, end) is not None
        if name in self._tables.hard:
            if of_parent:
                return is_town or OFFICE.match(text, end) is not None
            return OFFICE.match(text, end) is not None and begins_place(text, start)
        if of_parent:
            return True
        if (
            is_town
            or LANDSCAPE.match(text, end)
            or self._is_overlap(text, start, end)
            or REIGN.match(text, end)
            or text[start - 1 : start] in SURNAMES
        ):
            return False
        if AGENCY.match(text, end):
            return True
        is_firm = name not in self._tables.soft and any(in_use for _, in_use in self._tables.short[name])
        return is_firm and not self._is_landscape(text, start, end)

    def _is_overlap(self, text: str, start: int, end: int) -> bool:
        """Whether the name is made of the end of one word and the beginning of another: 融安 in 金融安全."""
        name = text[start:end]
        before, _, after = self._tables.overlaps.get(name, "").partition("|")
        if not before or start == 0:
            return False
        if not after:
            return text[start - 1] in before
        # A rarer word may end here as well (外迁|安置).
        ends_word = text[start - 1] in before or (self._tables.is_county(name) and not begins_place(text, start))
        return ends_word and text[end : end + 1] in after

    def _is_landscape(self, text: str, start: int, end: int) -> bool:
        """Whether a county's name is that of the landscape or the town which it is named after, or of another."""
        name = text[start:end]
        # 武夷山 is 武夷山市.
        if len(name) > 2 or not name.endswith(NAMED_AFTER_LANDSCAPE) or not self._tables.is_county(name):
            return False
        return not begins_place(text, start) or OF_LANDSCAPE.match(text, end) is not None

    def _choose(self, candidates: tuple[Candidate, ...], scopes: Iterable[str]) -> str | None:
        """The one path that is meant, or None."""
        if len(candidates) == 1:
            return candidates[0][0]
        # 吉林 and 海南 are provinces before they are anything else.
        if provinces := [path for path, _ in candidates if "/" not in path]:
            return provinces[0]
        for scope in scopes:
            nearer = [candidate for candidate in candidates if is_under(candidate[0], scope)]
            if nearer:
                return self._only(nearer)
        return self._only(candidates)

    def _only(self, candidates: Iterable[Candidate]) -> str | None:
        """The only path of a name in use, else of a former one; a prefecture before counties of its short form."""
        candidates = tuple(candidates)
        paths = dict.fromkeys([path for path, in_use in candidates if in_use] or [path for path, _ in candidates])
        for chosen in ([path for path in paths if path in self._tables.prefectures], list(paths)):
            if len(chosen) == 1:
                return chosen[0]
        return None


def _scopes(siblings: str | None, within: str | None, before: Iterable[str]) -> Iterator[str]:
    """Where to look for a shared name, nearest first: beside the last place of the list, around the publisher, around
    places before.
    """
    if siblings:
        yield siblings
    yield from ancestors(within)
    for path in before:
        yield from ancestors(path)
