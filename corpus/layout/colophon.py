"""Masthead and colophon: which lines are of them, and what they say of the issue."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from corpus.dates import find_date, find_dates
from corpus.layout.closing import as_written
from corpus.layout.lines import Piece, line_key
from corpus.layout.names import is_unit
from corpus.layout.words import Endings
from corpus.records import Issue

_PEOPLE = (
    "总编辑|总编|主编|副主编|执行主编|责任编辑|责编|执行编辑|特约编辑|编辑|编审|编委|审稿|审核|审定|校对|核稿|签发|美编|美术编辑|排版|策划|顾问|监制"
    "|主办单位|主办|承办单位|承办|协办|主管|编印|编发|印制|印刷|出版|整理编集|编辑|发行人|发行|校对"
    "|编辑部地址|编辑部电话|编辑部邮箱|编辑部|投稿邮箱|投稿信箱|投稿热线|准印证号|准印证|发行单位|出版单位|督印人|督印|编辑委员|编委会|印数|印发日期|印发时间|印刷日期|发送对象|期数"
)
_EDITORS = re.compile(rf"(?:{_PEOPLE})\s{{0,4}}[:：]")
_CONTACT = re.compile(
    r"(?:地址|会址|社址|校址|联系电话|电话|传真|邮编|邮政编码|邮箱|电子邮箱|电子信箱|投稿邮箱|投稿|网址|网站|e-?mail|tel|fax)\s{0,2}[:：]",
    re.IGNORECASE,
)
# `编　　辑：`: two characters of a label set apart.
_APART = re.compile(r"(?<=[㐀-鿿])[ \t\u3000]+(?=[㐀-鿿]\s?[:：])")
_SENT = re.compile(r"(?:主?送|抄?报|报送|抄送|抄报|抄发|呈送|呈报|呈|分送|印送|发|发至|下发|分发|送达)\s{0,4}[:：]")
_PRINTED = re.compile(r"(?:印发|编发|编印|印制|印)$|共印\s{0,2}[0-9]{1,5}\s{0,2}份|[（(]共印")
_WEB = re.compile(
    r"版权所有|ICP备|网安备|备案号|内部资料|内部刊物|免费交流|准印证|注意保存|著作权|©"
    # What mails say of themselves.
    r"|此件(?:公开|依申请公开|不公开|主动公开)|信息公开(?:选项|形式)|取消订阅|退订|订阅电子报|无法(?:正常)?(?:显示|阅读|浏览)|乱码|欢迎关注.{0,12}公众号|扫码关注"
    # What an account says above and below what it publishes. That nothing stands before comes last: a pattern is
    # searched for by the characters that it can begin with.
    r"|原创\s(?<=^原创\s)|发表于\s?[㐀-鿿]{2,3}$"
)
_END = re.compile(r"[\W_]{0,5}(?:the\s)?end[\W_]{0,5}", re.IGNORECASE)
_ISSUE_NUMBER = re.compile(
    r"(?:总?\s{0,2}第\s{0,2}([0-9０-９]{1,5}|[一二三四五六七八九十〇○零百]{1,6})\s{0,2}期|([0-9]{1,5})\s{0,2}期(?!间))"
)
# `×政办发〔2022〕5号`: the number of an official letter, below its red head.
_LETTER = re.compile(r"[㐀-鿿A-Z]{2,12}[〔\[（(【]\s?(?:19|20)[0-9]{2}\s?[〕\]）)】]\s?第?\s?[0-9]{1,4}\s?号")
_TOTAL = re.compile(r"[（(【\[〔]?总\s{0,2}第?\s{0,2}[0-9０-９]{1,5}\s{0,2}期[)）】\]〕]?")
# `二〇二二年秋季号`: an issue that has a season for a number; `2023年第36周`: a week.
_SEASON = re.compile(r"(?:[0-9]{4}|[一二三四五六七八九〇○零]{4})年?(?:第[0-9]{1,2}周|[春夏秋冬]季?[号刊])")
# What stands with a date at the head of a daily: `星期三　农历九月廿五　立冬`.
_OF_THE_DAY = re.compile(
    r"[（(]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|(?:农历)?[〇一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥]{0,2}年?"
    r"[正一二三四五六七八九十冬腊闰]{1,2}月(?:初|十|廿|三)[一二三四五六七八九十]"
    r"|农历|中华|(?:立[春夏秋冬]|雨水|惊蛰|[春秋]分|清明|谷雨|小满|芒种|[夏冬]至|[小大][暑寒雪]|处暑|[白寒]露|霜降)"
)
_NAME_ENDS = Endings(
    "简报 通讯 信息 动态 快报 简讯 专报 通报 月报 周报 旬报 日报 季报 周刊 月刊 季刊 报 刊 导刊 之窗 资讯 内参 院讯 "
    "校讯 会讯 社讯 厂讯 季讯 月讯 周讯 双周报 半月刊 通讯录 参考 要情 摘要 电子报 快讯 专刊 专辑 文件"
)
_ANY_NAME = re.compile(r"[㐀-鿿]{2,12}|[㐀-鿿](?:[ \u3000]{1,2}[㐀-鿿]){1,7}")
_NOT_NAMES = re.compile(r"[0-9０-９]{1,2}\s?[月日]|^[（(]|[:：]")
# What stands above the name of a newsletter that is not for everyone.
_KEEP = re.compile(r"内部|保存|秘密|机密|绝密|编号|急$")
_PUBLISHER = re.compile(r"(?:主办单位|主办|发行单位|发行|编印|编发|出版|印发|主管)\s{0,2}[:：]\s{0,2}")
_ROLES = ("主办", "编印", "编发", "编制", "编", "印发", "印", "主编", "承办", "出版")
_ROLE_TAIL = re.compile(rf"\s{{0,2}}(?:{'|'.join(_ROLES)})$")
_DATE_LABEL = re.compile(
    r"[\[【(（]?(?:日期|时间|发行日期?|出版日期?|出刊日期?|发布日期|发布时间|发稿时间|发稿日期|撰稿时间|成文日期|来稿时间)\s?[:：]\s?"
)
_SPACES = re.compile(r"[ \t\u3000]+")


def is_colophon(piece: Piece) -> bool:
    """Whether a line alone says that it is of a colophon or masthead: editors, recipients, printing, rights."""
    if len(piece.text) > 200:
        return False
    text = piece.plain
    if is_end(piece) or _WEB.search(text) or (_is_labelled(text) and _names_editors(piece)):
        return True
    is_printed = len(text) <= 80 and ("印" in text or "编发" in text) and _PRINTED.search(text) is not None
    return is_printed and find_date(text) is not None


def _is_labelled(text: str) -> bool:
    """Whether there can be a label, which most lines are sooner told by than by the patterns of all labels."""
    return "：" in text or ":" in text


def _names_editors(piece: Piece) -> bool:
    """Whether it begins with a label of those who made the issue or get it, or of their address."""
    head = _APART.sub("", piece.plain[:40])
    editors = _EDITORS.search(head)
    if editors is not None and editors.start() <= 12:
        return True
    return _SENT.match(head) is not None or _CONTACT.match(head) is not None or is_contact(piece)


def is_end(piece: Piece) -> bool:
    """Whether it says that all articles are above it: `END`."""
    return len(piece.text) <= 16 and _END.fullmatch(piece.text) is not None


def is_contact(piece: Piece) -> bool:
    """Whether it is an address or a telephone number, which an announcement may end with as well as a colophon.

    Address, telephone and postcode in one line are the editors'.
    """
    if not _is_labelled(piece.plain) or (piece.short and len(_CONTACT.findall(piece.plain)) >= 3):
        return False
    head = _APART.sub("", piece.plain[:40])
    found = _CONTACT.search(head)
    editors = _EDITORS.search(head)
    return found is not None and found.start() <= 12 and (editors is None or editors.start() > found.start())


def names_newsletter(piece: Piece) -> bool:
    """Whether a newsletter's name and little else stands there."""
    return _title([piece]) is not None and (is_name(piece) or find_date(piece.text) is not None)


