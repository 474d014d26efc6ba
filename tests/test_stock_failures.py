"""What jieba's own ChineseAnalyzer in Whoosh gets wrong, query by query; here every one comes out right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.searcher import Searcher

BODIES = (
    "本期工作通讯刊登各县动态。",
    "全国人民代表大会常务委员会在京举行会议。",
    "中华人民共和国成立以后，各地修建道路。",
    "珠江桥牌酱油在广东很有名。",
    "简报第3期已经印发。",
    "简报第8期已经印发，共三份。",
    "学习马克思主义，和同志们交流；A组与B组。",
    "習近平新時代的鄉村建設。",
    "全角数字２０２２年与ＡＢＣ公司。",
    "小化妆包和桥都不在这里。",
)


@pytest.fixture
def found(search_in: Callable[..., Searcher]) -> Callable[[str], set[int]]:
    searcher = search_in(*BODIES)

    def run(query: str) -> set[int]:
        return {int(hit.article.id[1:]) for hit in searcher.search(query, limit=100).hits}

    return run


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param('"工作通讯"', {0}, id="a phrase of two words of two characters"),
        pytest.param('"小化妆"', {9}, id="a phrase that begins with a single character"),
        pytest.param('"人民代表大会"', {1}, id="a phrase inside a longer word"),
        pytest.param('"中华人民共和国"', {2}, id="a phrase that is one long word"),
        pytest.param("人民代表大会", {1}, id="a plain word inside a longer word"),
        pytest.param("珠江桥", {3}, id="a word that the text cuts otherwise"),
        pytest.param("桥", {3, 9}, id="a single character inside a word"),
        pytest.param("和", {2, 6, 9}, id="a stop word"),
        pytest.param("的", {7}, id="another stop word"),
        pytest.param("3", {4}, id="a single digit"),
        pytest.param("A", {6}, id="a single letter"),
        pytest.param("第3期", {4}, id="a number inside a word"),
        pytest.param("第8期", {5}, id="another number inside a word"),
        pytest.param("2022", {8}, id="full-width digits"),
        pytest.param("abc", {8}, id="full-width letters"),
        pytest.param("习近平", {7}, id="traditional characters"),
        pytest.param("鄉村", {7}, id="traditional characters in the query"),
    ],
)
def test_is_found(found: Callable[[str], set[int]], query: str, expected: set[int]) -> None:
    assert found(query) == expected


def test_the_longest_word_lights_up_whole(search_in: Callable[..., Searcher]) -> None:
    (hit,) = search_in(*BODIES).search("马克思主义").hits
    lit = [hit.snippet.text[start:end] for start, end in hit.snippet.ranges]
    assert lit == ["马克思主义"]
