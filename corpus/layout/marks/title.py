"""Titles, and their second and third lines."""

from __future__ import annotations

import re

from corpus.layout import colophon
from corpus.layout.dateline import has_dateline
from corpus.layout.lines import BRIEF_MARKS, TITLE, TITLE_MORE, Piece
from corpus.layout.marks.spot import Spot
from corpus.layout.names import is_unit
from corpus.layout.words import BRIEFS, COLUMNS, NOTICES, TITLE_LABEL, in_brackets

_PLACE = re.compile(r"[㐀-鿿]{1,9}?(?:省|市|县|区|旗|州|盟|乡|镇|村|社区|街道)")
_ABOUT = ("关于", "关于")
_HEADING_WEIGHT = 12.0
# An item of news with a dateline has so many paragraphs at most.
_NEWS = 6
# Headlines with several clauses are shorter.
_SENTENCE = 24
# The title of an article has at most so many lines with the name of the column above it.
_BLOCK = 6


def mark(spot: Spot) -> None:
    piece = spot.piece
    if spot.i in spot.around.numbered:
        piece.add(TITLE, 9, "numbered as the other articles are")
        return
    if piece.entry is None and not headline_shape(piece):
        return
    _mark_title(spot)
    _mark_title_more(spot)


def headline_shape(piece: Piece) -> bool:
    """Whether it looks like a headline: short, with letters, and no sentence, list item or introduction of one."""
    if piece.heading:
        return True
    text = piece.text
    if not piece.short or piece.glued or piece.enumerated or "\t" in text or text[-1] in "，、,":  # a row has tabs
        return False
    if (piece.finished and text[-1] not in "！？!?") or "。" in text:
        return False
    if text[-1] in "：:" and not BRIEFS.search(piece.plain):
        return False
    return any(map(str.isalpha, text))


def _mark_title(spot: Spot) -> None:
    piece, around = spot.piece, spot.around
    if piece.entry is not None and not spot.around.heads_briefs(spot.i):
        if around.contents.entries[piece.entry].at[0] == spot.i:
            piece.add(TITLE, _HEADING_WEIGHT, "the contents list it")
        return
    if piece.heading:
        after = spot.after
        if piece.heading == around.level or (piece.heading < around.level and after is not None and not after.heading):
            piece.add(TITLE, _HEADING_WEIGHT, f"heading of level {piece.heading}")
            piece.column = piece.heading < around.level
        return
    if piece.headed:
        piece.add(TITLE, _HEADING_WEIGHT, "in brackets before its text")
        return
    if TITLE_LABEL.match(piece.plain):
        piece.add(TITLE, _HEADING_WEIGHT, "labelled as a title")
        return
    size = len(piece.key)
    piece.add(TITLE, 2 if 8 <= size <= 45 else 1 if 5 <= size <= 55 else -1, "length")
    _mark_words(spot)
    _mark_look(spot)
    _mark_place(spot)
    _mark_doubts(spot)


def _mark_words(spot: Spot) -> None:
    """What the words of a line say for its being a title."""
    piece, after = spot.piece, spot.after
    if piece.key in NOTICES:
        piece.add(TITLE, 4, "the title of a notice")
    elif piece.key in COLUMNS and after is not None and after.prose:
        piece.add(TITLE, 2, "a column in front of its only article")
    if piece.plain.startswith(_ABOUT) or (after is not None and after.text.startswith(_ABOUT) and is_unit(piece.plain)):
        piece.add(TITLE, 3, "as official letters are headed")
    if len(piece.key) >= 8 and _PLACE.match(piece.plain):
        piece.add(TITLE, 2, "begins with a place")
    own = spot.around.title
    if own and not spot.around.many and (piece.key == own or (len(piece.key) >= 6 and own.startswith(piece.key))):
        piece.add(TITLE, 8, "the file's own title")


def _mark_look(spot: Spot) -> None:
    """What the look of a line says for its being a title."""
    piece, after = spot.piece, spot.after
    if piece.text[0] in BRIEF_MARKS:
        heads = after is not None and after.prose
        piece.add(TITLE, (3.5 if len(piece.key) >= 6 else 1) if heads else -2, "a mark")
    if piece.emphasis and spot.around.emphasised:
        piece.add(TITLE, 5 if piece.centred else 3, "set in bold or larger type")
    if piece.indent >= 8 or piece.centred:
        piece.add(TITLE, 1.5, "set in the middle")
    elif after is not None and after.indent and piece.indent >= 2 and piece.indent == after.indent:
        piece.add(TITLE, -2, "indented as the paragraphs are")
    if _outdented(spot) and not spot.around.parted:
        piece.add(TITLE, 2, "set left of the paragraphs around")
    if piece.ruled:
        piece.add(TITLE, 2.5, "below a rule")
    elif spot.set_apart:
        piece.add(TITLE, 1.5, "space above")
    if spot.i in spot.around.signed:
        piece.add(TITLE, 5, "set off, with a name right below")


def _outdented(spot: Spot) -> bool:
    before, after = spot.before, spot.after
    if before is None or after is None or not (before.prose and after.prose):
        return False
    return spot.piece.indent == 0 and before.indent >= 2 and after.indent >= 2


