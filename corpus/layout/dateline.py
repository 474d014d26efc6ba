"""Datelines: `本报讯（通讯员 张三）`, `【临洮县讯】`, at the beginning of an article's first paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.layout.closing import parse_credit, written_credit
from corpus.layout.lines import plain

_OURS = "本报|本刊|本网|本站|本台|本社|本報"
_PLACE = r"[㐀-鿿]{1,14}"
_DATELINE = re.compile(
    rf"(?:【\s?(?P<a>{_PLACE})\s?[讯訊]\s?】"
    rf"|(?P<b>(?:{_OURS}|{_PLACE}[省市县縣区區旗州盟镇乡]))[讯訊](?=[\s　（(：:0-9０-９近日]))"
    r"\s{0,4}(?P<paren>[（(](?P<credit>[^（）()。]{2,40})[）)])?\s{0,4}[：:]?\s{0,4}"
)
_BYLINE = re.compile(r"[（(](?P<credit>(?:特约|本报|本刊)?(?:通讯员|记者)[^（）()。]{1,30})[）)]\s{0,4}")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline of `length` characters: the place, the unit and the author it names."""

    length: int
    place: str | None
    unit: str | None
    author: str | None


def has_dateline(text: str) -> bool:
    """Whether `text` begins with a dateline."""
    return dateline_of(text) is not None


def dateline_of(text: str) -> Dateline | None:
    """The dateline that `text` begins with, or None."""
    head = text[:80]
    if head[:1] in "（(":
        match = _BYLINE.match(head)
        place = None
    elif "讯" in head or "訊" in head:
        match = _DATELINE.match(head)
        place = (match["a"] or match["b"]) if match else None
    else:
        return None
    if match is None or match.end() == len(text):
        return None
    named = match["credit"]
    credit = written_credit(parse_credit(plain(named), bracketed=True), plain(named), named) if named else None
    end = match.end()
    if match["credit"] and credit is None and place is not None:
        # The brackets hold something else: they belong to the text.
        end = match.start("paren")
    if place is not None and re.fullmatch(_OURS, place):
        place = None
    return Dateline(end, place, credit.unit if credit else None, credit.author if credit else None)
