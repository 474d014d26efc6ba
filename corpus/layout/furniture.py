"""What the page brings and not the text: page numbers, rules, running heads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from corpus.dates import find_date
from corpus.layout.colophon import has_number, is_name_text
from corpus.layout.lines import FURNITURE, Piece

_LONGEST = 40
_CELL = 14
# `— 3 —`, `- 3 -`, `·3·`, `第 3 页`, `第3页 共20页`, `3 / 20`
_PAGE = re.compile(
    r"[-—–―─·•~～_]{1,3}\s{0,3}[0-9０-９]{1,4}\s{0,3}[-—–―─·•~～_]{1,3}"
    r"|第\s{0,2}[0-9０-９]{1,4}\s{0,2}页(?:\s{0,3}[,，/／]?\s{0,3}共\s{0,2}[0-9０-９]{1,4}\s{0,2}页)?"
    r"|[0-9]{1,4}\s{0,2}[/／]\s{0,2}[0-9]{1,4}"
)
# Where on a web site the reader is.
_CRUMBS = (
    r"(?:您的位置|您现在的位置|您当前的位置|当前位置|所在位置|目前位置)\s{0,2}[:：]"
    r"|首页\s{0,2}(?:[>＞»›→/]|-{1,2}>)"
)
# What a web page offers to do with it.
_OFFER = (
    r"(?:打印|打印本页|打印此页|关闭|关闭窗口|关闭本页|返回顶部|返回首页|返回列表|返回|回到顶部|收藏|加入收藏|分享|分享到|我要纠错"
    r"|大|中|小|字体|字号|上一篇|下一篇|列印|友善列印|回首页|回上页|关闭视窗)"
)
_OFFERS = rf"(?:[\[【(（]?\s?{_OFFER}\s?[:：]?\s?[\]】)）]?[\s|｜·　]*){{2,12}}|[\[【]{_OFFER}[\]】]"
# What an account offers to do, around an article copied out of it.
_ACCOUNT = (
    r"(?:点击|戳|轻触)(?:上方|下方)?(?:蓝字|标题|名片|卡片)?(?:即可)?(?:关注我们?|关注)?|关注我们|点击蓝字.{0,10}|阅读原文"
    r"|(?:往期|精彩|热门)(?:推荐|回顾|精选|内容)|(?:觉得|喜欢|记得|别忘)[㐀-鿿，]{0,8}点(?:个|一个|亮)?[“「\"]?在看[”」\"]?.{0,6}|长按.{0,8}(?:识别|扫描)?.{0,4}二维码.{0,10}"
)
_NAVIGATION = re.compile(rf"{_CRUMBS}|(?:{_OFFERS})\Z|(?=.{{1,28}}\Z)(?:{_ACCOUNT})\Z")
_FOOT = re.compile(r"(?:责任编辑|责编|本版编辑|版面编辑|值班编辑|编辑|组版|版式|美编)\s{0,2}[:：]")
_RULE = re.compile(r"[\W_]{3,200}")
_DIGITS = re.compile(r"[0-9０-９]+")


def find_furniture(pieces: list[Piece]) -> set[int]:
    """The positions of the pieces that are page furniture; never all of them."""
    pages = {i for i, p in enumerate(pieces) if _is_page_number(p)} | _bare_page_numbers(pieces)
    found = pages | {i for i, p in enumerate(pieces) if p.role == FURNITURE or _is_rule(p) or _is_navigation(p)}
    found |= _running_heads(pieces, found, pages)
    return found if len(found) < len(pieces) else set()


def mark_page_ends(pieces: list[Piece], furniture: set[int], whole: bool) -> None:
    """Notes which pieces a page ends below: furniture stands there, or the reader knows of a new page.

    `whole` says that each piece is a whole paragraph; only the end of a page then parts what belongs together.
    """
    for i, (piece, after) in enumerate(pairwise(pieces)):
        piece.page_ends = i + 1 in furniture or piece.page != after.page
        after.ruled = _is_rule(piece)
        piece.whole = whole and not piece.page_ends


def _is_page_number(piece: Piece) -> bool:
    first = piece.text[0]
    return len(piece.text) <= 24 and (first == "第" or not first.isalpha()) and _PAGE.fullmatch(piece.plain) is not None


def _is_navigation(piece: Piece) -> bool:
    return piece.short and _NAVIGATION.match(piece.plain) is not None


def _is_rule(piece: Piece) -> bool:
    """`————————`, `* * *`: at least three characters, no letter or digit among them."""
    return not piece.text[0].isalnum() and _RULE.fullmatch(piece.text) is not None and len(set(piece.text)) <= 3


def _bare_page_numbers(pieces: list[Piece]) -> set[int]:
    """Lines of only digits, if at least two count pages: each one or two more than the one before."""
    numbers = [
        (i, int(p.text))
        for i, p in enumerate(pieces)
        if len(p.text) <= 3 and p.text.isascii() and p.text.isdigit() and p.text[0] != "0"
    ]
    found: set[int] = set()
    for (i, a), (j, b) in pairwise(numbers):
        # Next to each other they are a column of figures.
        if 1 <= b - a <= 2 and j - i > 1 and not _among_cells(pieces, i) and not _among_cells(pieces, j):
            found |= {i, j}
    return found


def _among_cells(pieces: list[Piece], i: int) -> bool:
    """Whether the lines before and after are as short as cells of a table."""
    around = pieces[max(0, i - 1) : i] + pieces[i + 1 : i + 2]
    return len(around) == 2 and all(len(p.text) <= _CELL for p in around)


def _running_heads(pieces: list[Piece], known: set[int], pages: set[int]) -> set[int]:
    """Short lines that come again and again (digits aside) where they break a sentence or stand by a page number.

    What is set larger than the text is a section at the top of a page rather than its head.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for i, piece in enumerate(pieces):
        plain = not (piece.emphasis or piece.wrapped_in_brackets or piece.finished)
        if len(piece.text) <= _LONGEST and i not in known and plain:
            places[_DIGITS.sub("0", piece.text)].append(i)
    found: set[int] = set()
    for where in places.values():
        if len(where) < 2:
            continue
        if _heads_pages(pieces[where[0]]):
            # The first line of all is the masthead as well.
            found.update(where[1:] if where[0] == 0 else where)
            continue
        odd = sum(_at_page_break(pieces, i, pages) for i in where)
        if odd >= 2 and odd * 2 > len(where):
            found.update(i for i in where if _at_page_break(pieces, i, pages) or i > where[0])
    return found | _page_feet(pieces, found | pages)


def _heads_pages(piece: Piece) -> bool:
    """Whether it says which issue of what it is, as a masthead in one line does."""
    if not has_number(piece):
        return False
    return find_date(piece.text) is not None or any(is_name_text(part) for part in piece.plain.split())


def _page_feet(pieces: list[Piece], heads: set[int]) -> set[int]:
    """`责任编辑：…　版式：…` above running heads or page numbers, twice or more: each page ends so."""
    feet = [i for i, p in enumerate(pieces) if p.short and _FOOT.match(p.plain)]
    return set(feet) if len(feet) >= 2 and sum(i + 1 in heads for i in feet) * 2 >= len(feet) else set()


def _at_page_break(pieces: list[Piece], i: int, pages: set[int]) -> bool:
    if i - 1 in pages or i + 1 in pages:
        return True
    before = pieces[i - 1] if i else None
    return before is not None and before.prose and not before.finished and i + 1 < len(pieces)


def repeated(pieces: list[Piece]) -> Counter[str]:
    """How often the key of each short line occurs."""
    return Counter(p.key for p in pieces if p.short)
