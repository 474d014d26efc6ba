"""Names of units and of persons, and which of them stand in a text."""

from __future__ import annotations

import re

from corpus.layout.words import Endings, words

# What the name of a unit ends with.
_UNIT_ENDS = Endings(
    "局 委 委员会 会 协 协会 联 残联 妇联 办 办公室 院 所 站 队 支队 大队 中队 校 学校 大学 学院 中学 小学 园 部 处 "
    "科 室 股 厅 司 公司 集团 厂 银行 支行 中心 社 合作社 报社 电视台 台 馆 社区 街道 办事处 村 镇 乡 区 县 市 省 旗 "
    "州 盟 团 团委 政府 工会 党委 支部 党支部 机关 组 基地 矿 场 农场 林场 牧场 茶场 苗圃 车间 班组 系 庭 林业 海关 "
    "总队 分局 所在地 法院 检察院 党校 寺 精舍 医院"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟"
    "安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项"
    "曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边农蒙陇宫穆臧苟伊晏商喻简古宗冼巫蓝麻"
    "党桑褚娄卓佟仇劳尚敖骆明冀符滕闫肖付代占释么"
)
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "皇甫", "东方", "令狐", "夏侯", "尉迟", "司徒", "慕容", "长孙")
# Units that begin as names do.
_NO_SURNAMES = words("卫生 卫健 党 司法 文化 文旅 文联 金融 安监 房管 方志 史志 商务 车管")
# Columns that are called as people might be.
_NO_NAMES = frozenset(words("简讯 简报 简介 关注 党建 管理 纪实 纪要 时评 时政 文化 文艺 文苑 文摘 成果"))
_HAN_NAME = re.compile(r"[㐀-鿿]{2,4}")
_LONG_NAME = re.compile(r"[㐀-鿿]{1,8}[·•・][㐀-鿿]{1,8}")
_LONGEST_NAME = 17
_SPLIT = re.compile(r"[\s\u3000]+")
# `容县召开计生协会` ends like a unit but is a headline.
_DEED = re.compile(
    r"召开|举行|举办|开展|启动|推进|组织召|参加|实施|加强|调研|慰问|走进|走访|打造|成立|荣获|深入|来到|助力"
)
# `执法检查部署会` is held, and is often the second line of a headline.
_MEETING = re.compile(
    r"(?:部署|推进|座谈|动员|培训|调度|现场|表彰|总结|研讨|汇报|协调|联席|发布|交流|观摩|推介|恳谈|通报|调研|点评|视频|宣讲|演练|论证"
    r"|午餐|聚餐|运动|音乐|联欢|茶话|庆生|说明|园游|展览|博览|报告|分享|演唱|听证|晚|家长)"
    r"(?:工作)?会$"
)
# `五（1）班`, `高二(3)班`: what pupils write for.
_CLASS = re.compile(r"[初高]?[一二三四五六七八九0-9]{1,2}年?级?[（(]?[0-9一二三四五六七八九十]{1,2}[)）]?班")
_LIST = re.compile(r"[、，,;；/／]")
_PARTED = re.compile(r"[、，,;；/／\s]")
_CLAUSE = re.compile(r"[，、：:！？]")
# `七律·登六顶山` is a poem's title, not a name such as 阿依·古丽.
_POEM = re.compile(
    r"[七五]律|[七五]绝|[七五]古|沁园春|水调歌头|满江红|蝶恋花|浣溪沙|西江月|卜算子|忆江南|采桑子|清平乐|鹧鸪天|如梦令|念奴娇|临江仙|浪淘沙"
    r"|虞美人|菩萨蛮|渔家傲|江城子|定风波|一剪梅|破阵子|青玉案|散曲|[七五]绝|长相思|行香子|南乡子|诉衷情|减字木兰花"
)
# What stands where a name is still to be filled in.
_BLANK = re.compile(r"[xX×＊*○〇Ｘ_＿\-—/.…]+|无|待定|佚名")


def unit_and_names(text: str, *, trust: bool = False) -> tuple[str | None, str | None]:
    """Splits `单位 姓名` (in either order, or run together); `trust` takes any single word for a unit."""
    parts = text.split()
    if not parts:
        return None, None
    if len(parts) == 1:
        return _run_together(parts[0], trust)
    for cut in range(len(parts) - 1, 0, -1):
        if is_unit(parts[cut - 1]) and not names_in(" ".join(parts[cut - 1 :])):
            names = names_in(" ".join(parts[cut:]), after_unit=True)
            if names:
                return " ".join(parts[:cut]), names
            break
    if not is_unit(parts[-1]):
        return None, names_in(text)
    names = names_in(" ".join(parts[:-1]))
    if names:
        return parts[-1], names
    return (text if all(map(is_unit, parts)) else None), None


def _run_together(word: str, trust: bool) -> tuple[str | None, str | None]:
    if is_unit(word):
        return word, None
    for length in (3, 2):
        head, name = word[:-length], word[-length:]
        if len(head) >= 4 and is_unit(head) and is_name(name):
            return head, name
    names = names_in(word)
    trusted = trust and names is None and 2 <= len(word) <= 24 and not _BLANK.fullmatch(word)
    return word if trusted else None, names


def is_unit(word: str) -> bool:
    """Whether `word` ends as the name of a unit does, and tells of nothing done."""
    if word.endswith("班") and _CLASS.fullmatch(word):
        return True
    if not 3 <= len(word) <= 32 or not _UNIT_ENDS.end(word) or _CLAUSE.search(word):
        return False
    return _DEED.search(word) is None and _MEETING.search(word) is None


def is_name(word: str) -> bool:
    """Whether `word` can be a person's name: a surname and one or two more characters, or `阿依·古丽`."""
    if len(word) > _LONGEST_NAME:
        return False
    if _HAN_NAME.fullmatch(word) is None:
        return _LONG_NAME.fullmatch(word) is not None and _POEM.match(word) is None
    if word in _NO_NAMES or (word.startswith(_NO_SURNAMES) and is_unit(word)):
        return False
    return (len(word) <= 3 and word[0] in _SURNAMES) or (len(word) <= 4 and word[:2] in _DOUBLE)


def names_in(text: str, *, after_unit: bool = False) -> str | None:
    """The names in `text`, `、` between them, the spaces inside them taken out; None if anything else stands there."""
    if not _PARTED.search(text):
        return text if _names_person(text, after_unit) else None
    names = [n for n in _parted_names(text) if n]
    good = 0 < len(names) <= 8 and all(_names_person(n, after_unit) for n in names)
    return "、".join(names) if good else None


def _names_person(word: str, after_unit: bool) -> bool:
    """Whether `word` can be a person's name, or is short enough for one and stands where one does, `after_unit`."""
    return is_name(word) or (after_unit and _HAN_NAME.fullmatch(word) is not None and not is_unit(word))


def _parted_names(text: str) -> list[str]:
    """What stands between spaces and signs, the spaces inside names taken out; some may be empty."""
    names: list[str] = []
    for part in _LIST.split(text):
        single = ""
        for word in (*_SPLIT.split(part), "  "):
            if len(word) == 1:
                single += word
                continue
            # `陈 燕`, `欧 阳 雪` is one name, `陈 燕 李 明` two.
            names += [single] if len(single) <= 3 else [single[i : i + 2] for i in range(0, len(single), 2)]
            names.append(word.strip())
            single = ""
    return names
