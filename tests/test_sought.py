"""Where something stands in a text: however it is looked for, it is where the atoms have it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.atoms import Atoms, atoms, literal
from index.places import places
from index.plan import Literal, Near, Prefix, Textual
from index.sought import Range, SoughtText, having
from tests.support.oracle import substrings
from tests.test_fold import TRICKY

# Ordinary text, in which white space and breaks are what makes it hard.
ORDINARY = st.text(st.sampled_from("關关爱爱保后後12aＢ。，…_ \t　\n"), max_size=30)


def ranges(cut: Atoms, wanted: Textual) -> list[Range]:
    return [(cut.starts[first], cut.ends[last - 1]) for first, last in places(cut.texts, wanted)]


@given(st.one_of(ORDINARY, TRICKY), st.one_of(ORDINARY, TRICKY), st.booleans(), st.data())
@example("爱 _ 爱", "爱。爱", False, None)
@example("爱爱 爱", "爱爱", False, None)
@example("一…… 二", "一 ，二", False, None)
@example("一e\u0301二", "一二", False, None)
def test_whatever_is_looked_for_is_where_the_atoms_have_it(
    text: str, other: str, exact_script: bool, data: st.DataObject | None
) -> None:
    pieces = [piece for piece in [other, *substrings(text, 5)] if literal(piece)]
    if not pieces:
        return
    piece = data.draw(st.sampled_from(pieces)) if data else pieces[0]
    sequence = literal(piece, exact_script=exact_script)
    cut, sought = atoms(text, exact_script=exact_script), SoughtText(text, exact_script=exact_script)
    for wanted in (Literal(sequence), Prefix(sequence), Near((sequence, sequence), 2)):
        assert sought.ranges(wanted) == ranges(cut, wanted)
        assert sought.has(wanted) == bool(ranges(cut, wanted))


@given(st.lists(st.one_of(ORDINARY, TRICKY), max_size=6), st.one_of(ORDINARY, TRICKY), st.data())
@example(["a b", "ab", "一7 期", "关\u0301"], "ab", None)
def test_texts_are_told_by_their_characters_as_by_their_atoms(
    texts: list[str], other: str, data: st.DataObject | None
) -> None:
    pieces = [piece for text in (other, *texts) for piece in substrings(text, 5) if literal(piece)]
    if not pieces:
        return
    sequence = literal(data.draw(st.sampled_from(pieces)) if data else pieces[0])
    for wanted in (Literal(sequence), Prefix(sequence), Near((sequence, sequence), 2)):
        assert having(texts, wanted) == [text for text in texts if places(atoms(text).texts, wanted)]


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("關愛，保險", "关爱。保险", ["關愛，保險"]),
        ("关 爱 \t爱\n爱", "爱爱", ["爱 \t爱"]),
        ("哈哈哈", "哈哈", ["哈哈", "哈哈"]),
        ("，…… 关。 ，爱", "关，爱", ["关。 ，爱"]),
        ("第3期，第 3 期，第13期", "第3期", ["第3期", "第 3 期"]),
        ("关爱\ufe0f险", "关爱", ["关爱\ufe0f"]),
    ],
)
def test_ranges_are_of_the_text_as_it_is_written(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in SoughtText(text).ranges(Literal(literal(wanted)))] == found
