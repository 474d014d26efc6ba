"""Which blocks of a page are its text, and which are the site's: menus, lists of other pages, footers.

The text is the smallest element that holds nearly all of the page's prose, with the title and the line of facts before
it. Nothing is lost: what is the site's is told apart, and in doubt a block belongs to the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.dates import exact_date
from corpus.layout.lines import ends_sentence, line_key
from corpus.readers.html.blocks import Block, Box
from corpus.readers.html.facts import LONGEST, are_counted, are_facts, facts
from corpus.readers.html.style import names

# A sentence has so many characters as a rule, names in menus have fewer.
_SENTENCE: Final = 25
# A block of text links with less than this share of its characters, a link in a list with more than that.
_FEW_LINKS: Final = 0.3
_ALL_LINKS: Final = 0.8
# The element of the text holds so much of the prose: the rest may be a footer's or a neighbour's.
_NEARLY_ALL: Final = 0.9
# An element whose name says that it is the site's, or the text's, is so unless that holds more, or less, of the prose.
_HALF: Final = 0.5
# So many links one after the other are a list of them.
_LIST: Final = 3
# The masthead of an issue has no more lines.
_MASTHEAD: Final = 6

# Words of ids and classes that mean what they say.
_SITE_WORDS: Final = names(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs footer foot copyright sidebar sidenav "
    "related relate recommend share bdsharebuttonbox pager pagination pagenav toolbar search searchbox login "
    "friendlink banner advert ads qrcode hotnews hidden "
    "comment comments respond reply replies widget tag tags tagcloud"
)
# Elements that hold the text by the meaning of HTML, and by the habit of those who make pages and of the systems that
# do (TRS, 博达, 苏迪, 开普, WordPress, WeChat): words of ids and classes that stand together.
_TEXT_TAGS: Final = frozenset({"article", "main"})
_TEXT_WORDS: Final = tuple(
    names(words)
    for words in (
        "article content",
        "entry content",
        "post content",
        "news content",
        "articlecontent",
        "trs editor",
        "vsb content",
        "ucap content",
        "js content",
        "zoom",
    )
)
_SITE_TAGS: Final = frozenset({"header", "footer"})
_WITHIN_TEXT: Final = frozenset({"article", "main"})
_FOOTER = re.compile(
    r"版权所有|版權所有|ICP\s?备|ICP\s?證|公网安备|网站标识码|网站地图|技术支持[:：]|建议使用.{0,30}浏览|copyright\b|©",
    re.I,
)
_PUNCTUATION = re.compile("[，。！？；,!?;]")
_COLOPHON = re.compile(
    r"(?:主编|总编|编辑|责任编辑|责编|校对|审核|签发|[主抄]?送|[抄]?报|发|印发|編輯|主編)\s?[:：]|印发$"
)
_CONTROLS = re.compile(
    r"(?:[【\[(（]?\s*(?:打印(?:本页|此页|本文)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|上页|列表|目录)?|收藏(?:本页)?|我要纠错"
    r"|大|中|小|更多|(?:阅读|查看)(?:原文|全文|更多)?|在看|点赞|写留言|转发|首页|上一页|下一页|尾页|回到顶部|TOP)\s*[】\])）]?[\s|/·>》]*){1,9}"
    r"|分享(?:到|至)?[:：].{0,60}|分享(?:到|至)?|扫一扫.{0,40}|[上下]一[篇条则页个][:：].{0,120}|字[体号][:：].{0,20}",
    re.I,
)
_OTHER_PAGES = re.compile(
    r"[【\[]?(?:相关(?:链接|阅读|新闻|文章|文档|报道|稿件|信息|推荐|内容)|延伸阅读|推荐(?:阅读|文章)|热门(?:文章|推荐|新闻|阅读)|热点(?:新闻|推荐)"
    r"|猜你喜欢|最新(?:文章|新闻)|友情链接|相關(?:連結|新聞|文章)|延伸閱讀)[】\]]?[:：]?"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A block of the page, and whether it is the site's, or the title of the page. `date` is when it says that the
    article was published.
    """

    block: Block
    site: bool = False
    title: bool = False
    date: str | None = None


