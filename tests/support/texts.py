"""Small texts for tests of the layout, and what tests ask of a document."""

from __future__ import annotations

from corpus import Article, Document
from corpus.layout import split
from tests.support.characters import assert_nothing_lost

FIRST = "9月22日，容县水利局组织技术人员到村里查看水渠，帮助农户修好了三处漏水的闸门，受到大家的好评。"
SECOND = "今年以来，北流市把培训班办到田间地头，请来农技员讲解施肥和剪枝，先后有两百多名农户参加了学习。"
THIRD = "群众的事情无小事，村里每月召开一次碰头会，把大家反映的问题一件一件记下来，办完一件销号一件。"


def parse(text: str) -> Document:
    """The document in a text, nothing of it lost."""
    document = split(text, "测试.txt")
    assert_nothing_lost(text, document)
    return document


def titles(document: Document) -> list[str]:
    """The titles of its articles."""
    return [a.title for a in document.articles]


def only(document: Document) -> Article:
    """Its one article."""
    assert len(document.articles) == 1, titles(document)
    return document.articles[0]


def labels(document: Document) -> dict[str, str]:
    """Its remainder by label, the last of each."""
    return {r.label: r.text for r in document.remainder}