def has_number(piece: Piece) -> bool:
    """Whether it is a line with the issue's number, or an official letter's."""
    if len(piece.text) > 48 or piece.finished:
        return False
    text = piece.plain
    if ("期" in text and _ISSUE_NUMBER.search(text)) or _SEASON.search(text):
        return True
    return _LETTER.match(text) is not None


def is_name(piece: Piece) -> bool:
    """Whether it could be the name of a newsletter."""
    return is_name_text(piece.plain)


def is_name_text(text: str) -> bool:
    """Whether `text` could be the name of a newsletter."""
    name = tight(text)
    return 2 <= len(name) <= 24 and _NAME_ENDS.end(name) and not _NOT_NAMES.search(name)


def is_date(piece: Piece) -> bool:
    """Whether it is a date and nothing else."""
    if not piece.short:
        return False
    text = piece.plain
    if _is_labelled(text):
        label = _DATE_LABEL.match(text)
        text = text[label.end() :] if label is not None else text
    if len(text) > 24 and (len(text) > 40 or "星期" not in text):
        return False
    found = find_date(text)
    if found is None:
        return False
    rest = text[: found.start] + text[found.end :]
    return not line_key(rest) or (len(rest) >= 2 and not line_key(_OF_THE_DAY.sub("", rest)))


