"""Credit lines: who wrote an article, and for which unit. They close an article or stand under its title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.layout.lines import Piece
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

# Words before a name or unit, longest first; those of one character need a colon or stroke behind them.
_LABEL = re.compile(
    r"(?:(?P<unit>供稿单位|发布单位|撰稿单位|投稿单位|发布机构|来源单位|作者单位|报送单位|稿件来源|信息来源|文章来源|来源|稿源|供稿|报送)"
    r"|(?P<author>特约通讯员|本报通讯员|本报记者|特约记者|见习记者|实习记者|通讯员|记者|作者|撰稿人|撰稿|撰文|供稿人|整理|图文|文图|反映人|口述|提建议人|建议人|提案人|提案者|提出人|领衔代表"
    r"|文字|摄影|通讯员|记者|撰文者|文|图|摄)"
    r"|(?P<plain>单位|部门)|(?P<other>责任编辑|责编|编辑|审核|审稿|校对|编审|初审|复审|终审|发布时间|发布日期|时间|日期|阅读次数|阅读量|浏览次数|浏览量|点阅"
    r"|点击|点击数|图片|照片|指导教师|指导老师|辅导教师|辅导老师|供图|配图|图源|字体|字号|发布者|发布人|签发))"
    r"\s{0,2}[:：/／丨|]\s{0,2}"
)
_BEHIND_LABEL = re.compile(r"[:：/／丨|]")
_COLON = re.compile(r"[:：/／]")
_ROLE = re.compile(r"(?:特约|本报|本刊|见习|实习)?(?:通讯员|记者)[\s:：]{0,3}")
# Photographs by somebody else: `通讯员 张三　摄影 李四`.
_PHOTOGRAPHS = re.compile(r"\s{1,4}(?:摄影|图|摄)\s{1,4}[㐀-鿿、\s]{2,16}$")
# Who somebody is, before or after the name: `志工 吴俊贤`, `马占福代表`.
_OCCUPATION = (
    r"(?:[㐀-鿿]{0,8}(?:[疗医教律厨营][师员生]|社工师?|社工员|[志义]工|护士长?|护理师|药师|老师|干事|主任|[家队班]长|家属|患者|读者|居民|村民"
    r"|学生|同学|教授|牧师|秘书长?|代表|委员))"
)
_BEFORE_NAME = re.compile(rf"{_OCCUPATION}[\s\u3000]{{1,4}}(?=[㐀-鿿])")
# `谭小雨（凤凰小学教师）`
_REMARK = re.compile(r"(?<=[㐀-鿿]{2})[（(][^（）()]{2,24}[)）]$")
# Units that begin as names do.
_NO_SURNAMES = (
    "卫生",
    "卫健",
    "党",
    "司法",
    "文化",
    "文旅",
    "文联",
    "金融",
    "安监",
    "房管",
    "方志",
    "史志",
    "商务",
    "车管",
)
_AFTER_NAME = re.compile(r"(?<=[㐀-鿿]{2})(?:代表|委员|同志|老师|同学)(?=$|[\s、，,])")
_TAIL_ENDS = words("供稿 来稿 报送 提供 投稿 推荐 撰稿 摄影报道 整理 摄")
_TAIL_WORDS = re.compile(rf"\s{{0,2}}(?:联合)?(?:{'|'.join(_TAIL_ENDS)})$")
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
# `2022-11-20 08:45:12` before `来源：…`.
_TIME = re.compile(
    r"^(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?\s{0,3}(?:[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?)?"
)
# `五（1）班`, `高二(3)班`: what pupils write for.
_CLASS = re.compile(r"[初高]?[一二三四五六七八九0-9]{1,2}年?级?[（(]?[0-9一二三四五六七八九十]{1,2}[)）]?班")
_LIST = re.compile(r"[、，,;；/／]")
_PARTED = re.compile(r"[、，,;；/／\s]")
_CLAUSE = re.compile(r"[，、：:！？]")
_LONGEST = 48
# What no credit has.
_SENTENCE = re.compile(r"[。！？；“”]")
# `——办公室 吴昌盛`
_DASHES = "—─―– "
# `七律·登六顶山` is a poem's title, not a name such as 阿依·古丽.
_POEM = re.compile(
    r"[七五]律|[七五]绝|[七五]古|沁园春|水调歌头|满江红|蝶恋花|浣溪沙|西江月|卜算子|忆江南|采桑子|清平乐|鹧鸪天|如梦令|念奴娇|临江仙|浪淘沙"
    r"|虞美人|菩萨蛮|渔家傲|江城子|定风波|一剪梅|破阵子|青玉案|散曲|[七五]绝|长相思|行香子|南乡子|诉衷情|减字木兰花"
)
# What stands where a name is still to be filled in.
_BLANK = re.compile(r"[xX×＊*○〇Ｘ_＿\-—/.…]+|无|待定|佚名")
# `（据新华社）`, `（摘自《农民日报》）`: where it comes from, which is no unit that reports.
_TAKEN_FROM = re.compile(
    r"(?:据|转自|转载自|转载|摘自|摘编自|摘编|选自|原载|原载于|载于|节选自|综合自|取自|资料来源)[:：]?\s{0,2}"
    r"(?=《|[㐀-鿿]{2,12}(?:社|报|网|台|刊|日报|晚报|杂志|公众号|客户端|官网|微信)|[A-Za-z])"
)
# What a note on the author begins with, all of one length.
_ABOUT = ("作者系", "作者为")
_POST = re.compile(
    r"(?:党组|党委)?(?:副?(?:局长|主任|书记|会长|主席|院长|校长|站长|科长|部长|秘书长|教授)|干部|工作人员|成员)$"
)
_OPENING = " \t\u3000【[（("


@dataclass(frozen=True, slots=True)
class Credit:
    """What a credit line says; `weight` is how much speaks for its being one."""

    unit: str | None
    author: str | None
    weight: float


def as_written(value: str | None, simple: str, text: str) -> str | None:
    """`value`, which was read from `simple`, as it stands in `text`, of which `simple` is the simplified form.

    Spaces may have been taken out of it, and several names joined by `、`.
    """
    if value is None or simple == text:
        return value
    at = simple.find(value)
    if at >= 0:
        return text[at : at + len(value)]
    places = [i for i, c in enumerate(simple) if not c.isspace()]
    tight = "".join(simple[i] for i in places)
    written = []
    for part in value.split("、"):
        at = tight.find(part)
        written.append("".join(text[i] for i in places[at : at + len(part)]) if at >= 0 else part)
    return "、".join(written)


def written_credit(credit: Credit | None, simple: str, text: str) -> Credit | None:
    """`credit`, which was read from `simple`, in the characters of `text`."""
    if credit is None or simple == text:
        return credit
    return Credit(as_written(credit.unit, simple, text), as_written(credit.author, simple, text), credit.weight)


def credit_of(piece: Piece) -> Credit | None:
    """The credit a whole line gives, or None if it is no credit line."""
    if not piece.short and len(piece.text) > 120:
        return None
    return written_credit(_credit(piece, piece.plain), piece.plain, piece.text)


def _credit(piece: Piece, text: str) -> Credit | None:
    text = text.lstrip(_DASHES) or text
    if piece.wrapped_in_brackets:
        credit = parse_credit(text[1:-1], bracketed=True)
        # `【农技】` is a section: in square brackets a name alone says nothing.
        named = credit is not None and (credit.unit or credit.weight >= 6)
        return credit if named or text[0] not in "【[〔" else None
    if text[0] in "□■" and len(text) <= 24:
        return parse_credit(text[1:], bracketed=True)
    long = len(text) > 120 or (len(text) > _LONGEST and "来源" not in text and "作者" not in text)
    if long or piece.finished or text[-1] in "，、,：:":
        return None
    if _COLON.search(text):
        return _labelled(text)
    credit = parse_credit(text, bracketed=False)
    if credit is None or credit.weight >= 5:
        return credit
    # A bare line needs its place at the right edge to speak for it.
    return Credit(credit.unit, credit.author, 4.0 if piece.indent >= 12 else min(credit.weight, 1.5))


def parse_credit(inner: str, *, bracketed: bool) -> Credit | None:
    """`桂林市七星区计生协 黄晓雨`, `通讯员 张三`, `文/李四 图/王五`, `宜良县计生协会供稿`: unit and author."""
    inner = inner.strip()
    if not 2 <= len(inner) <= _LONGEST or _SENTENCE.search(inner):
        return None
    outright = _taken_from(inner) or _about_author(inner) or _labelled(inner) or _occupied(inner)
    if outright is not None:
        return outright
    # Most lines are no credits. Most of those are told by what is asked for before each pattern.
    text = _TAIL_WORDS.sub("", inner) if inner.endswith(_TAIL_ENDS) else inner
    if "摄" in text or "图" in text:
        text = _PHOTOGRAPHS.sub("", text)
    role = _ROLE.search(text) if "通讯员" in text or "记者" in text else None
    if role is not None:
        unit, author = _unit_and_names(text[: role.start()].strip())
        named = _names(_ROLE.sub(" ", text[role.start() :]))
        return Credit(unit, named, 6.0) if named else None
    unit, author = _unit_and_names(text)
    if unit is None and author is None:
        return None
    # `供稿` says it outright; a unit and a name say more than a unit, a name alone may be anything.
    if text != inner:
        return Credit(unit, author, 7.0)
    sure, bare = (6.0, 2.0) if unit and author else (5.0, 1.5) if unit else (3.0, 1.0)
    return Credit(unit, author, sure if bracketed else bare)


def _taken_from(text: str) -> Credit | None:
    """`据新华社`, `摘自《农民日报》2021年3月2日`: a credit that names no unit of the newsletter's."""
    return Credit(None, None, 5.0) if _TAKEN_FROM.match(text) else None


