"""Lines of a paragraph as its reader sees them, without the marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.token import Token

# Emphasis that CommonMark does not take for it, beside punctuation of Chinese text.
_STRAY_STRONG = re.compile(r"(\*{2,3})(?=[^\s*])([^*]{1,1000}?)(?<=[^\s*])\1")
# An escaped `*` is text; a lone surrogate stands for it until emphasis is done with, which no text has.
_STAR: Final = "\udc2a"
_BREAK = re.compile(r"<br\s*/?>", re.I)


@dataclass(slots=True)
class Row:
    """A line of a paragraph in the source: what its reader sees of it.

    `bold` and `linked` count the letters and digits that are strong and that are links into the document. `asides` are
    texts of pictures. `broken` says that a line break was asked for before it.
    """

    number: int
    text: str = ""
    bold: int = 0
    linked: int = 0
    broken: bool = False
    asides: list[str] = field(default_factory=list)


def rows_of(inline: Token, number: int) -> list[Row]:
    """The lines of a paragraph that begins in line `number`."""
    if inline.children is None:
        return [Row(n, text.strip(" \t")) for n, text in enumerate(inline.content.split("\n"), number)]
    rows = [Row(number)]
    strong = inside = 0
    for token in inline.children:
        row = rows[-1]
        if token.type in ("softbreak", "hardbreak"):
            rows.append(Row(row.number + 1, broken=token.type == "hardbreak"))
        elif token.type == "html_inline" and _BREAK.match(token.content):
            rows.append(Row(row.number, broken=True))
        elif token.type == "image":
            row.asides += [token.content.strip()] if token.content.strip() else []
        elif token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type == "link_open":
            inside = int(str(token.attrGet("href")).startswith("#"))
        elif token.type == "link_close":
            inside = 0
        elif token.type in ("text", "text_special", "code_inline"):
            text = _STAR if (token.type, token.content) == ("text_special", "*") else token.content
            size = letters(text)
            row.text += text
            row.bold += size if strong else 0
            row.linked += size if inside else 0
    for row in rows:
        row.text = _STRAY_STRONG.sub(r"\2", row.text).replace(_STAR, "*").strip(" \t")
    return rows


def letters(text: str) -> int:
    """How many letters and digits there are."""
    return sum(c.isalnum() for c in text)
