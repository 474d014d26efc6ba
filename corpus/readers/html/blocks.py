"""A page to blocks: paragraphs, headings, items and rows in the order of the source, with what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from corpus.errors import CorpusError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

Align: TypeAlias = Literal["left", "centre", "right"]


def names(listed: str) -> frozenset[str]:
    """Names written as one string."""
    return frozenset(listed.split())


# The parser's time grows with the square of how deep elements are nested: so many that are never closed take .1 s.
_MOST_OPEN: Final = 10_000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9:-]*)(?:[\s/][^>]{0,500})?>", re.I)
_OPTIONAL_END: Final = names(
    "area base br col embed hr img input link meta param source track wbr "  # void
    "html head body p li dt dd option optgroup tr td th thead tbody tfoot colgroup rt rp"
)

_BLOCKS: Final = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul select option button textarea html title"
)
# Paragraphs and the like hold text; boxes hold blocks.
_NO_BOXES: Final = names("p pre h1 h2 h3 h4 h5 h6 dt dd li tr tbody thead tfoot caption hr option")
_UNSEEN: Final = names(
    "-comment script style template iframe object embed svg math canvas audio video map head title meta link "
    "noframes datalist rp"
)
# Elements and roles (WAI-ARIA) that are about the site and not its text.
_ASIDE: Final = names("nav aside menu dialog select button textarea noscript rt")
_ASIDE_ROLES: Final = names("navigation banner contentinfo complementary search menu menubar toolbar dialog")
_BOLD: Final = names("b strong th")
# What a cell of data never holds.
_LAYOUT: Final = "table,ul,ol,dl,h1,h2,h3,h4,h5,h6,section,article,blockquote,form"
# A cell of data has less text than so many characters in several paragraphs.
_CELL: Final = 80

_HIDDEN = re.compile(r"(?:^|;)\s{0,9}(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.I)
_ALIGN = re.compile(r"text-align\s{0,9}:\s{0,9}(left|center|right|justify|start)", re.I)
_WEIGHT = re.compile(r"font-weight\s{0,9}:\s{0,9}(bold|normal|[1-9]00)", re.I)
_SIZE = re.compile(r"font-size\s{0,9}:\s{0,9}([0-9]{1,3}(?:\.[0-9]{1,4})?)\s{0,3}(px|pt)", re.I)
_ALIGNS: Final[dict[str, Align]] = {"center": "centre", "middle": "centre", "right": "right"}
# Points of <font size="1"> to 7, and of text whose size nothing says (HTML, section 15.3.4: medium is 16 pixels).
_FONT_SIZES: Final = (7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0)
_MEDIUM: Final = 12.0
_POINTS: Final = {"px": 0.75, "pt": 1.0}

# White space that is set as one space; between characters of scripts without spaces, a line end is none (CSS Text 3,
# 4.1.3).
_SPACE = re.compile(r"[ \t\n\r\f]+")
# Lone surrogates, which no text has, stand for ends of cells and lines until white space is done with.
_CELL_END: Final = "\udc09"
_LINE_END: Final = "\udc0a"
_EDGES = re.compile(f"(?:^| )?({_LINE_END}) ?|^ ")
_CELL_GAP = re.compile(f" ?{_CELL_END} ?")


@dataclass(frozen=True, slots=True)
class Box:
    """An element that holds blocks: the number of the one around it, and the words of its id and class."""

    parent: int
    tag: str
    words: frozenset[str]


@dataclass(slots=True)
class Block:
    """A paragraph of a page, `\\n` where a line is broken by `<br>`; empty for a blank line.

    `linked` is the share of its characters that link elsewhere, `inside` that of links into the page. `bold` is that of
    bold ones, `size` in points that of the smallest. `aside` says that its element is about the site, or is not shown.
    """

    text: str
    box: int
    heading: int = 0
    item: bool = False
    bold: float = 0.0
    size: float = 0.0
    align: Align = "left"
    linked: float = 0.0
    inside: float = 0.0
    aside: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    """What elements inherit."""

    box: int = 0
    heading: int = 0
    bold: bool = False
    size: float = _MEDIUM
    align: Align = "left"
    link: str = ""  # `out` or `in`
    pre: bool = False
    aside: bool = False
    row: bool = False  # in a row of data, whose cells are one line


@dataclass(slots=True)
class _Run:
    """The line that is being read."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    bold: int = 0
    out: int = 0
    inside: int = 0
    smallest: float = 0.0
    item: bool = False
    asides: list[str] = field(default_factory=list)


