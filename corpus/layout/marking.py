"""Marks every line with what it could be, and how much speaks for it.

The weights are in one unit, for all labels: a point is about what one weak hint is worth (a line is short; a
paragraph follows), ten are near certainty (the contents list this very line). `choose` adds what speaks for one
label following another. Body text is the measure of all: it weighs nothing.
"""

from __future__ import annotations

import re

from corpus.layout import colophon
from corpus.layout.closing import Credit, is_unit
from corpus.layout.contents import Contents
from corpus.layout.dateline import has_dateline
from corpus.layout.lines import (
    BODY,
    BRIEF,
    BRIEF_BODY,
    BRIEF_MARKS,
    BYLINE,
    CLOSING,
    COLOPHON,
    CONTENTS,
    MASTHEAD,
    SECTION,
    TITLE,
    TITLE_MORE,
    Piece,
    words,
)
from corpus.layout.survey import Surroundings, survey

_SECTION_WORDS = words(
    "简讯 动态 要闻 短讯 快讯 信息 交流 经验 专题 专栏 风采 之窗 园地 天地 视点 论坛 通知 公告 会议 聚焦 "
    "关注 文苑 副刊 新闻 速递 一线 传真 短波 集锦 荟萃 快递 视窗 之声 之家 驿站 平台 讲堂 看台 摘编 简報 "
    "簡訊 動態"
)
_BRIEF_WORDS = re.compile(r"简讯|短讯|快讯|短波|一句话|动态|简報|簡訊|简报")
_SO_MANY_BRIEFS = re.compile(r"[讯訊息事][一二三四五六七八九十两兩0-9]{1,3}[则則]$")
_PLACE = re.compile(r"[㐀-鿿]{1,9}?(?:省|市|县|區|区|旗|州|盟|乡|镇|村|社区|街道)")
_HEADING_WEIGHT = 12.0


def mark(pieces: list[Piece], contents: Contents) -> Surroundings:
    """Marks all `pieces`; returns what was found out about the document on the way."""
    around = survey(pieces, contents)
    for number, entry in enumerate(contents.entries):
        for at in entry.at:
            pieces[at].entry = number
    for i, piece in enumerate(pieces):
        if piece.role:
            piece.add(piece.role, 20, "the reader says so")
        elif i in contents.pieces:
            piece.add(CONTENTS, 20, "table of contents")
        else:
            _mark_one(pieces, i, around)
    return around


def _mark_one(pieces: list[Piece], i: int, around: Surroundings) -> None:
    piece = pieces[i]
    if not (piece.heading and piece.heading <= around.level):
        piece.marks[BODY] = piece.marks[BRIEF_BODY] = 0.0
    if i >= around.tail:
        if colophon.is_colophon(piece):
            piece.add(COLOPHON, 6, "colophon words")
        else:
            # Two paragraphs outweigh the words: then these stood in the text of an article.
            piece.add(COLOPHON, -3 if len(piece.text) > 40 else 0.5, "after colophon words")
    if i < around.head:
        _mark_masthead(pieces, i, around)
    credit = around.credits[i]
    if credit is not None:
        _mark_credit(pieces, i, credit)
    elif colophon.is_date(piece):
        piece.add(BYLINE, 2, "a date alone")
        piece.add(CLOSING, 1.5, "a date alone")
    if piece.text[0] in BRIEF_MARKS or piece.enumerated:
        _mark_brief(pieces, i)
    if _headline_shape(piece) or piece.entry is not None or _numbered_section(pieces, i):
        _mark_title(pieces, i, around)
        _mark_title_more(pieces, i)
        _mark_section(pieces, i, around)


def _mark_masthead(pieces: list[Piece], i: int, around: Surroundings) -> None:
    piece = pieces[i]
    if piece.heading and piece.heading < around.level and not any(p.heading for p in pieces[:i]):
        piece.add(MASTHEAD, 13, "the one heading above all")
        return
    if piece.prose and not colophon.is_colophon(piece):
        return
    zone = pieces[: around.head]
    before_contents = bool(around.contents.pieces) and i < min(around.contents.pieces)
    weight = 0.0
    if before_contents:
        piece.add(MASTHEAD, 4, "before the contents")
    if colophon.has_number(piece):
        weight = 6
    elif colophon.is_publisher(piece) or colophon.is_colophon(piece):
        weight = 4
    elif colophon.is_date(piece):
        weight = 3
    elif colophon.is_name(piece) and i + 1 < len(pieces) and pieces[i + 1].text[0] in BRIEF_MARKS:
        weight = 0.5
    elif colophon.is_name(piece):
        weight = 4 if before_contents or any(map(_of_masthead, zone)) else 0.5
    if weight:
        piece.add(MASTHEAD, weight, "number, date, publisher or name")
    elif any(map(_of_masthead, zone[i + 1 :])):
        piece.add(MASTHEAD, 0.5, "masthead lines follow")