def _mark_place(spot: Spot) -> None:
    """What its neighbours say for or against a line's being a title."""
    piece, before, after, around = spot.piece, spot.before, spot.after, spot.around
    if spot.interrupts:
        piece.add(TITLE, -4, "in the middle of a sentence")
    elif before is not None:
        piece.add(TITLE, 1, "after a full stop")
    if before is not None and before.key in around.running_columns:
        piece.add(TITLE, 4, "below the name of a column that stands above each article")
    if after is not None and after.prose:
        piece.add(TITLE, 1, "a paragraph follows")
        alone = around.many and not around.parted and not around.contents.pieces
        if alone and piece.blanks and before is not None and before.finished:
            piece.add(TITLE, 1.5, "nothing but headlines parts the articles")
        elif around.spaced and piece.blanks and not after.blanks and before is not None and before.finished:
            piece.add(TITLE, 1.5, "space stands above headlines only")
    if spot.i in around.beyond and headline_shape(piece):
        piece.add(TITLE, 3, "after all numbered parts of an article")
    if after is not None and has_dateline(after.text) and spot.credit is None:
        piece.add(TITLE, 3, "a dateline follows")
    if _ends_news(spot):
        piece.add(TITLE, 2, "an item of news ends, which has no headings inside")
    following = around.credits[spot.i + 1] if after is not None else None
    beyond = spot.ahead(2)
    if following is not None and beyond is not None and beyond.prose:
        piece.add(TITLE, min(following.weight, 3) / 2, "a credit line and a paragraph follow")


def _ends_news(spot: Spot) -> bool:
    """Whether the few paragraphs above it begin with a dateline."""
    for piece in reversed(spot.pieces[max(0, spot.i - _NEWS) : spot.i]):
        if not piece.prose:
            return False
        if has_dateline(piece.text):
            return spot.before is not None and spot.before.finished
    return False


def _mark_doubts(spot: Spot) -> None:
    """What speaks against a line's being a title."""
    piece, before, after, around = spot.piece, spot.before, spot.after, spot.around
    if piece.page_ends:
        piece.add(TITLE, -4, "a page ends below it, where no headline is left alone")
    if around.complete:
        piece.add(TITLE, -2, "the contents do not list it")
    credit = spot.credit
    if credit is not None and (credit.weight >= 3 or after is None or not after.prose):
        piece.add(TITLE, -2, "looks like a unit or name")
    if len(piece.key) >= _SENTENCE and piece.text.count("，") + piece.text.count(",") >= 2:
        piece.add(TITLE, -3, "clauses, as a sentence has")
    if spot.i < around.head and (colophon.is_publisher(piece) or colophon.has_number(piece)):
        piece.add(TITLE, -4, "a line of the masthead")
    if colophon.is_date(piece):
        piece.add(TITLE, -4, "a date alone")
    if in_brackets(piece.text) and not around.bracketed_sections:
        piece.add(TITLE, -2, "in brackets, as headings inside are here")
    if _item_shape(piece) or (before is not None and after is not None and _item_shape(before) and _item_shape(after)):
        piece.add(TITLE, -3, "an item of a list")
    if spot.i in around.listed:
        piece.add(TITLE, -4, "among many short lines, as in a table")


def _item_shape(piece: Piece) -> bool:
    """Whether it looks like an item of a list: `电话：0771-…`, `09:00 …`, `- …`."""
    if piece.item or piece.enumerated or piece.text[0] in "-*+|" or "://" in piece.text:
        return True
    label, colon, _ = piece.plain[:12].lstrip(BRIEF_MARKS).replace(":", "：").partition("：")
    # `和平镇妇联：走访慰问妇女儿童` is a headline.
    return bool(colon) and not (is_unit(label) or _PLACE.match(label))


def _in_title_block(spot: Spot) -> bool:
    """Whether only lines that look like a headline stand between it and the name of a column above each article."""
    for i in range(spot.i, max(-1, spot.i - _BLOCK), -1):
        piece = spot.pieces[i]
        if piece.key in spot.around.running_columns:
            return True
        if _item_shape(piece) or piece.text[0] in BRIEF_MARKS or spot.around.credits[i] is not None:
            return False
        if piece.prose or piece.wrapped_in_brackets or not headline_shape(piece):
            return False
    return False


def _mark_title_more(spot: Spot) -> None:
    """The second or third line of a title: the contents say so, or it is a sub-title, or the line before hangs."""
    piece, before, after = spot.piece, spot.before, spot.after
    if before is None or before.prose or piece.heading:
        return
    if piece.entry is not None:
        if piece.entry == before.entry:
            piece.add(TITLE_MORE, _HEADING_WEIGHT, "the contents list it with the line before")
        return
    piece.add(TITLE_MORE, -1, "titles have one line as a rule")
    if piece.text.startswith(("——", "──", "—")):
        piece.add(TITLE_MORE, 4, "a sub-title")
    elif _in_title_block(spot):
        piece.add(TITLE_MORE, 4, "between the name of a column and the text")
    if piece.plain.startswith(_ABOUT) and is_unit(before.plain):
        piece.add(TITLE_MORE, 6, "what the unit above writes about")
    if before.text[-1] in "暨、—和与及":
        piece.add(TITLE_MORE, 4, "the line before hangs")
    if (piece.indent >= 4 and before.indent >= 4) or (piece.centred and before.centred):
        piece.add(TITLE_MORE, 1.5, "set in the middle like the line before")
    if piece.emphasis and before.emphasis and spot.around.emphasised:
        piece.add(TITLE_MORE, 1.5, "set in bold like the line before")
    if not piece.blanks and before.blanks and after is not None and after.blanks:
        piece.add(TITLE_MORE, 1.5, "no space between, but around")
