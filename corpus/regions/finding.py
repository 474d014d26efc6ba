"""Finds the divisions that are named in running text. The rules stand in docs/decisions/regions.md."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

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
    WAYS_TO_A_PLACE,
    WORD_ENDS,
    begins_place,
    is_han,
)
from corpus.regions.tables import Candidate, Tables, below

# Spaces that a typesetter leaves between a division and its parent.
_WIDEST_GAP: Final = 2

# So many places before a shared name may settle it: those of the same paragraph, not of the whole text.
_CONTEXT: Final = 8

# Units and publishers have names no longer than this, and a newsletter has few of them, each many times.
_NAME: Final = 16
_MOST_NAMES: Final = 1 << 12

# What joins the last place of a list to the one before it.
_LIST_JOINTS: Final = frozenset(("、", "和", "与", "及", "，", ","))


class Place(NamedTuple):
    """A division named in a text: its path, and where it is named (`text[start:end]`)."""

    path: str
    start: int
    end: int


class _Mention(NamedTuple):
    """A place named in the text, with all that the name may mean; bare if it is a short form that nothing supports."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    is_bare: bool = False


class Finder:
    """Finds places in text of simplified characters."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._found_in_name = lru_cache(maxsize=_MOST_NAMES)(self._find)

    def find(self, text: str, within: str | None) -> tuple[Place, ...]:
        """See `Gazetteer.find`."""
        return self._found_in_name(text, within) if len(text) <= _NAME else self._find(text, within)

    def _find(self, text: str, within: str | None) -> tuple[Place, ...]:
        places: list[Place] = []
        home = within.partition("/")[0] if within else None
        provinces = {home}
        nearby: deque[str] = deque(maxlen=_CONTEXT)
        for mention in _Scan(self._tables, text, home).mentions():
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
        return tuple(places)

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


class _Scan(NamedTuple):
    """One look through a text; `home` is the province that it is of, if that is known."""

    tables: Tables
    text: str
    home: str | None

    def mentions(self) -> Iterator[_Mention]:
        """The places named in the text, before what is ambiguous is settled."""
        last: _Mention | None = None
        following = 0
        for start in self._beginnings():
            if start < following:
                continue
            is_adjacent = last is not None and start - last.end <= _WIDEST_GAP
            parent = last if is_adjacent and last and not self.text[last.end : start].strip(" \u3000") else None
            mention, following = self._mention_at(start, parent)
            if mention is None:
                continue
            if last is not None and mention.start != last.start:
                yield last
            last = mention
        if last is not None:
            yield last

    def _beginnings(self) -> list[int]:
        """Where two characters stand that begin a name."""
        text, names = self.text, self.tables.by_beginning
        starts = [match.start() - 1 for match in self.tables.beginning.finditer(text)]
        return [start for start in starts if text[start : start + 2] in names]

    def _mention_at(self, start: int, parent: _Mention | None) -> tuple[_Mention | None, int]:
        """The mention that begins at `start`, if any, and where to go on."""
        following = start + 1
        for name in self.tables.by_beginning[self.text[start : start + 2]]:
            if not self.text.startswith(name, start):
                continue
            end = start + len(name)
            if name in self.tables.decoys:
                return None, end
            mention = self._mention(start, name, parent)
            if mention is not None:
                return mention, end
            if name not in self.tables.hard and LANDSCAPE.match(self.text, end):  # no 浦江 in 黄浦江
                following = max(following, end)
        return None, following

    def _mention(self, start: int, name: str, parent: _Mention | None) -> _Mention | None:
        """The mention that `name` makes at `start`, joined with the parent right before it; None if it is no place."""
        end = start + len(name)
        for table, is_place in ((self.tables.full, self._is_full_name), (self.tables.short, self._is_short_form)):
            candidates = table.get(name, [])
            of_parent = below(candidates, parent.candidates) if parent is not None else []
            if candidates and is_place(start, end, of_parent):
                if of_parent:
                    assert parent is not None
                    return _Mention(parent.start, end, tuple(of_parent))
                is_bare = table is self.tables.short and AGENCY.match(self.text, end) is None
                return _Mention(start, end, tuple(candidates), is_bare)
        return None

    def _is_full_name(self, start: int, end: int, of_parent: list[Candidate]) -> bool:
        name = self.text[start:end]
        next_word = NEXT_WORD.get(name[-1])
        if next_word is not None and next_word.match(self.text, end):
            return False
        if of_parent:
            return True
        if self._is_overlap(start, end):
            return False
        if PARTS_OF_TOWNS.fullmatch(name):
            is_all = name == self.text  # a unit's name, which some place has to be meant by
            return is_all or (begins_place(self.text, start) and AGENCY.match(self.text, end) is not None)
        if len(name) == 2:  # 高县 in 提高县域经济, 和县 in 中央和县委; 城区 in any town
            return name[-1] != "区" and begins_place(self.text, start)
        # 南部县 in 中部和南部县区
        is_grouped = self.text.startswith(("区", "市区", "乡"), end) and short_form(name) in self.tables.hard
        return not (is_grouped and is_han(self.text[start - 1 : start]))

    def _is_short_form(self, start: int, end: int, of_parent: list[Candidate]) -> bool:
        name = self.text[start:end]
        is_town = STREET_OR_TOWN.match(self.text, end) is not None
        if name in self.tables.hard:
            if of_parent:
                return is_town or OFFICE.match(self.text, end) is not None
            return OFFICE.match(self.text, end) is not None and begins_place(self.text, start)
        if of_parent:
            return True
        if (
            is_town
            or LANDSCAPE.match(self.text, end)
            or self._is_overlap(start, end)
            or REIGN.match(self.text, end)
            or self.text[start - 1 : start] in SURNAMES
        ):
            return False
        if AGENCY.match(self.text, end):
            return True
        is_placed = name not in self.tables.soft or self._is_at_home(start, end)
        in_use = any(in_use for _, in_use in self.tables.short[name])
        return is_placed and in_use and not self._is_landscape(start, end)

    def _is_at_home(self, start: int, end: int) -> bool:
        """Whether a word that may be a place of the province that the text is of stands where places do: 到都安调研."""
        in_use = [path for path, in_use in self.tables.short[self.text[start:end]] if in_use]
        is_near = self.home is not None and any(is_under(path, self.home) for path in in_use)
        before = self.text[start - 1 : start]
        return is_near and (not is_han(before) or before in WAYS_TO_A_PLACE) and not self._begins_word(end)

    def _is_overlap(self, start: int, end: int) -> bool:
        """Whether the name is made of the end of one word and the beginning of another: 融安 in 金融安全."""
        name, before = self.text[start:end], self.text[start - 1 : start]
        ends_word = bool(before) and before in self.tables.before.get(name[0], "")
        if len(name) == 3 and name.endswith(WORD_ENDS):  # 适应|城市
            return ends_word
        if len(name) != 2 or name not in self.tables.short:
            return False
        # A rarer word may end here as well (外迁|安置).
        may_end_word = name in self.tables.counties and not begins_place(self.text, start)
        return (ends_word or may_end_word) and self._begins_word(end)

    def _begins_word(self, end: int) -> bool:
        """Whether the last character before `end` makes a word with what follows: 都|安排."""
        following = self.text[end : end + 1]
        return bool(following) and following in self.tables.after.get(self.text[end - 1], "")

    def _is_landscape(self, start: int, end: int) -> bool:
        """Whether a county's name is that of the landscape or the town which it is named after, or of another."""
        name = self.text[start:end]
        # 武夷山 is 武夷山市.
        if len(name) > 2 or not name.endswith(NAMED_AFTER_LANDSCAPE) or name not in self.tables.counties:
            return False
        return not begins_place(self.text, start) or OF_LANDSCAPE.match(self.text, end) is not None


def _scopes(siblings: str | None, within: str | None, before: Iterable[str]) -> Iterator[str]:
    """Where to look for a shared name, nearest first: beside the last place of the list, around the publisher, around
    places before.
    """
    if siblings:
        yield siblings
    yield from ancestors(within)
    for path in before:
        yield from ancestors(path)
