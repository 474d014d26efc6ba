"""The regions of an article, from what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Final

from corpus.regions.finding import Finder, Place
from corpus.regions.names import LEVEL_WORDS, ancestors, is_under
from corpus.regions.surroundings import HAN

# More regions than this are a list of places, not what an article is about.
_MOST_REGIONS: Final = 5

# Our own region, said by those who are there: 我区, 全省, 本县. Not 安全|区域, 日本|县, 全|市场.
_OWN: Final = re.compile(f"(?:我|全(?<![安完健齐保周成]全)|本(?<![日基根样]本))(自治区|[{LEVEL_WORDS}])(?![场域别间])")

# An office named by its level alone: 自治区计生协, 市卫健局. Not 市场监管局, 市民服务中心. What may stand before comes
# behind the first character: a pattern is searched for by the characters that it can begin with.
_BEGINNING: Final = "|".join(f"{level[0]}(?<![{HAN}].){level[1:]}" for level in ("自治区", *LEVEL_WORDS))
_LEVEL_OFFICE: Final = re.compile(
    f"({_BEGINNING})(?!场|域|间|民(?![政族]))"
    f"(?=[{HAN}]{{0,10}}?(?:局|厅|委|办|协|会|院|站|中心|政府|公司|行|部|队|联|社|所|处|校|馆|中学|小学))"
)

# A township at the beginning, of which the county's own newsletter does not say where it lies: 葵阳镇人民政府,
# 长滩乡卫生院, 梅里街道开展… Not 科技下乡, 城镇居民, 小城镇化.
_TOWNSHIP: Final = re.compile(
    f"(?![各全我本该某多]|城镇|乡镇|村镇|集镇|小城镇)[{HAN}]{{1,5}}?"
    f"(?:(?:[镇乡]|街道|苏木)(?:办事处)?(?=(?:人民)?政府|党工?委|纪委|人大|计生|卫生院|中心|综治|司法所|派出所|[^{HAN}]|$)"
    f"|(?<=[{HAN}][{HAN}])(?:镇(?!化|域|街|村)|街道(?!路|化)))"
)


def regions_of(finder: Finder, evidence: list[str], home: str | None) -> tuple[str, ...]:
    """The regions that pieces of evidence tell, in simplified characters and the best first. `home` is the publisher's
    place.
    """
    told: list[list[str]] = []
    regions: list[str] = []
    for text in evidence:
        # In an article by a district 我区 is that district.
        here = regions[0] if regions else home
        told.append(_named_regions(finder, text, here, home))
        _merge(regions, told[-1])
    if home is None and regions and not told[0]:
        # 朝阳区卫健局 is of 长春 where the title says so.
        told[0] = _named_regions(finder, evidence[0], regions[0], home)
        regions = []
        for paths in told:
            _merge(regions, paths)
    return tuple(regions[:_MOST_REGIONS])


def _merge(regions: list[str], paths: Iterable[str]) -> None:
    """Adds those of the paths that no earlier region lies below."""
    for path in paths:
        if not any(is_under(region, path) for region in regions):
            regions.append(path)


def _named_regions(finder: Finder, text: str, here: str | None, home: str | None) -> list[str]:
    """The regions that a text names outright or as its own, in the order of the text."""
    places = finder.find(text, here)
    own: list[Place] = []
    for pattern, base in ((_OWN, here), (_LEVEL_OFFICE, home)):
        for match in pattern.finditer(text) if base is not None else ():
            path = _own_region(base, match[1])
            if path is not None and not any(place.start <= match.start() < place.end for place in places):
                own.append(Place(path, match.start(), match.end()))
    if own:
        places = tuple(sorted((*places, *own), key=attrgetter("start")))
    elif not places and home is not None and _is_county(home) and _TOWNSHIP.match(text):
        return [home]
    return [place.path for place in places]


def _is_county(path: str) -> bool:
    """Whether nothing but townships lies below a division: counties, and districts of the municipalities."""
    return path.count("/") == 2 or (path.count("/") == 1 and path.endswith(("区", "县")))


@lru_cache(maxsize=256)  # an issue has few places above it, and fewer levels
def _own_region(base: str, level: str) -> str | None:
    """The smallest division of that level among `base` and what lies above it."""
    return next((path for path in ancestors(base) if path.endswith(level)), None)