def _about_author(text: str) -> Credit | None:
    """`作者系容县水利局局长`: the unit without the post."""
    if not text.startswith(_ABOUT):
        return None
    unit = _POST.sub("", text[len(_ABOUT[0]) :])
    return Credit(unit if is_unit(unit) else None, None, 5.0)


def _occupied(text: str) -> Credit | None:
    """`志工 吴俊贤`, `患者家属　林水木`: what somebody is, and the name."""
    occupation = _BEFORE_NAME.match(text) if " " in text or "\u3000" in text else None
    named = _names(text[occupation.end() :]) if occupation is not None else None
    return Credit(None, named, 5.0) if named else None


def _labelled(text: str) -> Credit | None:
    """`作者：张三　来源：…`, `文/张三 图/李四`: pairs of a label and what it labels."""
    marks = list(_LABEL.finditer(text)) if _BEHIND_LABEL.search(text) else []
    if not marks or marks[0].start() > 24:
        return None
    head = _TIME.sub("", text[: marks[0].start()].strip())
    if len(head) > 12:
        return None
    unit, author = _unit_and_names(head) if head else (None, None)
    if head and unit is None and author is None and not any(c.isdigit() for c in head):
        return None
    named = 0
    for mark, nxt in zip(marks, [*marks[1:], None], strict=True):
        value = text[mark.end() : nxt.start() if nxt else len(text)].strip(_OPENING)
        if mark["other"]:
            named += mark["other"] not in ("时间", "日期")
        elif value:
            named += 1
            found_unit, found_author = _unit_and_names(value.split("阅读")[0].strip(), trust=bool(mark["unit"]))
            if mark["plain"] and not is_unit(value):
                named -= 1  # `单位：万元`
                continue
            if mark["unit"] and value[0] == "《":
                continue  # a newspaper or journal
            if mark["unit"] or mark["plain"]:
                unit, author = unit or found_unit, author or found_author
            else:
                author = author or (found_author if found_unit else _person(value))
                unit = unit or found_unit
    return Credit(unit, author, 6.0) if named else None


