"""Folding: what is the same to a reader is the same to the index, and every place leads back to the original."""

from __future__ import annotations

import sys
import unicodedata
from typing import Literal

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.script import simplified
from index.fold import UNIFIED, fold, has_other_forms

_convert = opencc.OpenCC("t2s").convert

# Text with all that makes folding hard: full-width, traditional, compatibility and combining characters, spaces.
TRICKY = st.text(
    st.one_of(
        st.sampled_from(
            "關爱保險資源县２０２２ＡＢＣａｂ　 \n\u200b\ufe0f\u0301\u0308é㈱①½ﬁ㎏ㄱᅡ한가\u11a8ｶﾞß々〇İ…·「（，。"
        ),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("關愛保險", "关爱保险"),
        ("２０２２年ＡＢＣ", "2022年abc"),
        ("（河政办发〔2019〕75号）", "(河政办发〔2019〕75号)"),
        ("cafe\u0301", "café"),
        ("ｶﾞス", "ガス"),
        ("关\u200b爱\ufe0f", "关爱"),
        ("㈱①㎏", "(株)1kg"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text).text == folded


FORMS = [
    "裏裡里", "爲為为", "户戶戸", "説說说", "臺台", "強强", "卻却", "衆眾众", "啓啟启", "羣群", "綫線线",
    "衞衛卫", "峯峰", "牀床", "麪麵面", "喫吃", "産產产", "歳歲岁", "囘回", "値值", "鬭鬪鬥斗", "緖緒绪",
    "鄕郷鄉乡", "髪髮发発發", "兎兔", "畧略", "隣鄰邻", "浄淨净", "愼慎", "敎教", "眞真", "粧妝妆", "後后",
    "〇○◯",
]  # fmt: skip


@pytest.mark.parametrize("forms", FORMS)
def test_forms_of_a_character_are_the_same(forms: str) -> None:
    assert {fold(form).text for form in forms} == {fold(forms[0]).text}


def test_characters_of_simplified_text_are_themselves() -> None:
    for first in range(0xB0, 0xF8):
        for second in range(0xA1, 0xFF):
            char = bytes([first, second]).decode("gb2312", "ignore")
            if char and _convert(char) == char:
                assert fold(char).text == char


def test_ideographs_fold_by_the_table_of_characters_alone() -> None:
    for char in map(chr, UNIFIED):
        assert unicodedata.normalize("NFKC", char).casefold() == char
        assert unicodedata.normalize("NFKD", char) == char
        assert fold(char).text == char.translate(simplified())
        assert fold(char, exact_script=True).text == char
    assert "".join(map(chr, UNIFIED)) == fold("".join(map(chr, UNIFIED)), exact_script=True).text


def test_folding_twice_changes_nothing() -> None:
    for code in range(sys.maxunicode + 1):
        once = fold(chr(code)).text
        assert fold(once).text == once, hex(code)


def test_exact_script_differs_by_script_alone() -> None:
    for code in range(sys.maxunicode + 1):
        written = fold(chr(code), exact_script=True).text
        folded = fold(chr(code)).text
        assert fold(written).text == folded, hex(code)
        for one, other in zip(written, folded, strict=True):
            assert one == other or has_other_forms(other), hex(code)


def test_simplifies_as_opencc_does_character_by_character() -> None:
    for code in (*range(0x3400, 0xA000), *range(0x20000, 0x32000)):
        folded = fold(chr(code)).text
        assert folded == fold(_simplified(chr(code))).text, hex(code)
        if _standard(_simplified(chr(code))):
            assert folded == _simplified(chr(code)), hex(code)


@pytest.mark.parametrize("table", ["tw2t", "hk2t", "jp2t"])
def test_forms_of_other_regions_are_those_of_the_standard(table: str) -> None:
    convert = opencc.OpenCC(table).convert
    for code in range(0x3400, 0xA000):
        char = chr(code)
        if not _standard(char) and _convert(char) == char and char != "麹":  # which is standard since 2013
            assert fold(char).text == fold(convert(char)).text, char


def _standard(char: str) -> bool:
    """Whether a character is one of simplified text (GB 2312)."""
    return bool(char.encode("gb2312", "ignore"))


def _simplified(char: str) -> str:
    """What OpenCC makes of a character in the end: 薴 becomes 苧, which on its own becomes 苎."""
    simplified = _convert(char)
    return simplified if simplified == char else _simplified(simplified)


@given(TRICKY)
def test_every_folded_character_has_its_place(text: str) -> None:
    folded = fold(text)
    places = [folded.original(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(TRICKY)
def test_the_original_at_a_place_folds_to_what_stands_there(text: str) -> None:
    folded = fold(text)
    for i in range(len(folded.text)):
        start, end = folded.original(i, i + 1)
        assert folded.text[i] in fold(text[start:end]).text


@given(TRICKY, TRICKY)
def test_a_part_folds_as_in_the_whole(first: str, second: str) -> None:
    assert fold(f"{first}中{second}").text == fold(first).text + fold(f"中{second}").text


@given(TRICKY)
def test_folded_text_stays_as_it_is(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(TRICKY, st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
def test_how_it_is_composed_makes_no_difference(text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    assert fold(unicodedata.normalize(form, text)).text == fold(text).text


@given(TRICKY)
def test_exact_script_changes_characters_and_no_places(text: str) -> None:
    written, folded = fold(text, exact_script=True), fold(text)
    assert (written.starts, written.ends) == (folded.starts, folded.ends)
    assert fold(written.text).text == folded.text
    for one, other in zip(written.text, folded.text, strict=True):
        assert one == other or has_other_forms(other)
