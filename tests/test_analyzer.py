"""What a text is indexed by, and what a query string asks for."""

from __future__ import annotations

import pytest

from index.analyzer import Analyzer, grams
from index.dictionary import stock_segmenter


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(stock_segmenter())


def test_terms_are_words_and_single_characters_with_their_frequencies(analyzer: Analyzer) -> None:
    terms = analyzer.analyze("保险，保险H7").terms.split(" ")
    assert sorted(terms) == sorted(["保险", "保险", "保", "险", "保", "险", "h", "7"])


def test_grams_are_pairs_of_atoms_with_breaks() -> None:
    assert grams(["_", "关", "爱", "_"]) == ["_关", "关爱", "爱_"]


@pytest.mark.parametrize(
    ("text", "literals"),
    [
        ("关爱保险", "关爱 保险"),
        ("資源縣", "资源 县"),
        ("第3期", "第3期"),
        ("H7N9", "h7n9"),
        ("1.6万", "1_6万"),
        ("9·25简讯", "9_25 简讯"),
        ("2022年10月18日印发", "2022年10月18日 印发"),
        ("LED显示屏", "led 显示屏"),
        ("喜迎二十大、奋进", "喜迎 二十大 奋进"),
        ("3、县", "3 县"),
        ("关爱，", "关爱"),
        ("，。", ""),
    ],
)
def test_a_plain_string_asks_for_its_words(analyzer: Analyzer, text: str, literals: str) -> None:
    assert " ".join("".join(atoms) for atoms in analyzer.literals(text)) == literals
