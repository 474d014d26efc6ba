"""Places in the text: which administrative division an article is from, and what a user means by a region's name.

A division is named by its path from the province down, `广西壮族自治区/桂林市/七星区`. The names come from
`corpus/data/divisions.json` (written by `scripts/make_divisions.py`); it is read when `gazetteer()` is first called.
Traditional characters are understood. The rules for short forms, and what was weighed, stand in
docs/decisions/regions.md.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from corpus.script import simplified


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DATA: Final = Path(__file__).with_name("data") / "divisions.json"

# Spaces that a typesetter leaves between a division and its parent.
_WIDEST_GAP: Final = 2

# So many places before a shared name may settle it: those of the same paragraph, not of the whole text.
_CONTEXT: Final = 8

# More regions than this are a list of places, not what an article is about.
_MOST_REGIONS: Final = 5

# The peoples after whom autonomous divisions are named.
_PEOPLES: Final = (
    "蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|"
    "东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛[南难]族|仡佬族|锡伯|普米族|塔吉克|怒族|保安族|裕固族|独龙族|各族|族"
)
_AUTONOMOUS: Final = re.compile(f"(.{{2,}}?)(?:{_PEOPLES})*(?:自治[区州县旗]|(?:特别)?行政区)")

_LEVEL_WORDS: Final = "省市县区旗盟州"

_HAN: Final = "\u4e00-\u9fff"

# Behind a short form these make the name of a street, a town or a village: 桂林路 is in 南宁, 和平镇 anywhere. The
# exceptions are words that merely begin so (桂林乡村, 北海村级).
_STREET_OR_TOWN: Final = re.compile(
    "[东南西北中]?路(?![上线])|街(?!头)|大?道(?![路教德理里外])|巷|镇(?![村级街办区])|乡(?![村镇土亲愁级])|村(?![级民委干两镇屯])|社区|小区|屯|桥(?!梁)"
)

# Likewise waters, heights and peoples: 苏州河 and 黄浦江 run through 上海, 云台山 stands in three provinces, 鄂温克族
# live in many.
_LANDSCAPE: Final = re.compile(
    "江(?![苏西门])|河(?![南北池源长])|湖(?![南北州])|湾|半?岛|港(?![口澳])|山(?![东西区水村歌])|峡|水库|族|"
    "洞(?![口庭察])|潭|泉(?!州)|岭(?![南东])|瀑布"
)

# Counties that are named after such, or after a town, are often that: 蒙山 in 山东 is no county of 广西. They count
# where a place can begin (not in 南屏山, 太阳城), and not where what follows speaks of a landscape (蒙山风景名胜区).
_NAMED_AFTER_LANDSCAPE: Final = tuple("山江河湖潭泉源城乡")
_OF_LANDSCAPE: Final = re.compile(
    "的?(?:风景|旅游(?:区|度假)|生态|自然保护|森林|湿地|地质公园|流域|水系|水文|源头?|上游|中游|下游|干流|支流|沿岸|[两南北东西]岸|并流|山脉|主峰)"
)

# Titles of reigns, which name counties as well: 绍兴四年, 永昌初年.
_REIGN: Final = re.compile("(?:[元初末]|[一二三四五六七八九十]{1,3})年(?!来)|年间")

# Surnames that hardly end another word: 李长春 and 王金华 are persons. Not the dynasties (隋唐洛阳城).
_SURNAMES: Final = frozenset("李张刘陈杨赵吴徐孙胡朱郭罗郑谢韩冯董萧曹袁邓傅沈彭吕王")

# Behind a full name these show that its last character begins another word: 合作|市场, 和平|区域, 自然资源|县级.
_NEXT_WORD: Final = {
    "市": re.compile("[场级域]"),
    "区": re.compile("[域间块划别级]|分(?![局公会院中行部队校])"),
    "县": re.compile("[级域]"),
    "州": re.compile("级"),
}

# Offices that a county has. Behind a short form that is an ordinary word they show that a county is meant
# (资源计生协). Those of which prose speaks without a county (平安法院, 和平医院, 公安局) are not among them.
_OFFICES: Final = (
    "计生协|计划生育协会|计生[局委办]|人口和?计(?:生|划生育)[局委]|卫计[局委]|卫健[局委]|卫生健康[局委]|农业农村局|林业局|"
    "自然资源局|供电(?:局|公司)|民政局|财政局|教育局|教体局|审计局|统计局|水利局|交通运输局|应急(?:管理)?局|市场监(?:督管理|管)局|"
    "文旅局|文化和旅游局|人社局|医保局|医疗保障局|信访局|乡村振兴局|退役军人事务局|住建局|住房和城乡建设局|发改[局委]|"
    f"发展和改革[局委]|气象局|残联|妇联|红十字会|讯(?![{_HAN}])"
)
_OFFICE: Final = re.compile(_OFFICES)

# Behind a short form that is a word only in theory (七星, 昌平) more is enough.
_AGENCY: Final = re.compile(
    f"{_OFFICES}|公安局|司法局|税务局|科技局|生态环境局|[县市区]?(?:委|政府)(?!员)|政协|人大|纪委|党委|团委|组织部|宣传部|统战部|"
    "(?:总)?工会|工商联|科协|文联|(?:人民)?法院|(?:人民)?检察院|妇幼保健院|人民医院|中医医?院|支公司|分公司|支行|融媒体"
)

# Full names that are also parts of any town. Two characters and 区 (城区, 郊区, 东区) are such without being listed.
_PARTS_OF_TOWNS: Final = _words(
    "新城区 老城区 旧城区 解放区 新市区 市中区 城中区 城东区 城西区 城南区 城北区 东城区 西城区 中心区 开发区 工农区 "
    "港口区 海港区 站前区 市南区 市北区 市郊区 南郊区 北郊区 东郊区 西郊区 城关区 城郊区 上城区 下城区 新建区"
)

# Words after which a place begins as well as at the beginning of a text.
_BEFORE_A_PLACE: Final = frozenset("在到赴往去抵离经对由从向与和及至自为据访的是今")

# What joins the last place of a list to the one before it.
_LIST_JOINTS: Final = frozenset(("、", "和", "与", "及", "，", ","))

# Our own region, said by those who are there: 我区, 全省, 本县. Not 安全|区域, 日本|县, 全|市场.
_OWN: Final = re.compile(f"(?:我|(?<![安完健齐保周成])全|(?<![日基根样])本)(自治区|[{_LEVEL_WORDS}])(?![场域别间])")

# An office named by its level alone: 自治区计生协, 市卫健局. Not 市场监管局, 市民服务中心.
_LEVEL_OFFICE: Final = re.compile(
    f"(?<![{_HAN}])(自治区|[{_LEVEL_WORDS}])(?!场|域|间|民(?![政族]))"
    f"(?=[{_HAN}]{{0,10}}?(?:局|厅|委|办|协|会|院|站|中心|政府|公司|行|部|队|联|社|所|处|校|馆|中学|小学))"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A division named in a text: its path, and where it is named (`text[start:end]`)."""

    path: str
    start: int
    end: int


