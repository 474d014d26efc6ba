"""Atoms: what one finds text by."""

from __future__ import annotations

import sys

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from index import atoms as module
from index.atoms import BREAK, atoms, compact, is_han, literal
from index.fold import fold
from tests.test_fold import TRICKY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("关爱", "关 爱"),
        ("H7N9", "h 7 n 9"),
        ("23.9万元", "23 _ 9 万 元"),
        ("2000 多人次", "2000 多 人 次"),
        ("陈　燕", "陈 燕"),
        ("关爱\n保险", "关 爱 _ 保 险"),
        ("LED 显示屏", "led 显 示 屏"),
        ("open source", "open _ source"),
        ("“9·25” 简讯", "9 _ 25 _ 简 讯"),
        ("、，。！", ""),
        ("喜迎二十大·奋进", "喜 迎 二 十 大 _ 奋 进"),
        ("〇々", "〇 々"),
        ("关\u200b爱", "关 爱"),
        ("cafe\u0301s", "cafés"),
        ("第３期", "第 3 期"),
        ("二○二二年、张◯○", "二 〇 二 二 年 _ 张 〇 〇"),
        ("㎡℃㎞", "m 2 _ ckm"),
        ("𠮷野家", "𠮷 野 家"),
    ],
)
def test_cuts(text: str, expected: str) -> None:
    assert " ".join(literal(text)) == expected


def test_breaks_are_at_both_ends_and_never_side_by_side() -> None:
    assert atoms("").texts == [BREAK, BREAK]
    assert atoms("，a ， b ").texts == [BREAK, "a", BREAK, "b", BREAK]


def test_endless_runs_are_cut() -> None:
    assert [len(atom) for atom in literal("x" * 150)] == [64, 64, 22]
    assert [len(atom) for atom in literal("7" * 65)] == [64, 1]


def test_han_is_what_unicode_calls_han() -> None:
    script = regex.compile(r"\p{Script=Han}")
    wrong = [hex(code) for code in range(sys.maxunicode + 1) if is_han(chr(code)) != bool(script.match(chr(code)))]
    assert wrong == []


@given(TRICKY)
def test_a_piece_between_atoms_has_the_atoms_of_its_place(text: str) -> None:
    cut = atoms(text)
    for first in range(1, len(cut.texts) - 1):
        for last in range(first, min(first + 4, len(cut.texts) - 1)):
            clean = cut.ends[first - 1] <= cut.starts[first] and cut.ends[last] <= cut.starts[last + 1]
            if clean and BREAK not in (cut.texts[first], cut.texts[last]):
                piece = text[cut.starts[first] : cut.ends[last]]
                assert list(literal(piece)) == cut.texts[first : last + 1]


@given(TRICKY)
def test_exact_script_cuts_at_the_same_places(text: str) -> None:
    folded, written = atoms(text), atoms(text, exact_script=True)
    assert (folded.starts, folded.ends) == (written.starts, written.ends)
    assert [fold(atom).text for atom in written.texts] == folded.texts


RARE = [
    "",
    " ",
    "，",
    "_",
    "\0",
    "農業保險",
    "第 3 期",
    "A B、ｃ  d …",
    "é",
    "a_b c",
    "㎡ 每平方米",
    "a\u200b关",
    "𠀀关",
    "\ue000",
    "я",
    "二○二二 年",
    "张○○, ◯",
]


@given(st.lists(TRICKY | st.text() | st.sampled_from(RARE)))
def test_compact_texts_are_those_of_the_atoms(texts: list[str]) -> None:
    for text, together in zip(texts, compact(texts), strict=True):
        assert together in {None, "".join(atoms(text).texts)}


@pytest.mark.parametrize("text", RARE)
def test_compact_text_is_that_of_the_atoms_in_rare_cases(text: str) -> None:
    assert compact([text])[0] in {None, "".join(atoms(text).texts)}


def test_ordinary_text_is_compact() -> None:
    text = "《农业保险》（2022）第 3 期：H7N9、GB/T 2260 …農業 open source"
    assert compact([text, "café"]) == ["_农业保险_2022_第3期_h7n9_gb_t_2260_农业open_source_", None]


def test_texts_of_another_script_are_not_kept() -> None:
    before = len(module._PIECES)
    compact([chr(0xAC00 + number) * 100 for number in range(50)])
    assert len(module._PIECES) == before


@given(st.text())
def test_no_atom_holds_a_break_or_white_space(text: str) -> None:
    for atom in literal(text):
        assert atom == BREAK or (BREAK not in atom and not any(char.isspace() for char in atom))