def judged(blocks: Sequence[Block], boxes: Sequence[Box], titles: Sequence[str]) -> list[Judged]:
    """All blocks in their order, lines of facts divided. `titles` are what the page may be called, best first."""
    site = _sites(boxes, _prose(blocks, boxes))
    prose = _prose([block for block in blocks if not site[block.box]], boxes)
    first, last, is_tight = _main(blocks, boxes, prose)
    is_in = [first <= block.box <= last for block in blocks]
    title = _title(blocks, titles, is_in, site)
    begins = next((i for i, inside in enumerate(is_in) if inside), 0)
    head = _head(blocks, begins) if title is None or title >= begins else title
    prose_begins = next((i for i, block in enumerate(blocks) if _is_prose(block)), len(blocks))
    links = _under_heading(blocks) | (set() if is_tight else _outer_links(blocks))
    out: list[Judged] = []
    for i, block in enumerate(blocks):
        if i != title and (block.aside or site[block.box] or i in links or _is_control(block)):
            out.append(Judged(block, site=True))
        elif i != title and _are_facts(block) and (i < prose_begins or are_counted(block.text)):
            out += [Judged(replace(block, text=f.text), site=not f.is_text, date=f.date) for f in facts(block.text)]
        elif head <= i < begins and len(block.text) < _SENTENCE and (date := exact_date(block.text)):
            out.append(Judged(block, site=True, date=date))
        elif is_in[i] or i == title or is_blank(block) or _is_prose(block):
            out.append(Judged(block, title=i == title))
        else:
            out.append(Judged(block, site=not _is_around(block, i, head, begins, is_named=head == title)))
    return _headed(out)


def _is_control(block: Block) -> bool:
    """Whether a block is for doing something with the page: `打印本页`, `上一篇：…`."""
    return len(block.text) <= LONGEST and _CONTROLS.fullmatch(block.text) is not None


def _are_facts(block: Block) -> bool:
    return not block.heading and are_facts(block.text)


def _head(blocks: Sequence[Block], begins: int) -> int:
    """Where the lines without links begin that stand right before the text: the masthead of an issue."""
    head = begins
    while head and begins - head < _MASTHEAD and blocks[head - 1].linked <= _FEW_LINKS and not blocks[head - 1].aside:
        head -= 1
    return head


def _is_around(block: Block, i: int, head: int, begins: int, *, is_named: bool) -> bool:
    """Whether a short line outside of the text's element belongs to it: headings or the masthead, and the colophon."""
    if head <= i < begins:
        return block.heading > 0 or not is_named
    return i > begins and block.linked <= _FEW_LINKS and _COLOPHON.search(block.text) is not None


def is_blank(block: Block) -> bool:
    """Whether the block is an empty line."""
    return not block.text.strip()


def _is_prose(block: Block) -> bool:
    text = block.text
    sentences = len(text) >= _SENTENCE or (len(text) >= 8 and ends_sentence(text))
    sentences = sentences and (len(text) > 2 * _SENTENCE or _PUNCTUATION.search(text) is not None)
    is_linked = block.linked > _FEW_LINKS and not (len(text) >= _SENTENCE and ends_sentence(text))
    return sentences and not is_linked and not block.aside and not _FOOTER.search(text)


def _prose(blocks: Sequence[Block], boxes: Sequence[Box]) -> list[int]:
    """How many characters of prose each element holds, those within it included."""
    sizes = [0] * len(boxes)
    for block in blocks:
        if _is_prose(block):
            sizes[block.box] += len(block.text)
    for number in range(len(boxes) - 1, 0, -1):
        sizes[boxes[number].parent] += sizes[number]
    return sizes


