"""Style sheets: what simple rules say is written into pages, whose reader knows inline styles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from corpus.readers.html.style import names

# What is read of one rule: none that matters here is longer.
_MOST: Final = 5_000
# Style sheets within a page; and rules for other media and sizes than those of a screen.
_SHEET: Final = re.compile(r"<style[^<>]{0,500}>|(</style)", re.I)
_MEDIA: Final = re.compile(r"@media[^{}]{0,500}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.I)
# `p`, `.title`, `p.title`: others are for places in the tree, which few books need.
_SIMPLE: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)?(?:\.([\w-]+))?")
_KNOWN: Final = re.compile(r"(text-align|font-weight|font-size|display)\s*:\s*([^;!]{1,40})", re.I)
_RELATIVE: Final = re.compile(r"([0-9]{0,3}\.?[0-9]{1,4})\s*(em|rem|%)")
_TAG: Final = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\b((?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*'){0,2000}?)(/?)>")
_CLASS: Final = re.compile(r"\bclass\s*=\s*(?:[\"']([^\"']*)[\"']|([^\s\"'=]+))", re.I)
_STYLE: Final = re.compile(r"\bstyle\s*=\s*[\"']([^\"']*)")
# Elements that have no content, and no end tag in HTML; `<a/>`, `<title/>` of XHTML would never end there.
_VOID: Final = names("area base br col embed hr img input link meta param source track wbr")
_BASE: Final = 12.0  # points of text whose size nothing says

Rules = Mapping[tuple[str, str], dict[str, str]]


def rules(sheets: Iterable[str]) -> Rules:
    """What style sheets say of elements and of classes: (element, class), either empty for any."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for sheet in sheets:
        for rule in _MEDIA.sub("", _without_comments(sheet)).split("}"):
            selectors, _, body = rule[:_MOST].rpartition("{")
            said = {name.lower(): _absolute(value.strip()) for name, value in _KNOWN.findall(body)}
            for selector in selectors.split(","):
                match = _SIMPLE.fullmatch(selector.strip())
                if match and said:
                    found[(match[1] or "").lower(), match[2] or ""].update(said)
    return found


def with_own(source: str) -> str:
    """A page with what the style sheets in it say of its elements written into them."""
    said = rules(_own(source))
    return as_page(source, said) if said else source


def _own(source: str) -> Iterator[str]:
    """The style sheets in a page, without the comment that hides them from the first browsers."""
    begins = -1
    for match in _SHEET.finditer(source):
        if match[1] is None:
            begins = match.end() if begins < 0 else begins
        elif begins >= 0:
            yield source[begins : match.start()].replace("<!--", "").replace("-->", "")
            begins = -1


def as_page(source: str, said: Rules) -> str:
    """A page of XHTML as HTML, what style sheets say of its elements written into them."""

    def tag(match: re.Match[str]) -> str:
        name, attributes, end = match.groups()
        own = _STYLE.search(attributes)
        style = _styled(name.lower(), attributes, said, own[1] if own else "")
        if own:
            attributes = attributes[: own.start(1)] + style + attributes[own.start(1) :]
        elif style:
            attributes += f' style="{style}"'
        closing = f"</{name}>" if end and name.lower() not in _VOID else ""
        return f"<{name}{attributes}>{closing}"

    return _TAG.sub(tag, source)


def _without_comments(sheet: str) -> str:
    first, *others = sheet.split("/*")
    return first + "".join(part.partition("*/")[2] for part in others)


def _styled(name: str, attributes: str, said: Rules, own: str) -> str:
    """What style sheets say of an element that its `own` style does not."""
    match = _CLASS.search(attributes)
    style: dict[str, str] = dict(said.get((name, ""), {}))
    for word in (match[1] or match[2] or "").split() if match else ():
        style |= said.get(("", word), {}) | said.get((name, word), {})
    return "".join(f"{name}:{value};" for name, value in style.items() if name not in own)


def _absolute(value: str) -> str:
    """Sizes in points, those that are relative taken as if to plain text."""
    match = _RELATIVE.fullmatch(value)
    if match is None:
        return re.sub(r"[\"'<>&]", "", value)
    number = float(match[1]) / (100 if match[2] == "%" else 1)
    return f"{min(number * _BASE, 999):.1f}pt"
