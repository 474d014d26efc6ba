"""The tree of a page, as browsers make it, and a walk through it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from corpus.language import tr
from corpus.limits import check_lines, exceeded, limits
from corpus.readers.html.style import names

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_BREAK: Final = re.compile(r"<br\b", re.I)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9:-]*)(?:[\s/][^>]{0,500})?>", re.I)
_OPTIONAL_END: Final = names(
    "area base br col embed hr img input link meta param source track wbr "  # void
    "html head body p li dt dd option optgroup tr td th thead tbody tfoot colgroup rt rp"
)

# In XHTML an element may end where it begins; in HTML these would hold all that follows.
_EMPTY = re.compile(r"<(title|script|style|textarea|iframe|noscript)((?:\s[^<>]{0,999}?)?)/>", re.I)
# What holds no text that is seen.
_UNSEEN: Final = names(
    "-comment script style template iframe object embed svg math canvas audio video map head title meta link "
    "noframes datalist rp"
)


def tree_of(source: str) -> LexborHTMLParser:
    """The tree of a page or a piece of one. Raises `LimitError` for more elements than are read."""
    if source.lstrip().startswith("<?xml"):
        source = _EMPTY.sub(r"<\1\2></\1>", source)
    from selectolax.lexbor import LexborHTMLParser

    _check_count(source)
    _check_depth(source)
    return LexborHTMLParser(source)


def walk(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, bool]]:
    """Each node that may be seen twice: when it is entered and when it is left. Depth costs no stack."""
    root = tree.body or tree.root  # a frameset has no body
    if root is None:
        return
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


def _check_count(source: str) -> None:
    """Raises `LimitError` for more elements, or lines, than are read, before there is a tree of them."""
    if source.count("<") > (most := limits().elements):
        raise exceeded("elements", tr("a page of more than {most:,} elements", most=most), tr("split it"))
    check_lines(sum(1 for _ in _BREAK.finditer(source)))


def _check_depth(source: str) -> None:
    """Raises `LimitError` if more elements are open at once than a parser can close in reasonable time."""
    depth, most = 0, limits().open
    for match in _TAG.finditer(source):
        if match[2].lower() not in _OPTIONAL_END:
            depth = max(0, depth - 1) if match[1] else depth + 1
            if depth > most:
                raise exceeded(
                    "open", tr("more than {most:,} elements of the page are nested", most=most), tr("save it as text")
                )
