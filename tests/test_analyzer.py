"""What a text is indexed by, and what a query string asks for."""

from __future__ import annotations

import re
from collections import Counter
from operator import add
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analyzer import Analysis, Analyzer, grams
from index.atoms import BREAK, atoms, literal
from index.dictionary import stock_segmenter
from index.scoring import Evidence, telling
from index.segmenters import COMMON_HAN, import_jieba
from tests.support.places import SAMPLES
from tests.test_atoms import RARE
from tests.test_fold import TRICKY


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(stock_segmenter())


def test_terms_are_words_and_single_characters_with_their_frequencies(analyzer: Analyzer) -> None:
    terms = analyzer.analyze("保险，保险H7").terms.split(" ")
    assert sorted(terms) == sorted(["保", "险", "保", "险", "h", "7"])


def test_evidence_for_a_string_is_its_words_pairs_runs_and_characters(analyzer: Analyzer) -> None:
    assert analyzer.evidence(literal("合作社，保险H7保险")) == Evidence(
        words={"合作社": 1},
        pairs={"合作": 1, "保险": 2},
        joints={"作社": 1, "社_": 1, "_保": 1, "险h": 1, "h7": 1, "7保": 1},
        runs={"h": 1, "7": 1},
        characters={"合": 1, "作": 1, "社": 1, "保": 2, "险": 2},
    )


def test_evidence_tells_less_the_more_common_a_word_is() -> None:
    frequencies = {"什么": 59_317, "保险": 2_635}
    analyzer = Analyzer(stock_segmenter(), lambda word: frequencies.get(word, 0))
    told = analyzer.evidence(literal("什么保险")).pairs
    assert told == {word: telling(frequency) for word, frequency in frequencies.items()}
    assert told["什么"] < told["保险"] < 1


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_words_are_those_of_jiebas_search_mode(analyzer: Analyzer, path: Path) -> None:
    jieba = import_jieba()
    text = path.read_text(encoding="utf-8")
    for run in re.findall(COMMON_HAN, "".join(atoms(text).texts)):
        words = jieba.lcut_for_search(run)
        evidence = analyzer.evidence(literal(run))
        assert evidence.words == Counter(word for word in words if len(word) > 2)
        assert evidence.pairs.keys() == {word for word in words if len(word) == 2}
        assert {**evidence.pairs, **evidence.joints} == Counter(map(add, run, run[1:]))
        assert Counter(analyzer.analyze(run).terms.split(" ")) == {**evidence.words, **evidence.characters}


class Cutless:
    """Cuts everything into single characters."""

    def cut(self, runs: str) -> list[str]:
        return list(runs)

    def knows(self, word: str) -> bool:
        return False


@given(st.lists(TRICKY | st.text() | st.text(alphabet="关爱保险a1b2，\n\x1e ") | st.sampled_from(RARE)))
def test_analyses_are_those_of_the_atoms(texts: list[str]) -> None:
    analyses = Analyzer(Cutless()).analyze_all(texts)
    assert analyses.keys() == set(texts)
    for text, analysis in analyses.items():
        sequence = atoms(text).texts
        if len(sequence) == 2:
            assert analysis == Analysis("", "")
        else:
            assert analysis.grams.split(" ") == grams(sequence)
            assert analysis.terms.split(" ") == [atom for atom in sequence if atom != BREAK]


def test_texts_that_are_analysed_together_keep_their_words(analyzer: Analyzer) -> None:
    texts = ["农业保险合作社，第3期", "会议", "培训班 café", "2022年合作社", "", "合作社", "会议"]
    assert analyzer.analyze_all(texts) == {text: analyzer.analyze(text) for text in texts}
    assert analyzer.analyze(texts[0]).terms.split(" ")[:1] == ["合作社"]


def test_more_kinds_of_numbers_than_characters_to_stand_for_them(analyzer: Analyzer) -> None:
    text = "，".join(f"第{number}号" for number in range(7_000))
    for analysis in analyzer.analyze_all([text, text[:20_000]]).values():
        assert analysis.grams.split(" ")[:9_000] == grams(atoms(text).texts)[:9_000]


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
        ("1.6万元", "1_6万元"),
        ("面积23.9平方公里的湖", "面积 23_9平方公里 的 湖"),
        ("3000余名党员", "3000余名 党员"),
        ("H7N9流感", "h7n9 流感"),
        ("2022年工作", "2022年 工作"),
        ("5个村", "5个村"),
        ("第3期简报", "第3期 简报"),
        ("万元户、公里", "万元户 公里"),
        ("3，公里", "3 公里"),
        ("9.25 9.26", "9_25_9_26"),
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
