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
# A tag and its attributes as browsers part them (HTML, 13.2.5): the first `>` outside of a value ends it. Where a quote
# is not closed, what it is in counts as several.
_ATTRIBUTE: Final = re.compile(
    r"""[\t\n\f\r /]*[^\t\n\f\r />][^\t\n\f\r />=]*"""
    r"""(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"[^"]*"|'[^']*'|[^\t\n\f\r "'>][^\t\n\f\r >]*))?"""
)
_TAG: Final = re.compile(rf"<(/?)([a-z][^\t\n\f\r />]*)((?:{_ATTRIBUTE.pattern})*)([\t\n\f\r /]*>)?", re.I)
# Elements of which a page has one: it gets the attributes of all their tags.
_SINGLE: Final = names("html body")
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
    _check_tags(source)
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


def _check_tags(source: str) -> None:
    """Raises `LimitError` for more open elements, or attributes of one, than a parser takes in reasonable time."""
    depth, most, single = 0, limits().open, 0
    many = limits().attributes
    for match in _TAG.finditer(source):
        end, name, attributes, is_whole = match.groups()
        name = name.lower()
        if name not in _OPTIONAL_END:
            depth = max(0, depth - 1) if end else depth + 1
            if depth > most:
                raise exceeded(
                    "open", tr("more than {most:,} elements of the page are nested", most=most), tr("save it as text")
                )
        if is_whole and (len(attributes) > many or (attributes and name in _SINGLE)):
            count = sum(1 for _ in _ATTRIBUTE.finditer(attributes))
            single += count if name in _SINGLE else 0
            if max(count, single) > many:
                raise exceeded(
                    "attributes",
                    tr("an element of the page has more than {most:,} attributes", most=many),
                    tr("save it as text"),
                )
