"""Web pages: the text of the article or issue, and apart from it what belongs to the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.language import tr
from corpus.layout.lines import CONTENTS, FURNITURE
from corpus.marked import Line, MarkedText
from corpus.readers.html.article import Judged, is_blank, judged
from corpus.readers.html.blocks import Block, Blocks
from corpus.readers.html.head import date, decode_page, titles
from corpus.readers.html.sheets import with_own
from corpus.readers.html.tree import tree_of
from corpus.readers.paragraphs import Paragraph, marked

if TYPE_CHECKING:
    from corpus.decoding import Decoded


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The lines of a page, numbered as they are set. Raises `CorpusError` for what is no text."""
    return page(decode_page(data, encoding))


def page(decoded: Decoded) -> MarkedText:
    """The lines of a page, those of the site with the role of furniture."""
    if "<" not in decoded.text:  # a text that was given the wrong name
        return replace(MarkedText.plain(decoded.text), warnings=decoded.warnings)
    tree = tree_of(with_own(decoded.text))
    read = Blocks(tree)
    called = titles(tree)
    found = judged(read.blocks, read.boxes, called)
    title = next((judged.block.text for judged in found if judged.title), called[0] if called else None)
    own = date(tree) or next((judged.date for judged in found if judged.date), None)
    warnings = (*decoded.warnings, *_unclosed(decoded.text))
    return marked(_paragraphs(found), title=title, date=own, warnings=warnings)


def _unclosed(source: str) -> Iterable[str]:
    """A warning of a comment that hides all the rest of a page."""
    begins = source.rfind("<!--")
    if begins > source.rfind("-->"):
        yield tr(
            "line {line}: a comment has no end, so that all after it is not shown",
            line=source.count(chr(10), 0, begins) + 1,
        )


def fragment(source: str) -> Sequence[Line]:
    """The lines of a piece of markup that stands in another text."""
    blocks = Blocks(tree_of(source)).blocks
    return marked(_paragraphs([Judged(block, site=block.aside) for block in blocks])).lines


def _paragraphs(found: Sequence[Judged]) -> list[Paragraph]:
    return [
        Paragraph(
            judged.block.text,
            heading=0 if judged.site else judged.block.heading,
            role=_role(judged),
            size=judged.block.size,
            bold=judged.block.bold >= 1,
            align=judged.block.align,
            item=judged.block.item,
        )
        for judged in found
    ]


def _role(judged: Judged) -> str | None:
    block: Block = judged.block
    if is_blank(block):
        return None
    if judged.site:
        return FURNITURE
    return CONTENTS if block.inside > 0.8 else None