def _of_masthead(piece: Piece) -> bool:
    return colophon.has_number(piece) or colophon.is_publisher(piece)


def _mark_credit(pieces: list[Piece], i: int, credit: Credit) -> None:
    piece = pieces[i]
    before = pieces[i - 1] if i else None
    weight = credit.weight - (1.5 if piece.glued else 0)
    piece.add(BYLINE, weight, "unit or author")
    if before is not None and not before.finished and not before.wrapped_in_brackets:
        weight -= 1
    piece.add(CLOSING, weight, "unit or author")


def _mark_brief(pieces: list[Piece], i: int) -> None:
    piece = pieces[i]
    if piece.text[0] in BRIEF_MARKS:
        if piece.prose or len(piece.text) > 40:
            piece.add(BRIEF, 5, "a paragraph with a mark")
        else:
            piece.add(BRIEF, -1, "a short line with a mark")
    elif piece.prose and piece.text[0].isdigit():
        head = next((p for p in reversed(pieces[max(0, i - 8) : i]) if not p.prose), None)
        if head is not None and _BRIEF_WORDS.search(head.text):
            piece.add(BRIEF, 5, "a numbered paragraph of a column of briefs")


def _headline_shape(piece: Piece) -> bool:
    if piece.heading:
        return True
    text = piece.text
    if (
        not piece.short
        or piece.glued
        or piece.enumerated
        or text[-1] in "，、,"
        or (piece.finished and text[-1] not in "！？!?")
    ):
        return False
    if text[-1] in "：:" and not _BRIEF_WORDS.search(text):
        return False
    return any(c.isalpha() for c in text)


def _mark_title(pieces: list[Piece], i: int, around: Surroundings) -> None:
    piece, after = pieces[i], pieces[i + 1] if i + 1 < len(pieces) else None
    before = pieces[i - 1] if i else None
    size = len(piece.key)
    briefs_follow = after is not None and BRIEF_MARKS.find(after.text[0]) >= 0 and after.prose
    if piece.entry is not None and not briefs_follow:
        if around.contents.entries[piece.entry].at[0] == i:
            piece.add(TITLE, _HEADING_WEIGHT, "the contents list it")
        return
    if piece.heading:
        if piece.heading == around.level or (piece.heading < around.level and after is not None and not after.heading):
            piece.add(TITLE, _HEADING_WEIGHT, f"heading of level {piece.heading}")
            piece.column = piece.heading < around.level
        return
    piece.add(TITLE, 2 if 10 <= size <= 45 else 1 if 5 <= size <= 55 else -1, "length")
    if around.complete:
        piece.add(TITLE, -2, "the contents do not list it")
    if piece.text[0] in BRIEF_MARKS:
        heads = after is not None and after.prose
        piece.add(TITLE, (3.5 if size >= 6 else 1) if heads else -2, "a mark")
    credit = around.credits[i]
    if credit is not None and (credit.weight >= 3 or after is None or not after.prose):
        piece.add(TITLE, -2, "looks like a unit or name")
    if i < around.head and (colophon.is_publisher(piece) or colophon.has_number(piece)):
        piece.add(TITLE, -4, "a line of the masthead")
    if _item_shape(piece) or (before is not None and after is not None and _item_shape(before) and _item_shape(after)):
        piece.add(TITLE, -3, "an item of a list")
    _mark_title_place(pieces, i, before, after)
    following = around.credits[i + 1] if after is not None else None
    if following is not None and i + 2 < len(pieces) and pieces[i + 2].prose:
        piece.add(TITLE, min(following.weight, 3) / 2, "a credit line and a paragraph follow")


def _numbered_section(pieces: list[Piece], i: int) -> bool:
    """`二、基层信息` before a headline; before a paragraph it would be structure inside an article."""
    piece, after = pieces[i], pieces[i + 1] if i + 1 < len(pieces) else None
    numbered = piece.enumerated and piece.text[0] in "一二三四五六七八九十" and len(piece.key) <= 10
    heads = after is not None and not after.prose and _headline_shape(after) and len(after.key) >= 6
    return numbered and heads and piece.text.endswith(_SECTION_WORDS)