def _person(text: str) -> str | None:
    """The names in what a label says to be a person, without what he or she is: `志工 吴俊贤`, `马占福代表`."""
    text = _AFTER_NAME.sub("", _REMARK.sub("", text))
    occupation = _BEFORE_NAME.match(text)
    named = _names(text[occupation.end() :], after_unit=True) if occupation is not None else None
    return named or _names(text, after_unit=True)


def _unit_and_names(text: str, *, trust: bool = False) -> tuple[str | None, str | None]:
    """Splits `单位 姓名` (in either order, or run together); `trust` takes any single word for a unit."""
    parts = text.split()
    if not parts:
        return None, None
    if len(parts) == 1:
        return _run_together(parts[0], trust)
    for cut in range(len(parts) - 1, 0, -1):
        if is_unit(parts[cut - 1]) and not _names(" ".join(parts[cut - 1 :])):
            names = _names(" ".join(parts[cut:]), after_unit=True)
            if names:
                return " ".join(parts[:cut]), names
            break
    if not is_unit(parts[-1]):
        return None, _names(text)
    names = _names(" ".join(parts[:-1]))
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
    names = _names(word)
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
    if word.startswith(_NO_SURNAMES) and is_unit(word):
        return False
    return (len(word) <= 3 and word[0] in _SURNAMES) or (len(word) <= 4 and word[:2] in _DOUBLE)


def _names(text: str, *, after_unit: bool = False) -> str | None:
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
