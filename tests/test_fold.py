"""Folding: what is the same to a reader is the same to the index, and every place leads back to the original."""

from __future__ import annotations

import sys
import unicodedata

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fold import fold

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


def test_folding_twice_changes_nothing() -> None:
    for code in range(sys.maxunicode + 1):
        once = fold(chr(code)).text
        assert fold(once).text == once, hex(code)


def test_simplifies_as_opencc_does_character_by_character() -> None:
    for code in (*range(0x3400, 0xA000), *range(0x20000, 0x32000)):
        assert fold(chr(code)).text == unicodedata.normalize("NFKC", _simplified(chr(code))), hex(code)


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