def _item_shape(piece: Piece) -> bool:
    """Whether it looks like an item of a list: `电话：0771-…`, `09:00 …`, `- …`."""
    head = piece.text[:12].lstrip(BRIEF_MARKS)
    label, colon, _ = head.replace(":", "：").partition("：")
    # `和平镇妇联：走访慰问妇女儿童` is a headline.
    labelled = bool(colon) and not (is_unit(label) or _PLACE.match(label))
    return labelled or piece.text[0] in "-*+|" or "://" in piece.text or piece.enumerated


def _mark_title_more(pieces: list[Piece], i: int) -> None:
    """The second or third line of a title: the contents say so, or it is a sub-title, or the line before hangs."""
    piece, before = pieces[i], pieces[i - 1] if i else None
    if before is None or before.prose or piece.heading:
        return
    if piece.entry is not None:
        if piece.entry == before.entry:
            piece.add(TITLE_MORE, _HEADING_WEIGHT, "the contents list it with the line before")
        return
    piece.add(TITLE_MORE, -1, "titles have one line as a rule")
    if piece.text.startswith(("——", "──", "—")):
        piece.add(TITLE_MORE, 4, "a sub-title")
    if before.text[-1] in "暨、—和与及":
        piece.add(TITLE_MORE, 4, "the line before hangs")
    if piece.indent >= 4 and before.indent >= 4:
        piece.add(TITLE_MORE, 1.5, "set in the middle like the line before")
    if not piece.blanks and before.blanks and i + 1 < len(pieces) and pieces[i + 1].blanks:
        piece.add(TITLE_MORE, 1.5, "no space between, but around")


def _mark_title_place(pieces: list[Piece], i: int, before: Piece | None, after: Piece | None) -> None:
    piece = pieces[i]
    if before is not None and before.prose and not before.finished:
        piece.add(TITLE, -4, "in the middle of a sentence")
    elif before is not None:
        piece.add(TITLE, 1, "after a full stop")
    if after is not None and after.prose:
        piece.add(TITLE, 1, "a paragraph follows")
    if after is not None and has_dateline(after.text):
        piece.add(TITLE, 3, "a dateline follows")
    if len(piece.key) >= 8 and _PLACE.match(piece.text):
        piece.add(TITLE, 2, "begins with a place")
    if piece.indent >= 8:
        piece.add(TITLE, 1.5, "set in the middle")
    if piece.blanks >= 2 and before is not None and piece.blanks > before.blanks:
        piece.add(TITLE, 1.5, "space above")
    if after is not None and after.indent and piece.indent >= 2 and piece.indent == after.indent:
        piece.add(TITLE, -2, "indented as the paragraphs are")


def _mark_section(pieces: list[Piece], i: int, around: Surroundings) -> None:
    piece = pieces[i]
    if piece.heading:
        if piece.heading < around.level:
            piece.add(SECTION, _HEADING_WEIGHT, f"heading of level {piece.heading}")
        return
    weight = _section_weight(pieces, i, around) if 0 < len(piece.key) <= 20 else 0.0
    if not weight:
        return
    before = pieces[i - 1] if i else None
    if around.complete and not around.contents.sections:
        weight -= 1
    if piece.blanks >= 2 and before is not None and piece.blanks > before.blanks:
        weight += 1.5
    if before is not None and before.prose and not before.finished:
        weight -= 4
    piece.add(SECTION, weight, "name of a section")


def _section_weight(pieces: list[Piece], i: int, around: Surroundings) -> float:
    """What speaks for a line itself being the name of a section: contents, briefs, brackets, repetition, words."""
    piece, after = pieces[i], pieces[i + 1] if i + 1 < len(pieces) else None
    text, size = piece.text, len(piece.key)
    weight = 0.0
    if piece.key in around.contents.sections:
        weight += 10
    if after is not None and after.text[0] in BRIEF_MARKS and after.prose:
        weight += 12 if piece.entry is not None else 4
    if text[0] in "【《〖" and text[-1] in "】》〗" and size <= 14:
        weight += 4 if around.many else 2
    if around.repeats[piece.key] >= 2 and size <= 14 and around.credits[i] is None:
        weight += 4
    if piece.enumerated:
        weight += 2
    if size <= 10 and (text.rstrip("：: ").endswith(_SECTION_WORDS) or _SO_MANY_BRIEFS.search(text)):
        weight += 3
    return weight