def check_depth(source: str) -> None:
    """Raises `CorpusError` if more elements are open at once than a parser can close in reasonable time."""
    depth = 0
    for match in _TAG.finditer(source):
        if match[2].lower() not in _OPTIONAL_END:
            depth = max(0, depth - 1) if match[1] else depth + 1
            if depth > _MOST_OPEN:
                raise CorpusError(f"more than {_MOST_OPEN:,} elements of the page are nested; save it as text")


class Blocks:
    """Reads the `blocks` of a page; `boxes` are the elements that hold some, the first one the page itself."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.boxes = [Box(0, "", frozenset())]
        self.blocks: list[Block] = []
        self._run = _Run()
        self._counts: list[int] = []
        style = _Style()
        around: list[_Style] = []
        root = tree.body or tree.root  # a frameset has no body
        for node, entered in _walk(root) if root is not None else ():
            if entered:
                around.append(style)
                style = self._enter(node, style)
            else:
                self._leave(node, style)
                style = around.pop()
        self._flush(style)

    def _enter(self, node: LexborNode, style: _Style) -> _Style:
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "", style)
            return style
        if tag == "br":
            self._run.parts.append(_LINE_END)
            return style
        attributes = node.attributes
        if tag == "img" and (alt := (attributes.get("alt") or "").strip()):
            self._run.asides.append(" ".join(alt.split()))
            return style
        if tag in _BLOCKS and not style.row:
            self._flush(style)
        style = _styled(style, tag, attributes)
        if tag in ("ul", "ol"):
            self._counts.append(_start(attributes) if tag == "ol" else -1)
        elif tag == "li":
            self._begin_item()
        elif tag == "tr" and not style.row:
            style = replace(style, row=_is_data(node))
        elif tag in ("td", "th") and style.row:
            self._run.parts.append(_CELL_END)
        if tag in _BLOCKS and tag not in _NO_BOXES and not style.row:
            self.boxes.append(Box(style.box, tag, _words(attributes)))
            style = replace(style, box=len(self.boxes) - 1)
        return style

    def _leave(self, node: LexborNode, style: _Style) -> None:
        tag = node.tag or ""
        if tag in ("ul", "ol") and self._counts:
            self._counts.pop()
        if tag == "tr" or (tag in _BLOCKS and not style.row):
            self._flush(style, blank=tag in ("p", "div"))
            if tag == "li":
                self._run = _Run()
        elif tag in _BLOCKS:
            self._run.parts.append(" ")

    def _begin_item(self) -> None:
        self._run.item = True
        if self._counts and self._counts[-1] >= 0:
            self._run.parts.append(f"{self._counts[-1]}. ")
            self._counts[-1] += 1

    def _add(self, text: str, style: _Style) -> None:
        run = self._run
        run.parts.append(text.strip("\n").replace("\n", _LINE_END) if style.pre else text)
        size = sum(not c.isspace() for c in text)
        if size:
            run.size += size
            run.bold += size if style.bold else 0
            run.out += size if style.link == "out" else 0
            run.inside += size if style.link == "in" else 0
            run.smallest = min(run.smallest or style.size, style.size)

    def _flush(self, style: _Style, *, blank: bool = False) -> None:
        """Ends the line that is being read. `blank` says that a paragraph ends, which takes a line even if empty."""
        run = self._run
        if not run.parts and not run.asides and not run.item:
            return
        text = _text(run.parts, pre=style.pre)
        if run.size:
            block = Block(text, style.box, style.heading, run.item, aside=style.aside, align=style.align)
            block.bold, block.size = run.bold / run.size, run.smallest
            block.linked, block.inside = run.out / run.size, run.inside / run.size
            self.blocks.append(block)
        elif "\xa0" in "".join(run.parts) or (blank and _LINE_END in run.parts):
            self.blocks.append(Block("", style.box))
        self.blocks += [Block(text, style.box, aside=True) for text in run.asides]
        # An item whose first paragraph is yet to come.
        self._run = _Run(item=True, parts=run.parts) if run.item and not run.size else _Run()


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Each node that may be seen twice: when it is entered and when it is left. Depth costs no stack."""
    node = root
    while True:
        yield node, True
        child = node.child
        if child is not None and node.tag not in _UNSEEN:
            node = child
            continue
        while True:
            yield node, False
            if node.mem_id == root.mem_id:
                return
            if node.next is not None:
                node = node.next
                break
            assert node.parent is not None
            node = node.parent