def is_publisher(piece: Piece) -> bool:
    """Whether it is a unit with a date, or with the word for editing or publishing."""
    if len(piece.text) > 60 or piece.finished:
        return False
    text = piece.plain
    return (text.endswith(_ROLES) or find_date(text) is not None) and publisher_in(text) is not None


def publisher_in(text: str) -> str | None:
    """The unit that `text` names as publisher."""
    labelled = _PUBLISHER.search(text)
    if labelled is not None:
        text = text[labelled.end() :]
    for found in reversed(list(find_dates(text))):
        text = f"{text[: found.start]} {text[found.end :]}"
    for part in _SPACES.split(text.strip()):
        name = _ROLE_TAIL.sub("", part).strip("（）()，。,;；")
        if is_unit(name) and len(name) >= 4:
            return name
    joined = _ROLE_TAIL.sub("", tight(text))
    return joined if is_unit(joined) and len(joined) >= 4 else None


def tight(text: str) -> str:
    """`工 作 通 讯` without the spaces between single characters; other text as it is."""
    words = _SPACES.split(text)
    if len(words) > 1 and all(len(w) == 1 for w in words):
        return "".join(words)
    return text


def issue_of(masthead: Sequence[Piece], colophon: Sequence[Piece], bylines: Sequence[Piece] = ()) -> Issue:
    """What the masthead says of the issue, then the colophon; the date alone may stand in a byline as well."""
    both = (*masthead, *colophon)
    return Issue(
        title=_title(masthead),
        number=_number(masthead) or _number(colophon),
        date=_date((*masthead, *colophon, *bylines)),
        publisher=next(
            filter(
                None,
                (as_written(publisher_in(p.plain), p.plain, p.text) for p in both if _may_publish(p, p in masthead)),
            ),
            None,
        ),
    )


def _may_publish(piece: Piece, in_masthead: bool) -> bool:
    head = piece.plain[:40]
    if _SENT.match(head):
        return False
    return is_publisher(piece) or _PUBLISHER.search(head) is not None or (in_masthead and is_unit(piece.plain))


def _title(masthead: Sequence[Piece]) -> str | None:
    named = [p for p in masthead if is_name(p)]
    if named:
        return tight(named[0].text)
    for piece in masthead:
        text = piece.plain[:200]
        for found in reversed(list(find_dates(text))):
            text = text[: found.start] + text[found.end :]
        text = _ISSUE_NUMBER.sub("", _TOTAL.sub("", text))
        text = tight(text.strip(" \t\u3000（）()[]【】《》|｜/-—·第版"))
        if _NAME_ENDS.end(text) or (piece.heading and text):
            return as_written(text, piece.plain, piece.text)
        part = next((p for p in text.split() if len(p) >= 3 and is_name_text(p)), None)
        if part is not None:
            return as_written(part, piece.plain, piece.text)
    by_place = next((tight(name.text) for name, number in pairwise(masthead) if _stands_as_name(name, number)), None)
    if by_place is not None or not masthead:
        return by_place
    # A name such as `攀峰人`, with anything between it and the number, is known as the first line of all.
    first = masthead[0]
    alone = first.first == 1 and _ANY_NAME.fullmatch(first.plain) is not None and not is_unit(first.plain)
    return tight(first.text) if alone else None


def _stands_as_name(piece: Piece, below: Piece) -> bool:
    """Whether what stands right above the issue's number is its name, whatever it ends with."""
    name = tight(piece.plain)
    return (
        has_number(below)
        and 4 <= len(name) <= 24
        and not any(c.isspace() for c in name)
        and not (has_number(piece) or is_publisher(piece) or is_unit(name) or is_date(piece))
        and not _NOT_NAMES.search(name)
        and not _KEEP.search(name)
    )


def _number(pieces: Sequence[Piece]) -> str | None:
    for piece in pieces:
        if len(piece.text) <= 80:
            match = _ISSUE_NUMBER.search(_TOTAL.sub("", piece.plain)) or _ISSUE_NUMBER.search(piece.plain)
            if match:
                number = unicodedata.normalize("NFKC", _SPACES.sub("", match[0]))
                return number.removeprefix("总")
            season = _SEASON.search(piece.plain)
            if season:
                return as_written(season[0], piece.plain, piece.text)
    first = pieces[0].text if pieces else ""
    return first if first.isascii() and first.isdigit() and len(first) <= 5 else None


def _date(pieces: Sequence[Piece]) -> str | None:
    """The most precise date, the first of several."""
    best: str | None = None
    around = "".join(piece.text[:200] for piece in pieces)
    for piece in pieces:
        for found in find_dates(piece.text[:200], around=around):
            if len(found.iso) > len(best or ""):
                best = found.iso
    return best