# A path that a name may mean, and whether the name is in use (and not a former one).
_Candidate: TypeAlias = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A place named in the text, with all that the name may mean; bare if it is a short form that nothing supports."""

    start: int
    end: int
    candidates: tuple[_Candidate, ...]
    is_bare: bool = False


def short_form(name: str) -> str:
    """The name without the word for its level and the peoples it is named after.

    七星区 七星, 通道侗族自治县 通道, 内蒙古自治区 内蒙古. 容县 stays 容县: one character names nothing.
    """
    if len(name) <= 2:
        return name
    if name.endswith(("自治区", "自治州", "自治县", "自治旗", "行政区")) and (match := _AUTONOMOUS.fullmatch(name)):
        return match[1]
    if len(name) > 3 and name.endswith(("地区", "新区", "矿区", "特区")):
        return name[:-2]
    if name == "神农架林区":  # the only one: 碑林区 and 万柏林区 are districts
        return name[:-2]
    return name[:-1] if name[-1] in _LEVEL_WORDS else name


def is_under(path: str, ancestor: str) -> bool:
    """Whether `path` is `ancestor` or lies below it."""
    return path == ancestor or path.startswith(ancestor + "/")


class Gazetteer:
    """The divisions in use and their former names. `data` is the content of the data file; see `gazetteer()`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        current: dict[str, str] = data["current"]
        paths = {code: _path(code, current) for code in current}
        self._aliases: dict[str, str] = {alias: current[code] for alias, code in data["aliases"].items()}
        self._hard = frozenset(data["hard"].split())
        self._soft = frozenset(data["soft"].split())
        self._full: dict[str, list[_Candidate]] = {}
        self._short: dict[str, list[_Candidate]] = {}
        for code, name in current.items():
            self._add(name, (paths[code], True))
        for alias, code in data["aliases"].items():
            self._full.setdefault(alias, []).append((paths[code], True))
        for name, targets in data["former"].items():
            for target in targets.split():
                self._add(name, (paths.get(target, target), False))
        self._decoys = frozenset(data["decoys"].split())
        self._overlaps: dict[str, str] = data["overlaps"]
        # Of more than one component: a province's name may mean a prefecture as well.
        self._paths = frozenset(path for path in paths.values() if "/" in path)
        self._prefectures = frozenset(path for code, path in paths.items() if code.endswith("00"))
        self._by_beginning = _by_beginning({*self._full, *self._short, *self._decoys})
        named = frozenset("".join((*self._full, *self._short)))
        self._simplified = {code: simple for code, simple in simplified().items() if chr(code) not in named}

    def _add(self, name: str, candidate: _Candidate) -> None:
        self._full.setdefault(name, []).append(candidate)
        short = short_form(name)
        if short == name:
            return
        self._short.setdefault(short, []).append(candidate)
        if "自治" in name:  # 环江县, 恩施州, 鄂温克旗
            self._full.setdefault(short + name[-1], []).append(candidate)

    # Places in a text

    def _plain(self, text: str) -> str:
        """The text in simplified characters, of the same length; 乾县 keeps its 乾, which is no traditional 干."""
        return text.translate(self._simplified)

    def find(self, text: str, *, within: str | None = None) -> list[Place]:
        """The places named in running text or in the name of an agency, in their order.

        The longest name counts; a division right behind its parent makes one place with it. `within` is a path (of
        the publisher, say) that settles shared names: what lies under it is preferred, then what lies under its
        ancestors. A name that stays ambiguous is left out, and so is a county's short form (昆山) that has no suffix,
        parent or agency, if it is of another province than `within` and the text does not name that province before.
        Time is linear in the length of the text.
        """
        text = self._plain(text)
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
            if within and mention.is_bare and path not in self._prefectures and province not in provinces:
                continue
            places.append(Place(path, mention.start, mention.end))
            provinces.add(province)
            nearby.appendleft(path)
        return places

    def _mentions(self, text: str) -> Iterator[_Mention]:
        """The places named in the text, before what is ambiguous is settled."""
        last: _Mention | None = None
        position = 0
        while position < len(text) - 1:
            is_adjacent = last is not None and position - last.end <= _WIDEST_GAP
            parent = last if is_adjacent and last and not text[last.end : position].strip(" \u3000") else None
            mention, position = self._mention_at(text, position, parent)
            if mention is None:
                continue
            if last is not None and mention.start != last.start:
                yield last
            last = mention
        if last is not None:
            yield last

    def _mention_at(self, text: str, start: int, parent: _Mention | None) -> tuple[_Mention | None, int]:
        """The mention that begins at `start`, if any, and where to go on."""
        following = start + 1
        for name in self._by_beginning.get(text[start : start + 2], ()):
            if not text.startswith(name, start):
                continue
            end = start + len(name)
            if name in self._decoys:
                return None, end
            mention = self._mention(text, start, name, parent)
            if mention is not None:
                return mention, end
            if name not in self._hard and _LANDSCAPE.match(text, end):  # no 浦江 in 黄浦江
                following = max(following, end)
        return None, following

    def _mention(self, text: str, start: int, name: str, parent: _Mention | None) -> _Mention | None:
        """The mention that `name` makes at `start`, joined with the parent right before it; None if it is no place."""
        end = start + len(name)
        for table, is_place in ((self._full, self._is_full_name), (self._short, self._is_short_form)):
            candidates = table.get(name, [])
            below = _below(candidates, parent) if parent is not None else []
            if candidates and is_place(text, start, end, below):
                if below:
                    assert parent is not None
                    return _Mention(parent.start, end, tuple(below))
                is_bare = table is self._short and _AGENCY.match(text, end) is None
                return _Mention(start, end, tuple(candidates), is_bare)
        return None

    def _is_full_name(self, text: str, start: int, end: int, below: list[_Candidate]) -> bool:
        name = text[start:end]
        next_word = _NEXT_WORD.get(name[-1])
        if next_word is not None and next_word.match(text, end):
            return False
        if below:
            return True
        if self._is_overlap(text, start, end):
            return False
        if name in _PARTS_OF_TOWNS:
            return _begins_place(text, start) and _AGENCY.match(text, end) is not None
        if len(name) == 2:  # 高县 in 提高县域经济, 和县 in 中央和县委; 城区 in any town
            return name[-1] != "区" and _begins_place(text, start)
        # 南部县 in 中部和南部县区
        is_grouped = short_form(name) in self._hard and text.startswith(("区", "市区", "乡"), end)
        return not (is_grouped and _is_han(text[start - 1 : start]))

    def _is_overlap(self, text: str, start: int, end: int) -> bool:
        """Whether the name is made of the end of one word and the beginning of another: 融安 in 金融安全."""
        name = text[start:end]
        before, _, after = self._overlaps.get(name, "").partition("|")
        if not before or start == 0:
            return False
        if not after:
            return text[start - 1] in before
        # A rarer word may end here as well (外迁|安置).
        ends_word = text[start - 1] in before or (self._is_county(name) and not _begins_place(text, start))
        return ends_word and text[end : end + 1] in after

    def _is_county(self, short: str) -> bool:
        """Whether a short form is that of counties alone."""
        return not any(path in self._prefectures for path, _ in self._short[short])

    def _is_short_form(self, text: str, start: int, end: int, below: list[_Candidate]) -> bool:
        name = text[start:end]
        is_town = _STREET_OR_TOWN.match(text, end) is not None
        if name in self._hard:
            if below:
                return is_town or _OFFICE.match(text, end) is not None
            return _OFFICE.match(text, end) is not None and _begins_place(text, start)
        if below:
            return True
        if (
            is_town
            or _LANDSCAPE.match(text, end)
            or self._is_overlap(text, start, end)
            or _REIGN.match(text, end)
            or text[start - 1 : start] in _SURNAMES
        ):
            return False
        is_firm = name not in self._soft and any(in_use for _, in_use in self._short[name])
        if _AGENCY.match(text, end):
            return True
        return is_firm and not self._is_landscape(text, start, end)

    def _is_landscape(self, text: str, start: int, end: int) -> bool:
        """Whether a county's name is that of the landscape or the town which it is named after, or of another."""
        name = text[start:end]
        # 武夷山 is 武夷山市.
        if len(name) > 2 or not name.endswith(_NAMED_AFTER_LANDSCAPE) or not self._is_county(name):
            return False
        return not _begins_place(text, start) or _OF_LANDSCAPE.match(text, end) is not None

    def _choose(self, candidates: tuple[_Candidate, ...], scopes: Iterable[str]) -> str | None:
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

    def _only(self, candidates: Iterable[_Candidate]) -> str | None:
        """The only path of a name in use, else of a former one; a prefecture before counties of its short form."""
        candidates = tuple(candidates)
        paths = dict.fromkeys([path for path, in_use in candidates if in_use] or [path for path, _ in candidates])
        for chosen in ([path for path in paths if path in self._prefectures], list(paths)):
            if len(chosen) == 1:
                return chosen[0]
        return None

    # What a user means

    def resolve(self, name: str, *, within: str | None = None) -> tuple[str, ...]:
        """All paths that a user may mean by a name: in full or short, in use or former, or a path of such names.

        Names in use come first, full ones before short ones, larger divisions before smaller ones. Levels may be left
        out (`广西/七星区`), and the names may follow each other without a slash (`桂林七星`). With `within`, only
        what lies under it if anything does, else under its province.
        """
        parts = [part for part in re.split(r"[/／\s]+", self._plain(name)) if part]
        found = self._resolve_parts(parts)
        for scope in _ancestors(within):
            nearer = [path for path in found if is_under(path, scope)]
            if nearer:
                return tuple(nearer)
        return tuple(found)

    def _resolve_parts(self, parts: list[str]) -> list[str]:
        if not parts:
            return []
        if (path := "/".join(parts)) in self._paths:
            return [path]
        found = self._meanings(parts[-1])
        if len(parts) > 1:
            parents = self._resolve_parts(parts[:-1])
            return [path for path in found if any(path.startswith(parent + "/") for parent in parents)]
        return found or self._resolve_joined(parts[0])

    def _resolve_joined(self, name: str, levels: int = 2) -> list[str]:
        """The meaning of up to `levels` + 1 names that follow each other without a slash."""
        if levels == 0:
            return []
        # No name has more than 20 characters.
        for cut in range(max(2, len(name) - 20), len(name) - 1):
            if found := self._meanings(name[cut:]):
                parents = self._meanings(name[:cut]) or self._resolve_joined(name[:cut], levels - 1)
                below = [path for path in found if any(path.startswith(parent + "/") for parent in parents)]
                if below:
                    return below
        return []

    def _meanings(self, name: str) -> list[str]:
        ranked = [
            (not in_use, rank, path.count("/"), path)
            for rank, table in enumerate((self._full, self._short))
            for path, in_use in table.get(name, ())
        ]
        # Stable: within a rank the order stays that of the codes.
        return list(dict.fromkeys(path for *_, path in sorted(ranked, key=lambda entry: entry[:3])))

    def matches(self, wanted: str, path: str) -> bool:
        """Whether `wanted` names the division at the end of `path`.

        That is: its components equal the last ones of the path, each in full or short.
        `桂林` and `广西/桂林市` name `广西壮族自治区/桂林市`, and neither names `广西壮族自治区/桂林市/七星区`: a
        filter asks for the paths of an article together with their ancestors. Paths that the gazetteer does not know
        match as well.
        """
        asked, parts = self._plain(wanted).strip("/").split("/"), self._plain(path).split("/")
        return len(asked) <= len(parts) and all(map(self._names, asked, parts[-len(asked) :]))

    def _names(self, wanted: str, name: str) -> bool:
        if wanted == name:
            return True
        short = short_form(name)
        return wanted == short or self._aliases.get(wanted) == name or ("自治" in name and wanted == short + name[-1])

    # Regions of an article

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
        regions: list[str] = []
        for evidence in (unit, title, dateline, head):
            if not evidence:
                continue
            # In an article by a district 我区 is that district.
            here = regions[0] if regions and evidence is not unit else home
            for path in self._named_regions(evidence, here, home):
                if not any(is_under(region, path) for region in regions):
                    regions.append(path)
        return tuple(regions[:_MOST_REGIONS])

    def _named_regions(self, text: str, here: str | None, home: str | None) -> list[str]:
        """The regions that a text names outright or as its own, in the order of the text."""
        text = self._plain(text)
        places = self.find(text, within=here)
        found = [(place.start, place.path) for place in places]
        taken = [(place.start, place.end) for place in places]
        for pattern, base in ((_OWN, here), (_LEVEL_OFFICE, home)):
            for match in pattern.finditer(text):
                path = _own_region(base, match[1])
                if path is not None and not any(start <= match.start() < end for start, end in taken):
                    found.append((match.start(), path))
        return [path for _, path in sorted(found, key=lambda entry: entry[0])]

    def path_of_publisher(self, publisher: str) -> str | None:
        """The path of the place that the publisher's name begins with or holds, None if it names none."""
        places = self.find(publisher)
        return places[0].path if places else None


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of the shipped data, read on the first call."""
    return Gazetteer(json.loads(_DATA.read_text(encoding="utf-8")))


def _path(code: str, names: Mapping[str, str]) -> str:
    """The path of a code of six digits: two for the province, two for the prefecture, two for the county."""
    codes = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return "/".join(names[code] for code in codes if code in names)


def _by_beginning(names: Iterable[str]) -> dict[str, list[str]]:
    """The names by their first two characters, longest first."""
    table: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        table.setdefault(name[:2], []).append(name)
    return table


def _begins_place(text: str, start: int) -> bool:
    """Whether a place may well begin here, not in the middle of a word."""
    before = text[start - 1 : start]
    return not _is_han(before) or before in _BEFORE_A_PLACE


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _below(candidates: Iterable[_Candidate], parent: _Mention) -> list[_Candidate]:
    return [
        candidate
        for candidate in candidates
        if any(candidate[0].startswith(path + "/") for path, _ in parent.candidates)
    ]


def _ancestors(path: str | None) -> Iterator[str]:
    """The path and what lies above it, upwards."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _scopes(siblings: str | None, within: str | None, before: Iterable[str]) -> Iterator[str]:
    """Where to look for a shared name, nearest first: beside the last place of the list, around the publisher, around
    places before.
    """
    if siblings:
        yield siblings
    yield from _ancestors(within)
    for path in before:
        yield from _ancestors(path)


def _own_region(base: str | None, level: str) -> str | None:
    """The smallest division of that level among `base` and what lies above it."""
    for path in _ancestors(base):
        if path.endswith(level):
            return path
    return None
