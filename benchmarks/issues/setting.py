"""How an issue is set: one form for each thing that newsletters have, drawn for each issue."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final, NamedTuple

from benchmarks.issues.writing import HAN_NUMBERS, Content, MadeArticle, MadeSection

# The forms of a line of the contents, of the name of a section, of what stands before a brief, and of credits, below
# titles, before texts and below them. The empty one is that of issues that have no such thing.
_CONTENTS: Final = ("", "{title}..... {page}", "{title}{page}", "{title}……（{page}）", "■ {title}", "· {title}")
_SECTION: Final = ("", "{name}", "【{name}】", "《{name}》", "{number}、{name}")
_BRIEF: Final = ("", "●", "◆", "■", "{number}.")
_BYLINE: Final = ("文／{author}", "作者：{author}")
_DATELINE: Final = ("本报讯（通讯员 {author}）", "【{place}讯】")
_CLOSING: Final = (
    "（{unit} {author}）",
    "({unit})",
    "（{unit} 供稿）",
    "供稿：{unit}　{author}",
    "通讯员：{author}",
    "　　　　　　　　　　　　　　　　　　　　{unit}",
)
_INDENT: Final = "　　"
# Programs of Windows leave files in the encoding of the system.
_ENCODING: Final = ("utf-8", "utf-8", "utf-8", "gb18030")
# One issue in four was copied out of pages, with their margins and numbers, and one in four has no colophon.
_PAGED: Final = 0.25
_CLOSED: Final = 0.75

# Characters of a full line, and lines of a page. No line begins with what ends a clause.
_LINE: Final = re.compile(".{1,38}[，。；：、！？”）]{0,2}")
_PAGE: Final = 40


class Setting(NamedTuple):
    """The form of each thing; what stands between paragraphs, and before each; whether lines end at a margin, and pages
    with their number; what the file is in.
    """

    contents: str
    section: str
    brief: str
    credit: str
    gap: str
    indent: str
    is_paged: bool
    has_colophon: bool
    encoding: str

    @classmethod
    def drawn(cls, rng: random.Random) -> Setting:
        """A setting at random."""
        is_paged = rng.random() < _PAGED
        return cls(
            contents=rng.choice(_CONTENTS),
            section=rng.choice(_SECTION),
            brief=rng.choice(_BRIEF),
            credit=rng.choice((*_BYLINE, *_DATELINE, *_CLOSING)),
            gap="\n" if is_paged else rng.choice(("\n", "\n\n")),
            indent=_INDENT if is_paged else rng.choice(("", _INDENT)),
            is_paged=is_paged,
            has_colophon=rng.random() < _CLOSED,
            encoding=rng.choice(_ENCODING),
        )

    def file(self, content: Content) -> bytes:
        """The text file of an issue of that content."""
        blocks = [
            *self._masthead(content),
            *self._contents(content.sections),
            *(block for at, section in enumerate(content.sections) for block in self._section(at, section)),
            *(self._briefs(len(content.sections), content.briefs) if content.briefs else ()),
            *(self._colophon(content) if self.has_colophon else ()),
        ]
        lines = "\n\n".join(blocks).split("\n")
        return "\n".join([*(_paged(lines) if self.is_paged else lines), ""]).encode(self.encoding)

    def _masthead(self, content: Content) -> Iterator[str]:
        yield " ".join(content.name)
        yield f"第{content.number}期"
        if not self.has_colophon:
            yield f"{content.publisher} {content.date}"

    def _contents(self, sections: Sequence[MadeSection]) -> Iterator[str]:
        """The contents; they name the sections where entries have pages, which tells the two apart."""
        if not self.contents:
            return
        lines = []
        pages = count(3)
        for at, section in enumerate(sections):
            if "{page}" in self.contents:
                lines.append(self._named(at, section))
            entries = ("".join(article.title) for article in section.articles)
            lines += [self.contents.format(title=title, page=next(pages)) for title in entries]
        yield "目 录"
        yield self.gap.join(lines)

    def _named(self, at: int, section: MadeSection) -> str:
        """The name of a section. Without a form of its own it stands in the contents alone, or above briefs."""
        return (self.section or "{name}").format(name=section.name, number=HAN_NUMBERS[at])

    def _section(self, at: int, section: MadeSection) -> Iterator[str]:
        if self.section:
            yield self._named(at, section)
        for article in section.articles:
            yield self._article(article)

    def _article(self, article: MadeArticle) -> str:
        credit = self._credit(article)
        head = [*article.title, *([credit] if self.credit in _BYLINE else [])]
        body = [*article.body]
        if self.credit in _DATELINE:
            body[0] = credit + body[0]
        return self.gap.join(["\n".join(head), *self._text(article, body)])

    def _briefs(self, at: int, section: MadeSection) -> Iterator[str]:
        yield self._named(at, section)
        for number, brief in enumerate(section.articles, 1):
            yield self.gap.join(self._text(brief, [self.brief.format(number=number) + brief.body[0]]))

    def _text(self, article: MadeArticle, body: Sequence[str]) -> Iterator[str]:
        """The paragraphs of an article, and its credit if that closes it."""
        yield from (self.indent + paragraph for paragraph in body)
        if self.credit in _CLOSING:
            yield self._credit(article)

    def _credit(self, article: MadeArticle) -> str:
        return self.credit.format(place=article.place, unit=article.unit, author=article.author)

    def _colophon(self, content: Content) -> Iterator[str]:
        yield "主编：唐立群 编辑：田 雨"
        yield "送：各县（市、区）有关单位。"
        yield f"{content.publisher} {content.date}印发"


def _paged(lines: Sequence[str]) -> Iterator[str]:
    """Lines broken at the margin, with the number of each page below it."""
    broken = [part for line in lines for part in _LINE.findall(line) or [""]]
    for number, first in enumerate(range(0, len(broken), _PAGE), 1):
        yield from broken[first : first + _PAGE]
        yield f"— {number} —"
