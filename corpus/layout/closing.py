"""Credit lines: who wrote an article, and for which unit. They close an article or stand under its title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.layout.lines import Piece
from corpus.layout.names import is_unit, names_in, unit_and_names
from corpus.layout.words import words

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
_AFTER_NAME = re.compile(r"(?<=[㐀-鿿]{2})(?:代表|委员|同志|老师|同学)(?=$|[\s、，,])")
_TAIL_ENDS = words("供稿 来稿 报送 提供 投稿 推荐 撰稿 摄影报道 整理 摄")
_TAIL_WORDS = re.compile(rf"\s{{0,2}}(?:联合)?(?:{'|'.join(_TAIL_ENDS)})$")
# `2022-11-20 08:45:12` before `来源：…`.
_TIME = re.compile(
    r"^(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?\s{0,3}(?:[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?)?"
)
_LONGEST = 48
# What no credit has.
_SENTENCE = re.compile(r"[。！？；“”]")
# `——办公室 吴昌盛`
_DASHES = "—─―– "
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


def is_sure(credit: Credit | None) -> bool:
    """Whether a line says outright who wrote an article."""
    return credit is not None and credit.weight >= 4


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
        unit, author = unit_and_names(text[: role.start()].strip())
        named = names_in(_ROLE.sub(" ", text[role.start() :]))
        return Credit(unit, named, 6.0) if named else None
    unit, author = unit_and_names(text)
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
    named = names_in(text[occupation.end() :]) if occupation is not None else None
    return Credit(None, named, 5.0) if named else None


def _labelled(text: str) -> Credit | None:
    """`作者：张三　来源：…`, `文/张三 图/李四`: pairs of a label and what it labels."""
    marks = list(_LABEL.finditer(text)) if _BEHIND_LABEL.search(text) else []
    if not marks or marks[0].start() > 24:
        return None
    head = _TIME.sub("", text[: marks[0].start()].strip())
    if len(head) > 12:
        return None
    unit, author = unit_and_names(head) if head else (None, None)
    if head and unit is None and author is None and not any(c.isdigit() for c in head):
        return None
    named = 0
    for mark, nxt in zip(marks, [*marks[1:], None], strict=True):
        value = text[mark.end() : nxt.start() if nxt else len(text)].strip(_OPENING)
        if mark["other"]:
            named += mark["other"] not in ("时间", "日期")
        elif value:
            named += 1
            found_unit, found_author = unit_and_names(value.split("阅读")[0].strip(), trust=bool(mark["unit"]))
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
    named = names_in(text[occupation.end() :], after_unit=True) if occupation is not None else None
    return named or names_in(text, after_unit=True)
