"""What stands in an issue: articles and briefs, put together from paragraphs of the sample issues."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from benchmarks.articles import SAMPLES
from corpus import read
from corpus.regions import gazetteer
from corpus.regions.tables import load

# Articles of an issue: the fewest, the most, and the usual number.
_ARTICLES: Final = (10, 34, 22)
# The share of briefs among them, where there are any.
_BRIEFS: Final = (0.35, 0.65)
# Bytes of an article with a title: the median, and how far the logarithms spread, from issue to issue and within one.
_BODY: Final = 2_250
_SPREAD: Final = 0.55
# The samples' paragraphs have a hundred characters. Those of other newsletters are as long as several: up to so many.
_JOINED: Final = (1, 2, 4, 6)
# Articles of so many paragraphs may have headings inside. What is no longer than a heading is no paragraph of prose.
_PARTS: Final = 4
_HEADING: Final = 14
_PROSE: Final = 38

_NAMES: Final = ("农技通讯", "工作通讯", "乡村简讯", "农业信息", "服务简报")
_SECTIONS: Final = ("工作动态", "基层经验", "调查研究", "为民服务")
_BRIEF_SECTIONS: Final = ("简讯", "基层简讯", "县区动态", "一句话新闻")
_OFFICES: Final = ("农业农村局", "水利局", "林业局", "卫生健康局", "应急管理局", "图书馆", "农技推广站", "妇联")
_SURNAMES: Final = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
_GIVEN: Final = ("敏", "静", "伟", "丽", "强", "建国", "秀英", "海燕", "志明", "春梅", "德福", "文斌", "立新")

HAN_NUMBERS: Final = "一二三四五六七八九"
_NUMBERED: Final = re.compile(f"[{HAN_NUMBERS}]、|[（0-9][{HAN_NUMBERS}）.]")
# Dates stay days of the calendar.
_DIGIT: Final = re.compile("[0-9](?![0-9]*[年月日])")


class Text(NamedTuple):
    """What articles are made of: paragraphs, headings inside without their numbers, titles without their places."""

    paragraphs: list[str]
    headings: list[str]
    deeds: list[str]


class Home(NamedTuple):
    """A prefecture that publishes a newsletter, and the counties that it reports on."""

    name: str
    counties: list[str]


class MadeArticle(NamedTuple):
    """The lines of a title (a brief has none), paragraphs, and whom it is from."""

    title: list[str]
    body: list[str]
    place: str
    unit: str
    author: str


class MadeSection(NamedTuple):
    """A name, and what stands below it."""

    name: str
    articles: list[MadeArticle]


class Content(NamedTuple):
    """What an issue is to say, however it is set; the briefs, if there are any, have a section of their own."""

    name: str
    number: int
    date: str
    publisher: str
    sections: list[MadeSection]
    briefs: MadeSection | None

    @property
    def size(self) -> int:
        """How many articles there are."""
        return sum(len(section.articles) for section in (*self.sections, self.briefs) if section is not None)


def sample_text() -> Text:
    """What the sample issues have."""
    found = Text([], [], [])
    for article in (article for path in SAMPLES for article in read(path).articles):
        for paragraph in article.body.split("\n"):
            number = _NUMBERED.match(paragraph)
            if number is None and len(paragraph) > _PROSE:
                found.paragraphs.append(paragraph)
            elif number is not None and len(paragraph) <= _HEADING:
                found.headings.append(paragraph[number.end() :])
        place = next(iter(gazetteer().find(article.title)), None)
        if place is not None and place.start == 0 and not article.untitled:
            found.deeds.append(article.title[place.end :])
    return found


def homes() -> list[Home]:
    """Prefectures with so many counties that no title comes twice."""
    counties = (path.split("/") for path in sorted(load().paths) if path.count("/") == 2)
    found = (Home(name, [path[2] for path in paths]) for name, paths in groupby(counties, key=lambda path: path[1]))
    return [home for home in found if len(home.counties) >= 6]


class Writer:
    """Writes articles of `home` in a manner of its own: how long they are, and their paragraphs."""

    def __init__(self, text: Text, home: Home, rng: random.Random) -> None:
        self._text = text
        self._home = home
        self._rng = rng
        self._size = rng.normalvariate(math.log(_BODY), _SPREAD)
        self._joined = rng.choice(_JOINED)

    def content(self, number: int, *, with_briefs: bool) -> Content:
        """The content of the issue of that number."""
        rng = self._rng
        count = round(rng.triangular(*_ARTICLES))
        briefs = round(count * rng.uniform(*_BRIEFS)) if with_briefs else 0
        return Content(
            name=rng.choice(_NAMES),
            number=number,
            date=f"{rng.randint(2015, 2024)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
            publisher=f"{self._home.name}农村服务协会",
            sections=self._sections(count - briefs),
            briefs=MadeSection(rng.choice(_BRIEF_SECTIONS), [self._brief() for _ in range(briefs)]) if briefs else None,
        )

    def _sections(self, count: int) -> list[MadeSection]:
        titles = [(place, deed) for place in self._home.counties for deed in self._text.deeds]
        articles = [self._article(*title) for title in self._rng.sample(titles, count)]
        size = math.ceil(count / self._rng.randint(2, len(_SECTIONS)))
        parts = (articles[first : first + size] for first in range(0, count, size))
        return [MadeSection(name, part) for name, part in zip(_SECTIONS, parts, strict=False)]

    def _article(self, place: str, deed: str) -> MadeArticle:
        left = self._rng.lognormvariate(self._size, _SPREAD)
        body: list[str] = []
        while left > 0:
            body.append(self._paragraph(self._rng.randint(1, self._joined)))
            left -= len(body[-1].encode())
        if len(body) >= _PARTS and self._rng.random() < 0.5:
            body[1:4] = self._headed(body[1:4])
        more = [f"——{self._rng.choice(self._text.deeds)}"] if self._rng.random() < 0.1 else []
        return self._signed([f"{place}{deed}", *more], body, place)

    def _headed(self, paragraphs: Sequence[str]) -> list[str]:
        """Paragraphs with a numbered heading above each."""
        headings = self._rng.sample(self._text.headings, len(paragraphs))
        rows = zip(HAN_NUMBERS, headings, paragraphs, strict=False)
        return [line for number, heading, text in rows for line in (f"{number}、{heading}", text)]

    def _brief(self) -> MadeArticle:
        place = self._rng.choice(self._home.counties)
        return self._signed([], [f"{place}{self._paragraph(self._rng.randint(1, 2))}"], place)

    def _paragraph(self, joined: int) -> str:
        """So many of the samples' paragraphs as one, with other figures."""
        text = "".join(self._rng.choices(self._text.paragraphs, k=joined))
        return _DIGIT.sub(lambda _: str(self._rng.randint(1, 9)), text)

    def _signed(self, title: list[str], body: list[str], place: str) -> MadeArticle:
        given = self._rng.choice(_GIVEN)
        author = f"{self._rng.choice(_SURNAMES)}{' ' if len(given) == 1 else ''}{given}"
        return MadeArticle(title, body, place, f"{place}{self._rng.choice(_OFFICES)}", author)