def _sites(boxes: Sequence[Box], prose: Sequence[int]) -> list[bool]:
    """Which elements are the site's by their names, those within them included."""
    site, within = [False] * len(boxes), [False] * len(boxes)
    for number, box in enumerate(boxes):
        if not number:
            continue
        within[number] = within[box.parent] or box.tag in _WITHIN_TEXT
        named = bool(box.words & _SITE_WORDS) or (box.tag in _SITE_TAGS and not within[number])
        site[number] = site[box.parent] or (named and prose[number] <= _HALF * prose[0])
    return site


def _main(blocks: Sequence[Block], boxes: Sequence[Box], prose: Sequence[int]) -> tuple[int, int, bool]:
    """The first and the last number of an element in the smallest one that holds nearly all prose in several blocks;
    and whether none that is smaller holds as much.
    """
    last = list(range(len(boxes)))
    held = [0] * len(boxes)
    for block in blocks:
        held[block.box] += not is_blank(block) and not block.aside
    for number in range(len(boxes) - 1, 0, -1):
        parent = boxes[number].parent
        last[parent] = max(last[parent], last[number])
        held[parent] += held[number]
    if not prose[0]:
        return 0, last[0], True
    around = _text_box(boxes, prose)
    most = _NEARLY_ALL * prose[around]
    holding = [n for n in range(around, last[around] + 1) if n == around or prose[n] >= most]
    found = max(n for n in holding if n == around or held[n] > 1)
    return found, last[found], found > 0 and found == max(holding)


def _text_box(boxes: Sequence[Box], prose: Sequence[int]) -> int:
    """The smallest element that says it holds the text, and holds most of the prose; else the page."""
    tags = Counter(box.tag for box in boxes)
    return max(
        number
        for number, box in enumerate(boxes)
        if not number
        or (
            prose[number] > _HALF * prose[0]
            and ((box.tag in _TEXT_TAGS and tags[box.tag] == 1) or any(words <= box.words for words in _TEXT_WORDS))
        )
    )


def _title(blocks: Sequence[Block], titles: Sequence[str], is_in: Sequence[bool], site: Sequence[bool]) -> int | None:
    """The block that is the title of the page: what its head calls it, or the heading before its text."""
    keys = {key: rank for rank, title in reversed(list(enumerate(titles))) if (key := line_key(title))}
    named = [
        (keys[key], i)
        for i, block in enumerate(blocks)
        if not block.aside and len(block.text) <= LONGEST and (key := line_key(block.text)) in keys
    ]
    if named:
        return min(named)[1]
    begins = next((i for i, inside in enumerate(is_in) if inside), 0)
    before = [i for i in range(begins) if blocks[i].heading in (1, 2) and not site[blocks[i].box]]
    return before[-1] if before else None


def _headed(found: Sequence[Judged]) -> list[Judged]:
    """What was found, with the title a heading if the text has no other."""
    if any(judged.block.heading for judged in found if not judged.site and not judged.title):
        return list(found)
    return [replace(each, block=replace(each.block, heading=1)) if each.title else each for each in found]


def _under_heading(blocks: Sequence[Block]) -> set[int]:
    """The positions of lists of other pages under a heading that says so, the heading included."""
    found: set[int] = set()
    is_under = False
    for i, block in enumerate(blocks):
        if is_blank(block):
            continue
        said = _OTHER_PAGES.match(block.text)
        heads = said is not None and (block.linked > 0 or said.end() == len(block.text))
        is_under = heads or (is_under and block.linked >= _ALL_LINKS)
        if is_under:
            found.add(i)
    return found


def _outer_links(blocks: Sequence[Block]) -> set[int]:
    """The positions of lists of links before and after all prose, where no element parts them from it. The last one
    before a paragraph may be its title.
    """
    where = [i for i, block in enumerate(blocks) if _is_prose(block)]
    if not where:
        return set()
    found: set[int] = set()
    for run in (range(where[0] - 1), range(where[-1] + 1, len(blocks))):
        links = [i for i in run if blocks[i].linked >= _ALL_LINKS]
        found |= set(links) if len(links) >= _LIST else set()
    return found
