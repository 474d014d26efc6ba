"""The line of facts of an article on a page: when it was published, from where it comes, how often it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.dates import exact_date

# They are one line.
LONGEST: Final = 200

_FACT = re.compile(
    r"(?:(?:发布|发表|更新|创建|成文|印发|添加|發布|發佈|更新)?(?:时间|日期|時間)|(?:信息|文章|稿件|内容|新闻|資料)?[来來]\s?源|稿源|作\s?者|编\s?辑|责任编辑|责编|編輯"
    r"|录入|审核|发布(?:者|人|机构|单位)?|供稿|撰稿|摄影|浏览(?:次数|量)?|点击(?:次数|数|量|率)?|阅读(?:次数|量|数)?|访问(?:次数|量)?|瀏覽(?:次數|人次)?|點閱(?:次數)?"
    r"|字\s?[体号]|字體|[浏瀏]览|分享)\s?[:：]"
)
_COUNTED = re.compile(r"(?:浏览|瀏覽|点击|點閱|阅读|访问)(?:次数|次數|人次|数|量|率)?\s?[:：]")
_SOURCE = re.compile(r"(?:.{0,2}[来來]\s?源|稿源|作\s?者|供稿|撰稿|摄影)\s?[:：]")
_DATED = re.compile(r"(?:发布|发表|更新|创建|成文|印发|添加|發布|發佈)?(?:时间|日期|時間)\s?[:：]\s?(.{4,40})")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its text, the date that it gives, and whether it is part of the article: a source, an author, a date
    with a label. Others are the site's.
    """

    text: str
    date: str | None
    is_text: bool


def are_facts(text: str) -> bool:
    """Whether a line is one of facts: it has several labels, or one and a date."""
    if len(text) > LONGEST:
        return False
    found = list(_FACT.finditer(text))
    if len(found) != 1:
        return len(found) > 1
    return _DATED.match(text) is not None or exact_date(text[: found[0].start()]) is not None


def are_counted(text: str) -> bool:
    """Whether a line says how often something was read, as nothing but a line of facts does."""
    return _COUNTED.search(text) is not None


def facts(text: str) -> Iterator[Fact]:
    """The facts in a line, in their order."""
    text = " ".join(text.split())
    starts = [match.start() for match in _FACT.finditer(text)]
    for start, end in zip([0, *starts], [*starts, len(text)], strict=True):
        part = text[start:end].strip(" |｜;；,，\u3000")
        if part:
            dated = _DATED.match(part)
            date = exact_date(dated[1] if dated else part)
            is_said = (dated is not None and date is not None) or _SOURCE.match(part) is not None
            yield Fact(part, date, is_said and part[-1] not in ":：")  # else no one is named
