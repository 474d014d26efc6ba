"""Highlights: exactly what was searched lights up, on the text as it was written."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from index import Index
from index.atoms import literal
from index.fold import fold
from index.plan import Literal, Near, Prefix, Textual
from index.sought import Range, SoughtText
from search.searcher import Searcher
from search.snippet import ELLIPSIS, Highlighted, highlight, snippet
from tests.support.indexes import all_articles, article
from tests.support.oracle import holds_operator, substrings, texts
from tests.test_fold import TRICKY

_PARTS = ("关爱", "保险", "關", "ａb", "ab1", " ", "\n", "。", "，", "……", "\u200b", "老人走到村口去看戏" * 3)
_WANTED = (
    *(Literal(literal(text)) for text in ("关", "关爱", "爱保", "保险。关爱", "ab", "老人走到村口去看戏老人")),
    *(Prefix(("ab",)), Prefix(("a",)), Near((("关",), ("保", "险")), 3)),
)


def wanted_text(text: str) -> Literal:
    return Literal(literal(text))


def lit(text: str, *wanted: str) -> list[str]:
    marked = highlight(SoughtText(text), [wanted_text(item) for item in wanted])
    return [marked.text[start:end] for start, end in marked.ranges]


def test_the_original_lights_up() -> None:
    assert lit("關愛保險，关 爱，ＡＢＣ", "关爱", "abc") == ["關愛", "关 爱", "ＡＢＣ"]


def test_overlaps_become_one_and_neighbours_stay_two() -> None:
    assert lit("人民代表大会", "人民代表", "代表大会") == ["人民代表大会"]
    assert lit("关爱保险", "关爱", "保险") == ["关爱", "保险"]
    assert lit("哈哈哈", "哈哈") == ["哈哈哈"]


def test_the_whole_string_lights_up_where_it_stands(search_in: Callable[..., Searcher]) -> None:
    hits = search_in("推广关爱保险，保险好", "关爱他人，买了保险").search("关爱保险").hits
    assert [[hit.snippet.text[a:b] for a, b in hit.snippet.ranges] for hit in hits] == [["关爱保险"], ["关爱", "保险"]]


def test_marks_of_random_queries_are_what_was_searched(samples_index: Index) -> None:
    searcher = Searcher(samples_index)
    pieces = [
        piece
        for record in all_articles(searcher.reader)
        for text in texts(record)
        for piece in substrings(text, 6)
        if not holds_operator(piece) and len(piece.split()) == 1
    ]
    marked = 0
    for piece in random.Random(3).sample(pieces, 1_000):
        whole = literal(piece)
        words = set(samples_index.analyzer.literals(piece))
        for hit in searcher.search(piece).hits:
            for text in (hit.snippet, hit.title):
                for start, end in text.ranges:
                    atoms = literal(text.text[start:end])
                    allowed = {whole} if hit.match == "literal" else words
                    assert atoms in allowed or _overlapping(atoms, allowed), (piece, atoms)
                    marked += 1
    assert marked > 1_000


def _overlapping(atoms: tuple[str, ...], literals: set[tuple[str, ...]]) -> bool:
    """Whether a mark is made of literals that overlap: each of its neighbouring pairs of atoms lies in one."""
    return all(
        any(pair == tuple(item[place : place + 2]) for item in literals for place in range(len(item) - 1))
        for pair in pairwise(atoms)
    )


@given(TRICKY, st.data())
def test_a_piece_of_any_text_lights_up_where_it_stands(text: str, data: st.DataObject) -> None:
    pieces = [piece for piece in substrings(text, 4) if literal(piece)]
    if not pieces:
        return
    piece = data.draw(st.sampled_from(pieces))
    wanted = literal(piece)
    marked = highlight(SoughtText(text), [Literal(wanted)])
    assert marked.ranges or wanted not in _sequences(text, len(wanted))
    for (start, end), following in pairwise((*marked.ranges, (len(text), len(text)))):
        assert start < end <= following[0]
        assert wanted[0] in literal(text[start:end])


def _sequences(text: str, length: int) -> set[tuple[str, ...]]:
    atoms = literal(text)
    return {atoms[place : place + length] for place in range(len(atoms) - length + 1)}


@given(TRICKY, TRICKY, st.integers(2, 60))
def test_a_snippet_is_a_passage_of_the_text(before: str, after: str, width: int) -> None:
    text = f"{before}。关爱保险{after}"
    cut = snippet(SoughtText(text), [wanted_text("关爱保险")], width)
    assert len(cut.text) <= width
    assert cut.text.strip(ELLIPSIS).strip(ELLIPSIS) in text.replace("\n", " ") or ELLIPSIS in text
    for start, end in cut.ranges:
        assert literal(cut.text[start:end])[:1] == ("关",)


@given(
    st.lists(st.sampled_from(_PARTS), max_size=40), st.lists(st.sampled_from(_WANTED), max_size=4), st.integers(4, 60)
)
def test_what_lights_up_in_a_snippet_lights_up_in_its_text(parts: list[str], wanted: list[Textual], width: int) -> None:
    text = "".join(parts)
    lit = highlight(SoughtText(text), wanted).ranges
    cut = snippet(SoughtText(text), wanted, width)
    assert len(cut.text) <= width
    assert bool(cut.ranges) == bool(lit)
    for (start, end), (following, _) in pairwise((*cut.ranges, (len(cut.text), 0))):
        assert start < end <= following
    assert any(_is_shown(text, lit, cut, first, head) for first in range(len(text) + 1) for head in ("", ELLIPSIS))


def _is_shown(text: str, lit: Sequence[Range], cut: Highlighted, first: int, head: str) -> bool:
    """Whether a snippet is what stands in its text from a place on, behind a head, and an ellipsis where it goes on."""
    goes_on = len(text) - first > len(cut.text) - len(head)
    last = first + len(cut.text) - len(head) - goes_on
    if cut.text != head + text[first:last].replace("\n", " ") + ELLIPSIS * goes_on:
        return False
    shift = first - len(head)
    return all(any(a <= start + shift and end + shift <= b for a, b in lit) for start, end in cut.ranges)


def test_a_snippet_begins_at_a_sentence_and_shows_most_of_what_was_searched() -> None:
    text = "会议召开。" * 30 + "各县推进关爱保险，理赔很快。" + "会后参观。" * 30
    cut = snippet(SoughtText(text), [wanted_text("关爱保险"), wanted_text("理赔")], 40)
    assert cut.text.startswith("各县推进关爱保险，理赔很快。")
    assert cut.text.endswith(ELLIPSIS)
    assert [cut.text[a:b] for a, b in cut.ranges] == ["关爱保险", "理赔"]


@given(st.integers(1, 300), st.integers(0, 200), st.integers(20, 130))
def test_whatever_is_found_in_the_body_lights_up_in_the_snippet(length: int, before: int, width: int) -> None:
    text = "开头。" + "会" * before + "关" * length + "。结尾" * 30
    cut = snippet(SoughtText(text), [wanted_text("关" * length)], width)
    assert len(cut.text) <= width
    assert "".join(cut.text[a:b] for a, b in cut.ranges) == "关" * min(length, cut.text.count("关"))
    assert cut.ranges


def test_what_was_searched_in_one_field_lights_up_there_alone(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in(article("改革开放", title="改革任务", untitled=False))
    (hit,) = searcher.search("title:改革").hits
    assert (hit.title.ranges, hit.snippet.ranges) == (((0, 2),), ())


def test_a_snippet_of_an_article_without_the_words_is_its_beginning() -> None:
    assert snippet(SoughtText("会议召开。\n各县参加。"), [wanted_text("桥")], 40).text == "会议召开。 各县参加。"


def marks(searcher: Searcher, query: str) -> list[list[str]]:
    """What lights up in the snippets."""
    return [[hit.snippet.text[a:b] for a, b in hit.snippet.ranges] for hit in searcher.search(query).hits]


def test_a_prefix_lights_up_with_the_whole_run(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in("执行GB 18030标准，GB2312不行，gb18", "第３期，第30期和第4期")
    assert marks(searcher, "gb1*") == [["gb18"]]
    assert marks(searcher, '"GB 1"') == []
    assert marks(searcher, "gb*") == [["GB", "GB", "gb"]]
    assert marks(searcher, "18*") == [["18030", "18"]]
    assert marks(searcher, "第3*") == [["第３", "第30"]]


def test_parts_light_up_where_they_are_near_each_other(search_in: Callable[..., Searcher]) -> None:
    searcher = search_in("保险，关爱老人，送保险，关爱。", "关爱保险和关爱、保险", "县里关注老人关心的事，关心老人")
    assert marks(searcher, '"关爱 保险"~4') == [["关爱保险"], ["关爱", "保险"]]
    assert marks(searcher, '"关 老 心"~1') == []
    assert marks(searcher, '"关 老 心"~2') == [["关", "老", "心"]]
    assert marks(searcher, '"关心老人"~0') == [["关心老人"]]
    assert marks(searcher, '"县里老人"~9') == [["县里", "老人"]]
    assert marks(searcher, '-"关爱 保险"~4 老人') == [["老人", "老人"]]


@given(TRICKY, st.data())
def test_what_lights_up_of_neighbours_is_their_parts(text: str, data: st.DataObject) -> None:
    sequence = list(literal(text))
    if not sequence:
        return
    firsts = data.draw(st.lists(st.integers(0, len(sequence) - 1), min_size=2, max_size=3).map(sorted))
    parts = tuple((sequence[first],) for first in firsts)
    slack = data.draw(st.integers(0, 3))
    if not all(literal(part) == (part,) for (part,) in parts):
        return
    found = {sequence[place] for chain in _chains(sequence, parts, slack) for place in chain}
    marked = highlight(SoughtText(text), [Near(parts, slack)])
    lit = {atom for start, end in marked.ranges for atom in literal(text[start:end])}
    assert lit == found if fold(text).starts is None else lit >= found  # a character can fold to several atoms


def _chains(sequence: list[str], parts: tuple[tuple[str, ...], ...], slack: int) -> list[tuple[int, ...]]:
    """All choices of places for parts of one atom, by trying every one."""
    places = [[place for place, atom in enumerate(sequence) if atom == part] for (part,) in parts]
    return [
        chain
        for chain in product(*places)
        if all(0 <= second - first - 1 <= slack for first, second in pairwise(chain))
    ]