def _styled(style: _Style, tag: str, attributes: dict[str, str | None]) -> _Style:
    """The style within an element."""
    css = attributes.get("style") or ""
    align = _ALIGN.search(css)
    said = (align[1] if align else "center" if tag == "center" else attributes.get("align") or "").lower()
    weight = _WEIGHT.search(css)
    size = _SIZE.search(css)
    href = attributes.get("href")
    return replace(
        style,
        heading=int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else style.heading,
        bold=(weight[1].lower() in ("bold", "600", "700", "800", "900")) if weight else style.bold or tag in _BOLD,
        size=float(size[1]) * _POINTS[size[2].lower()] if size else _font_size(tag, attributes) or style.size,
        align=(_ALIGNS.get(said, "left") if said else style.align) if tag in _BLOCKS else style.align,
        link=("in" if _leads_inside(href) else "out") if tag == "a" and href is not None else style.link,
        pre=style.pre or tag == "pre",
        aside=style.aside or _is_aside(tag, attributes, css),
    )


def _font_size(tag: str, attributes: dict[str, str | None]) -> float:
    said = (attributes.get("size") or "") if tag == "font" else ""
    return _FONT_SIZES[int(said) - 1] if said in "1234567" and said else 0.0


def _leads_inside(href: str) -> bool:
    return href.startswith("#") and href.lower() not in ("#", "#top")


def _is_aside(tag: str, attributes: dict[str, str | None], css: str) -> bool:
    return (
        tag in _ASIDE
        or attributes.get("role") in _ASIDE_ROLES
        or ((tag not in _BLOCKS or tag in _NO_BOXES) and _is_hidden(attributes, css))
    )


def _is_hidden(attributes: dict[str, str | None], css: str) -> bool:
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or _HIDDEN.search(css) is not None


def _words(attributes: dict[str, str | None]) -> frozenset[str]:
    """The words of an element's id and classes: `rightNav news_list` has right, nav, news and list; and `hidden`."""
    named = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", named[:200])
    words = frozenset(re.split(r"[^a-z]+", spaced.lower())) - {""}
    # A box that scripts will show may hold the article.
    return words | {"hidden"} if _is_hidden(attributes, attributes.get("style") or "") else words


def _start(attributes: dict[str, str | None]) -> int:
    said = attributes.get("start") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _is_data(row: LexborNode) -> bool:
    """Whether a row of a table holds data, and does not lay out the page."""
    cells = 0
    node = row.child
    while node is not None:
        if node.tag in ("td", "th"):
            if node.css_first(_LAYOUT) is not None:
                return False
            text = node.text()
            if len(text) > _CELL and len(node.css("p,div")) > 1:
                return False
            cells += bool(text.strip())
        node = node.next
    return cells > 1


def _text(parts: list[str], *, pre: bool) -> str:
    """The text of a line as it is set."""
    whole = "".join(parts)
    if not pre:
        whole = _EDGES.sub("\\1", _SPACE.sub(_gap, whole))
    lines = [line.replace("\xa0", " ").rstrip() for line in whole.strip(_LINE_END).split(_LINE_END)]
    return "\n".join(_CELL_GAP.sub("\t", line.strip(f" {_CELL_END}") if _CELL_END in line else line) for line in lines)


def _gap(match: re.Match[str]) -> str:
    if "\n" not in match[0]:
        return " "
    text, start, end = match.string, match.start(), match.end()
    is_between = start > 0 and end < len(text) and text[start - 1] >= "\u2e80" and text[end] >= "\u2e80"
    return "" if is_between else " "
